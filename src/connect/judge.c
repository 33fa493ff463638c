/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "util/text.h"
#include "util/utf8.h"

/* How much of an error body is worth showing. */
#define QUOTE_SIZE 240

/* The statuses of RFC 9110 and RFC 6585 that services are known to send;
 * what is not here is judged by its hundred. */
static const struct status {
    int status;
    const char *phrase;
    enum verdict verdict;
    bool blind; /* a gateway that cannot tell whether it was done */
} statuses[] = {
    {.status = 200, .phrase = "OK", .verdict = VERDICT_DONE},
    {.status = 201, .phrase = "Created", .verdict = VERDICT_DONE},
    {.status = 202, .phrase = "Accepted", .verdict = VERDICT_DONE},
    {.status = 204, .phrase = "No Content", .verdict = VERDICT_DONE},
    {.status = 301, .phrase = "Moved Permanently", .verdict = VERDICT_REFUSED},
    {.status = 302, .phrase = "Found", .verdict = VERDICT_REFUSED},
    {.status = 304, .phrase = "Not Modified", .verdict = VERDICT_REFUSED},
    {.status = 307, .phrase = "Temporary Redirect", .verdict = VERDICT_REFUSED},
    {.status = 308, .phrase = "Permanent Redirect", .verdict = VERDICT_REFUSED},
    {.status = 400, .phrase = "Bad Request", .verdict = VERDICT_REFUSED},
    {.status = 401, .phrase = "Unauthorized", .verdict = VERDICT_REFUSED},
    {.status = 403, .phrase = "Forbidden", .verdict = VERDICT_REFUSED},
    {.status = 404, .phrase = "Not Found", .verdict = VERDICT_REFUSED},
    {.status = 405, .phrase = "Method Not Allowed", .verdict = VERDICT_REFUSED},
    {.status = 408, .phrase = "Request Timeout", .verdict = VERDICT_RETRY},
    {.status = 409, .phrase = "Conflict", .verdict = VERDICT_REFUSED},
    {.status = 410, .phrase = "Gone", .verdict = VERDICT_REFUSED},
    {.status = 412,
     .phrase = "Precondition Failed",
     .verdict = VERDICT_REFUSED},
    {.status = 413, .phrase = "Content Too Large", .verdict = VERDICT_REFUSED},
    {.status = 422,
     .phrase = "Unprocessable Content",
     .verdict = VERDICT_REFUSED},
    {.status = 425, .phrase = "Too Early", .verdict = VERDICT_RETRY},
    {.status = 429, .phrase = "Too Many Requests", .verdict = VERDICT_RETRY},
    {.status = 500,
     .phrase = "Internal Server Error",
     .verdict = VERDICT_RETRY},
    {.status = 501, .phrase = "Not Implemented", .verdict = VERDICT_REFUSED},
    {.status = 502,
     .phrase = "Bad Gateway",
     .verdict = VERDICT_RETRY,
     .blind = true},
    {.status = 503, .phrase = "Service Unavailable", .verdict = VERDICT_RETRY},
    {.status = 504,
     .phrase = "Gateway Timeout",
     .verdict = VERDICT_RETRY,
     .blind = true},
};

static const enum verdict hundreds[] = {
    VERDICT_REFUSED, VERDICT_REFUSED, VERDICT_DONE,
    VERDICT_REFUSED, VERDICT_REFUSED, VERDICT_RETRY,
};

static struct status status_find(int status)
{
    size_t hundred = status > 0 ? (size_t)status / 100 : 0;

    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        if (statuses[i].status == status)
            return statuses[i];
    }
    return (struct status){
        .status = status,
        .phrase = "",
        .verdict = hundred < 6 ? hundreds[hundred] : VERDICT_REFUSED,
    };
}

void judge_say(struct judgement *out, enum verdict verdict, const char *fmt,
               ...)
{
    char draft[2 * sizeof(out->text)];
    struct buf shown;
    struct str text;
    va_list args;

    va_start(args, fmt);
    vsnprintf(draft, sizeof(draft), fmt, args);
    va_end(args);
    buf_init(&shown);
    utf8_visible(&shown, str_of(draft));
    text = utf8_head(buf_view(&shown), sizeof(out->text) - 1);
    memcpy(out->text, text.at, text.len);
    out->text[text.len] = '\0';
    buf_done(&shown);
    out->verdict = verdict;
    out->wait = 0;
    out->next[0] = '\0';
}

/* "404 Not Found" */
static const char *judge_status_line(int status, char out[64])
{
    struct status known = status_find(status);

    snprintf(out, 64, "%d%s%s", status, *known.phrase ? " " : "", known.phrase);
    return out;
}

/* The beginning of hostile text, made harmless, on one line. */
void judge_quote(struct str text, struct buf *out)
{
    size_t width;

    text = str_trim(text);
    utf8_visible(out,
                 utf8_cut(str_sub(text, 0, QUOTE_SIZE), QUOTE_SIZE, &width));
}

static bool put_error(const struct json *body, struct buf *out)
{
    const struct json *error = json_find(body, STR("error"));
    struct str code, message;

    if (json_type(error) != JSON_OBJECT)
        error = body;
    code = json_text(json_find(error, STR("code")));
    message = json_text(json_find(error, STR("message")));
    if (str_empty(code) && str_empty(message))
        return false;
    judge_quote(code, out);
    if (!str_empty(code) && !str_empty(message))
        buf_text(out, ": ");
    judge_quote(message, out);
    return true;
}

bool judge_reason(const struct response *response, struct buf *out)
{
    struct str text = buf_view(&response->body);
    struct json *body = NULL;
    struct err ignored;
    bool said = false;

    if (text.len <= LIMIT_STEP_BODY && json_parse(text, &body, &ignored))
        said = put_error(body, out);
    json_free(body);
    return said;
}

/* There was no answer. */
static void judge_lost(const struct request *request,
                       const struct response *response, struct judgement *out)
{
    enum err_code code = response->failure.code;
    bool later = code == ERR_AGAIN || code == ERR_STOPPED;
    enum verdict verdict = later ? VERDICT_RETRY : VERDICT_REFUSED;

    if (response->sent && !request->idempotent)
        verdict = VERDICT_UNKNOWN;
    judge_say(out, verdict,
              verdict == VERDICT_UNKNOWN
                  ? _("It may have been done, and nobody can tell from here: "
                      "%s")
                  : "%s",
              response->failure.text);
}

/* @said: the status line, with what else the service had to say. */
static void judge_status(const struct request *request,
                         const struct response *response, const char *said,
                         struct judgement *out)
{
    struct status known = status_find(response->status);

    if (known.verdict == VERDICT_DONE) {
        judge_say(out, VERDICT_DONE, _("The service said yes: %s."), said);
    } else if (known.blind && !request->idempotent) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("It may have been done; a gateway cannot tell: %s"), said);
    } else if (known.verdict == VERDICT_RETRY) {
        judge_say(out, VERDICT_RETRY, _("The service said not now: %s"), said);
        out->wait = response->retry_after > 0 ? response->retry_after : 0;
    } else if (response->status / 100 == 3) {
        judge_say(out, VERDICT_REFUSED,
                  _("The service sends the request to another place, which "
                    "riposte does not follow (%s); give the final URL."),
                  said);
    } else {
        judge_say(out, VERDICT_REFUSED, _("The service said no: %s"), said);
    }
}

static bool quote_body(const struct response *response, struct buf *out)
{
    size_t before = out->len;

    judge_quote(buf_view(&response->body), out);
    return out->len > before;
}

void judge_with(const struct request *request, const struct response *response,
                bool (*reason)(const struct response *, struct buf *),
                struct judgement *out)
{
    struct buf said;
    char line[64];

    if (response->status == 0) {
        judge_lost(request, response, out);
        return;
    }
    buf_init(&said);
    buf_printf(&said, "%s, ", judge_status_line(response->status, line));
    if (response->status < 300 || !reason(response, &said))
        buf_cut(&said, said.len - 2);
    judge_status(request, response, said.at, out);
    buf_done(&said);
}

void judge_rest(const struct request *request, const struct response *response,
                struct judgement *out)
{
    judge_with(request, response, judge_reason, out);
}

void judge_webhook(const struct request *request,
                   const struct response *response, struct judgement *out)
{
    judge_with(request, response, quote_body, out);
}

void judge_mail(const struct request *request, const struct response *response,
                struct judgement *out)
{
    struct buf said;

    if (response->status == 0) {
        judge_lost(request, response, out);
        return;
    }
    buf_init(&said);
    /* What a mail server says begins with its number. */
    if (!quote_body(response, &said))
        buf_printf(&said, "%d", response->status);
    if (response->status < 400)
        judge_say(out, VERDICT_DONE, _("The mail server took the message."));
    else if (response->status < 500)
        judge_say(out, VERDICT_RETRY, _("The mail server said not now: %s"),
                  said.at);
    else
        judge_say(out, VERDICT_REFUSED, _("The mail server said no: %s"),
                  said.at);
    buf_done(&said);
}
