/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/judge.h"
#include "util/utf8.h"

static void test_rest(void **state)
{
    static const struct {
        int status;
        bool idempotent;
        const char *body;
        enum verdict verdict;
        const char *text;
    } rows[] = {
        {200, false, "{}", VERDICT_DONE, "200 OK"},
        {204, false, "", VERDICT_DONE, "204"},
        {299, false, "", VERDICT_DONE, "299"},
        {302, true, "", VERDICT_REFUSED, "another place"},
        {400, true,
         "{\"error\":{\"code\":\"Bad\",\"message\":\"no \\u001b[2J\"}}",
         VERDICT_REFUSED, "400 Bad Request, Bad: no ^[[2J"},
        {403, true, "{\"Error\":{\"Code\":\"AuthorizationFailed\"}}",
         VERDICT_REFUSED, "403 Forbidden, AuthorizationFailed"},
        {404, true, "<html>not here</html>", VERDICT_REFUSED, "404 Not Found"},
        {404, true, "", VERDICT_REFUSED, "404 Not Found"},
        {409, true, "{\"code\":\"Conflict\",\"message\":\"busy\"}",
         VERDICT_REFUSED, "Conflict: busy"},
        {418, true, "", VERDICT_REFUSED, "418"},
        {408, false, "", VERDICT_RETRY, "not now"},
        {425, false, "", VERDICT_RETRY, "not now"},
        {429, false, "", VERDICT_RETRY, "429 Too Many Requests"},
        {500, false, "", VERDICT_RETRY, "500"},
        {503, false, "", VERDICT_RETRY, "503"},
        {599, false, "", VERDICT_RETRY, "599"},
        {501, true, "", VERDICT_REFUSED, "501"},
        {502, true, "", VERDICT_RETRY, "502"},
        {502, false, "", VERDICT_UNKNOWN, "may have been done"},
        {504, false, "", VERDICT_UNKNOWN, "may have been done"},
        {100, true, "", VERDICT_REFUSED, "100"},
        {999, true, "", VERDICT_REFUSED, "999"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request request = {
            .method = "POST", .url = "/x", .idempotent = rows[i].idempotent};
        struct response response;
        struct judgement out;

        answer_make(&response, rows[i].status, rows[i].body);
        judge_rest(&request, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_non_null(strstr(out.text, rows[i].text));
        assert_int_equal(out.wait, 0);
        response_done(&response);
    }
}

static void test_retry_after(void **state)
{
    struct request request = {.method = "GET", .url = "/x"};
    struct response response;
    struct judgement out;

    (void)state;
    answer_make(&response, 429, "");
    response.retry_after = 7000;
    judge_rest(&request, &response, &out);
    assert_int_equal(out.verdict, VERDICT_RETRY);
    assert_int_equal(out.wait, 7000);
    response_done(&response);
}

static void test_lost(void **state)
{
    static const struct {
        enum err_code code;
        bool sent;
        bool idempotent;
        enum verdict verdict;
    } rows[] = {
        {ERR_AGAIN, false, false, VERDICT_RETRY},
        {ERR_AGAIN, false, true, VERDICT_RETRY},
        {ERR_AGAIN, true, true, VERDICT_RETRY},
        {ERR_AGAIN, true, false, VERDICT_UNKNOWN},
        {ERR_STOPPED, false, false, VERDICT_RETRY},
        {ERR_STOPPED, true, false, VERDICT_UNKNOWN},
        {ERR_REMOTE, false, false, VERDICT_REFUSED},
        {ERR_REMOTE, true, true, VERDICT_REFUSED},
        {ERR_REMOTE, true, false, VERDICT_UNKNOWN},
        {ERR_DENIED, false, true, VERDICT_REFUSED},
        {ERR_INPUT, false, true, VERDICT_REFUSED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request request = {
            .method = "POST", .url = "/x", .idempotent = rows[i].idempotent};
        struct response response;
        struct judgement out;

        answer_lost(&response, rows[i].code, rows[i].sent);
        judge_webhook(&request, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_non_null(strstr(out.text, "the line was cut"));
        response_done(&response);
    }
}

static void test_webhook(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum verdict verdict;
        const char *text;
    } rows[] = {
        {200, "ok", VERDICT_DONE, "200 OK"},
        {404, "no_service", VERDICT_REFUSED, "404 Not Found, no_service"},
        {400, "a\x1b]0;x\x07", VERDICT_REFUSED, "a^[]0;x^G"},
        {429, "slow", VERDICT_RETRY, "slow"},
        {500, "", VERDICT_RETRY, "500"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request request = {.method = "POST", .url = "https://x/"};
        struct response response;
        struct judgement out;

        answer_make(&response, rows[i].status, rows[i].body);
        judge_webhook(&request, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_non_null(strstr(out.text, rows[i].text));
        response_done(&response);
    }
}

static void test_mail(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum verdict verdict;
        const char *text;
    } rows[] = {
        {250, "250 2.0.0 Ok\r\n", VERDICT_DONE, "took"},
        {451, "451 greylisted\r\n", VERDICT_RETRY, "greylisted"},
        {550, "550 no such user\r\n", VERDICT_REFUSED, "no: 550 no such user"},
        {552, "", VERDICT_REFUSED, "no: 552"},
        {535, "535 bad login\r\n", VERDICT_REFUSED, "bad login"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request request = {.method = "MAIL", .url = "smtp://x/"};
        struct response response;
        struct judgement out;

        answer_make(&response, rows[i].status, rows[i].body);
        judge_mail(&request, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_non_null(strstr(out.text, rows[i].text));
        response_done(&response);
    }
}

/* A long message of many-byte characters is cut between two of them. */
static void test_say_cut(void **state)
{
    struct judgement out;
    char text[1600] = "";

    (void)state;
    for (size_t i = 0; i + 3 < sizeof(text); i += 3)
        memcpy(text + i, "\xe3\x81\x82", 4);
    judge_say(&out, VERDICT_RETRY, "x%s", text);
    assert_true(utf8_valid(str_of(out.text)));
    assert_in_range(strlen(out.text), sizeof(out.text) - 4,
                    sizeof(out.text) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest), cmocka_unit_test(test_retry_after),
        cmocka_unit_test(test_lost), cmocka_unit_test(test_webhook),
        cmocka_unit_test(test_mail), cmocka_unit_test(test_say_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
