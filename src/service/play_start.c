/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_start.c - runs of playbooks begun and ended: by hand, by a rule, by
 * another playbook.
 */
#include <string.h>

#include "model/canon.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/hand.h"
#include "service/play.h"
#include "service/play_part.h"
#include "service/plays.h"
#include "service/progress.h"
#include "store/playbooks.h"
#include "util/text.h"
#include "util/when.h"

/* ---- may it ---------------------------------------------------------------*/

/* A playbook that is about to run. */
struct starting {
    struct desk *desk;
    const struct play_start *start;
    struct arena *arena;
    int64_t now;
    struct stored_playbook stored;
    struct playbook_reading reading;
    const struct playbook *playbook;
    enum rule_mode mode;
};

static bool check_needs(const struct starting *s, struct err *err)
{
    const struct playbook *playbook = s->playbook;

    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];

        if (one->needed && !json_find(s->start->parameters, str_of(one->name)))
            return err_set(err, ERR_INPUT,
                           _("Playbook %s needs to be told its parameter "
                             "\"%s\"."),
                           playbook->name, one->name);
    }
    return true;
}

/* A value for a name that is misspelt would leave the default in its place. */
static bool check_names(const struct starting *s, struct err *err)
{
    const struct playbook *playbook = s->playbook;

    for (struct json_each e = json_each(s->start->parameters); json_next(&e);) {
        size_t i = 0;

        while (
            i < playbook->n_parameters &&
            !str_eq_fold(str_of(e.name), str_of(playbook->parameters[i].name)))
            i++;
        if (i == playbook->n_parameters)
            return err_set(
                err, ERR_INPUT, _("Playbook %s has no parameter \"%.*s\"."),
                playbook->name, STR_ARG(str_sub(str_of(e.name), 0, 80)));
    }
    return true;
}

static bool check_playbook(struct starting *s, struct err *err)
{
    if (s->stored.mode == RULE_OFF)
        return err_set(err, ERR_INPUT,
                       _("Playbook %s is off. `riposte playbook mode' switches "
                         "it on."),
                       s->stored.name);
    if (s->playbook->verdict != PLAYBOOK_RUNS)
        return err_set(err, ERR_INPUT,
                       _("Playbook %s cannot be run here, only rehearsed: %s: "
                         "%s"),
                       s->stored.name, s->playbook->why[0].path,
                       s->playbook->why[0].text);
    return check_names(s, err) && check_needs(s, err);
}

static bool read_playbook(struct starting *s, struct store *store,
                          const struct catalogue *catalogue, struct err *err)
{
    struct playbook_given given = {
        .parameters = s->start->parameters,
        .catalogue = catalogue,
    };

    if (!playbooks_find(store, s->start->name, s->arena, &s->stored, err))
        return false;
    given.file = s->stored.name;
    if (!playbook_read_all(s->stored.json, &given, &s->reading, err))
        return false;
    s->playbook = &s->reading.playbooks[0];
    s->mode = s->stored.mode < s->start->mode ? s->stored.mode : s->start->mode;
    return check_playbook(s, err);
}

/* ---- what it is given -----------------------------------------------------*/

/* The event as it is now: it may change while the playbook runs. */
static bool event_body(struct starting *s, struct json **out, struct err *err)
{
    struct event event;

    return events_get(s->desk->store, s->start->event, true, s->arena, &event,
                      err) &&
           canon_body(event.kind, event.raw, out, err);
}

static bool make_given(struct starting *s, const char *seed, struct json **out,
                       struct err *err)
{
    struct json *given = json_new_object();
    struct json *trigger = json_new_object();
    struct json *body = NULL;

    json_keep(s->arena, given);
    json_set_take(given, "trigger", trigger);
    if (s->start->body)
        body = json_copy(s->start->body);
    else if (s->start->event != 0 && !event_body(s, &body, err))
        return false;
    if (body)
        json_set_take(trigger, "body", body);
    json_set_take(trigger, "headers", json_new_object());
    if (s->start->parameters)
        json_set_take(given, "parameters", json_copy(s->start->parameters));
    json_set_take(given, "workflow", playbook_workflow(s->playbook, seed));
    *out = given;
    return true;
}

/* ---- begun ----------------------------------------------------------------*/

static bool write_run(struct starting *s, int64_t *out, struct err *err)
{
    const struct play_start *start = s->start;
    char guid[GUID_SIZE];
    struct json *given;
    struct run run = {
        .event = start->event,
        .rule = start->rule,
        .revision = start->revision,
        .name = arena_printf(s->arena, _("Playbook %s"), s->stored.name),
        .playbook = s->stored.name,
        .by = start->by,
        .why = start->why,
        .mode = s->mode,
        .state = RUN_RUNNING,
        .began = s->now,
    };
    struct stored_play play = {
        .definition = s->stored.json,
        .editor = s->stored.editor,
        .began = s->now,
        .seed = digest_guid(guid),
        .parent = start->parent,
    };

    if (!hand_room(s->desk, err) || !make_given(s, play.seed, &given, err) ||
        !runs_add(s->desk->store, &run, err))
        return false;
    play.run = run.row;
    play.given = given;
    *out = run.row;
    return plays_add(s->desk->store, &play, err);
}

bool play_start(struct desk *desk, const struct play_start *start, int64_t now,
                int64_t *run, struct err *err)
{
    struct starting s = {
        .desk = desk,
        .start = start,
        .arena = arena_new(),
        .now = now,
    };
    bool ok;

    playbook_reading_init(&s.reading);
    ok = read_playbook(&s, desk->store, desk->catalogue, err) &&
         write_run(&s, run, err);
    playbook_reading_done(&s.reading);
    arena_free(s.arena);
    return ok;
}

/* ---- by hand --------------------------------------------------------------*/

struct hand_work {
    const struct play_wish *wish;
    const struct json *parameters;
    int64_t run;
};

static bool write_hand(struct desk *desk, void *with, struct err *err)
{
    struct hand_work *work = with;
    const struct play_wish *wish = work->wish;
    const struct play_start start = {
        .name = str_of(wish->name),
        .event = wish->event,
        .body = wish->body,
        .parameters = work->parameters,
        .mode = RULE_AUTO,
        .by = desk->person,
        .why = wish->why ? wish->why : "",
    };
    struct err object;
    int64_t now = when_now();

    err_set(&object, ERR_NONE, "playbook %s", wish->name);
    return play_start(desk, &start, now, &work->run, err) &&
           desk_deed(desk, desk->person, "playbook run", object.text,
                     wish->event, start.why, err) &&
           play_progress(desk, work->run, now, err);
}

static bool read_words(const struct play_wish *wish, struct json *out,
                       struct err *err)
{
    for (size_t i = 0; i < wish->n_parameters; i++) {
        struct str text = str_of(wish->parameters[i]);
        size_t at = str_find_char(text, '=');
        char name[LIMIT_NAME + 1];

        if (at == STR_NOWHERE || at == 0 || at > LIMIT_NAME)
            return err_set(err, ERR_INPUT, _("\"%.*s\" must be NAME=VALUE."),
                           STR_ARG(str_sub(text, 0, 80)));
        memcpy(name, text.at, at);
        name[at] = '\0';
        json_set_str(out, name, str_sub(text, at + 1, STR_NOWHERE));
    }
    return true;
}

bool playbook_run(struct desk *desk, const struct play_wish *wish, int64_t *run,
                  struct err *err)
{
    struct hand_work work = {.wish = wish};
    struct json *parameters = json_new_object();
    bool ok = access_may(desk, RIGHT_RUN, err) && desk_reason(wish->why, err) &&
              read_words(wish, parameters, err);

    work.parameters = json_length(parameters) > 0 ? parameters : NULL;
    ok = ok && desk_transact(desk, write_hand, &work, err);
    json_free(parameters);
    if (ok)
        *run = work.run;
    return ok;
}

/* ---- by a step ------------------------------------------------------------*/

/* "name=value" on each line. */
static bool read_lines(struct str text, struct arena *arena,
                       const struct json **out, struct err *err)
{
    struct json *object = json_new_object();
    struct str line;

    json_keep(arena, object);
    while (str_cut(&text, '\n', &line)) {
        size_t at = str_find_char(line, '=');

        if (str_empty(str_trim(line)))
            continue;
        if (at == STR_NOWHERE)
            return err_set(err, ERR_INPUT,
                           _("Its parameters must be one name=value on each "
                             "line, but there is \"%.*s\"."),
                           STR_ARG(str_sub(str_trim(line), 0, 80)));
        json_set_str(object,
                     arena_str(arena, str_trim(str_sub(line, 0, at))).at,
                     str_trim(str_sub(line, at + 1, STR_NOWHERE)));
    }
    *out = json_length(object) > 0 ? object : NULL;
    return true;
}

bool play_check(struct store *store, const struct catalogue *catalogue,
                const struct json *with, struct err *err)
{
    struct play_start start = {
        .name = json_text(json_get(with, "name")),
        .mode = RULE_AUTO,
    };
    struct starting s = {.start = &start, .arena = arena_new()};
    bool ok;

    playbook_reading_init(&s.reading);
    ok = read_lines(json_text(json_get(with, "parameters")), s.arena,
                    &start.parameters, err) &&
         read_playbook(&s, store, catalogue, err);
    playbook_reading_done(&s.reading);
    arena_free(s.arena);
    return ok;
}

static bool end_step(struct job *job, const struct err *why, struct err *err)
{
    return progress_step(job->desk, &job->step, RUN_FAILED,
                         arena_text(job->arena, why->text), job->now, err);
}

/* It waits for the end of that run, which may be at once. */
static bool wait_for(struct job *job, int64_t run, struct err *err)
{
    job->step.state = RUN_WAITING;
    job->step.began = job->now;
    job->step.due = INT64_MAX;
    job->step.note =
        arena_printf(job->arena, _("Run %lld goes on."), (long long)run);
    return steps_save(job->desk->store, &job->step, err) &&
           play_progress(job->desk, run, job->now, err);
}

/* The playbook that a step names, for the run that it is of. */
static bool start_named(struct desk *desk, const struct run *of,
                        const struct step *step, int64_t now,
                        struct arena *arena, int64_t *run, struct err *err)
{
    struct play_start start = {
        .name = json_text(json_get(step->with, "name")),
        .event = of->event,
        .mode = of->mode,
        .rule = of->rule,
        .revision = of->revision,
        .by = of->by,
        .why = arena_printf(arena, _("Run %lld"), (long long)of->row),
        .parent = step->row,
    };

    return read_lines(json_text(json_get(step->with, "parameters")), arena,
                      &start.parameters, err) &&
           play_start(desk, &start, now, run, err);
}

/* Whoever wrote the rule is to mend it; anything else is the store's. */
static bool is_fault(const struct err *why)
{
    return why->code == ERR_INPUT || why->code == ERR_ABSENT;
}

bool play_begin(struct job *job, struct err *err)
{
    struct err fault = {0};
    int64_t run;

    if (start_named(job->desk, &job->run, &job->step, job->now, job->arena,
                    &run, &fault))
        return wait_for(job, run, err);
    if (is_fault(&fault))
        return end_step(job, &fault, err);
    *err = fault;
    return false;
}

bool play_shadow(struct desk *desk, const struct run *run, int64_t now,
                 struct err *err)
{
    struct arena *arena = arena_new();
    bool ok = true;

    for (size_t i = 0; ok && i < run->n_steps; i++) {
        struct err fault = {0};
        int64_t child;

        if (strcmp(run->steps[i].kind, KIND_PLAYBOOK) != 0)
            continue;
        ok = start_named(desk, run, &run->steps[i], now, arena, &child, &fault)
                 ? play_progress(desk, child, now, err)
                 : is_fault(&fault);
        if (!ok && fault.code != ERR_NONE)
            *err = fault;
    }
    arena_free(arena);
    return ok;
}

/* ---- ended ----------------------------------------------------------------*/

static bool find_step(struct desk *desk, int64_t row, struct arena *arena,
                      struct step *out, bool *found, struct err *err)
{
    struct step *steps;
    size_t n;

    *found = false;
    if (!steps_with(desk->store, row, arena, &steps, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (steps[i].row != row || run_state_final(steps[i].state))
            continue;
        *out = steps[i];
        *found = true;
    }
    return true;
}

bool play_ended(struct desk *desk, const struct run *run, enum run_state state,
                int64_t now, struct err *err)
{
    struct arena *arena;
    struct stored_play play;
    struct step step;
    bool found = false;
    bool ok;

    if (!run_plays(run))
        return true;
    /* One that nobody can tell the end of may go on. */
    if (state != RUN_UNKNOWN)
        play_forget_secrets(desk, run->row);
    arena = arena_new();
    ok = plays_get(desk->store, run->row, arena, &play, err) &&
         (play.parent == 0 ||
          find_step(desk, play.parent, arena, &step, &found, err));
    if (ok && found)
        ok = progress_step(
            desk, &step, state == RUN_SKIPPED ? RUN_SUCCEEDED : state,
            arena_printf(arena, _("Run %lld: %s."), (long long)run->row,
                         run_state_name(state)),
            now, err);
    arena_free(arena);
    return ok;
}

bool play_stop_begun(struct desk *desk, const struct run *run, const char *note,
                     int64_t now, struct err *err)
{
    for (size_t i = 0; i < run->n_steps; i++) {
        const struct step *step = &run->steps[i];
        int64_t child;

        if (run_state_final(step->state) ||
            strcmp(step->kind, KIND_PLAYBOOK) != 0)
            continue;
        if (!plays_of(desk->store, step->row, &child, err) ||
            (child != 0 &&
             !progress_stop(desk, child, RUN_CANCELLED, note, now, err)))
            return false;
    }
    return true;
}

bool play_settled(struct desk *desk, const struct run *run, int64_t now,
                  struct err *err)
{
    if (run->state == RUN_UNKNOWN &&
        !runs_set(desk->store, run->row, RUN_UNKNOWN, RUN_RUNNING, now, err))
        return false;
    return play_progress(desk, run->row, now, err);
}
