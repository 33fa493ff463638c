/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/tokens.h"
#include "util/when.h"

#define NOW INT64_C(1772713445000)

static struct hosts hosts;
static const struct token_config config = {
    .identity = "secret",
    .tenant = "t",
    .client_id = "c",
    .client_secret = "env:X",
};

static struct tokens *make(const struct token_config *with)
{
    struct tokens *tokens = NULL;
    struct err err = {0};

    hosts_init(&hosts, CLOUD_PUBLIC);
    assert_true(tokens_new(with, &hosts, &tokens, &err));
    return tokens;
}

static enum token_state look(struct tokens *tokens, enum audience audience,
                             int64_t now)
{
    const struct secret *out;
    struct err err = {0};

    return tokens_get(tokens, audience, now, &out, &err);
}

static void answer(struct tokens *tokens, enum audience audience, int status,
                   const char *body, int64_t now)
{
    struct response response;

    answer_make(&response, status, body);
    tokens_answer(tokens, audience, &response, now);
    response_done(&response);
}

static void get(struct tokens *tokens, const char *body, int64_t now)
{
    enum audience due;

    assert_int_equal(look(tokens, AUDIENCE_ARM, now), TOKEN_ASKED);
    assert_true(tokens_due(tokens, now, &due));
    assert_int_equal(due, AUDIENCE_ARM);
    answer(tokens, due, 200, body, now);
}

static void test_unknown(void **state)
{
    struct token_config wrong = {.identity = "secrt"};
    struct tokens *tokens = NULL;
    struct err err = {0};

    (void)state;
    assert_false(tokens_new(&wrong, &hosts, &tokens, &err));
    assert_non_null(strstr(err.text, "\"secret\""));
}

/* One in flight for an audience; five minutes before the end it is gone. */
static void test_life(void **state)
{
    struct tokens *tokens = make(&config);
    enum audience due;

    (void)state;
    assert_false(tokens_due(tokens, NOW, &due));
    assert_int_equal(tokens_next(tokens), 0);
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW), TOKEN_ASKED);
    assert_true(tokens_due(tokens, NOW, &due));
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW), TOKEN_ASKED);
    assert_false(tokens_due(tokens, NOW, &due));
    answer(tokens, AUDIENCE_ARM, 200,
           "{\"access_token\":\"t\",\"expires_in\":3600}", NOW);
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW), TOKEN_READY);
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW + 54 * WHEN_MINUTE),
                     TOKEN_READY);
    assert_false(tokens_due(tokens, NOW + 54 * WHEN_MINUTE, &due));
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW + 55 * WHEN_MINUTE),
                     TOKEN_ASKED);
    assert_int_equal(look(tokens, AUDIENCE_GRAPH, NOW), TOKEN_ASKED);
    tokens_free(tokens);
}

/* Two hours or more: the next one is asked for at half time. */
static void test_half_life(void **state)
{
    struct tokens *tokens = make(&config);
    int64_t half = NOW + 12 * WHEN_HOUR;
    enum audience due;

    (void)state;
    get(tokens, "{\"access_token\":\"t\",\"expires_in\":86399}", NOW);
    assert_int_equal(look(tokens, AUDIENCE_ARM, half - WHEN_MINUTE),
                     TOKEN_READY);
    assert_false(tokens_due(tokens, half - WHEN_MINUTE, &due));
    assert_int_equal(look(tokens, AUDIENCE_ARM, half), TOKEN_READY);
    assert_true(tokens_due(tokens, half, &due));
    /* It fails: the old one serves on, and it is not hammered. */
    answer(tokens, AUDIENCE_ARM, 503, "", half);
    assert_int_equal(look(tokens, AUDIENCE_ARM, half + 1), TOKEN_READY);
    assert_false(tokens_due(tokens, half + 1, &due));
    assert_int_equal(look(tokens, AUDIENCE_ARM, half + WHEN_MINUTE),
                     TOKEN_READY);
    assert_true(tokens_due(tokens, half + WHEN_MINUTE, &due));
    tokens_free(tokens);
}

static void test_drop(void **state)
{
    struct tokens *tokens = make(&config);

    (void)state;
    get(tokens, "{\"access_token\":\"t\",\"expires_in\":3600}", NOW);
    tokens_drop(tokens, AUDIENCE_ARM, NOW);
    get(tokens, "{\"access_token\":\"t\",\"expires_in\":3600}", NOW);
    /* Many were sent with the old one: the new one is not thrown away. */
    tokens_drop(tokens, AUDIENCE_ARM, NOW - 1);
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW), TOKEN_READY);
    tokens_free(tokens);
}

/* A wrong secret is final: said at once, and not tried again and again. */
static void test_refused(void **state)
{
    struct tokens *tokens = make(&config);
    const struct secret *out;
    struct err err = {0};
    enum audience due;

    (void)state;
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW), TOKEN_ASKED);
    assert_true(tokens_due(tokens, NOW, &due));
    answer(tokens, AUDIENCE_ARM, 401, "{\"error\":\"invalid_client\"}", NOW);
    assert_int_equal(
        tokens_get(tokens, AUDIENCE_ARM, NOW + WHEN_MINUTE, &out, &err),
        TOKEN_NEVER);
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(tokens_due(tokens, NOW + WHEN_MINUTE, &due));
    tokens_forget(tokens);
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW + WHEN_MINUTE),
                     TOKEN_ASKED);
    tokens_free(tokens);
}

/* One sign-in serves all; whoever began it leads. */
static void test_shared(void **state)
{
    static const struct token_config device = {
        .identity = "device", .client_id = "c", .tenant = "t"};
    struct tokens *tokens = make(&device);
    struct arena *arena = arena_new();
    struct token_prompt prompt;
    struct token_ask ask;
    struct err err = {0};
    enum audience due;

    (void)state;
    token_ask_init(&ask);
    assert_int_equal(look(tokens, AUDIENCE_ARM, NOW), TOKEN_ASKED);
    assert_int_equal(look(tokens, AUDIENCE_GRAPH, NOW), TOKEN_ASKED);
    assert_true(tokens_due(tokens, NOW, &due));
    assert_false(tokens_due(tokens, NOW, &due));
    assert_true(tokens_ask(tokens, due, NULL, NOW, arena, &ask, &err));
    answer(tokens, AUDIENCE_ARM, 200,
           "{\"device_code\":\"d\",\"user_code\":\"AB\",\"verification_uri\":"
           "\"https://x\",\"interval\":5}",
           NOW);
    assert_true(tokens_prompt(tokens, NOW, &prompt));
    assert_string_equal(prompt.code, "AB");
    assert_false(tokens_due(tokens, NOW, &due));
    assert_int_equal(tokens_next(tokens), NOW + 5000);
    assert_true(tokens_due(tokens, NOW + 5000, &due));
    assert_int_equal(due, AUDIENCE_ARM);
    assert_true(tokens_ask(tokens, due, NULL, NOW, arena, &ask, &err));
    answer(tokens, AUDIENCE_ARM, 200,
           "{\"access_token\":\"t\",\"expires_in\":3600,\"refresh_token\":"
           "\"r\"}",
           NOW + 5000);
    assert_false(tokens_prompt(tokens, NOW, &prompt));
    assert_true(tokens_due(tokens, NOW + 5000, &due));
    assert_int_equal(due, AUDIENCE_GRAPH);
    token_ask_done(&ask);
    arena_free(arena);
    tokens_free(tokens);
}

static void test_not_here(void **state)
{
    struct tokens *tokens = make(&config);
    struct arena *arena = arena_new();
    struct secret none;
    struct token_ask ask;
    struct err err = {0};

    (void)state;
    hosts_init(&hosts, CLOUD_CHINA);
    secret_init(&none);
    token_ask_init(&ask);
    assert_false(
        tokens_ask(tokens, AUDIENCE_ENDPOINT, &none, NOW, arena, &ask, &err));
    assert_non_null(strstr(err.text, "endpoint"));
    tokens_fail(tokens, AUDIENCE_ENDPOINT, &err, NOW);
    assert_int_equal(look(tokens, AUDIENCE_ENDPOINT, NOW + 1), TOKEN_NEVER);
    token_ask_done(&ask);
    arena_free(arena);
    tokens_free(tokens);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown),   cmocka_unit_test(test_life),
        cmocka_unit_test(test_half_life), cmocka_unit_test(test_drop),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_shared),
        cmocka_unit_test(test_not_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
