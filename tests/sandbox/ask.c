/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sandbox/serve.h"
#include "sandbox/token.h"
#include "util/when.h"

#define ARGS     32
#define DEADLINE (5 * WHEN_SECOND)

void ask_open(struct ask *ask, const char *const *args)
{
    char *argv[ARGS] = {(char *)(uintptr_t) "riposte-sandbox"};
    struct err err;
    int argc = 1;

    memset(ask, 0, sizeof(*ask));
    while (args[argc - 1]) {
        argv[argc] = (char *)(uintptr_t)args[argc - 1];
        argc++;
    }
    if (!options_parse(&ask->options, argc, argv, &err) ||
        !sandbox_new(&ask->options, &ask->sandbox, &err))
        fail_msg("%s", err.text);
    snprintf(ask->sandbox->base, sizeof(ask->sandbox->base),
             "http://127.0.0.1:1");
    ask->sandbox->arm =
        ask->options.arm ? ask->options.arm : ask->sandbox->base;
    call_init(&ask->call);
}

void ask_close(struct ask *ask)
{
    json_free(ask->json);
    call_done(&ask->call);
    sandbox_free(ask->sandbox);
}

void ask_header(struct ask *ask, const char *name, const char *value)
{
    assert_true(ask->extras < ASK_HEADERS);
    ask->extra[ask->extras++] =
        (struct call_pair){.name = str_of(name), .value = str_of(value)};
}

/* Splits the query as a server does; values of these tests are not encoded. */
static void take_query(struct call *call, struct str query)
{
    struct str field;

    call->query = query;
    while (str_cut(&query, '&', &field)) {
        struct call_pair *pair = &call->argument[call->arguments++];

        pair->value = field;
        if (!str_cut(&pair->value, '=', &pair->name))
            pair->name = field;
        if (str_starts(pair->name, STR("%24")))
            pair->name = str_of(arena_printf(call->arena, "$%.*s",
                                             (int)pair->name.len - 3,
                                             pair->name.at + 3));
    }
}

/* The audience of the service that has the path. */
static const char *audience_for(struct str path)
{
    static const struct {
        const char *path, *audience;
    } rows[] = {
        {"/v1.0", "graph"},   {"/endpoint", "endpoint"}, {"/vault", "vault"},
        {"/blob", "storage"}, {"/logs", "logs"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (str_starts(path, str_of(rows[i].path)))
            return rows[i].audience;
    }
    return "arm";
}

static void take_headers(struct ask *ask)
{
    struct call *call = &ask->call;
    const char *audience = audience_for(call->path);
    const char *token =
        ask->token
            ? ask->token
            : tokens_issue(ask->sandbox->tokens, audience, NULL, call->now, 60);

    call->header[call->headers++] = (struct call_pair){
        .name = STR("Authorization"),
        .value = str_of(arena_printf(call->arena, "Bearer %s", token))};
    if (!*token)
        call->headers = 0;
    for (size_t i = 0; i < ask->extras; i++)
        call->header[call->headers++] = ask->extra[i];
    ask->extras = 0;
}

unsigned ask_do(struct ask *ask, const char *method, const char *target,
                const char *body)
{
    struct call *call = &ask->call;
    struct str rest;
    struct err err;

    json_free(ask->json);
    ask->json = NULL;
    call_done(call);
    call_init(call);
    rest = str_of(arena_text(call->arena, target));
    str_cut(&rest, '?', &call->path);
    take_query(call, rest);
    call->method = str_of(method);
    call->body = str_of(body ? arena_text(call->arena, body) : "");
    take_headers(ask);
    serve(ask->sandbox, call);
    if (call->answer.len)
        json_parse(buf_view(&call->answer), &ask->json, &err);
    return call->status;
}

const char *ask_text(struct ask *ask, const char *path)
{
    struct buf out;
    const char *done;

    buf_init(&out);
    json_put_text(json_at(ask->json, str_of(path)), &out);
    done = arena_textn(ask->call.arena, out.len ? out.at : "", out.len);
    buf_done(&out);
    return done;
}

const char *ask_reply(struct ask *ask, const char *name)
{
    for (size_t i = 0; i < ask->call.replies; i++) {
        if (str_eq_fold(ask->call.reply[i].name, str_of(name)))
            return ask->call.reply[i].value.at;
    }
    return "";
}

void ask_until(struct ask *ask, const char *target, const char *path,
               const char *is)
{
    int64_t end = when_monotonic() + DEADLINE;

    do {
        ask_do(ask, "GET", target, NULL);
        if (strcmp(ask_text(ask, path), is) == 0)
            return;
    } while (when_monotonic() < end);
    fail_msg("%s: %s is \"%s\", not \"%s\"", target, path, ask_text(ask, path),
             is);
}

void ask_rows(struct ask *ask, const struct ask_row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *have;
        unsigned status =
            ask_do(ask, row[i].method, row[i].target, row[i].body);

        if (status != row[i].status)
            fail_msg("row %zu: %s %s: status %u, not %u: %s", i, row[i].method,
                     row[i].target, status, row[i].status,
                     ask->call.answer.len ? ask->call.answer.at : "");
        if (!row[i].at)
            continue;
        have = ask_text(ask, row[i].at);
        if (strcmp(have, row[i].is) != 0)
            fail_msg("row %zu: %s %s: %s is \"%s\", not \"%s\"", i,
                     row[i].method, row[i].target, row[i].at, have, row[i].is);
    }
}
