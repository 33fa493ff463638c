/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The endpoints that hand out tokens (FACTS 2). */
#include "sandbox/token.h"

#include <stdio.h>
#include <string.h>

#include "sandbox/device.h"
#include "sandbox/handlers.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "util/buf.h"
#include "util/digest.h"
#include "util/when.h"

#define REFRESH_LIFE (90 * 86400)

/* What Entra ID says no with: OAuth's word, its own number, a sentence. */
enum refusal {
    NO_TENANT,
    NO_CLIENT,
    NO_SECRET,
    BAD_SECRET,
    BAD_GRANT,
    BAD_SCOPE,
    BAD_REFRESH,
    NO_FORM,
    PENDING,
    SLOW_DOWN,
    DECLINED,
    EXPIRED,
    BAD_CODE,
    REFUSAL_N
};

static const struct {
    unsigned status;
    const char *error;
    int number;
    const char *text;
} refusals[REFUSAL_N] = {
    [NO_TENANT] = {400, "invalid_request", 90002,
                   "Tenant not found. Check to make sure you have the "
                   "correct tenant ID."},
    [NO_CLIENT] = {400, "unauthorized_client", 700016,
                   "Application with this identifier was not found in the "
                   "directory."},
    [NO_SECRET] = {401, "invalid_client", 7000218,
                   "The request body must contain the following parameter: "
                   "'client_assertion' or 'client_secret'."},
    [BAD_SECRET] = {401, "invalid_client", 7000215,
                    "Invalid client secret provided. Ensure the secret being "
                    "sent in the request is the client secret value, not the "
                    "client secret ID."},
    [BAD_GRANT] = {400, "unsupported_grant_type", 70003,
                   "The app requested an unsupported grant type."},
    [BAD_SCOPE] = {400, "invalid_scope", 70011,
                   "The provided value for the input parameter 'scope' is "
                   "not valid."},
    [BAD_REFRESH] = {400, "invalid_grant", 700082,
                     "The refresh token has expired or is unknown."},
    [NO_FORM] = {400, "invalid_request", 900144,
                 "The request body must contain the following parameter: "
                 "'grant_type'."},
    [PENDING] = {400, "authorization_pending", 70016,
                 "OAuth 2.0 device flow error. Authorization is pending. "
                 "Continue polling."},
    [SLOW_DOWN] = {400, "slow_down", 70016,
                   "OAuth 2.0 device flow error. The client polls too "
                   "quickly."},
    [DECLINED] = {400, "authorization_declined", 70018,
                  "The end user denied the request."},
    [EXPIRED] = {400, "expired_token", 70019, "The device code has expired."},
    [BAD_CODE] = {400, "bad_verification_code", 70020,
                  "The device code is not known."},
};

static void refuse(struct call *call, enum refusal why)
{
    struct json *body = json_new_object(), *codes = json_new_array();
    char text[512], time[WHEN_TEXT_SIZE];

    when_iso(call->now, time);
    snprintf(text, sizeof(text),
             "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
             refusals[why].number, refusals[why].text, call->request_id,
             call->request_id, time);
    json_set_text(body, "error", refusals[why].error);
    json_set_text(body, "error_description", text);
    json_add_take(codes, json_new_int(refusals[why].number));
    json_set_take(body, "error_codes", codes);
    json_set_text(body, "timestamp", time);
    json_set_text(body, "trace_id", call->request_id);
    json_set_text(body, "correlation_id", call->request_id);
    call_answer_take(call, refusals[why].status, body);
}

/* A token of the application itself, or, with @scope, of a person. */
static const char *token_new(struct sandbox *sandbox, struct call *call,
                             const char *audience, const char *scope)
{
    struct json *grants = json_new_object();
    struct json *roles = rights_roles(&sandbox->rights, audience);
    const char *text;

    if (scope) {
        json_set_text(grants, "scp", scope);
        json_free(roles);
    } else {
        json_set_text(grants, "idtyp", "app");
        if (roles)
            json_set_take(grants, "roles", roles);
    }
    text = tokens_issue(sandbox->tokens, audience, grants, call->now,
                        sandbox->options->token_life);
    json_free(grants);
    return text;
}

static struct json *issue(struct sandbox *sandbox, struct call *call,
                          const char *audience, const char *scope)
{
    struct json *body = json_new_object();
    int64_t life = sandbox->options->token_life;

    json_set_text(body, "token_type", "Bearer");
    json_set_int(body, "expires_in", life);
    json_set_int(body, "ext_expires_in", life);
    json_set_text(body, "access_token",
                  token_new(sandbox, call, audience, scope));
    return body;
}

/* What a person lets the program do, as `scp` says it: all that it holds. */
static const char *scope_of(struct sandbox *sandbox, struct call *call,
                            const char *audience)
{
    struct json *roles = rights_roles(&sandbox->rights, audience);
    struct buf text;
    const char *done;

    buf_init(&text);
    for (struct json_each e = json_each(roles); json_next(&e);) {
        if (text.len)
            buf_char(&text, ' ');
        buf_str(&text, json_text(e.value));
    }
    if (!text.len)
        buf_text(&text, "user_impersonation");
    done = arena_text(call->arena, text.at);
    buf_done(&text);
    json_free(roles);
    return done;
}

/* A refresh token opens every audience that is asked for with it. */
static void issue_delegated(struct sandbox *sandbox, struct call *call,
                            const char *audience)
{
    struct json *body =
        issue(sandbox, call, audience, scope_of(sandbox, call, audience));

    json_set_text(body, "refresh_token",
                  tokens_issue(sandbox->tokens, "refresh", NULL, call->now,
                               REFRESH_LIFE));
    json_set_text(body, "scope", audience);
    /* The header {"typ":"JWT","alg":"none"} and claims of nobody. */
    json_set_text(body, "id_token", "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.e30.");
    call_answer_take(call, 200, body);
}

static void grant_client(struct sandbox *sandbox, struct call *call)
{
    struct str secret = call_form(call, "client_secret");
    struct str assertion = call_form(call, "client_assertion");
    const char *audience = audience_of(call_form(call, "scope"), sandbox->base);

    if (str_empty(secret) && str_empty(assertion))
        refuse(call, NO_SECRET);
    else if (!str_empty(secret) && !str_eq(secret, STR(SANDBOX_SECRET)))
        refuse(call, BAD_SECRET);
    else if (!audience)
        refuse(call, BAD_SCOPE);
    else
        call_answer_take(call, 200, issue(sandbox, call, audience, NULL));
}

static void grant_device(struct sandbox *sandbox, struct call *call)
{
    static const enum refusal why[DEVICE_ANSWER_N] = {
        [DEVICE_PENDING] = PENDING,   [DEVICE_SLOW_DOWN] = SLOW_DOWN,
        [DEVICE_DECLINED] = DECLINED, [DEVICE_EXPIRED] = EXPIRED,
        [DEVICE_UNKNOWN] = BAD_CODE,
    };
    const char *audience;
    enum device_answer answer =
        devices_poll(sandbox->devices, call_form(call, "device_code"),
                     sandbox->options->device_interval, call->now, &audience);

    if (answer == DEVICE_APPROVED)
        issue_delegated(sandbox, call, audience);
    else
        refuse(call, why[answer]);
}

static void grant_refresh(struct sandbox *sandbox, struct call *call)
{
    struct token_claim claim = tokens_check(
        sandbox->tokens, call_form(call, "refresh_token"), call->now);
    const char *audience = audience_of(call_form(call, "scope"), sandbox->base);

    if (!claim.audience || claim.is_expired ||
        strcmp(claim.audience, "refresh") != 0)
        refuse(call, BAD_REFRESH);
    else if (!audience)
        refuse(call, BAD_SCOPE);
    else
        issue_delegated(sandbox, call, audience);
}

static const struct {
    const char *name;
    void (*act)(struct sandbox *sandbox, struct call *call);
} grants[] = {
    {"client_credentials", grant_client},
    {"urn:ietf:params:oauth:grant-type:device_code", grant_device},
    {"refresh_token", grant_refresh},
};

/* Tenant and client are those of the sandbox; answers itself when not. */
static bool check_client(struct call *call)
{
    if (!str_eq_fold(call->arg[0], STR(SANDBOX_TENANT)) &&
        !str_eq_fold(call->arg[0], STR("organizations")) &&
        !str_eq_fold(call->arg[0], STR("contoso.example")))
        refuse(call, NO_TENANT);
    else if (!str_eq_fold(call_form(call, "client_id"), STR(SANDBOX_CLIENT)))
        refuse(call, NO_CLIENT);
    else
        return true;
    return false;
}

static void token_post(struct sandbox *sandbox, struct call *call)
{
    struct str grant = call_form(call, "grant_type");

    if (!str_starts_fold(call_header(call, "Content-Type"),
                         STR("application/x-www-form-urlencoded")) ||
        str_empty(grant)) {
        refuse(call, NO_FORM);
        return;
    }
    if (!check_client(call))
        return;
    for (size_t i = 0; i < sizeof(grants) / sizeof(grants[0]); i++) {
        if (str_eq(grant, str_of(grants[i].name))) {
            grants[i].act(sandbox, call);
            return;
        }
    }
    refuse(call, BAD_GRANT);
}

static void device_post(struct sandbox *sandbox, struct call *call)
{
    const char *audience = audience_of(call_form(call, "scope"), sandbox->base);
    const struct device *device;
    struct json *body;
    char uri[128], message[256];

    if (!check_client(call))
        return;
    if (!audience) {
        refuse(call, BAD_SCOPE);
        return;
    }
    device = devices_add(sandbox->devices, audience,
                         sandbox->options->device_polls, call->now);
    snprintf(uri, sizeof(uri), "%s/_sandbox/devicecode", sandbox->base);
    snprintf(message, sizeof(message),
             "To sign in, use a web browser to open the page %s and enter "
             "the code %s to authenticate.",
             uri, device->user_code);
    body = json_new_object();
    json_set_text(body, "device_code", device->code);
    json_set_text(body, "user_code", device->user_code);
    json_set_text(body, "verification_uri", uri);
    json_set_int(body, "expires_in", DEVICE_LIFE);
    json_set_int(body, "interval", sandbox->options->device_interval);
    json_set_text(body, "message", message);
    call_answer_take(call, 200, body);
}

/* A managed identity gets its numbers as texts. */
static void managed(struct sandbox *sandbox, struct call *call,
                    struct str resource, const char *audience)
{
    int64_t life = sandbox->options->token_life;
    struct json *body = json_new_object();
    int64_t expires = call->now / 1000 + life;
    char number[32];

    json_set_text(body, "access_token",
                  token_new(sandbox, call, audience, NULL));
    json_set_text(body, "client_id", SANDBOX_CLIENT);
    json_set_text(body, "refresh_token", "");
    snprintf(number, sizeof(number), "%lld", (long long)life);
    json_set_text(body, "expires_in", number);
    snprintf(number, sizeof(number), "%lld", (long long)expires);
    json_set_text(body, "expires_on", number);
    snprintf(number, sizeof(number), "%lld", (long long)(call->now / 1000));
    json_set_text(body, "not_before", number);
    json_set_str(body, "resource", call_clean(call->arena, resource));
    json_set_text(body, "token_type", "Bearer");
    call_answer_take(call, 200, body);
}

static void imds_get(struct sandbox *sandbox, struct call *call)
{
    struct str resource = call_argument(call, "resource");
    const char *audience = audience_of(resource, sandbox->base);

    if (!str_eq(call_header(call, "Metadata"), STR("true")))
        call_fail(call, 400, "invalid_request",
                  "Required metadata header not specified");
    else if (str_empty(call_argument(call, "api-version")) || !audience)
        call_fail(call, 400, "invalid_resource",
                  "AADSTS500011: The resource '%.*s' was not found.",
                  STR_ARG(resource));
    else
        managed(sandbox, call, resource, audience);
}

static void app_service_get(struct sandbox *sandbox, struct call *call)
{
    struct str resource = call_argument(call, "resource");
    const char *audience = audience_of(resource, sandbox->base);
    struct json *body;

    if (audience && str_eq(call_header(call, "X-IDENTITY-HEADER"),
                           STR(SANDBOX_IDENTITY_HEADER))) {
        managed(sandbox, call, resource, audience);
        return;
    }
    body = json_new_object();
    json_set_int(body, "statusCode", audience ? 401 : 400);
    json_set_text(body, "message",
                  audience ? "The X-IDENTITY-HEADER is missing or wrong."
                           : "The resource is unknown.");
    call_answer_take(call, audience ? 401 : 400, body);
}

static const struct route rows[] = {
    {"POST", "/{}/oauth2/v2.0/token", SERVICE_LOGIN, token_post},
    {"POST", "/{}/oauth2/v2.0/devicecode", SERVICE_LOGIN, device_post},
    {"GET", "/metadata/identity/oauth2/token", SERVICE_LOGIN, imds_get},
    {"GET", "/msi/token", SERVICE_LOGIN, app_service_get},
};

const struct route_table token_routes = ROUTE_TABLE(rows);
