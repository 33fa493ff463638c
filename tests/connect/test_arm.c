/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/arm.h"

#define BASE      "https://management.azure.com"
#define OPERATION BASE "/subscriptions/s/operations/1?api-version=1"
#define ELSEWHERE "https://evil.example.org/operations/1"

static void test_judge(void **state)
{
    static const struct {
        const char *method;
        int status;
        const char *operation;
        const char *location;
        int64_t retry_after;
        const char *body;
        enum verdict verdict;
        const char *next;
        int64_t wait;
    } rows[] = {
        {"POST", 200, "", "", -1, "", VERDICT_DONE, "", 0},
        {"POST", 204, "", "", -1, "", VERDICT_DONE, "", 0},
        {"POST", 202, "", "", -1, "", VERDICT_DONE, "", 0},
        {"POST", 202, OPERATION, ELSEWHERE, 15000, "", VERDICT_FOLLOW,
         OPERATION, 15000},
        {"POST", 202, OPERATION, "", -1, "", VERDICT_FOLLOW, OPERATION, 10000},
        {"POST", 202, "", OPERATION, -1, "", VERDICT_FOLLOW, OPERATION, 60000},
        {"POST", 202, "", OPERATION, 0, "", VERDICT_FOLLOW, OPERATION, 500},
        {"PUT", 201, "", OPERATION, -1, "", VERDICT_FOLLOW, OPERATION, 60000},
        {"PUT", 200, OPERATION, "", -1, "", VERDICT_FOLLOW, OPERATION, 10000},
        {"PUT", 200, "", OPERATION, -1, "", VERDICT_DONE, "", 0},
        {"POST", 202, ELSEWHERE, "", -1, "", VERDICT_UNKNOWN, "", 0},
        {"POST", 202, "", "http://management.azure.com/x", -1, "",
         VERDICT_UNKNOWN, "", 0},
        {"PUT", 201, "", "", -1,
         "{\"properties\":{\"provisioningState\":\"Updating\"}}",
         VERDICT_FOLLOW, BASE "/r?v=1", 10000},
        {"PATCH", 200, "", "", -1,
         "{\"properties\":{\"provisioningState\":\"Succeeded\"}}", VERDICT_DONE,
         "", 0},
        {"PATCH", 200, "", "", -1, "{\"properties\":{}}", VERDICT_DONE, "", 0},
        {"PATCH", 200, "", "", -1,
         "{\"properties\":{\"provisioningState\":\"Failed\"}}", VERDICT_REFUSED,
         "", 0},
        {"GET", 202, OPERATION, "", -1, "", VERDICT_DONE, "", 0},
        {"GET", 200, "", "", -1,
         "{\"properties\":{\"provisioningState\":\"Updating\"}}", VERDICT_DONE,
         "", 0},
        {"PUT", 429, "", "", 5000, "", VERDICT_RETRY, "", 5000},
        {"PUT", 409, "", "", -1,
         "{\"error\":{\"code\":\"RetryableErrorDueToAnotherOperation\"}}",
         VERDICT_RETRY, "", 0},
        {"PUT", 409, "", "", -1, "{\"error\":{\"code\":\"Conflict\"}}",
         VERDICT_REFUSED, "", 0},
        {"PUT", 403, "", "", -1, "", VERDICT_REFUSED, "", 0},
        {"PUT", 404, "", "", -1, "", VERDICT_REFUSED, "", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request request = {.method = rows[i].method, .url = "/r?v=1"};
        struct response response;
        struct judgement out;

        answer_make(&response, rows[i].status, rows[i].body);
        strcpy(response.operation, rows[i].operation);
        strcpy(response.location, rows[i].location);
        response.retry_after = rows[i].retry_after;
        arm_judge(BASE, &request, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_string_equal(out.next, rows[i].next);
        assert_int_equal(out.wait, rows[i].wait);
        response_done(&response);
    }
}

static void test_follow(void **state)
{
    static const struct {
        int status;
        const char *body;
        const char *location;
        enum verdict verdict;
        const char *next;
        const char *text;
    } rows[] = {
        {200, "{\"status\":\"Succeeded\"}", "", VERDICT_DONE, "", "yes"},
        {200, "{\"status\":\"InProgress\"}", "", VERDICT_FOLLOW, OPERATION,
         "working"},
        {200, "{\"status\":\"Deallocating\"}", "", VERDICT_FOLLOW, OPERATION,
         "working"},
        {202, "{\"status\":\"Succeeded\"}", "", VERDICT_DONE, "", "yes"},
        {200,
         "{\"status\":\"Failed\",\"error\":{\"code\":\"Busy\",\"message\":"
         "\"m\"}}",
         "", VERDICT_REFUSED, "", "Busy: m"},
        {200, "{\"status\":\"Canceled\"}", "", VERDICT_REFUSED, "", "why"},
        {200, "{\"properties\":{\"provisioningState\":\"Updating\"}}", "",
         VERDICT_FOLLOW, OPERATION, "working"},
        {200, "{\"properties\":{}}", "", VERDICT_DONE, "", "yes"},
        {200, "", "", VERDICT_DONE, "", "yes"},
        {204, "", "", VERDICT_DONE, "", "yes"},
        {202, "", "", VERDICT_FOLLOW, OPERATION, "working"},
        {202, "", BASE "/other", VERDICT_FOLLOW, BASE "/other", "working"},
        {202, "", ELSEWHERE, VERDICT_UNKNOWN, "", "another host"},
        {429, "", "", VERDICT_RETRY, "", "not now"},
        {503, "", "", VERDICT_RETRY, "", "not now"},
        {404, "", "", VERDICT_UNKNOWN, "", "will not say"},
        {403, "", "", VERDICT_UNKNOWN, "", "will not say"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct request follow;
        struct response response;
        struct judgement out;

        arm_follow(OPERATION, arena, &follow);
        assert_string_equal(follow.method, "GET");
        assert_int_equal(follow.audience, AUDIENCE_ARM);
        assert_true(follow.idempotent);
        answer_make(&response, rows[i].status, rows[i].body);
        strcpy(response.location, rows[i].location);
        arm_follow_judge(BASE, &follow, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_string_equal(out.next, rows[i].next);
        assert_non_null(strstr(out.text, rows[i].text));
        response_done(&response);
        arena_free(arena);
    }
}

static void test_may_follow(void **state)
{
    static const struct {
        const char *base;
        const char *url;
        bool may;
    } rows[] = {
        {BASE, BASE "/x", true},
        {BASE, "https://MANAGEMENT.azure.com/x", true},
        {BASE, "http://management.azure.com/x", false},
        {BASE, ELSEWHERE, false},
        {BASE, "/x", false},
        {BASE, "", false},
        {"http://127.0.0.1:1", "http://127.0.0.1:1/x", true},
        {"http://127.0.0.1:1", "http://127.0.0.1:2/x", false},
        {NULL, BASE "/x", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(arm_may_follow(rows[i].base, str_of(rows[i].url)),
                         rows[i].may);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge),
        cmocka_unit_test(test_follow),
        cmocka_unit_test(test_may_follow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
