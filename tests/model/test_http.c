/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdio.h>

#include "model/http.h"
#include "model/limits.h"

static void test_audience(void **state)
{
    enum audience audience;

    (void)state;
    for (int i = 0; i < AUDIENCE_N; i++) {
        assert_true(
            audience_parse(str_of(audience_name((enum audience)i)), &audience));
        assert_int_equal(audience, i);
    }
    assert_false(audience_parse(STR("mars"), &audience));
}

static void test_request(void **state)
{
    struct request request = {
        .method = "POST",
        .url = "https://x.logic.azure.com/invoke?sp=1&sig=abc",
        .headers = {"Authorization: Bearer abc", "X-Key: env:KEY",
                    "X-Api-Key: literal", "Accept:a/b", "Idempotency-Key: 1"},
        .body = STR("{\"text\":\"t\",\"client_secret\":\"s\",\"password\":"
                    "\"env:P\",\"n\":[{\"token\":\"t\"},{\"token\":\"arm\","
                    "\"key\":\"arm\"}],\"link\":"
                    "\"https://x/?a=1&sig=abc\"}"),
        .audience = AUDIENCE_NONE,
    };

    (void)state;
    assert_json_take(
        request_to_json(&request),
        "{\"method\":\"POST\",\"url\":\"https://x.logic.azure.com/"
        "invoke?sp=1&sig=***\",\"audience\":\"none\",\"headers\":{"
        "\"Authorization\":\"***\",\"X-Key\":\"env:KEY\",\"X-Api-Key\":"
        "\"***\",\"Accept\":\"a/"
        "b\",\"Idempotency-Key\":\"1\"},\"body\":{\"text\":\"t\","
        "\"client_secret\":\"***\",\"password\":\"env:P\",\"n\":[{\"token\":"
        "\"***\"},{\"token\":\"arm\",\"key\":\"***\"}],\"link\":\"https://x/"
        "?a=1&sig=***\"}}");
}

static void test_mail(void **state)
{
    static const char *const to[] = {"a@x", "b@x", NULL};
    struct request request = {.method = "MAIL",
                              .url = "smtp://h",
                              .body = STR("Hello"),
                              .mail_from = "r@x",
                              .mail_to = to};

    (void)state;
    assert_json_take(request_to_json(&request),
                     "{\"method\":\"MAIL\",\"url\":\"smtp://h\",\"audience\":"
                     "\"none\",\"from\":\"r@x\",\"to\":[\"a@x\",\"b@x\"],"
                     "\"body\":\"Hello\"}");
}

/* What is too long, or no text, stands there by its digest. */
static void test_body(void **state)
{
    struct request request = {.method = "PUT", .url = "/x"};
    struct buf text;

    (void)state;
    request.body = STR("\xff");
    assert_json_take(
        request_to_json(&request),
        "{\"method\":\"PUT\",\"url\":\"/x\",\"audience\":\"none\",\"body\":{"
        "\"bytes\":1,\"sha256\":\"a8100ae6aa1940d0b663bb31cd466142ebbdbd518713"
        "1b92d93818987832eb89\"}}");
    buf_init(&text);
    while (text.len <= LIMIT_STEP_BODY)
        buf_char(&text, 'x');
    request.body = buf_view(&text);
    struct json *json = request_to_json(&request);
    int64_t bytes = 0;

    assert_true(json_int(json_at(json, STR("body.bytes")), &bytes));
    assert_int_equal(bytes, LIMIT_STEP_BODY + 1);
    json_free(json);
    buf_done(&text);
}

static void test_response(void **state)
{
    struct response response;

    (void)state;
    response_init(&response);
    assert_int_equal(response.retry_after, -1);
    response.status = 202;
    response.retry_after = 5000;
    response.began = 1000;
    snprintf(response.location, sizeof(response.location),
             "https://m/op?t=1&code=abc");
    snprintf(response.request_id, sizeof(response.request_id), "r");
    buf_text(&response.body,
             "{\"access_token\":\"t\",\"a\":1,\"keys\":[{\"keyName\":"
             "\"key1\",\"value\":\"k\"}],\"primaryKey\":\"k\",\"value\":2,"
             "\"primaryConnectionString\":\"c\"}");
    assert_json_take(response_to_json(&response),
                     "{\"status\":202,\"retryAfter\":5000,\"location\":"
                     "\"https://m/op?t=1&code=***\",\"requestId\":\"r\","
                     "\"began\":\"1970-01-01T00:00:01Z\",\"ended\":null,"
                     "\"body\":{\"access_token\":\"***\",\"a\":1,\"keys\":[{"
                     "\"keyName\":\"key1\",\"value\":\"***\"}],"
                     "\"primaryKey\":\"***\",\"value\":2,"
                     "\"primaryConnectionString\":\"***\"}}");
    response_done(&response);
    response_init(&response);
    response.sent = true;
    err_set(&response.failure, ERR_AGAIN, "No answer.");
    assert_json_take(response_to_json(&response),
                     "{\"status\":0,\"sent\":true,\"failure\":\"No answer.\","
                     "\"began\":null,\"ended\":null}");
    response_done(&response);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_audience), cmocka_unit_test(test_request),
        cmocka_unit_test(test_mail),     cmocka_unit_test(test_body),
        cmocka_unit_test(test_response),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
