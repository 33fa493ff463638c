/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_rehearse.c - a playbook gone through: each step with what it would
 * send and what it was answered.
 *
 * Status: 0 it ends well or by its own Terminate, 1 it fails.
 */
#include "cli/playbook_show.h"
#include "cli/rule_word.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/http.h"
#include "model/limits.h"
#include "service/playbooks.h"
#include "service/present.h"
#include "service/queue.h"
#include "service/rehearse_given.h"
#include "util/file.h"
#include "util/json_loose.h"
#include "util/text.h"
#include "util/when.h"

/* ---- what is gone through -------------------------------------------------*/

static bool need_desk(struct call *call, struct err *err)
{
    return call->desk || cli_desk(call, DESK_READ, err);
}

/* A file may hold several: the first that can be gone through. */
static const struct playbook *first_of(const struct playbook_reading *reading)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->playbooks[i].wdl)
            return &reading->playbooks[i];
    }
    return &reading->playbooks[0];
}

static bool read_event(struct call *call, const struct playbook *playbook,
                       struct json **out, struct err *err)
{
    const char *word = call->opts->event;
    struct event_page *page;
    struct buf text;
    int64_t row;
    bool ok;

    if (!word)
        return true;
    if (word_is_file(word)) {
        buf_init(&text);
        ok = file_read(word, LIMIT_JSON_TEXT, &text, err) &&
             (playbook_event(playbook, buf_view(&text), out, err) ||
              err_prefix(err, "%s", word));
        buf_done(&text);
        return ok;
    }
    if (!need_desk(call, err) || !word_event(call, word, &row, err))
        return false;
    page = event_page_read(call->desk, row);
    ok = page_good(&page->error, err);
    if (ok)
        *out = json_copy(page->body);
    event_page_free(page);
    return ok;
}

static bool read_answers(struct call *call, struct json **out, struct err *err)
{
    const char *file = call->opts->answers;
    struct buf text;
    bool ok;

    if (!file)
        return true;
    buf_init(&text);
    ok = file_read(file, LIMIT_JSON_TEXT, &text, err) &&
         (json_parse_loose(buf_view(&text), out, err) ||
          err_prefix(err, "%s", file));
    buf_done(&text);
    return ok;
}

static bool read_run(struct call *call, const struct playbook *playbook,
                     struct rehearse_run *out, struct err *err)
{
    int64_t run = call->opts->answers_of;

    return run == 0 || (need_desk(call, err) &&
                        rehearse_run_read(call->desk, run,
                                          str_of(playbook->name), out, err));
}

/* ---- what is told ---------------------------------------------------------*/

struct teller {
    struct out *out;
    const struct rehearsal *rehearsal;
};

static void set_masked(struct json *json, const char *name,
                       const struct json *value)
{
    if (value)
        json_set_take(json, name, json_masked(value));
}

static void tell_json(const struct teller *teller, const struct wdl_seen *seen)
{
    struct wdl_facts facts = wdl_facts(seen->action);
    struct json *json = json_new_object();

    json_set_text(json, "step", seen->path);
    json_set_text(json, "action", facts.name);
    json_set_text(json, "type", facts.type);
    json_set_text(json, "status", run_state_name(seen->state));
    json_set_text(json, "code", seen->code ? seen->code : "");
    json_set_text(json, "error", seen->error ? seen->error : "");
    json_set_text(json, "answer",
                  rehearsal_source(teller->rehearsal, seen->path));
    set_masked(json, "inputs", seen->inputs);
    set_masked(json, "outputs", seen->outputs);
    out_json_take(teller->out, json);
}

static void print_value(struct out *out, const char *head,
                        const struct json *value)
{
    struct json *masked = json_masked(value);
    struct buf text;

    buf_init(&text);
    json_write(masked, JSON_COMPACT, &text);
    out_entry(out, 12, str_of(head), buf_view(&text));
    buf_done(&text);
    json_free(masked);
}

static void tell_text(const struct teller *teller, const struct wdl_seen *seen)
{
    struct wdl_facts facts = wdl_facts(seen->action);

    out_printf(teller->out, "%-10s %s (%s)", run_state_name(seen->state),
               seen->path, facts.type);
    if (seen->error && *seen->error)
        out_text(teller->out, 4, str_of(seen->error));
    if (facts.effect && seen->inputs)
        print_value(teller->out, _("    sends"), seen->inputs);
    if (facts.effect && seen->outputs)
        print_value(teller->out, _("    gets"), seen->outputs);
}

static bool tell_step(void *with, const struct wdl_seen *seen)
{
    const struct teller *teller = with;

    if (teller->out->json)
        tell_json(teller, seen);
    else
        tell_text(teller, seen);
    return true;
}

/* The event is not what it was. */
static void tell_made(struct out *out, const struct rehearsal *rehearsal)
{
    const char *const *paths;
    size_t n = rehearsal_made(rehearsal, &paths);
    struct json *json = json_new_object();
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++) {
        json_add_take(list, json_new_text(str_of(paths[i])));
        if (!out->json)
            out_printf(out, _("The event has no %s that fits: it was made up."),
                       paths[i]);
    }
    json_set_take(json, "madeUp", list);
    if (out->json && n > 0)
        out_json_take(out, json);
    else
        json_free(json);
}

static void tell_end(struct out *out, const struct playbook *playbook,
                     const struct rehearsal *rehearsal)
{
    const struct wdl_run *run = rehearsal_run(rehearsal);
    const char *state = run_state_name(wdl_run_state(run));
    struct json *json;

    if (!out->json) {
        out_printf(out, "%s: %s%s%s", playbook->name, state,
                   *wdl_run_error(run) ? ": " : "", wdl_run_error(run));
        return;
    }
    json = json_new_object();
    json_set_text(json, "run", playbook->name);
    json_set_text(json, "status", state);
    json_set_text(json, "code", wdl_run_code(run));
    json_set_text(json, "error", wdl_run_error(run));
    json_set_bool(json, "good", rehearsal_good(rehearsal));
    set_masked(json, "response", wdl_run_response(run));
    out_json_take(out, json);
}

static void tell(struct call *call, const struct playbook *playbook,
                 const struct rehearsal *rehearsal)
{
    struct teller teller = {.out = call->out, .rehearsal = rehearsal};

    tell_made(call->out, rehearsal);
    wdl_run_walk(rehearsal_run(rehearsal), tell_step, &teller);
    tell_end(call->out, playbook, rehearsal);
    if (!rehearsal_good(rehearsal))
        call->status = STATUS_NO;
}

/* ---- the verb -------------------------------------------------------------*/

static bool go_through(struct call *call, const struct playbook *playbook,
                       struct err *err)
{
    struct expr_outside outside = present_at(when_now());
    struct json *event = NULL;
    struct json *answers = NULL;
    struct json *estate = rehearse_estate();
    struct rehearse_run earlier = {.answers = NULL};
    struct rehearsal *rehearsal;
    struct rehearsal_given given;
    bool ok = read_event(call, playbook, &event, err) &&
              read_answers(call, &answers, err) &&
              read_run(call, playbook, &earlier, err);

    given = (struct rehearsal_given){
        .event = event ? event : earlier.event,
        .as_it_is = call->opts->as_it_is,
        .answers = answers,
        .earlier = earlier.answers,
        .estate = estate,
        .now = when_now(),
        .outside = &outside,
    };
    if (ok && rehearse(playbook, &given, &rehearsal, err)) {
        tell(call, playbook, rehearsal);
        rehearsal_free(rehearsal);
    } else {
        ok = false;
    }
    json_free(event);
    json_free(answers);
    json_free(estate);
    rehearse_run_done(&earlier);
    return ok;
}

static bool rehearse_file(struct call *call, struct err *err)
{
    const struct playbook_wish wish = {
        .parameters = call->opts->more,
        .n_parameters = call->opts->n_more,
    };
    struct playbook_reading reading;
    struct catalogue *catalogue;
    bool ok;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    playbook_reading_init(&reading);
    ok = playbook_read_file(call->config, catalogue, &wish, call->words[0],
                            &reading, err) &&
         playbook_check_parameters(&wish, &reading, err) &&
         go_through(call, first_of(&reading), err);
    playbook_reading_done(&reading);
    catalogue_free(catalogue);
    return ok;
}

bool playbook_rehearse_verb(struct call *call, struct err *err)
{
    struct playbook_page *page;
    bool ok;

    if (word_is_file(call->words[0]))
        return rehearse_file(call, err);
    if (call->opts->n_more > 0)
        return err_set(err, ERR_INPUT,
                       _("--param is for a playbook in a file; this one has "
                         "been told its values when it was taken in."));
    if (!need_desk(call, err))
        return false;
    page = playbook_page_one(call->desk, str_of(call->words[0]));
    ok = page_good(&page->error, err) &&
         go_through(call, page->rows[0].playbook, err);
    playbook_page_free(page);
    return ok;
}
