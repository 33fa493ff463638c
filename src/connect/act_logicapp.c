/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_logicapp.c - starts a Logic App on the event, and follows its run.
 */
#include <stdio.h>

#include "connect/arm.h"
#include "connect/judge.h"
#include "connect/start.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define WORKFLOW "Microsoft.Logic/workflows"
#define VERSION  "2019-05-01"
/* A workflow with a Response action answers when it is at its end. */
#define PATIENCE (150 * WHEN_SECOND)
/* The address is asked for anew that often, since keys may be made anew. */
#define RENEWALS 2
/* A run is shown a moment after it has begun. */
#define LOOKS      3
#define LOOK_AFTER (5 * WHEN_SECOND)
#define ACTIONS    64

/* The address at which it is started is a secret, and can change. */
enum { ASK_STATE, ASK_ADDRESS, START, ASK_RUN, ASK_ACTIONS, FIND_RUN, TURNS };

static const struct field fields[] = {
    {
        .name = "workflow",
        .label = N_("Logic App"),
        .help = N_("Its ARM id; it begins with /subscriptions/."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "trigger",
        .label = N_("Trigger"),
        .help = N_("Name of the trigger; empty: the only one that takes an "
                   "event."),
        .type = FIELD_TEXT,
    },
    START_BODY,
    START_CLASS(start_changes),
};

extern const struct action_kind action_logicapp;

static struct str workflow_of(const struct json *with)
{
    return str_trim(action_text(&action_logicapp, with, "workflow"));
}

static enum action_class logicapp_class(const struct json *with,
                                        const struct action_context *context)
{
    (void)context;
    return start_class(with, start_changes);
}

static bool logicapp_check(const struct json *with, struct err *err)
{
    return start_resource(workflow_of(with), WORKFLOW, err);
}

/* ---- requests -------------------------------------------------------------*/

/* Asks Azure Resource Manager; @path stands behind the workflow's id. */
static void ask(const struct json *with, const char *path, struct arena *arena,
                struct request *out)
{
    struct str id = workflow_of(with);

    out->method = "GET";
    out->url = arena_printf(
        arena, "%.*s%s%sapi-version=" VERSION, STR_ARG(id), path,
        str_find_char(str_of(path), '?') == STR_NOWHERE ? "?" : "&");
    out->audience = AUDIENCE_ARM;
    out->idempotent = true;
}

static bool render_state(const struct json *with,
                         const struct action_context *context,
                         struct arena *arena, struct request *out,
                         struct err *err)
{
    (void)context;
    (void)err;
    ask(with, "", arena, out);
    return true;
}

static bool render_address(const struct json *with,
                           const struct action_context *context,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    struct buf name;

    (void)err;
    buf_init(&name);
    url_encode(start_learnt(context, "trigger"), &name);
    ask(with,
        arena_printf(arena, "/triggers/%s/listCallbackUrl",
                     name.len ? name.at : ""),
        arena, out);
    out->method = "POST";
    out->reads = true;
    buf_done(&name);
    return true;
}

static bool render_start(const struct json *with,
                         const struct action_context *context,
                         struct arena *arena, struct request *out,
                         struct err *err)
{
    if (!*context->pass)
        return err_set(err, ERR_AGAIN,
                       _("The address of the Logic App must be asked for "
                         "again."));
    out->method = "POST";
    out->url = arena_text(arena, context->pass);
    out->headers[0] =
        arena_printf(arena, "x-ms-client-tracking-id: %s", context->key);
    out->timeout = PATIENCE;
    return start_body(with, context, arena, &out->body, err);
}

static bool render_run(const struct json *with,
                       const struct action_context *context,
                       struct arena *arena, struct request *out,
                       struct err *err)
{
    struct str run = start_learnt(context, "run");

    (void)err;
    ask(with,
        arena_printf(arena, "/runs/%.*s%s", STR_ARG(run),
                     context->turn == ASK_ACTIONS ? "/actions" : ""),
        arena, out);
    return true;
}

static bool render_find(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    (void)err;
    ask(with,
        arena_printf(arena,
                     "/runs?$top=1&$filter=ClientTrackingId%%20eq%%20'%s'",
                     context->key),
        arena, out);
    return true;
}

/* ---- answers --------------------------------------------------------------*/

static void judge_arm(const struct action_context *context,
                      const struct request *request,
                      const struct response *response, struct judgement *out)
{
    arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response, out);
}

/* Something that came whole and is not what was asked for. */
static void judge_odd(struct judgement *out)
{
    judge_say(out, VERDICT_RETRY,
              _("The service's answer cannot be read; it is asked again."));
}

static bool takes_events(const struct json *trigger)
{
    struct str type = json_text(json_find(trigger, STR("type")));

    return str_eq_fold(type, STR("Request")) ||
           str_eq_fold(type, STR("ApiConnectionWebhook"));
}

/* The trigger that is wanted, or the only one that takes an event. */
static struct str choose(const struct json *triggers, struct str want,
                         struct buf *names)
{
    struct json_each each = json_each(triggers);
    struct str found = STR_NONE;
    size_t n = 0;

    while (json_next(&each)) {
        struct str name = str_of(each.name);

        if (!takes_events(each.value))
            continue;
        if (names->len > 0)
            buf_text(names, ", ");
        judge_quote(str_sub(name, 0, 80), names);
        if (!str_empty(want) && !str_eq_fold(name, want))
            continue;
        found = name;
        n++;
    }
    return n == 1 ? found : STR_NONE;
}

static void judge_triggers(const struct action_context *context,
                           const struct json *body, const char *app,
                           struct judgement *out)
{
    struct str want =
        str_trim(action_text(&action_logicapp, context->with, "trigger"));
    struct str trigger;
    struct buf names;

    buf_init(&names);
    trigger = choose(json_at(body, STR("properties.definition.triggers")), want,
                     &names);
    if (!str_empty(trigger)) {
        json_set_str(start_learn(out), "trigger", trigger);
        start_next(out, ASK_ADDRESS, 0, _("The Logic App %s is enabled."), app);
    } else if (names.len == 0) {
        judge_say(out, VERDICT_REFUSED,
                  _("The Logic App %s has no trigger that takes an event; "
                    "nothing was started."),
                  app);
    } else {
        judge_say(out, VERDICT_REFUSED,
                  _("Nothing was started: say in \"trigger\" which of the "
                    "triggers of the Logic App %s is meant: %s."),
                  app, names.at);
    }
    buf_done(&names);
}

static void judge_state(const struct action_context *context,
                        const struct request *request,
                        const struct response *response, struct judgement *out)
{
    struct str state;
    struct json *body;
    char app[256], word[256];

    judge_arm(context, request, response, out);
    if (out->verdict != VERDICT_DONE)
        return;
    start_name(workflow_of(context->with), app);
    body = start_answer(response);
    state = json_text(json_at(body, STR("properties.state")));
    if (str_empty(state))
        judge_odd(out);
    else if (!str_eq_fold(state, STR("Enabled")))
        judge_say(out, VERDICT_REFUSED,
                  _("The Logic App %s is %s, so nothing was started. Enable it "
                    "in Azure, then try again."),
                  app, start_name(state, word));
    else
        judge_triggers(context, body, app, out);
    json_free(body);
}

static void judge_address(const struct action_context *context,
                          const struct request *request,
                          const struct response *response,
                          struct judgement *out)
{
    struct json *body;
    struct str value;
    struct err ignored;

    judge_arm(context, request, response, out);
    if (out->verdict != VERDICT_DONE)
        return;
    body = start_answer(response);
    value = json_text(json_find(body, STR("value")));
    if (str_empty(value)) {
        judge_odd(out);
    } else if (value.len >= sizeof(out->pass) ||
               !hosts_check(value, &ignored)) {
        judge_say(out, VERDICT_REFUSED,
                  _("Azure gave an address for the Logic App that riposte does "
                    "not send to; nothing was started."));
    } else {
        start_next(out, START, 0, _("The address of the Logic App is known."));
        snprintf(out->pass, sizeof(out->pass), "%.*s", STR_ARG(value));
    }
    json_free(body);
}

static void begun(const struct action_context *context, struct str run,
                  struct judgement *out)
{
    start_next(out, ASK_RUN, start_wait(context, &(struct response){0}),
               _("Run %.*s has begun."), STR_ARG(run));
    json_set_str(start_learn(out), "run", run);
    start_began(context, out);
}

/* Keys that were made anew, a trigger with another name, or an app that was
 * just disabled: all begin with a look at it. */
static void judge_stale(const struct action_context *context,
                        const struct request *request,
                        const struct response *response, struct judgement *out)
{
    int64_t renewals = start_learnt_int(context, "renewals");

    judge_webhook(request, response, out);
    if (renewals >= RENEWALS)
        return;
    start_next(out, ASK_STATE, 0,
               _("The Logic App does not know its address any more; it is "
                 "asked for again."));
    json_set_int(start_learn(out), "renewals", renewals + 1);
}

/* A run's id says that it began, whatever the workflow answers by itself. */
static void judge_start(const struct action_context *context,
                        const struct request *request,
                        const struct response *response, struct judgement *out)
{
    struct str run = str_of(response->run_id);
    int status = response->status;

    judge_webhook(request, response, out);
    if (status != 0 && start_id_safe(run)) {
        begun(context, run, out);
    } else if (status == 401 || status == 403 || status == 404) {
        judge_stale(context, request, response, out);
    } else if (status / 100 == 2) {
        start_next(out, FIND_RUN, LOOK_AFTER,
                   _("The Logic App was started; its run is looked for."));
    } else if (status == 408 || (status >= 500 && status != 503)) {
        out->verdict = VERDICT_UNKNOWN;
    }
}

static const struct {
    struct str name;
    bool good;
} finals[] = {
    {{"Succeeded", 9}, true},  {{"Skipped", 7}, false},
    {{"Cancelled", 9}, false}, {{"Failed", 6}, false},
    {{"Faulted", 7}, false},   {{"TimedOut", 8}, false},
    {{"Aborted", 7}, false},   {{"Ignored", 7}, false},
};

/* Has it come to its end?  *good: without a failure of its own. */
static bool is_final(struct str status, bool *good)
{
    *good = false;
    for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++) {
        if (!str_eq_fold(status, finals[i].name))
            continue;
        *good = finals[i].good;
        return true;
    }
    return false;
}

/* A text of the service for a list that is shown. */
static void set_quote(struct json *out, const char *name, struct str text)
{
    struct buf quote;

    buf_init(&quote);
    judge_quote(text, &quote);
    if (quote.len > 0)
        json_set_str(out, name, buf_view(&quote));
    buf_done(&quote);
}

static void judge_run(const struct action_context *context,
                      const struct request *request,
                      const struct response *response, struct judgement *out)
{
    struct json *body, *learnt;
    struct str status;
    bool good;

    judge_arm(context, request, response, out);
    if (response->status == 404)
        out->verdict = VERDICT_RETRY;
    start_unsure(out);
    if (out->verdict != VERDICT_DONE)
        return;
    body = start_answer(response);
    status = json_text(json_at(body, STR("properties.status")));
    if (str_empty(status)) {
        judge_odd(out);
    } else {
        char word[256];
        bool over = is_final(status, &good);

        start_next(out, over ? ASK_ACTIONS : ASK_RUN,
                   over ? 0 : start_wait(context, response),
                   _("The run is %s."), start_name(status, word));
        learnt = start_learn(out);
        set_quote(learnt, "status", status);
        set_quote(learnt, "code",
                  json_text(json_at(body, STR("properties.code"))));
        set_quote(learnt, "error",
                  json_text(json_at(body, STR("properties.error.message"))));
    }
    json_free(body);
}

/* {name, status, code, time}: how long it took, in milliseconds. */
static struct json *action_row(const struct json *action)
{
    const struct json *properties = json_find(action, STR("properties"));
    struct json *row = json_new_object();
    int64_t began, ended;

    set_quote(row, "name", json_text(json_find(action, STR("name"))));
    set_quote(row, "status", json_text(json_find(properties, STR("status"))));
    set_quote(row, "code", json_text(json_find(properties, STR("code"))));
    if (when_parse(json_text(json_find(properties, STR("startTime"))),
                   &began) &&
        when_parse(json_text(json_find(properties, STR("endTime"))), &ended))
        json_set_int(row, "time", ended - began);
    return row;
}

static bool action_failed(const struct json *row)
{
    struct str status = json_text(json_get(row, "status"));
    bool good;

    return is_final(status, &good) && !good &&
           !str_eq_fold(status, STR("Skipped")) &&
           !str_eq_fold(status, STR("Ignored"));
}

/* Those that failed, "name (code)", for a sentence; how many. */
static size_t name_failed(const struct json *rows, struct buf *out)
{
    size_t n = 0;

    for (struct json_each e = json_each(rows); json_next(&e);) {
        struct str code = json_text(json_get(e.value, "code"));

        if (!action_failed(e.value))
            continue;
        if (n++ > 0)
            buf_text(out, ", ");
        buf_str(out, json_text(json_get(e.value, "name")));
        if (!str_empty(code))
            buf_printf(out, " (%.*s)", STR_ARG(code));
    }
    return n;
}

/* A run that succeeded may have failed within (FACTS 10). */
static void say_end(const struct action_context *context,
                    const struct json *rows, struct judgement *out)
{
    struct str status = start_learnt(context, "status");
    struct str error = start_learnt(context, "error");
    size_t n = json_length(rows), failed;
    struct buf names;
    bool good;

    buf_init(&names);
    failed = name_failed(rows, &names);
    is_final(status, &good);
    if (good && failed > 0)
        judge_say(
            out, VERDICT_DONE,
            _("The run succeeded, but %zu of its %zu actions failed: %s."),
            failed, n, names.at);
    else if (good)
        judge_say(out, VERDICT_DONE,
                  _n("The run succeeded, with %zu action.",
                     "The run succeeded, with %zu actions.", n),
                  n);
    else
        judge_say(out, VERDICT_REFUSED, _("The run is %.*s: %.*s %s"),
                  STR_ARG(status), STR_ARG(error), names.len ? names.at : "");
    buf_done(&names);
}

static void judge_actions(const struct action_context *context,
                          const struct request *request,
                          const struct response *response,
                          struct judgement *out)
{
    struct json *body, *rows;
    const struct json *list;

    judge_arm(context, request, response, out);
    if (out->verdict == VERDICT_RETRY)
        return;
    body = start_answer(response);
    list = json_find(body, STR("value"));
    rows = json_new_array();
    for (size_t i = 0; i < json_length(list) && i < ACTIONS; i++)
        json_add_take(rows, action_row(json_item(list, i)));
    say_end(context, rows, out);
    json_set_take(start_learn(out), "actions", rows);
    if (json_length(list) > ACTIONS ||
        !str_empty(json_text(json_find(body, STR("nextLink")))))
        json_set_bool(start_learn(out), "more", true);
    json_free(body);
}

static void judge_find(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    int64_t looks = start_learnt_int(context, "looks") + 1;
    const struct json *list;
    struct json *body;
    struct str run;

    judge_arm(context, request, response, out);
    start_unsure(out);
    if (out->verdict != VERDICT_DONE)
        return;
    body = start_answer(response);
    list = json_find(body, STR("value"));
    run = json_text(json_find(json_item(list, 0), STR("name")));
    if (json_type(list) != JSON_ARRAY) {
        judge_odd(out);
    } else if (start_id_safe(run)) {
        begun(context, run, out);
    } else if (looks < LOOKS) {
        start_next(out, FIND_RUN, LOOK_AFTER * looks,
                   _("No run is there yet; riposte looks again."));
        json_set_int(start_learn(out), "looks", looks);
    } else {
        start_next(out, ASK_STATE, 0,
                   _("The Logic App was not started; it is started again."));
        json_set_int(start_learn(out), "looks", 0);
    }
    json_free(body);
}

/* ---- the kind -------------------------------------------------------------*/

static const struct {
    bool (*render)(const struct json *with,
                   const struct action_context *context, struct arena *arena,
                   struct request *out, struct err *err);
    void (*judge)(const struct action_context *context,
                  const struct request *request,
                  const struct response *response, struct judgement *out);
} turns[TURNS] = {
    [ASK_STATE] = {render_state, judge_state},
    [ASK_ADDRESS] = {render_address, judge_address},
    [START] = {render_start, judge_start},
    [ASK_RUN] = {render_run, judge_run},
    [ASK_ACTIONS] = {render_run, judge_actions},
    [FIND_RUN] = {render_find, judge_find},
};

static bool logicapp_render(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena, struct request *out,
                            struct err *err)
{
    return logicapp_check(with, err) &&
           turns[context->turn].render(with, context, arena, out, err);
}

static void logicapp_judge(const struct action_context *context,
                           const struct request *request,
                           const struct response *response,
                           struct judgement *out)
{
    turns[context->turn].judge(context, request, response, out);
}

const struct action_kind action_logicapp = {
    .name = "logicapp",
    .title = N_("Start a Logic App"),
    .recover = FIND_RUN,
    .permission = "Microsoft.Logic/workflows/triggers/listCallbackUrl/action",
    .resource = "workflow",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = logicapp_class,
    .check = logicapp_check,
    .render = logicapp_render,
    .judge = logicapp_judge,
};
