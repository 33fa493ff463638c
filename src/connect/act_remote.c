/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_remote.c - a Logic App that stays in Azure (FACTS 10): its runs are told,
 * done again or cancelled, and it is switched on or off.
 *
 * What was asked for is looked at afterwards: that the service has taken it
 * does not mean that it is so.
 */
#include <string.h>

#include "connect/arm.h"
#include "connect/judge.h"
#include "connect/start.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define WORKFLOW "Microsoft.Logic/workflows"
#define VERSION  "2019-05-01"
#define ROWS     50
#define LOOK     (2 * WHEN_SECOND)

enum { FIRST, SECOND };

static const char *const changes[] = {"runs",   "actions", "resubmit", "cancel",
                                      "enable", "disable", NULL};

static const struct field fields[] = {
    {
        .name = "change",
        .label = N_("Change"),
        .help = N_("What is asked of it: its runs, the actions of one, one "
                   "again, one cancelled, switched on or off."),
        .type = FIELD_CHOICE,
        .required = true,
        .choices = changes,
    },
    {
        .name = "id",
        .label = N_("Logic App"),
        .help = N_("Its ARM id; it begins with /subscriptions/."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "run",
        .label = N_("Run"),
        .help = N_("The name of one of its runs."),
        .type = FIELD_TEXT,
    },
};

extern const struct action_kind action_remote;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_remote, with, name);
}

static bool is_change(const struct json *with, const char *change)
{
    return str_eq(text_of(with, "change"), str_of(change));
}

/* ---- requests -------------------------------------------------------------*/

static void put_run(const struct json *with, const char *rest, struct buf *out)
{
    struct str run = text_of(with, "run");

    buf_printf(out, "/runs/%.*s%s", STR_ARG(run), rest);
}

static void put_resubmit(const struct action_context *context, struct buf *out)
{
    buf_text(out, "/triggers/");
    url_encode(start_learnt(context, "trigger"), out);
    buf_printf(out, "/histories/%.*s/resubmit",
               STR_ARG(text_of(context->with, "run")));
}

/* Behind the id of the workflow. */
static void put_path(const struct json *with,
                     const struct action_context *context, struct buf *out)
{
    bool first = context->turn == FIRST;

    if (is_change(with, "runs"))
        buf_printf(out, "/runs?$top=%d", ROWS);
    else if (is_change(with, "actions"))
        put_run(with, "/actions", out);
    else if (is_change(with, "cancel"))
        put_run(with, first ? "/cancel" : "", out);
    else if (is_change(with, "resubmit") && first)
        put_run(with, "", out);
    else if (is_change(with, "resubmit"))
        put_resubmit(context, out);
    else if (first)
        buf_printf(out, "/%.*s", STR_ARG(text_of(with, "change")));
}

/* Which of the requests changes something. */
static bool posts(const struct json *with, int turn)
{
    if (is_change(with, "runs") || is_change(with, "actions"))
        return false;
    return is_change(with, "resubmit") ? turn == SECOND : turn == FIRST;
}

static bool needs_run(const struct json *with)
{
    return is_change(with, "actions") || is_change(with, "resubmit") ||
           is_change(with, "cancel");
}

static bool remote_check(const struct json *with, struct err *err)
{
    if (!start_resource(text_of(with, "id"), WORKFLOW, err))
        return false;
    return !needs_run(with) || start_id_safe(text_of(with, "run")) ||
           err_set(err, ERR_INPUT, _("\"%.*s\" is not the name of a run."),
                   STR_ARG(str_sub(text_of(with, "run"), 0, 80)));
}

static bool remote_render(const struct json *with,
                          const struct action_context *context,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    struct buf url;

    if (!remote_check(with, err))
        return false;
    buf_init(&url);
    buf_str(&url, text_of(with, "id"));
    put_path(with, context, &url);
    buf_printf(&url, "%capi-version=" VERSION,
               str_find_char(buf_view(&url), '?') == STR_NOWHERE ? '?' : '&');
    out->method = posts(with, context->turn) ? "POST" : "GET";
    out->url = arena_str(arena, buf_view(&url)).at;
    out->audience = AUDIENCE_ARM;
    /* A run that is done again twice is two runs. */
    out->idempotent = !(is_change(with, "resubmit") && context->turn == SECOND);
    buf_done(&url);
    return true;
}

/* ---- answers --------------------------------------------------------------*/

static void copy_text(struct json *out, const char *name,
                      const struct json *from, const char *path)
{
    struct str text = json_text(json_at(from, str_of(path)));

    if (!str_empty(text))
        json_set_str(out, name, str_sub(text, 0, 200));
}

static struct json *row_of(const struct json *item)
{
    struct json *row = json_new_object();

    copy_text(row, "name", item, "name");
    copy_text(row, "status", item, "properties.status");
    copy_text(row, "began", item, "properties.startTime");
    copy_text(row, "ended", item, "properties.endTime");
    copy_text(row, "code", item, "properties.code");
    copy_text(row, "error", item, "properties.error.message");
    copy_text(row, "trigger", item, "properties.trigger.name");
    return row;
}

static void judge_list(const struct json *answer, const char *name,
                       struct judgement *out)
{
    const struct json *value = json_get(answer, "value");
    struct json *rows = json_new_array();

    for (struct json_each e = json_each(value);
         json_next(&e) && json_length(rows) < ROWS;)
        json_add_take(rows, row_of(e.value));
    judge_say(out, VERDICT_DONE,
              _n("The service told of %zu.", "The service told of %zu.",
                 json_length(rows)),
              json_length(rows));
    json_set_take(start_learn(out), name, rows);
}

static bool is_final(struct str status)
{
    static const char *const open[] = {"",        "NotSpecified", "Paused",
                                       "Running", "Waiting",      "Suspended"};

    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        if (str_eq_fold(status, str_of(open[i])))
            return false;
    }
    return true;
}

static void judge_cancelled(const struct action_context *context,
                            const struct json *answer,
                            const struct response *response,
                            struct judgement *out)
{
    struct str status = json_text(json_at(answer, STR("properties.status")));

    if (!is_final(status))
        start_next(out, SECOND, start_wait(context, response),
                   _("The run has not ended yet."));
    else if (str_eq_fold(status, STR("Cancelled")))
        judge_say(out, VERDICT_DONE, _("The run was cancelled."));
    else
        judge_say(out, VERDICT_REFUSED,
                  _("The run had ended before it was cancelled: %.*s."),
                  STR_ARG(str_sub(status, 0, 40)));
}

static void judge_switched(const struct action_context *context,
                           const struct json *answer,
                           const struct response *response,
                           struct judgement *out)
{
    const char *want =
        is_change(context->with, "enable") ? "Enabled" : "Disabled";
    struct str state = json_text(json_at(answer, STR("properties.state")));

    if (str_eq_fold(state, str_of(want)))
        judge_say(out, VERDICT_DONE, _("The Logic App is %s."), want);
    else
        start_next(out, SECOND, start_wait(context, response),
                   _("The Logic App is not %s yet."), want);
}

static void judge_history(const struct json *answer, struct judgement *out)
{
    struct str trigger =
        json_text(json_at(answer, STR("properties.trigger.name")));

    if (str_empty(trigger)) {
        judge_say(out, VERDICT_REFUSED,
                  _("The service does not say what had started the run."));
        return;
    }
    start_next(out, SECOND, 0, _("What started the run is known."));
    json_set_str(start_learn(out), "trigger", trigger);
}

static void judge_resubmitted(const struct response *response,
                              struct judgement *out)
{
    judge_say(out, VERDICT_DONE, _("The service took the run again."));
    if (*response->run_id)
        json_set_text(start_learn(out), "run", response->run_id);
}

static void judge_second(const struct action_context *context,
                         const struct json *answer,
                         const struct response *response, struct judgement *out)
{
    if (is_change(context->with, "resubmit"))
        judge_resubmitted(response, out);
    else if (is_change(context->with, "cancel"))
        judge_cancelled(context, answer, response, out);
    else
        judge_switched(context, answer, response, out);
}

static void remote_judge(const struct action_context *context,
                         const struct request *request,
                         const struct response *response, struct judgement *out)
{
    const struct json *with = context->with;
    struct json *answer;

    judge_rest(request, response, out);
    if (out->verdict != VERDICT_DONE)
        return;
    answer = start_answer(response);
    if (is_change(with, "runs") || is_change(with, "actions")) {
        judge_list(answer, text_of(with, "change").at, out);
    } else if (context->turn == SECOND) {
        judge_second(context, answer, response, out);
    } else if (is_change(with, "resubmit")) {
        judge_history(answer, out);
    } else {
        start_next(out, SECOND, LOOK, _("The service took it."));
        start_began(context, out);
    }
    json_free(answer);
}

/* To cancel what acts, or to let it act once more, cannot be taken back. */
static enum action_class remote_class(const struct json *with,
                                      const struct action_context *context)
{
    (void)context;
    if (is_change(with, "runs") || is_change(with, "actions"))
        return CLASS_READ;
    return is_change(with, "enable") || is_change(with, "disable")
               ? CLASS_REVERSIBLE
               : CLASS_IRREVERSIBLE;
}

const struct action_kind action_remote = {
    .name = "remote",
    .title = N_("Ask a Logic App in Azure"),
    .by_hand = true,
    .permission = "Microsoft.Logic/workflows/write",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = remote_class,
    .check = remote_check,
    .render = remote_render,
    .judge = remote_judge,
};
