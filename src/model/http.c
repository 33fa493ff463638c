/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/http.h"

#include "model/codec.h"
#include "model/limits.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/secret.h"
#include "util/url.h"
#include "util/utf8.h"

static const char *const audiences[AUDIENCE_N] = {
    [AUDIENCE_NONE] = "none",   [AUDIENCE_ARM] = "arm",
    [AUDIENCE_GRAPH] = "graph", [AUDIENCE_ENDPOINT] = "endpoint",
    [AUDIENCE_VAULT] = "vault", [AUDIENCE_STORAGE] = "storage",
    [AUDIENCE_FLOW] = "flow",   [AUDIENCE_LOGS] = "logs",
};

/* The value of a header or member is a secret when its name ends in one of
 * these: hiding too much costs a look elsewhere, hiding too little a key. */
static const struct str secrets[] = {
    {"authorization", 13},
    {"password", 8},
    {"secret", 6},
    {"token", 5},
    {"key", 3},
    {"connectionstring", 16},
    {"callbackurl", 11},
    {"assertion", 9},
    {"cookie", 6},
    {"sig", 3},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))
#define MASK     "***"

const char *audience_name(enum audience audience)
{
    return audiences[audience];
}

bool audience_parse(struct str text, enum audience *out)
{
    size_t at;

    if (!name_parse(audiences, N(audiences), text, &at))
        return false;
    *out = (enum audience)at;
    return true;
}

void response_init(struct response *response)
{
    *response = (struct response){.retry_after = -1};
    buf_init(&response->body);
}

void response_done(struct response *response)
{
    buf_done(&response->body);
    json_free(response->headers);
    response->headers = NULL;
}

static void set_masked_url(struct json *out, const char *name, struct str url)
{
    struct buf masked;

    buf_init(&masked);
    url_masked(url, &masked);
    json_set_str(out, name, buf_view(&masked));
    buf_done(&masked);
}

static bool secret_name(struct str name)
{
    /* A number that riposte made itself, so that others know it again. */
    if (str_eq_fold(name, STR("Idempotency-Key")))
        return false;
    for (size_t i = 0; i < N(secrets); i++) {
        if (str_ends_fold(name, secrets[i]))
            return true;
    }
    return false;
}

/* What ARM answers when keys are listed or made anew:
 * {"keys":[{"keyName":…,"value":the key}]}. */
static struct str member_name(struct str of, const char *name)
{
    return str_eq_fold(of, STR("keys")) &&
                   str_eq_fold(str_of(name), STR("value"))
               ? STR("key")
               : str_of(name);
}

/* A reference says where a secret is, and the name of a service as whom one
 * signs in: who approves reads both. */
static bool says_where(struct str name, struct str text)
{
    enum audience service;

    return str_empty(text) || secret_reference(text) ||
           (str_eq(name, STR("token")) && audience_parse(text, &service));
}

static struct json *masked_text(struct str name, struct str text)
{
    struct json *out;
    struct buf masked;

    if (secret_name(name) && !says_where(name, text))
        return json_new_text(STR(MASK));
    if (!str_starts_fold(text, STR("http")))
        return json_new_text(text);
    buf_init(&masked);
    url_masked(text, &masked);
    out = json_new_text(buf_view(&masked));
    buf_done(&masked);
    return out;
}

/* A copy with secret values masked; depth is bounded by the parser. */
static struct json *masked_copy(struct str name, const struct json *from)
{
    enum json_type type = json_type(from);
    struct json_each each = json_each(from);
    struct json *out;

    if (type == JSON_TEXT)
        return masked_text(name, json_text(from));
    if (type != JSON_OBJECT && type != JSON_ARRAY)
        return from ? json_copy(from) : NULL;
    out = type == JSON_OBJECT ? json_new_object() : json_new_array();
    while (json_next(&each)) {
        if (type == JSON_OBJECT)
            json_set_take(
                out, each.name,
                masked_copy(member_name(name, each.name), each.value));
        else
            json_add_take(out, masked_copy(name, each.value));
    }
    return out;
}

struct json *json_masked(const struct json *json)
{
    return masked_copy(STR_NONE, json);
}

/* What is too long or no text stands there by size and digest, so that the
 * digest of the whole covers it. */
static struct json *body_digest(struct str body)
{
    struct json *out = json_new_object();
    char hex[DIGEST_HEX_SIZE];

    json_set_int(out, "bytes", (int64_t)body.len);
    json_set_text(out, "sha256", digest_hex(body, hex));
    return out;
}

static void set_body(struct json *out, struct str body)
{
    struct json *parsed = NULL;
    struct err ignored;

    if (str_empty(body))
        return;
    if (body.len > LIMIT_STEP_BODY || !utf8_valid(body)) {
        json_set_take(out, "body", body_digest(body));
        return;
    }
    if (json_parse(body, &parsed, &ignored)) {
        json_set_take(out, "body", json_masked(parsed));
        json_free(parsed);
    } else {
        json_set_take(out, "body", masked_text(STR_NONE, body));
    }
}

static void set_headers(struct json *out, const char *const *headers)
{
    struct json *object = json_new_object();

    for (size_t i = 0; i < REQUEST_HEADERS && headers[i]; i++) {
        struct str value = str_of(headers[i]);
        struct str name = STR_NONE;
        char *key;

        str_cut(&value, ':', &name);
        key = mem_textn(name.at, name.len);
        json_set_take(object, key, masked_text(name, str_trim(value)));
        mem_free(key);
    }
    if (json_length(object) > 0)
        json_set_take(out, "headers", object);
    else
        json_free(object);
}

static void set_mail(struct json *out, const struct request *request)
{
    struct json *to = json_new_array();

    for (size_t i = 0; request->mail_to && request->mail_to[i]; i++)
        json_add_take(to, json_new_text(str_of(request->mail_to[i])));
    json_set_text(out, "from", request->mail_from ? request->mail_from : "");
    json_set_take(out, "to", to);
}

static void set_arguments(struct json *out, const struct request *request)
{
    struct json *list = json_new_array();

    for (size_t i = 0; request->argv && request->argv[i]; i++)
        json_add_take(list, json_new_text(str_of(request->argv[i])));
    json_set_take(out, "arguments", list);
}

struct json *request_to_json(const struct request *request)
{
    struct json *out = json_new_object();
    struct str method = str_of(request->method);

    json_set_str(out, "method", method);
    if (request->hidden_url)
        json_set_text(out, "url", request->url);
    else
        set_masked_url(out, "url", str_of(request->url));
    json_set_text(out, "audience", audiences[request->audience]);
    if (request->secret) {
        json_set_text(out, "user", request->user ? request->user : "");
        json_set_text(out, "secret", request->secret);
    }
    if (request->oauth) {
        json_set_text(out, "grant", request->oauth->grant);
        json_set_text(out, "user", request->oauth->user);
        json_set_text(out, "secret", request->oauth->secret);
    }
    set_headers(out, request->headers);
    if (str_eq(method, STR("RUN")))
        set_arguments(out, request);
    if (str_eq(method, STR("MAIL")))
        set_mail(out, request);
    set_body(out, request->body);
    return out;
}

static void set_given(struct json *out, const char *name, const char *text)
{
    if (text[0] != '\0')
        json_set_text(out, name, text);
}

struct json *response_to_json(const struct response *response)
{
    struct json *out = json_new_object();

    json_set_int(out, "status", response->status);
    if (response->failure.code != ERR_NONE) {
        json_set_bool(out, "sent", response->sent);
        json_set_text(out, "failure", response->failure.text);
    }
    if (response->retry_after >= 0)
        json_set_int(out, "retryAfter", response->retry_after);
    if (response->operation[0] != '\0')
        set_masked_url(out, "operation", str_of(response->operation));
    if (response->location[0] != '\0')
        set_masked_url(out, "location", str_of(response->location));
    set_given(out, "requestId", response->request_id);
    set_given(out, "runId", response->run_id);
    set_given(out, "etag", response->etag);
    if (response->headers)
        json_set_take(out, "headers", json_masked(response->headers));
    json_set_time(out, "began", response->began);
    json_set_time(out, "ended", response->ended);
    set_body(out, buf_view(&response->body));
    return out;
}
