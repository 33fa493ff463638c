/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests ask of the sandbox itself, and the webhooks that it catches. */
#include "sandbox/alerts.h"
#include "sandbox/device.h"
#include "sandbox/handlers.h"
#include "sandbox/keep.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/scenario.h"
#include "util/text.h"
#include "util/when.h"

static void answer_done(struct call *call, int64_t count)
{
    struct json *body = json_new_object();

    json_set_int(body, "done", count);
    call_answer_take(call, 200, body);
}

static void health_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body = json_new_object();

    json_set_text(body, "status", "ok");
    json_set_text(body, "scenario", sandbox->options->scenario);
    json_set_int(body, "clock", sandbox_clock(sandbox));
    json_set_int(body, "alerts", (int64_t)alerts_count(sandbox->alerts));
    call_answer_take(call, 200, body);
}

static void answer_kept(struct call *call, const struct keep *keep)
{
    int64_t since = 0;

    str_int(call_argument(call, "since"), &since);
    call_answer_text(call, 200, STR_NONE);
    keep_write(keep, since > 0 ? (uint64_t)since : 0, &call->answer);
}

static void log_get(struct sandbox *sandbox, struct call *call)
{
    answer_kept(call, sandbox->log);
}

static void mail_get(struct sandbox *sandbox, struct call *call)
{
    answer_kept(call, sandbox->mails);
}

static void hooks_get(struct sandbox *sandbox, struct call *call)
{
    answer_kept(call, sandbox->hooks);
}

static void hook_any(struct sandbox *sandbox, struct call *call)
{
    struct json *entry = json_new_object(), *headers = json_new_object();
    char time[WHEN_TEXT_SIZE];

    json_set_text(entry, "time", when_iso(call->now, time));
    json_set_str(entry, "method", call->method);
    json_set_str(entry, "path", call_clean(call->arena, call->path));
    json_set_str(entry, "query", call_clean(call->arena, call->query));
    for (size_t i = 0; i < call->headers; i++)
        json_set_str(headers, call_clean(call->arena, call->header[i].name).at,
                     call_clean(call->arena, call->header[i].value));
    json_set_take(entry, "headers", headers);
    json_set_str(entry, "body", call_clean(call->arena, call->body));
    keep_add_take(sandbox->hooks, entry);
    call_answer_text(call, 200, STR("{}"));
}

/* An alert resource as it is, or a description of one (scenario.h). */
static bool take_alert(struct sandbox *sandbox, const struct json *item,
                       struct err *err)
{
    struct buf text;
    bool good;

    if (json_type(item) != JSON_OBJECT)
        return err_set(err, ERR_INPUT, _("An alert is a JSON object."));
    if (!json_get(item, "id")) {
        struct json *step = json_copy(item);

        json_set_text(step, "do", "alert");
        good = scenario_do(sandbox, step, err);
        json_free(step);
        return good;
    }
    buf_init(&text);
    json_write(item, JSON_COMPACT, &text);
    good = alerts_add(sandbox->alerts, buf_view(&text), err);
    buf_done(&text);
    return good;
}

static void alerts_post(struct sandbox *sandbox, struct call *call)
{
    const struct json *list;
    struct json *body;
    struct err err;
    int64_t done = 0;

    if (!call_object(call, &body))
        return;
    list = json_get(body, "value");
    if (json_type(list) != JSON_ARRAY) {
        if (take_alert(sandbox, body, &err))
            answer_done(call, 1);
        else
            call_fail(call, 400, "Refused", "%s", err.text);
        json_free(body);
        return;
    }
    for (struct json_each e = json_each(list); json_next(&e); done++) {
        if (!take_alert(sandbox, e.value, &err)) {
            call_fail(call, 400, "Refused", "%s", err.text);
            json_free(body);
            return;
        }
    }
    json_free(body);
    answer_done(call, done);
}

/* One step of a scenario: {"do": "state", "id": …, "merge": {…}}; "state" is
 * what it does when it does not say. */
static void state_post(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    struct err err;

    if (!call_object(call, &body))
        return;
    if (!json_get(body, "do"))
        json_set_text(body, "do", "state");
    if (scenario_do(sandbox, body, &err))
        answer_done(call, 1);
    else
        call_fail(call, 400, "Refused", "%s", err.text);
    json_free(body);
}

static void fault_put(struct sandbox *sandbox, struct call *call)
{
    struct err err;

    if (faults_parse(&sandbox->faults, call->body, &err))
        answer_done(call, 1);
    else
        call_fail(call, 400, "Refused", "%s", err.text);
}

static void deny_put(struct sandbox *sandbox, struct call *call)
{
    struct err err;

    if (rights_deny(&sandbox->rights, call->body, &err))
        answer_done(call, 1);
    else
        call_fail(call, 400, "Refused", "%s", err.text);
}

static void decide(struct sandbox *sandbox, struct call *call, bool approved)
{
    struct str code = call_argument(call, "user_code");

    if (devices_decide(sandbox->devices, code, approved))
        answer_done(call, 1);
    else
        call_fail(call, 404, "NotFound", "No device code waits for anybody.");
}

static void approve_post(struct sandbox *sandbox, struct call *call)
{
    decide(sandbox, call, true);
}

static void decline_post(struct sandbox *sandbox, struct call *call)
{
    decide(sandbox, call, false);
}

/* The page that a device code's verification_uri names. */
static void devicecode_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body = json_new_object();

    json_set_text(body, "message",
                  arena_printf(call->arena,
                               "POST %s/_sandbox/devicecode/approve or "
                               "/decline, with ?user_code= if more than one "
                               "waits.",
                               sandbox->base));
    call_answer_take(call, 200, body);
}

static const struct route rows[] = {
    {"GET", "/_sandbox/health", SERVICE_CONTROL, health_get},
    {"GET", "/_sandbox/log", SERVICE_CONTROL, log_get},
    {"GET", "/_sandbox/mail", SERVICE_CONTROL, mail_get},
    {"GET", "/_sandbox/hooks", SERVICE_CONTROL, hooks_get},
    {"POST", "/_sandbox/alerts", SERVICE_CONTROL, alerts_post},
    {"POST", "/_sandbox/state", SERVICE_CONTROL, state_post},
    {"PUT", "/_sandbox/fault", SERVICE_CONTROL, fault_put},
    {"PUT", "/_sandbox/deny", SERVICE_CONTROL, deny_put},
    {"GET", "/_sandbox/devicecode", SERVICE_CONTROL, devicecode_get},
    {"POST", "/_sandbox/devicecode/approve", SERVICE_CONTROL, approve_post},
    {"POST", "/_sandbox/devicecode/decline", SERVICE_CONTROL, decline_post},
    {NULL, "/hook/**", SERVICE_HOOK, hook_any},
};

const struct route_table control_routes = ROUTE_TABLE(rows);
