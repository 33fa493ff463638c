/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * turns.h - rows for actions of several requests: what a turn sends, and what
 * it makes of an answer.
 */
#ifndef RIPOSTE_TESTS_CONNECT_TURNS_H
#define RIPOSTE_TESTS_CONNECT_TURNS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "answers.h"
#include "connect/action.h"

#define TURNS_KEY   "1b4e28ba-2fa1-4d3b-8f00-0123456789ab"
#define TURNS_EVENT "{\"AlertType\":\"VM_X\"}"
#define TURNS_NOW   INT64_C(1772713445000)

struct turns_sent {
    const char *with;
    int turn;
    const char *learnt;  /* NULL: nothing */
    const char *pass;    /* NULL: none */
    const char *request; /* "METHOD URL"; of a refusal, a part of its text */
    const char *body;    /* NULL: none */
    const char *header;  /* the first; NULL: none */
    enum err_code refused;
    bool idempotent;
};

struct turns_judged {
    const char *with;
    int turn;
    const char *learnt;
    int status; /* 0: the answer was lost */
    const char *body;
    const char *run_id;
    enum verdict verdict;
    int next;         /* VERDICT_NEXT */
    const char *text; /* a part of it */
    const char *at;   /* of what is learnt now; NULL: not looked at */
    const char *value;
    const char *pass; /* for the next turn; NULL: none */
};

static inline struct json *turns_json(const char *text)
{
    struct json *json = NULL;
    struct err err;

    if (text && !json_parse(str_of(text), &json, &err))
        fail_msg("%s: %s", text, err.text);
    return json;
}

static inline struct action_context turns_context(struct hosts *hosts, int turn,
                                                  struct json *with,
                                                  struct json *learnt,
                                                  struct json *event)
{
    hosts_init(hosts, CLOUD_PUBLIC);
    return (struct action_context){
        .with = with,
        .hosts = hosts,
        .arm_id = "",
        .key = TURNS_KEY,
        .now = TURNS_NOW,
        .turn = turn,
        .learnt = learnt,
        .pass = "",
        .event = event,
    };
}

static inline void turns_send(const struct action_kind *kind, size_t number,
                              const struct turns_sent *row)
{
    struct json *with = turns_json(row->with);
    struct json *learnt = turns_json(row->learnt);
    struct json *event = turns_json(TURNS_EVENT);
    struct arena *arena = arena_new();
    struct request request;
    struct hosts hosts;
    struct err err = {0};
    struct action_context context =
        turns_context(&hosts, row->turn, with, learnt, event);
    bool good;

    if (row->pass)
        context.pass = row->pass;
    good = action_render(kind, with, &context, arena, &request, &err);
    if (row->refused != ERR_NONE) {
        if (good || err.code != row->refused || !strstr(err.text, row->request))
            fail_msg("row %zu: %s", number, good ? request.url : err.text);
    } else if (!good) {
        fail_msg("row %zu: %s", number, err.text);
    } else {
        assert_string_equal(
            arena_printf(arena, "%s %s", request.method, request.url),
            row->request);
        assert_string_equal(arena_str(arena, request.body).at,
                            row->body ? row->body : "");
        assert_int_equal(request.idempotent, row->idempotent);
        assert_string_equal(request.headers[0] ? request.headers[0] : "",
                            row->header ? row->header : "");
    }
    arena_free(arena);
    json_free(event);
    json_free(learnt);
    json_free(with);
}

static inline void turns_answer(const struct turns_judged *row,
                                struct response *response)
{
    if (row->status == 0)
        answer_lost(response, ERR_AGAIN, true);
    else
        answer_make(response, row->status, row->body);
    if (row->run_id)
        snprintf(response->run_id, sizeof(response->run_id), "%s", row->run_id);
}

static inline void turns_check(size_t number, const struct turns_judged *row,
                               const struct judgement *judgement)
{
    struct buf value;

    if (judgement->verdict != row->verdict ||
        (row->text && !strstr(judgement->text, row->text)) ||
        (row->verdict == VERDICT_NEXT && judgement->turn != row->next))
        fail_msg("row %zu: verdict %d, turn %d: %s", number,
                 (int)judgement->verdict, judgement->turn, judgement->text);
    assert_string_equal(judgement->pass, row->pass ? row->pass : "");
    if (!row->at)
        return;
    buf_init(&value);
    json_put_text(json_at(judgement->learnt, str_of(row->at)), &value);
    if (strcmp(value.len ? value.at : "", row->value) != 0)
        fail_msg("row %zu: %s is \"%s\"", number, row->at,
                 value.len ? value.at : "");
    buf_done(&value);
}

static inline void turns_judge(const struct action_kind *kind, size_t number,
                               const struct turns_judged *row)
{
    struct json *with = turns_json(row->with);
    struct json *learnt = turns_json(row->learnt);
    struct json *event = turns_json(TURNS_EVENT);
    struct judgement judgement = {0};
    struct arena *arena = arena_new();
    struct response response;
    struct request request;
    struct hosts hosts;
    struct err err = {0};
    struct action_context context =
        turns_context(&hosts, row->turn, with, learnt, event);

    context.pass = "https://app.example/pass?code=x";
    if (!action_render(kind, with, &context, arena, &request, &err))
        fail_msg("row %zu: %s", number, err.text);
    turns_answer(row, &response);
    action_judge(kind, &context, &request, &response, &judgement);
    turns_check(number, row, &judgement);
    json_free(judgement.learnt);
    response_done(&response);
    arena_free(arena);
    json_free(event);
    json_free(learnt);
    json_free(with);
}

/* What the table says of itself without an answer: fields and class. */
struct turns_field {
    const char *with;
    const char *refused; /* a part of the reason; NULL: good */
    enum action_class class;
};

static inline void turns_field(const struct action_kind *kind, size_t number,
                               const struct turns_field *row)
{
    struct json *with = turns_json(row->with);
    struct hosts hosts;
    struct action_context context = turns_context(&hosts, 0, with, NULL, NULL);
    struct err err = {0};
    bool good = action_check(kind, with, &err);

    if (good == (row->refused != NULL) ||
        (row->refused && !strstr(err.text, row->refused)))
        fail_msg("row %zu: %s", number, good ? "accepted" : err.text);
    if (good)
        assert_int_equal(action_class(kind, with, &context), row->class);
    json_free(with);
}

#define TURNS_ROWS(name, rows, kind)                                           \
    static void test_##rows(void **state)                                      \
    {                                                                          \
        (void)state;                                                           \
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)            \
            turns_##name(action_find(STR(kind)), i, &rows[i]);                 \
    }
#define TURNS_MAIN                                                             \
    int main(void)                                                             \
    {                                                                          \
        const struct CMUnitTest tests[] = {                                    \
            cmocka_unit_test(test_fields),                                     \
            cmocka_unit_test(test_sent),                                       \
            cmocka_unit_test(test_judged),                                     \
        };                                                                     \
                                                                               \
        return cmocka_run_group_tests(tests, NULL, NULL);                      \
    }

#endif
