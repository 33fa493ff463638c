/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/service.h"

#include "model/limits.h"
#include "sandbox/blob.h"
#include "util/when.h"

static struct json *error_of(const char *code, const char *message)
{
    struct json *error = json_new_object();

    json_set_text(error, "code", code);
    json_set_text(error, "message", message);
    return error;
}

static void arm_fail(struct call *call, const char *code, const char *message)
{
    struct json *body = json_new_object();

    json_set_take(body, "error", error_of(code, message));
    call_answer_take(call, call->status, body);
}

static void endpoint_fail(struct call *call, const char *code,
                          const char *message)
{
    struct json *body = json_new_object(), *error = error_of(code, message);

    json_set_text(error, "target", call->request_id);
    json_set_take(body, "error", error);
    call_answer_take(call, call->status, body);
}

static void graph_fail(struct call *call, const char *code, const char *message)
{
    struct json *body = json_new_object(), *error = error_of(code, message);
    struct json *inner = json_new_object();
    char date[WHEN_TEXT_SIZE];

    json_set_text(inner, "date", when_iso(call->now, date));
    json_set_text(inner, "request-id", call->request_id);
    json_set_str(
        inner, "client-request-id",
        call_clean(call->arena, call_header(call, "client-request-id")));
    json_set_take(error, "innerError", inner);
    json_set_take(body, "error", error);
    call_answer_take(call, call->status, body);
}

static void login_fail(struct call *call, const char *code, const char *message)
{
    struct json *body = json_new_object();

    json_set_text(body, "error", code);
    json_set_text(body, "error_description", message);
    call_answer_take(call, call->status, body);
}

static void servicenow_fail(struct call *call, const char *code,
                            const char *message)
{
    struct json *body = json_new_object(), *error = json_new_object();

    json_set_text(error, "message", code);
    json_set_text(error, "detail", message);
    json_set_take(body, "error", error);
    json_set_text(body, "status", "failure");
    call_answer_take(call, call->status, body);
}

static void jira_fail(struct call *call, const char *code, const char *message)
{
    struct json *body = json_new_object(), *list = json_new_array();

    (void)code;
    json_add_take(list, json_new_text(str_of(message)));
    json_set_take(body, "errorMessages", list);
    json_set_take(body, "errors", json_new_object());
    call_answer_take(call, call->status, body);
}

static void pagerduty_fail(struct call *call, const char *code,
                           const char *message)
{
    struct json *body = json_new_object();

    json_set_text(body, "status", code);
    json_set_text(body, "message", message);
    json_set_take(body, "errors", json_new_array());
    call_answer_take(call, call->status, body);
}

const struct service services[SERVICE_N] = {
    [SERVICE_CONTROL] = {.id = SERVICE_CONTROL,
                         .name = "control",
                         .body = LIMIT_RESPONSE,
                         .fail = arm_fail},
    [SERVICE_HOOK] = {.id = SERVICE_HOOK,
                      .name = "hook",
                      .body = LIMIT_REQUEST,
                      .fail = arm_fail},
    [SERVICE_LOGIN] = {.id = SERVICE_LOGIN,
                       .name = "login",
                       .is_faulty = true,
                       .body = LIMIT_TOKEN,
                       .fail = login_fail},
    [SERVICE_SERVICENOW] = {.id = SERVICE_SERVICENOW,
                            .name = "servicenow",
                            .is_faulty = true,
                            .body = LIMIT_REQUEST,
                            .fail = servicenow_fail},
    [SERVICE_JIRA] = {.id = SERVICE_JIRA,
                      .name = "jira",
                      .is_faulty = true,
                      .body = LIMIT_REQUEST,
                      .fail = jira_fail},
    [SERVICE_CHAT] = {.id = SERVICE_CHAT,
                      .name = "chat",
                      .is_faulty = true,
                      .body = LIMIT_REQUEST,
                      .fail = arm_fail},
    [SERVICE_PAGERDUTY] = {.id = SERVICE_PAGERDUTY,
                           .name = "pagerduty",
                           .is_faulty = true,
                           .body = LIMIT_REQUEST,
                           .fail = pagerduty_fail},
    [SERVICE_GRAPH] = {.id = SERVICE_GRAPH,
                       .name = "graph",
                       .audience = "graph",
                       .is_faulty = true,
                       .is_throttled = true,
                       .body = LIMIT_REQUEST,
                       .fail = graph_fail},
    [SERVICE_ARM] = {.id = SERVICE_ARM,
                     .name = "arm",
                     .audience = "arm",
                     .is_faulty = true,
                     .is_versioned = true,
                     .is_throttled = true,
                     .body = LIMIT_REQUEST,
                     .fail = arm_fail},
    [SERVICE_ENDPOINT] = {.id = SERVICE_ENDPOINT,
                          .name = "endpoint",
                          .audience = "endpoint",
                          .is_faulty = true,
                          .is_throttled = true,
                          .body = LIMIT_REQUEST,
                          .fail = endpoint_fail},
    [SERVICE_BLOB] = {.id = SERVICE_BLOB,
                      .name = "blob",
                      .audience = "storage",
                      .is_faulty = true,
                      .is_throttled = true,
                      .body = LIMIT_REQUEST,
                      .fail = blob_fail},
    [SERVICE_VAULT] = {.id = SERVICE_VAULT,
                       .name = "vault",
                       .audience = "vault",
                       .is_faulty = true,
                       .is_throttled = true,
                       .body = LIMIT_REQUEST,
                       .fail = arm_fail},
    [SERVICE_LOGS] = {.id = SERVICE_LOGS,
                      .name = "logs",
                      .audience = "logs",
                      .is_faulty = true,
                      .body = LIMIT_REQUEST,
                      .fail = arm_fail},
    [SERVICE_APP] = {.id = SERVICE_APP,
                     .name = "app",
                     .is_faulty = true,
                     .body = LIMIT_REQUEST,
                     .fail = arm_fail},
};
