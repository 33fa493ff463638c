/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire_http.c - how a request is said in HTTP, and what of the answer is kept.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "connect/wire_job.h"
#include "model/limits.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

/* The headers of an answer that are kept; the others are not even copied. */
static const struct kept {
    struct str name;
    size_t at;
    size_t size;
} kept[] = {
#define KEPT(header, member)                                                   \
    {                                                                          \
        .name = {.at = header, .len = sizeof(header) - 1},                     \
        .at = offsetof(struct response, member),                               \
        .size = sizeof(((struct response *)NULL)->member),                     \
    }
    KEPT("azure-asyncoperation", operation),
    KEPT("location", location),
    KEPT("x-ms-request-id", request_id),
    KEPT("request-id", request_id),
    KEPT("www-authenticate", challenge),
    KEPT("x-ms-workflow-run-id", run_id),
    KEPT("etag", etag),
#undef KEPT
};

/* Seconds, or a date (RFC 9110, 10.2.3). */
static int64_t retry_after(struct str value)
{
    int64_t seconds;
    char text[64];
    time_t date;

    if (str_int(value, &seconds))
        seconds = seconds < 0 ? 0 : seconds;
    else if (value.len >= sizeof(text))
        return -1;
    else {
        snprintf(text, sizeof(text), "%.*s", STR_ARG(value));
        date = curl_getdate(text, NULL);
        if (date < 0)
            return -1;
        seconds = (int64_t)date - when_now() / WHEN_SECOND;
        seconds = seconds < 0 ? 0 : seconds;
    }
    if (seconds > LIMIT_RETRY_AFTER / WHEN_SECOND)
        return LIMIT_RETRY_AFTER;
    return seconds * WHEN_SECOND;
}

/* Of HEAD they are the whole answer. */
static void keep_all(struct wire_job *job, struct str name, struct str value)
{
    struct response *response = &job->response;
    char small[64];

    if (strcmp(job->call.request->method, "HEAD") != 0 ||
        name.len >= sizeof(small) || !utf8_valid(value))
        return;
    for (size_t i = 0; i < name.len; i++)
        small[i] = ascii_lower(name.at[i]);
    small[name.len] = '\0';
    if (!response->headers)
        response->headers = json_new_object();
    json_set_str(response->headers, small, value);
}

/* What does not fit is left out: half a URL is worse than none. */
static void keep_header(struct response *response, struct str name,
                        struct str value)
{
    if (str_eq_fold(name, STR("retry-after")))
        response->retry_after = retry_after(value);
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        char *out = (char *)response + kept[i].at;

        if (!str_eq_fold(name, kept[i].name) || value.len >= kept[i].size)
            continue;
        memcpy(out, value.at, value.len);
        out[value.len] = '\0';
    }
}

/* An answer before the answer (100, or 401 of a proxy) is forgotten. */
static void forget_headers(struct response *response)
{
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        *((char *)response + kept[i].at) = '\0';
    response->retry_after = -1;
    json_free(response->headers);
    response->headers = NULL;
}

static size_t on_header(char *at, size_t size, size_t n, void *with)
{
    struct wire_job *job = with;
    struct str line = {.at = at, .len = size * n};
    size_t colon = str_find_char(line, ':');

    job->header_bytes += line.len;
    if (job->header_bytes > LIMIT_HEADERS) {
        job->too_large = true;
        return 0;
    }
    if (str_starts(line, STR("HTTP/")))
        forget_headers(&job->response);
    else if (colon != STR_NOWHERE) {
        struct str name = str_sub(line, 0, colon);
        struct str value = str_trim(str_sub(line, colon + 1, line.len));

        keep_header(&job->response, name, value);
        keep_all(job, name, value);
    }
    return size * n;
}

static size_t on_body(char *at, size_t size, size_t n, void *with)
{
    return wire_keep(with, at, size * n);
}

static bool has_header(const struct request *request, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < REQUEST_HEADERS && request->headers[i]; i++) {
        struct str line = str_of(request->headers[i]);

        if (str_starts_fold(line, str_of(name)) && line.len > len &&
            line.at[len] == ':')
            return true;
    }
    return false;
}

/* "Name: value" with the value in memory that is wiped afterwards. */
static bool add_secret(struct wire_job *job, struct str name,
                       const struct secret *value, struct err *err)
{
    struct buf line;
    bool good;

    buf_init(&line);
    buf_reserve(&line, name.len + value->len + 3);
    buf_printf(&line, "%.*s: ", STR_ARG(name));
    buf_str(&line, secret_view(value));
    good = wire_add_line(&job->headers, buf_view(&line), err);
    secret_wipe(line.at, line.room);
    buf_done(&line);
    return good;
}

static bool add_given(struct wire_job *job, struct err *err)
{
    const struct request *request = job->call.request;

    for (size_t i = 0; i < REQUEST_HEADERS && request->headers[i]; i++) {
        struct str line = str_of(request->headers[i]);
        struct str name = str_sub(line, 0, str_find_char(line, ':'));
        const struct secret *value = &job->call.header[i];

        if (!(secret_empty(value) ? wire_add_line(&job->headers, line, err)
                                  : add_secret(job, name, value, err)))
            return false;
    }
    return secret_empty(&job->call.authorization) ||
           add_secret(job, STR("Authorization"), &job->call.authorization, err);
}

static bool add_text(struct wire_job *job, const char *name, const char *value,
                     struct err *err)
{
    char line[256];

    snprintf(line, sizeof(line), "%s: %s", name, value);
    return wire_add_line(&job->headers, str_of(line), err);
}

/* Correlation, so that Microsoft's support can find it (FACTS 3). */
static bool add_ids(struct wire_job *job, struct err *err)
{
    const struct request *request = job->call.request;
    char fresh[GUID_SIZE];
    const char *id = request->key ? request->key : digest_guid(fresh);

    if (request->audience == AUDIENCE_NONE)
        return true;
    if (request->audience != AUDIENCE_ARM)
        return add_text(job, "client-request-id", id, err);
    return add_text(job, "x-ms-client-request-id", id, err) &&
           add_text(job, "x-ms-return-client-request-id", "true", err) &&
           add_text(job, "x-ms-correlation-request-id", id, err);
}

/* "Name:" takes away what curl would add by itself. */
static bool add_usual(struct wire_job *job, struct err *err)
{
    const struct request *request = job->call.request;
    const char *type =
        job->body.len ? "Content-Type: application/json" : "Content-Type:";

    return (has_header(request, "Accept") ||
            add_text(job, "Accept", "application/json", err)) &&
           (has_header(request, "Content-Type") ||
            wire_add_line(&job->headers, str_of(type), err)) &&
           wire_add_line(&job->headers, STR("Expect:"), err);
}

static bool method_valid(const char *method)
{
    size_t len = strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    return len > 0 && len < 16 && method[len] == '\0';
}

static void set_method(struct wire_job *job)
{
    const char *method = job->call.request->method;
    bool asks = strcmp(method, "GET") == 0 || strcmp(method, "DELETE") == 0;

    if (strcmp(method, "HEAD") == 0) {
        curl_easy_setopt(job->easy, CURLOPT_NOBODY, 1L);
        return;
    }
    /* Of HEAD the size is what is asked for, however large. */
    curl_easy_setopt(job->easy, CURLOPT_MAXFILESIZE_LARGE,
                     (curl_off_t)job->limit);
    /* POST, PUT and PATCH without a body say Content-Length: 0. */
    if (!asks || job->body.len) {
        curl_easy_setopt(job->easy, CURLOPT_POSTFIELDS,
                         job->body.len ? job->body.at : "");
        curl_easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)job->body.len);
    }
    curl_easy_setopt(job->easy, CURLOPT_CUSTOMREQUEST, method);
}

bool wire_http_prepare(struct wire_job *job, struct err *err)
{
    CURL *easy = job->easy;

    if (!method_valid(job->call.request->method))
        return err_set(err, ERR_INPUT,
                       _("The method of the request is none that HTTP has; "
                         "use GET, POST, PUT, PATCH or DELETE."));
    if (!add_given(job, err) || !add_ids(job, err) || !add_usual(job, err))
        return false;
    set_method(job);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->headers);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    return true;
}

void wire_http_end(struct wire_job *job, CURLcode code)
{
    curl_off_t ready = 0;
    long status = 0, size = 0;

    curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(job->easy, CURLINFO_REQUEST_SIZE, &size);
    /* Later than TLS and the CONNECT of a proxy, which count as bytes too. */
    curl_easy_getinfo(job->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    job->response.sent = size > 0 && ready > 0;
    if (code == CURLE_OK)
        job->response.status = (int)status;
    else
        wire_fail(job, code, &job->response.failure);
}
