/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/service.h"
#include "util/digest.h"
#include "util/utf8.h"
#include "util/when.h"

#define MESSAGE_SIZE 1024

void call_init(struct call *call)
{
    memset(call, 0, sizeof(*call));
    call->arena = arena_new();
    call->now = when_now();
    call->status = 500;
    digest_guid(call->request_id);
    buf_init(&call->answer);
}

void call_done(struct call *call)
{
    buf_done(&call->answer);
    arena_free(call->arena);
}

static struct str pair_find(const struct call_pair *pair, size_t n,
                            const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(pair[i].name, str_of(name)))
            return pair[i].value;
    }
    return STR_NONE;
}

struct str call_argument(const struct call *call, const char *name)
{
    return pair_find(call->argument, call->arguments, name);
}

struct str call_header(const struct call *call, const char *name)
{
    return pair_find(call->header, call->headers, name);
}

static int hex(char c)
{
    const char *at = c ? strchr("0123456789abcdef", c | 0x20) : NULL;

    return at ? (int)(at - "0123456789abcdef") : -1;
}

/* application/x-www-form-urlencoded. */
static struct str form_decode(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '%' && i + 2 < text.len && hex(text.at[i + 1]) >= 0 &&
            hex(text.at[i + 2]) >= 0) {
            c = (char)(hex(text.at[i + 1]) * 16 + hex(text.at[i + 2]));
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        out[n++] = c;
    }
    return (struct str){.at = out, .len = n};
}

struct str call_form(struct call *call, const char *name)
{
    struct str rest = call->body, field, key;

    while (str_cut(&rest, '&', &field)) {
        if (str_cut(&field, '=', &key) && str_eq(key, str_of(name)))
            return form_decode(call->arena, field);
    }
    return STR_NONE;
}

bool call_object(struct call *call, struct json **out)
{
    struct json *json = NULL;
    struct err err;

    if (!json_parse(call->body, &json, &err)) {
        call_fail(call, 400, "InvalidRequestContent",
                  "The request content was invalid and could not be "
                  "deserialized: '%s'.",
                  err.text);
        return false;
    }
    if (json_type(json) != JSON_OBJECT) {
        json_free(json);
        call_fail(call, 400, "InvalidRequestContent",
                  "The request content is not a JSON object.");
        return false;
    }
    *out = json;
    return true;
}

void call_reply(struct call *call, const char *name, const char *fmt, ...)
{
    char value[2048];
    va_list args;

    if (call->replies == CALL_REPLIES)
        return;
    va_start(args, fmt);
    vsnprintf(value, sizeof(value), fmt, args);
    va_end(args);
    call->reply[call->replies++] = (struct call_pair){
        .name = str_of(name),
        .value = str_of(arena_text(call->arena, value)),
    };
}

void call_answer(struct call *call, unsigned status)
{
    call->status = status;
    call->type = NULL;
    buf_clear(&call->answer);
}

void call_answer_text(struct call *call, unsigned status, struct str json)
{
    call->status = status;
    call->type = "application/json; charset=utf-8";
    buf_clear(&call->answer);
    buf_str(&call->answer, json);
}

void call_answer_take(struct call *call, unsigned status, struct json *json)
{
    call_answer_text(call, status, STR_NONE);
    json_write(json, JSON_COMPACT, &call->answer);
    json_free(json);
}

void call_fail(struct call *call, unsigned status, const char *code,
               const char *fmt, ...)
{
    char message[MESSAGE_SIZE];
    struct str clean;
    va_list args;

    va_start(args, fmt);
    vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    /* The cut, and what the message quotes, may have broken a character. */
    clean = call_clean(call->arena, str_of(message));
    call_answer_text(call, status, STR_NONE);
    call->service->fail(call, code, clean.at);
}

struct str call_clean(struct arena *arena, struct str text)
{
    struct buf out;
    struct str done;
    uint32_t c;

    buf_init(&out);
    while (utf8_next(&text, &c))
        utf8_put(&out, c ? c : 0xfffd);
    done = arena_str(arena, buf_view(&out));
    buf_done(&out);
    return done;
}
