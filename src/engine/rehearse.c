/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rehearse.h"

#include <stdio.h>

#include "engine/playbook_part.h"
#include "engine/rehearse_estate.h"
#include "engine/wdl_shape.h"
#include "model/limits.h"
#include "util/map.h"
#include "util/text.h"
#include "util/when.h"

enum source {
    SOURCE_FILE,
    SOURCE_RUN,
    SOURCE_MADE,
    SOURCE_SANDBOX,
    SOURCE_CLOCK,
};

struct rehearsal {
    struct arena *arena;
    struct wdl_run *run;
    struct wdl_shapes *shapes;
    const struct json *answers;
    const struct json *earlier;
    const struct json *estate;
    struct map paths;     /* what was asked, by path … */
    enum source *sources; /* … and who answered */
    int64_t now;
    const char **made;
    size_t n_made;
    const struct json *trigger;
    size_t steps;
    size_t asked;
    struct arena *place; /* of the path that it stands before */
};

void rehearsal_free(struct rehearsal *rehearsal)
{
    if (!rehearsal)
        return;
    wdl_run_free(rehearsal->run);
    map_done(&rehearsal->paths);
    arena_free(rehearsal->place);
    arena_free(rehearsal->arena);
}

const struct wdl_run *rehearsal_run(const struct rehearsal *rehearsal)
{
    return rehearsal->run;
}

const char *rehearsal_source(const struct rehearsal *rehearsal,
                             const char *path)
{
    static const char *const names[] = {
        [SOURCE_FILE] = "file",   [SOURCE_RUN] = "run",
        [SOURCE_MADE] = "made",   [SOURCE_SANDBOX] = "sandbox",
        [SOURCE_CLOCK] = "clock",
    };
    uint32_t at = map_find(&rehearsal->paths, str_of(path));

    return at == MAP_NONE ? "" : names[rehearsal->sources[at]];
}

static bool see_terminate(void *with, const struct wdl_seen *seen)
{
    bool *ended = with;

    if (seen->state == RUN_SUCCEEDED &&
        str_eq(str_of(wdl_facts(seen->action).type), STR("Terminate")))
        *ended = true;
    return seen->state != RUN_SKIPPED;
}

bool rehearsal_good(const struct rehearsal *rehearsal)
{
    bool ended = false;

    if (wdl_run_state(rehearsal->run) == RUN_SUCCEEDED)
        return true;
    wdl_run_walk(rehearsal->run, see_terminate, &ended);
    return ended;
}

/* ---- answers --------------------------------------------------------------*/

static const struct json *find_answer(const struct rehearsal *rehearsal,
                                      const struct wdl_effect *effect,
                                      enum source *source)
{
    const struct json *answer = json_get(rehearsal->answers, effect->path);

    if (!answer)
        answer = json_find(rehearsal->answers,
                           str_of(wdl_facts(effect->action).name));
    *source = answer ? SOURCE_FILE : SOURCE_RUN;
    return answer ? answer : json_get(rehearsal->earlier, effect->path);
}

/* What the playbook expects; where that is nothing, what there is in the
 * sandbox. */
static struct json *make_answer(const struct rehearsal *rehearsal,
                                const struct wdl_effect *effect,
                                enum source *source)
{
    struct json *outputs =
        wdl_shapes_outputs(rehearsal->shapes, effect->action);
    struct json *body = NULL;

    if (!json_get(outputs, "body"))
        body = estate_body(rehearsal->estate, effect->inputs);
    if (body)
        json_set_take(outputs, "body", body);
    *source = body ? SOURCE_SANDBOX : SOURCE_MADE;
    return outputs;
}

/* Outputs have some of these; anything else is a body. */
static bool are_outputs(const struct json *answer)
{
    return json_type(answer) == JSON_OBJECT &&
           (json_get(answer, "body") || json_get(answer, "statusCode") ||
            json_get(answer, "headers"));
}

static void answer_from(const struct json *given, struct arena *arena,
                        struct wdl_answer *out)
{
    struct json *outputs;
    int64_t status = 200;

    if (are_outputs(given)) {
        outputs = json_copy(given);
    } else {
        outputs = json_new_object();
        json_set_take(outputs, "body", json_copy(given));
    }
    json_int(json_get(outputs, "statusCode"), &status);
    json_set_int(outputs, "statusCode", status);
    out->outputs = outputs;
    if (status < 400)
        return;
    out->state = RUN_FAILED;
    out->code = arena_printf(arena, "%lld", (long long)status);
    out->error = arena_printf(arena, _("The answer has the status %lld."),
                              (long long)status);
}

static void note_source(struct rehearsal *rehearsal, const char *path,
                        enum source source)
{
    uint32_t n = rehearsal->paths.count;

    if (map_find(&rehearsal->paths, str_of(path)) != MAP_NONE)
        return;
    rehearsal->sources = arena_grown(rehearsal->arena, rehearsal->sources, n,
                                     sizeof(*rehearsal->sources));
    rehearsal->sources[n] = source;
    map_add(&rehearsal->paths, str_of(path));
}

static bool answer_one(struct rehearsal *rehearsal,
                       const struct wdl_effect *effect, struct err *err)
{
    enum source source;
    const struct json *given = find_answer(rehearsal, effect, &source);
    struct wdl_answer answer = {.state = RUN_SUCCEEDED, .retry_after = -1};

    if (effect->due > rehearsal->now)
        rehearsal->now = effect->due;
    if (given)
        answer_from(given, rehearsal->arena, &answer);
    else if (effect->timer)
        source = SOURCE_CLOCK;
    else
        answer.outputs = make_answer(rehearsal, effect, &source);
    note_source(rehearsal, effect->path, source);
    return wdl_run_answer(rehearsal->run, effect->number, &answer,
                          rehearsal->now, err);
}

/* ---- step by step ---------------------------------------------------------*/

const struct wdl_action *rehearsal_next(struct rehearsal *rehearsal,
                                        const char **path)
{
    const char *ignored;

    arena_clear(rehearsal->place);
    return wdl_run_stop(rehearsal->run, rehearsal->place,
                        path ? path : &ignored);
}

size_t rehearsal_steps(const struct rehearsal *rehearsal)
{
    return rehearsal->steps;
}

/* What asks has its answer before anything else begins. */
static bool answer_all(struct rehearsal *rehearsal, struct err *err)
{
    const struct wdl_effect *effect;

    while ((effect = wdl_run_next(rehearsal->run))) {
        if (rehearsal->asked++ == LIMIT_WDL_ITEMS)
            return err_set(err, ERR_INPUT,
                           _("It asks for more than %d answers."),
                           LIMIT_WDL_ITEMS);
        if (!answer_one(rehearsal, effect, err))
            return false;
    }
    return true;
}

static bool step(struct rehearsal *rehearsal, struct err *err)
{
    rehearsal->steps++;
    wdl_run_pace(rehearsal->run, 1);
    wdl_run_go(rehearsal->run, rehearsal->now);
    return answer_all(rehearsal, err);
}

static bool is_over(struct rehearsal *rehearsal)
{
    return rehearsal_next(rehearsal, NULL) == NULL;
}

bool rehearsal_play(struct rehearsal *rehearsal, size_t steps, struct err *err)
{
    for (size_t i = 0; i < steps && !is_over(rehearsal); i++) {
        if (!step(rehearsal, err))
            return false;
    }
    return true;
}

/* Is @path within what is at @above: "A/B", "A[3]/B" in "A"? */
static bool is_within(const char *path, struct str above)
{
    struct str text = str_of(path);

    return text.len > above.len && str_starts(text, above) &&
           (text.at[above.len] == '/' || text.at[above.len] == '[');
}

static bool is_point(const struct json *points, const struct wdl_action *action)
{
    struct str name = str_of(wdl_facts(action).name);

    for (struct json_each e = json_each(points); json_next(&e);) {
        if (str_eq_fold(json_text(e.value), name))
            return true;
    }
    return false;
}

static bool is_there(const char *to, const struct wdl_action *action,
                     const char *path)
{
    return to && (str_eq(str_of(to), str_of(path)) ||
                  str_eq(str_of(to), str_of(wdl_facts(action).name)));
}

/* What has to be left behind; "" when it is nothing. */
static struct str behind_what(enum rehearsal_move move, const char *path,
                              struct arena *arena)
{
    struct str text = arena_str(arena, str_of(path));
    size_t slash = str_find_last_char(text, '/');

    if (move == REHEARSE_OVER)
        return text;
    if (slash == STR_NOWHERE)
        return STR_NONE;
    text = str_sub(text, 0, slash);
    /* Out of a round is out of its loop. */
    return text.at[text.len - 1] == ']'
               ? str_sub(text, 0, str_find_last_char(text, '['))
               : text;
}

static bool goes_on(struct rehearsal *rehearsal, enum rehearsal_move move,
                    const struct rehearsal_stops *stops, struct str behind)
{
    const char *path;
    const struct wdl_action *next = rehearsal_next(rehearsal, &path);

    if (!next || is_point(stops->points, next))
        return false;
    switch (move) {
    case REHEARSE_OVER:
        return is_within(path, behind);
    case REHEARSE_OUT:
        return str_empty(behind) || is_within(path, behind);
    case REHEARSE_TO:
        return !is_there(stops->to, next, path);
    default:
        return move == REHEARSE_END;
    }
}

bool rehearsal_go(struct rehearsal *rehearsal, enum rehearsal_move move,
                  const struct rehearsal_stops *stops, struct err *err)
{
    struct arena *arena;
    struct str behind;
    const char *path;
    bool ok = true;

    if (move == REHEARSE_STAY || !rehearsal_next(rehearsal, &path))
        return true;
    arena = arena_new();
    behind = behind_what(move, path, arena);
    do
        ok = step(rehearsal, err);
    while (ok && goes_on(rehearsal, move, stops, behind));
    arena_free(arena);
    return ok;
}

struct json *rehearsal_offer(struct rehearsal *rehearsal)
{
    const char *path;
    const struct wdl_action *next = rehearsal_next(rehearsal, &path);
    struct wdl_effect asks = {.action = next, .path = path};
    const struct json *given;
    enum source ignored;

    if (!next || !wdl_facts(next).effect)
        return NULL;
    given = find_answer(rehearsal, &asks, &ignored);
    return given ? json_copy(given) : make_answer(rehearsal, &asks, &ignored);
}

/* ---- what it is given -----------------------------------------------------*/

static bool check_answers(const struct playbook *playbook,
                          const struct json *answers, struct err *err)
{
    if (answers && json_type(answers) != JSON_OBJECT)
        return err_set(err, ERR_INPUT,
                       _("Answers must be an object with one for each name of "
                         "an action."));
    for (struct json_each e = json_each(answers); json_next(&e);) {
        struct str name = str_of(e.name);
        size_t slash = str_find_last_char(name, '/');

        if (slash != STR_NOWHERE)
            name = str_sub(name, slash + 1, STR_NOWHERE);
        if (!wdl_find(playbook->wdl, name))
            return err_set(err, ERR_INPUT,
                           _("There is an answer for \"%s\", but the playbook "
                             "has no such action."),
                           e.name);
    }
    return true;
}

size_t rehearsal_made(const struct rehearsal *rehearsal,
                      const char *const **paths)
{
    *paths = rehearsal->made;
    return rehearsal->n_made;
}

/* A sliding window says what it is about: the hour that is over. */
static void put_window(const struct playbook *playbook, int64_t now,
                       struct json *out)
{
    const char *name;
    const struct json *trigger = wdl_trigger(playbook->wdl, &name);
    char iso[WHEN_TEXT_SIZE];

    if (!str_eq_fold(json_text(json_find(trigger, STR("type"))),
                     STR("SlidingWindow")))
        return;
    json_set_text(out, "windowStartTime", when_iso(now - WHEN_HOUR, iso));
    json_set_text(out, "windowEndTime", when_iso(now, iso));
}

static struct json *trigger_of(struct rehearsal *rehearsal,
                               const struct playbook *playbook,
                               const struct rehearsal_given *given)
{
    struct json *out = json_new_object();

    json_set_take(out, "headers", json_new_object());
    if (given->event) {
        struct json *body = json_copy(given->event);

        if (!given->as_it_is)
            rehearsal->n_made =
                wdl_shapes_fit(rehearsal->shapes, body, &rehearsal->made);
        json_set_take(out, "body", body);
    } else if (playbook->start != START_RECURRENCE) {
        json_set_take(out, "body", wdl_shapes_trigger(rehearsal->shapes));
        wdl_shapes_beside(rehearsal->shapes, out);
    }
    put_window(playbook, given->now, out);
    json_keep(rehearsal->arena, out);
    rehearsal->trigger = out;
    return out;
}

const struct json *rehearsal_trigger(const struct rehearsal *rehearsal)
{
    return rehearsal->trigger;
}

const char *rehearsal_variable(const struct rehearsal *rehearsal, size_t number,
                               const struct json **value)
{
    return wdl_run_variable(rehearsal->run, number, value);
}

/* What workflow() answers. */
static struct json *workflow_of(struct rehearsal *rehearsal,
                                const struct playbook *playbook)
{
    struct json *out = playbook_workflow(playbook, "rehearsal");

    json_keep(rehearsal->arena, out);
    return out;
}

bool rehearsal_new(const struct playbook *playbook,
                   const struct rehearsal_given *given, struct rehearsal **out,
                   struct err *err)
{
    struct arena *arena;
    struct rehearsal *rehearsal;
    struct wdl_given start;

    if (!playbook->wdl)
        return err_set(err, ERR_INPUT, "%s: %s", playbook->why[0].path,
                       playbook->why[0].text);
    if (!check_answers(playbook, given->answers, err))
        return false;
    arena = arena_new();
    rehearsal = arena_alloc(arena, sizeof(*rehearsal));
    rehearsal->arena = arena;
    rehearsal->place = arena_new();
    rehearsal->answers = given->answers;
    rehearsal->earlier = given->earlier;
    rehearsal->estate = given->estate;
    rehearsal->now = given->now;
    rehearsal->shapes = wdl_shapes_new(playbook->wdl, arena);
    map_init(&rehearsal->paths, false);
    start = (struct wdl_given){
        .parameters = playbook->values,
        .trigger = trigger_of(rehearsal, playbook, given),
        .workflow = workflow_of(rehearsal, playbook),
        .seed = "rehearsal",
        .branches = given->branches,
        .outside = given->outside,
    };
    if (!wdl_run_new(playbook->wdl, &start, &rehearsal->run, err)) {
        rehearsal_free(rehearsal);
        return false;
    }
    wdl_run_pace(rehearsal->run, 0);
    wdl_run_go(rehearsal->run, rehearsal->now);
    *out = rehearsal;
    return true;
}

bool rehearse(const struct playbook *playbook,
              const struct rehearsal_given *given, struct rehearsal **out,
              struct err *err)
{
    struct rehearsal *rehearsal;

    if (!rehearsal_new(playbook, given, &rehearsal, err))
        return false;
    if (!rehearsal_play(rehearsal, SIZE_MAX, err)) {
        rehearsal_free(rehearsal);
        return false;
    }
    *out = rehearsal;
    return true;
}
