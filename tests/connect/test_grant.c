/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connect/grant.h"
#include "util/when.h"

#define NOW        INT64_C(1772713445000)
#define MINUTES(n) (NOW + (n)*WHEN_MINUTE)
#define GOOD(token, refresh)                                                   \
    "{\"access_token\":\"" token "\",\"refresh_token\":\"" refresh             \
    "\",\"scope\":\"useraccount\",\"token_type\":\"Bearer\","                  \
    "\"expires_in\":1799}"
#define DENIED                                                                 \
    "{\"error\":\"server_error\",\"error_description\":\"access_denied\"}"

static const struct oauth password = {
    .url = "https://x.service-now.com/oauth_token.do",
    .grant = "password",
    .client_id = "id&",
    .client_secret = "env:C",
    .user = "ann b",
    .secret = "env:P",
};

static struct oauth refreshing(void)
{
    struct oauth terms = password;

    terms.grant = "refresh_token";
    return terms;
}

/* The form that it would send now. */
static void expect_form(struct grant *grant, const char *want)
{
    struct secret client_secret, secret;
    struct token_ask ask;

    secret_init(&client_secret);
    secret_init(&secret);
    secret_set(&client_secret, STR("~+/="));
    secret_set(&secret, STR("p%w"));
    token_ask_init(&ask);
    grant_ask(grant, &client_secret, &secret, &ask);
    assert_string_equal(ask.request.method, "POST");
    assert_string_equal(ask.request.url, password.url);
    assert_string_equal(ask.request.headers[0],
                        "Content-Type: application/x-www-form-urlencoded");
    assert_true(str_eq(secret_view(&ask.form), str_of(want)));
    /* Nothing of it where a request is written down. */
    assert_true(str_empty(ask.request.body));
    token_ask_done(&ask);
    secret_done(&secret);
    secret_done(&client_secret);
}

static void answer(struct grant *grant, int status, const char *body,
                   int64_t now)
{
    struct response response;

    response_init(&response);
    response.status = status;
    buf_text(&response.body, body);
    if (status == 0)
        err_set(&response.failure, ERR_AGAIN, "no way there");
    grant_answer(grant, &response, now);
    response_done(&response);
}

static enum token_state get(struct grant *grant, int64_t now, const char *want,
                            struct err *err)
{
    const struct secret *token = NULL;
    enum token_state state = grant_get(grant, now, &token, err);

    if (state == TOKEN_READY)
        assert_true(str_eq(secret_view(token), str_of(want)));
    return state;
}

static void test_forms(void **state)
{
    struct grants *grants = grants_new();
    const struct oauth refresh = refreshing();
    struct grant *one = grants_find(grants, &password);
    struct grant *two = grants_find(grants, &refresh);

    (void)state;
    assert_ptr_not_equal(one, two);
    assert_ptr_equal(one, grants_find(grants, &password));
    assert_string_equal(grant_terms(two)->client_secret, "env:C");
    expect_form(one, "grant_type=password&client_id=id%26&client_secret="
                     "~%2B%2F%3D&username=ann%20b&password=p%25w");
    expect_form(two, "grant_type=refresh_token&client_id=id%26&client_secret="
                     "~%2B%2F%3D&refresh_token=p%25w");
    grants_free(grants);
}

/* Asked for once, used until its margin, asked for anew after a 401. */
static void test_life(void **state)
{
    struct grants *grants = grants_new();
    struct grant *grant = grants_find(grants, &password);
    struct err err = {0};

    (void)state;
    assert_null(grants_due(grants));
    assert_int_equal(get(grant, NOW, "", &err), TOKEN_ASKED);
    assert_ptr_equal(grants_due(grants), grant);
    assert_null(grants_due(grants));
    answer(grant, 200, GOOD("t1", "r1"), NOW);
    assert_null(grants_due(grants));
    assert_int_equal(get(grant, MINUTES(24), "t1", &err), TOKEN_READY);
    assert_int_equal(get(grant, MINUTES(26), "", &err), TOKEN_ASKED);
    assert_ptr_equal(grants_due(grants), grant);
    answer(grant, 200, GOOD("t2", "r1"), MINUTES(26));
    assert_int_equal(get(grant, MINUTES(27), "t2", &err), TOKEN_READY);
    grant_drop(grant);
    assert_int_equal(get(grant, MINUTES(27), "", &err), TOKEN_ASKED);
    /* The password is what it signs in with, whatever came. */
    expect_form(grant, "grant_type=password&client_id=id%26&client_secret="
                       "~%2B%2F%3D&username=ann%20b&password=p%25w");
    grants_free(grants);
}

static void test_refusals(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum err_code code;
        const char *text;
        int64_t held; /* minutes */
    } rows[] = {
        {401, DENIED, ERR_DENIED, "access_denied (HTTP 401, server_error)", 14},
        {400, "<html>", ERR_DENIED, "client_secret", 14},
        {503, "", ERR_AGAIN, "HTTP 503", 0},
        {429, "", ERR_AGAIN, "HTTP 429", 0},
        {302, "", ERR_AGAIN, "HTTP 302", 0},
        {200, "<html>", ERR_AGAIN, "HTTP 200", 0},
        {200, "{\"access_token\":\"a b\",\"expires_in\":9}", ERR_AGAIN,
         "HTTP 200", 0},
        {0, "", ERR_AGAIN, "no way there", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct grants *grants = grants_new();
        struct grant *grant = grants_find(grants, &password);
        struct err err = {0};

        get(grant, NOW, "", &err);
        assert_ptr_equal(grants_due(grants), grant);
        answer(grant, rows[i].status, rows[i].body, NOW);
        assert_null(grants_due(grants));
        assert_int_equal(get(grant, NOW, "", &err), TOKEN_NEVER);
        assert_int_equal(err.code, rows[i].code);
        if (!strstr(err.text, rows[i].text))
            fail_msg("row %zu: %s", i, err.text);
        assert_int_equal(get(grant, MINUTES(rows[i].held), "", &err),
                         TOKEN_NEVER);
        assert_int_equal(get(grant, MINUTES(rows[i].held + 2), "", &err),
                         TOKEN_ASKED);
        grants_free(grants);
    }
}

/* The newest refresh token is used; when it is refused, the configured one. */
static void test_refresh(void **state)
{
    struct grants *grants = grants_new();
    const struct oauth terms = refreshing();
    struct grant *grant = grants_find(grants, &terms);
    struct err err = {0};

    (void)state;
    get(grant, NOW, "", &err);
    grants_due(grants);
    answer(grant, 200, GOOD("t1", "r1"), NOW);
    expect_form(grant, "grant_type=refresh_token&client_id=id%26&"
                       "client_secret=~%2B%2F%3D&refresh_token=r1");
    get(grant, MINUTES(30), "", &err);
    assert_ptr_equal(grants_due(grants), grant);
    answer(grant, 401, DENIED, MINUTES(30));
    assert_ptr_equal(grants_due(grants), grant);
    expect_form(grant, "grant_type=refresh_token&client_id=id%26&"
                       "client_secret=~%2B%2F%3D&refresh_token=p%25w");
    answer(grant, 401, DENIED, MINUTES(30));
    assert_null(grants_due(grants));
    assert_int_equal(get(grant, MINUTES(31), "", &err), TOKEN_NEVER);
    /* Settings were mended. */
    grants_forget(grants);
    assert_int_equal(get(grant, MINUTES(31), "", &err), TOKEN_ASKED);
    grants_due(grants);
    err_set(&err, ERR_INPUT, "no variable P");
    grant_fail(grant, &err, MINUTES(31));
    err = (struct err){0};
    assert_int_equal(get(grant, MINUTES(31), "", &err), TOKEN_NEVER);
    assert_string_equal(err.text, "no variable P");
    grants_free(grants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_life),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_refresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
