/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_runbook.c - starts a runbook of Azure Automation: by its webhook, or as
 * a job, which is followed to its end.
 */
#include <stdio.h>

#include "connect/arm.h"
#include "connect/judge.h"
#include "connect/start.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"

#define ACCOUNT "Microsoft.Automation/automationAccounts"
#define VERSION "2023-11-01"
/* Of a job's output so much is read and remembered. */
#define OUTPUT_READ 65536
#define OUTPUT      4096

enum { START, ASK_JOB, ASK_OUTPUT };

static const struct field fields[] = {
    {
        .name = "account",
        .label = N_("Automation account"),
        .help = N_("Its ARM id; with a webhook: to follow the job."),
        .type = FIELD_TEXT,
    },
    {
        .name = "runbook",
        .label = N_("Runbook"),
        .help = N_("Its name; not needed with a webhook."),
        .type = FIELD_TEXT,
    },
    {
        .name = "parameters",
        .label = N_("Parameters"),
        .help = N_("A JSON object of what the runbook takes; they are logged "
                   "with the job, so nothing secret."),
        .type = FIELD_LONG,
    },
    {
        .name = "run_on",
        .label = N_("Worker group"),
        .help = N_("Name of the hybrid worker group; empty: in Azure."),
        .type = FIELD_TEXT,
    },
    {
        .name = "webhook",
        .label = N_("Webhook"),
        .help = N_("Where the webhook's URL is, such as env:NAME: whoever "
                   "knows the URL can start the runbook."),
        .type = FIELD_SECRET,
    },
    START_BODY,
    START_CLASS(start_classes),
};

extern const struct action_kind action_runbook;

static struct str text_of(const struct json *with, const char *name)
{
    return str_trim(action_text(&action_runbook, with, name));
}

static bool by_webhook(const struct json *with)
{
    return !str_empty(text_of(with, "webhook"));
}

/* A job is started as riposte, which only tells nobody (act_http.c). */
static enum action_class runbook_class(const struct json *with,
                                       const struct action_context *context)
{
    (void)context;
    return start_class(with, by_webhook(with) ? start_classes : start_changes);
}

static bool runbook_check(const struct json *with, struct err *err)
{
    struct str account = text_of(with, "account");

    if (by_webhook(with) && !secret_reference(text_of(with, "webhook")))
        return err_set(err, ERR_INPUT,
                       _("\"webhook\" must say where the URL is, such as "
                         "env:NAME; never the URL itself, which is a secret."));
    if (!by_webhook(with) &&
        (str_empty(account) || str_empty(text_of(with, "runbook"))))
        return err_set(err, ERR_INPUT,
                       _("Say \"webhook\", or \"account\" and \"runbook\"."));
    return str_empty(account) || start_resource(account, ACCOUNT, err);
}

/* ---- requests -------------------------------------------------------------*/

static bool render_webhook(const struct json *with,
                           const struct action_context *context,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    out->method = "POST";
    out->url = arena_str(arena, text_of(with, "webhook")).at;
    out->hidden_url = true;
    out->idempotent = runbook_class(with, context) == CLASS_NOTIFY;
    return start_body(with, context, arena, &out->body, err);
}

/* The service takes texts alone; what is none goes as its JSON. */
static bool set_parameters(struct json *properties, struct str text,
                           struct err *err)
{
    struct json *given = NULL;
    struct json *all;

    if (str_empty(text))
        return true;
    if (!json_parse(text, &given, err))
        return err_prefix(err, _("The field \"%s\""), "parameters");
    if (json_type(given) != JSON_OBJECT) {
        json_free(given);
        return err_set(err, ERR_INPUT,
                       _("The field \"%s\" must be a JSON object, such as "
                         "{\"Machine\": \"vm-web-01\"}."),
                       "parameters");
    }
    all = json_new_object();
    for (struct json_each e = json_each(given); json_next(&e);) {
        struct buf value;

        buf_init(&value);
        json_put_text(e.value, &value);
        json_set_str(all, e.name, buf_view(&value));
        buf_done(&value);
    }
    json_set_take(properties, "parameters", all);
    json_free(given);
    return true;
}

static struct json *named(struct str name)
{
    struct json *out = json_new_object();

    json_set_str(out, "name", name);
    return out;
}

static bool job_body(const struct json *with, struct arena *arena,
                     struct str *out, struct err *err)
{
    struct json *properties = json_new_object();
    struct json *body = json_new_object();
    struct buf text;
    bool good;

    json_set_take(properties, "runbook", named(text_of(with, "runbook")));
    good = set_parameters(properties, text_of(with, "parameters"), err);
    json_set_str(properties, "runOn", text_of(with, "run_on"));
    json_set_take(body, "properties", properties);
    buf_init(&text);
    json_write(body, JSON_COMPACT, &text);
    if (good)
        *out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    json_free(body);
    return good;
}

/* The name of a job that riposte starts is the step's key: starting it twice
 * is starting it once. */
static void ask(const struct json *with, const struct action_context *context,
                struct arena *arena, struct request *out)
{
    struct str account = text_of(with, "account");
    struct str job = start_learnt(context, "job");

    if (str_empty(job))
        job = str_of(context->key);
    out->method = context->turn == START ? "PUT" : "GET";
    out->url = arena_printf(arena, "%.*s/jobs/%.*s%s?api-version=" VERSION,
                            STR_ARG(account), STR_ARG(job),
                            context->turn == ASK_OUTPUT ? "/output" : "");
    out->audience = AUDIENCE_ARM;
    out->idempotent = true;
    if (context->turn == ASK_OUTPUT) {
        out->headers[0] = "Accept: text/plain";
        out->limit = OUTPUT_READ;
    }
}

static bool runbook_render(const struct json *with,
                           const struct action_context *context,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    if (!runbook_check(with, err))
        return false;
    if (context->turn == START && by_webhook(with))
        return render_webhook(with, context, arena, out, err);
    ask(with, context, arena, out);
    return context->turn != START || job_body(with, arena, &out->body, err);
}

/* ---- answers --------------------------------------------------------------*/

static void judge_arm(const struct action_context *context,
                      const struct request *request,
                      const struct response *response, struct judgement *out)
{
    arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response, out);
}

static void follow(const struct action_context *context,
                   const struct response *response, struct str job,
                   struct judgement *out)
{
    start_next(out, ASK_JOB, start_wait(context, response),
               _("Job %.*s has begun."), STR_ARG(job));
    json_set_str(start_learn(out), "job", job);
    start_began(context, out);
}

/* 202 and the ids of the jobs; without an account they cannot be asked for. */
static void judge_webhook_start(const struct action_context *context,
                                const struct request *request,
                                const struct response *response,
                                struct judgement *out)
{
    struct json *body;
    struct str job;

    judge_webhook(request, response, out);
    if (response->status == 400)
        judge_say(out, VERDICT_REFUSED,
                  _("The webhook was not accepted: it has expired, is "
                    "disabled, or is none."));
    if (response->status == 500 && !request->idempotent)
        out->verdict = VERDICT_UNKNOWN;
    if (out->verdict != VERDICT_DONE)
        return;
    body = start_answer(response);
    job = json_text(json_item(json_find(body, STR("JobIds")), 0));
    if (!start_id_safe(job))
        judge_say(out, VERDICT_UNKNOWN,
                  _("The webhook answered, but named no job; look at the "
                    "runbook's jobs."));
    else if (!str_empty(text_of(context->with, "account")))
        follow(context, response, job, out);
    else
        json_set_str(start_learn(out), "job", job);
    json_free(body);
}

/* 201, and 200 where it was there already. */
static void judge_start(const struct action_context *context,
                        const struct request *request,
                        const struct response *response, struct judgement *out)
{
    if (request->hidden_url) {
        judge_webhook_start(context, request, response, out);
        return;
    }
    judge_rest(request, response, out);
    if (out->verdict == VERDICT_DONE ||
        (out->verdict == VERDICT_REFUSED && response->status == 409))
        follow(context, response, str_of(context->key), out);
}

static const struct {
    struct str name;
    bool good;
} finals[] = {
    {{"Completed", 9}, true},
    {{"Failed", 6}, false},
    {{"Stopped", 7}, false},
    {{"Suspended", 9}, false},
};

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

static void judge_job(const struct action_context *context,
                      const struct request *request,
                      const struct response *response, struct judgement *out)
{
    struct json *body;
    struct str status;
    struct buf said;
    char word[256];
    bool good;

    judge_arm(context, request, response, out);
    if (response->status == 404)
        out->verdict = VERDICT_RETRY;
    start_unsure(out);
    if (out->verdict != VERDICT_DONE)
        return;
    body = start_answer(response);
    status = json_text(json_at(body, STR("properties.status")));
    start_name(status, word);
    buf_init(&said);
    judge_quote(json_text(json_at(body, STR("properties.exception"))), &said);
    if (str_empty(status))
        judge_say(out, VERDICT_RETRY,
                  _("The service's answer cannot be read; it is asked "
                    "again."));
    else if (is_final(status, &good))
        start_next(out, ASK_OUTPUT, 0, _("The job is %s."), word);
    else
        start_next(out, ASK_JOB, start_wait(context, response),
                   _("The job is %s."), word);
    if (!str_empty(status))
        json_set_text(start_learn(out), "status", word);
    if (said.len > 0)
        json_set_str(start_learn(out), "exception", buf_view(&said));
    buf_done(&said);
    json_free(body);
}

static void learn_output(const struct response *response, struct judgement *out)
{
    struct str text = buf_view(&response->body);
    struct buf shown;
    size_t width;

    if (response->status != 200 || text.len == 0)
        return;
    buf_init(&shown);
    utf8_visible(&shown, utf8_cut(str_sub(text, 0, OUTPUT), OUTPUT, &width));
    json_set_str(start_learn(out), "output", buf_view(&shown));
    if (text.len > OUTPUT)
        json_set_bool(start_learn(out), "more", true);
    buf_done(&shown);
}

/* Its output is worth a look, and no more: how the job ended is known. */
static void judge_output(const struct action_context *context,
                         const struct request *request,
                         const struct response *response, struct judgement *out)
{
    struct str status = start_learnt(context, "status");
    struct str said = start_learnt(context, "exception");
    bool good;

    judge_arm(context, request, response, out);
    if (out->verdict == VERDICT_RETRY)
        return;
    is_final(status, &good);
    if (str_empty(said))
        judge_say(out, good ? VERDICT_DONE : VERDICT_REFUSED,
                  _("The job is %.*s."), STR_ARG(status));
    else
        judge_say(out, good ? VERDICT_DONE : VERDICT_REFUSED,
                  _("The job is %.*s. %.*s"), STR_ARG(status), STR_ARG(said));
    learn_output(response, out);
}

static void runbook_judge(const struct action_context *context,
                          const struct request *request,
                          const struct response *response,
                          struct judgement *out)
{
    static void (*const turns[])(
        const struct action_context *context, const struct request *request,
        const struct response *response, struct judgement *out) = {
        [START] = judge_start,
        [ASK_JOB] = judge_job,
        [ASK_OUTPUT] = judge_output,
    };

    turns[context->turn](context, request, response, out);
}

const struct action_kind action_runbook = {
    .name = "runbook",
    .title = N_("Start a runbook"),
    .permission = "Microsoft.Automation/automationAccounts/jobs/write",
    .resource = "account",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = runbook_class,
    .check = runbook_check,
    .render = runbook_render,
    .judge = runbook_judge,
};
