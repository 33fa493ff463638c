/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/serve.h"

#include <string.h>

#include "sandbox/armid.h"
#include "sandbox/endpoint.h"
#include "sandbox/keep.h"
#include "sandbox/rights.h"
#include "sandbox/route.h"
#include "sandbox/sandbox.h"
#include "sandbox/throttle.h"
#include "sandbox/token.h"
#include "util/digest.h"
#include "util/url.h"
#include "util/when.h"

#define LOGGED_BODY 4096

size_t serve_body_limit(struct str path)
{
    size_t most = 0;

    if (str_starts(path, STR("/_sandbox")))
        return services[SERVICE_CONTROL].body;
    for (unsigned i = SERVICE_CONTROL + 1; i < SERVICE_N; i++)
        most = services[i].body > most ? services[i].body : most;
    return most;
}

static void refuse(struct sandbox *sandbox, struct call *call, const char *code,
                   const char *why)
{
    call_reply(call, "WWW-Authenticate",
               "Bearer authorization_uri=\"%s/" SANDBOX_TENANT
               "\", error=\"invalid_token\", error_description=\"%s\"",
               sandbox->base, why);
    call_fail(call, 401, code, "%s", why);
}

static struct token_claim read_bearer(struct sandbox *sandbox,
                                      struct call *call)
{
    struct str text = call_header(call, "Authorization");
    struct token_claim claim = {0};

    if (str_starts_fold(text, STR("Bearer ")))
        claim = tokens_check(sandbox->tokens,
                             str_trim(str_sub(text, 7, text.len)), call->now);
    call->bearer = claim.audience;
    return claim;
}

static bool check_bearer(struct sandbox *sandbox, struct call *call,
                         const struct token_claim *claim)
{
    if (str_empty(call_header(call, "Authorization")))
        refuse(sandbox, call, "AuthenticationFailed",
               "Authentication failed. The 'Authorization' header is "
               "missing.");
    else if (!claim->audience)
        refuse(sandbox, call, "InvalidAuthenticationToken",
               "The access token is invalid.");
    else if (claim->is_expired)
        refuse(sandbox, call, "ExpiredAuthenticationToken",
               "The access token expiry UTC time is earlier than the current "
               "UTC time.");
    else if (!audience_covers(claim->audience, call->service->audience))
        refuse(sandbox, call, "InvalidAuthenticationTokenAudience",
               "The access token has been obtained for the wrong audience or "
               "resource.");
    else
        return true;
    return false;
}

static bool check_version(struct call *call)
{
    static const char shape[] = "dddd-dd-dd";
    struct str version = call_argument(call, "api-version");
    bool good = version.len >= sizeof(shape) - 1;

    if (str_empty(version)) {
        call_fail(call, 400, "MissingApiVersionParameter",
                  "The api-version query parameter (?api-version=) is "
                  "required for all requests.");
        return false;
    }
    for (size_t i = 0; good && i < sizeof(shape) - 1; i++)
        good = shape[i] == 'd' ? version.at[i] >= '0' && version.at[i] <= '9'
                               : version.at[i] == '-';
    if (good && version.len > sizeof(shape) - 1)
        good = version.at[sizeof(shape) - 1] == '-';
    if (!good)
        call_fail(call, 400, "InvalidApiVersionParameter",
                  "The api-version '%.*s' is invalid.", STR_ARG(version));
    return good;
}

static bool check_rate(struct sandbox *sandbox, struct call *call)
{
    struct str scope = armid_part(call->path, STR("subscriptions"));
    enum throttle_kind kind = throttle_kind_of(call->method);
    int left, wait;
    bool taken;

    if (call->service->id == SERVICE_ENDPOINT && !sandbox->options->rate)
        return endpoint_check_rate(sandbox, call);
    taken = throttle_take(sandbox->throttle, scope, kind, when_monotonic(),
                          &left, &wait);

    call_reply(call, throttle_header(kind, str_empty(scope)), "%d", left);
    if (taken)
        return true;
    call_reply(call, "Retry-After", "%d", wait);
    call_fail(call, 429, "TooManyRequests",
              "The request is being throttled as the limit has been "
              "reached. Retry after %d seconds.",
              wait);
    return false;
}

/* Faults that take the place of the answer.  A token endpoint has no bearer
 * to refuse, so that 401 passes it by. */
static bool spoil(struct sandbox *sandbox, struct call *call)
{
    switch (call->fault) {
    case FAULT_401:
        if (!call->service->audience) {
            call->fault = FAULT_NONE;
            return false;
        }
        refuse(sandbox, call, "ExpiredAuthenticationToken",
               "The access token expiry UTC time is earlier than the current "
               "UTC time.");
        return true;
    case FAULT_429:
        call_reply(call, "Retry-After", "1");
        call_fail(call, 429, "TooManyRequests",
                  "The request is being throttled.");
        return true;
    case FAULT_500:
        call_fail(call, 500, "InternalServerError",
                  "The server encountered an error. Please retry.");
        return true;
    case FAULT_503:
        call_reply(call, "Retry-After", "2");
        call_fail(call, 503, "ServiceUnavailable",
                  "The service is temporarily unavailable.");
        return true;
    default:
        return false;
    }
}

static void no_route(struct call *call, bool other_method)
{
    if (other_method)
        call_fail(call, 405, "HttpMethodNotAllowed",
                  "The HTTP method '%.*s' is not supported at this path.",
                  STR_ARG(call->method));
    else
        call_fail(call, 404, "NotFound", "Nothing is at '%.*s'.",
                  STR_ARG(call->path));
}

static void common_headers(struct sandbox *sandbox, struct call *call)
{
    struct str correlation = call_header(call, "x-ms-correlation-request-id");
    struct str client = call_header(call, "x-ms-client-request-id");

    if (call->service->id == SERVICE_GRAPH) {
        call_reply(call, "request-id", "%s", call->request_id);
        client = call_header(call, "client-request-id");
        if (!str_empty(client))
            call_reply(call, "client-request-id", "%.*s", STR_ARG(client));
        return;
    }
    call_reply(call, "x-ms-request-id", "%s", call->request_id);
    if (call->service->id != SERVICE_ARM)
        return;
    if (str_empty(correlation))
        correlation = str_of(call->request_id);
    call_reply(call, "x-ms-correlation-request-id", "%.*s",
               STR_ARG(correlation));
    call_reply(call, "x-ms-routing-request-id", "SANDBOX:%lld:%s",
               (long long)sandbox_clock(sandbox), call->request_id);
    if (!str_empty(client) &&
        str_eq_fold(call_header(call, "x-ms-return-client-request-id"),
                    STR("true")))
        call_reply(call, "x-ms-client-request-id", "%.*s", STR_ARG(client));
    call_reply(call, "Cache-Control", "no-cache");
}

/* A form with the values of its secrets struck out. */
static struct str masked_form(struct call *call)
{
    static const char *const secret[] = {"client_secret", "client_assertion",
                                         "refresh_token", "device_code"};
    struct str rest = call->body, field;
    struct buf out;
    struct str done;

    buf_init(&out);
    while (str_cut(&rest, '&', &field)) {
        struct str value = field, name = STR_NONE;
        bool is_secret = false;

        str_cut(&value, '=', &name);
        for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
            is_secret |= str_eq(name, str_of(secret[i]));
        if (out.len)
            buf_char(&out, '&');
        buf_str(&out, is_secret ? name : field);
        buf_text(&out, is_secret ? "=***" : "");
    }
    done = arena_str(call->arena, buf_view(&out));
    buf_done(&out);
    return done;
}

/* The query of what is opened by a key that may stand in it. */
static struct str shown_query(struct call *call)
{
    struct str done = call->query;
    struct buf url, out;

    if (call->service->id != SERVICE_APP)
        return done;
    buf_init(&url);
    buf_init(&out);
    buf_char(&url, '?');
    buf_str(&url, call->query);
    url_masked(buf_view(&url), &out);
    done = arena_str(call->arena, str_sub(buf_view(&out), 1, out.len));
    buf_done(&url);
    buf_done(&out);
    return done;
}

static void set_clean(struct json *entry, const char *name, struct call *call,
                      struct str value)
{
    json_set_str(entry, name, call_clean(call->arena, value));
}

static void log_headers(struct json *entry, struct call *call)
{
    static const char *const kept[] = {"Content-Type",
                                       "If-Match",
                                       "x-ms-version",
                                       "x-ms-source-if-match",
                                       "Accept-Language",
                                       "User-Agent",
                                       "Metadata",
                                       "Accept",
                                       "x-ms-correlation-request-id",
                                       "x-ms-client-request-id",
                                       "Retry-After"};
    struct json *headers = json_new_object();

    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        struct str value = call_header(call, kept[i]);

        if (!str_empty(value))
            set_clean(headers, kept[i], call, value);
    }
    if (call->bearer)
        json_set_text(headers, "Authorization", call->bearer);
    else if (!str_empty(call_header(call, "Authorization")))
        json_set_text(headers, "Authorization", "unknown");
    json_set_take(entry, "headers", headers);
}

/* The address of a channel is its key: only whose it is stays. */
static struct str shown_path(const struct call *call)
{
    struct str rest = str_sub(call->path, 1, call->path.len);

    if (call->service->id != SERVICE_CHAT)
        return call->path;
    return str_sub(call->path, 0, 1 + str_find_char(rest, '/'));
}

/* What was sent, without its secrets. */
static struct str shown_body(struct call *call)
{
    struct json *body = NULL;
    struct err ignored;
    struct buf out;
    struct str done;

    if (call->service->id == SERVICE_LOGIN)
        return masked_form(call);
    if (call->service->id != SERVICE_PAGERDUTY ||
        !json_parse(call->body, &body, &ignored))
        return str_sub(call->body, 0, LOGGED_BODY);
    json_remove(body, "routing_key");
    buf_init(&out);
    json_write(body, JSON_COMPACT, &out);
    done = arena_str(call->arena, str_sub(buf_view(&out), 0, LOGGED_BODY));
    buf_done(&out);
    json_free(body);
    return done;
}

static void log_call(struct sandbox *sandbox, struct call *call)
{
    struct json *entry = json_new_object();
    char time[WHEN_TEXT_SIZE];

    json_set_int(entry, "n", 0);
    json_set_text(entry, "time", when_iso(call->now, time));
    json_set_text(entry, "service", call->service->name);
    json_set_str(entry, "method", call->method);
    set_clean(entry, "path", call, shown_path(call));
    set_clean(entry, "query", call, shown_query(call));
    json_set_int(entry, "status", (int64_t)call->status);
    json_set_text(entry, "fault", fault_name(call->fault));
    set_clean(entry, "body", call, shown_body(call));
    set_clean(entry, "clientRequestId", call,
              call_header(call, call->service->id == SERVICE_GRAPH
                                    ? "client-request-id"
                                    : "x-ms-client-request-id"));
    log_headers(entry, call);
    keep_add_take(sandbox->log, entry);
}

static void answer(struct sandbox *sandbox, struct call *call)
{
    bool other_method;
    const struct route *route = route_find(call, &other_method);
    const struct service *service = call->service;
    struct token_claim claim = read_bearer(sandbox, call);

    if (!route) {
        no_route(call, other_method);
        return;
    }
    if (call->too_large || call->body.len > service->body) {
        call_fail(call, 413, "RequestEntityTooLarge",
                  "The request is larger than %zu bytes.", service->body);
        return;
    }
    call->fault =
        service->is_faulty ? faults_draw(&sandbox->faults) : FAULT_NONE;
    if (spoil(sandbox, call))
        return;
    if (service->audience && !check_bearer(sandbox, call, &claim))
        return;
    if (service->is_versioned && !check_version(call))
        return;
    if (service->is_throttled && !check_rate(sandbox, call))
        return;
    if (service->id == SERVICE_ARM && !rights_check_call(sandbox, call))
        return;
    route->act(sandbox, call);
}

void serve(struct sandbox *sandbox, struct call *call)
{
    sandbox_catch_up(sandbox);
    answer(sandbox, call);
    common_headers(sandbox, call);
    if (call->service->id != SERVICE_CONTROL)
        log_call(sandbox, call);
}
