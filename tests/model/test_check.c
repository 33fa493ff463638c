/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdio.h>

#include "model/containment.h"

#define VIEW                                                                   \
    "{\"statuses\":[{\"code\":\"ProvisioningState/succeeded\"},{\"code\":"     \
    "\"PowerState/Running\"}],\"properties\":{\"a\":\"Enabled\",\"b\":false,"  \
    "\"n\":5,\"nil\":null}}"

#define ANY(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_holds(void **state)
{
    const struct {
        struct check check;
        const char *why; /* NULL: it holds */
    } rows[] = {
        {{"properties.a", CHECK_IS, ANY("enabled")}, NULL},
        {{"Properties.A", CHECK_IS, ANY("{was}")}, NULL},
        {{"properties.a", CHECK_IS, ANY("Disabled")},
         "properties.a is Enabled; it should be Disabled."},
        {{"properties.x", CHECK_IS, ANY("Disabled")},
         "properties.x is not there; it should be Disabled."},
        {{"properties.b", CHECK_IS, ANY("false")}, NULL},
        {{"properties.n", CHECK_IS, ANY("5")}, NULL},
        {{"properties.a", CHECK_NOT, ANY("Disabled")}, NULL},
        {{"properties.x", CHECK_NOT, ANY("Disabled")}, NULL},
        {{"properties.a", CHECK_NOT, ANY("ENABLED")},
         "properties.a is still Enabled."},
        {{"statuses[].code", CHECK_IS, ANY("powerstate/running")}, NULL},
        {{"statuses[].code", CHECK_STARTS, ANY("PowerState/")}, NULL},
        {{"statuses[].code", CHECK_IS, ANY("PowerState/deallocated")},
         "statuses[].code is ProvisioningState/succeeded, PowerState/Running; "
         "it should be PowerState/deallocated."},
        {{"statuses[].code", CHECK_NOT, ANY("PowerState/running")}, "still"},
        {{"statuses[]", CHECK_PRESENT, ANY("true")}, NULL},
        {{"properties.a", CHECK_PRESENT, ANY("true")}, NULL},
        {{"properties.x", CHECK_PRESENT, ANY("true")},
         "properties.x is not there."},
        {{"properties.x", CHECK_PRESENT, ANY("false")}, NULL},
        {{"properties.nil", CHECK_PRESENT, ANY("false")}, NULL},
        {{"properties.a", CHECK_PRESENT, ANY("false")},
         "properties.a is still there."},
        {{"properties.a", CHECK_IS, ANY("{other}")}, "{other}"},
        {{"properties[].a", CHECK_IS, ANY("Enabled")}, "not there"},
        {{"properties.a", CHECK_IS, ANY("Disabled", "enabled")}, NULL},
        {{"properties.a", CHECK_NOT, ANY("x", "Enabled")}, "still Enabled"},
        {{"properties.a", CHECK_IS, ANY("x", "y", "z")}, "be x, y or z."},
        {{"properties.{p}", CHECK_IS, ANY("Enabled")}, NULL},
        {{"statuses.code", CHECK_IS, ANY("PowerState/running")}, "not there"},
    };
    struct json *answer = parsed(VIEW);
    struct json *kept = parsed("{\"was\":\"ENABLED\",\"p\":\"a\"}");
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *why = NULL;
        const struct checks one = {.at = &rows[i].check, .n = 1};
        bool holds = checks_hold(&one, STR("/subscriptions/s"), kept, answer,
                                 arena, &why);

        if (holds != (rows[i].why == NULL))
            fail_msg("row %zu: %s", i, why ? why : "holds");
        if (rows[i].why)
            assert_has(why, rows[i].why);
    }
    arena_free(arena);
    json_free(kept);
    json_free(answer);
}

/* All must hold; none at all do; an answer may be missing. */
static void test_many(void **state)
{
    const struct check both[] = {
        {"properties.a", CHECK_IS, ANY("Enabled")},
        {"properties.n", CHECK_IS, ANY("6")},
    };
    const struct checks none = {.at = both, .n = 0};
    const struct checks one = {.at = both, .n = 1};
    const struct checks two = {.at = both, .n = 2};
    struct json *answer = parsed(VIEW);
    struct arena *arena = arena_new();
    const char *why = NULL;

    (void)state;
    assert_true(checks_hold(&none, STR("x"), NULL, answer, arena, &why));
    assert_true(checks_hold(&one, STR("x"), NULL, answer, arena, &why));
    assert_false(checks_hold(&two, STR("x"), NULL, answer, arena, &why));
    assert_has(why, "properties.n");
    assert_false(checks_hold(&one, STR("x"), NULL, NULL, arena, &why));
    arena_free(arena);
    json_free(answer);
}

#define LIST                                                                   \
    "{\"value\":[{\"id\":\"/a\",\"on\":true,\"seen\":\"2026-01-02\"},"         \
    "{\"id\":\"/b\",\"on\":false,\"seen\":\"2026-01-09\"},{\"id\":\"/c\","     \
    "\"on\":true,\"seen\":\"2026-01-03\"}]}"

static void test_keeps(void **state)
{
    const struct check is_on = {"on", CHECK_IS, ANY("true")};
    const struct check is_x = {"id", CHECK_IS, ANY("{p}")};
    const struct {
        const char *answer;
        struct keep keep;
        const char *want; /* NULL: refused */
        const char *fallback;
    } rows[] = {
        {VIEW,
         {.at = "statuses[].code", .starts = "powerstate/"},
         "{\"k\":\"PowerState/Running\"}",
         NULL},
        {VIEW, {.at = "properties.b"}, "{\"k\":false}", NULL},
        {VIEW,
         {.at = "properties.x", .optional = true},
         "{\"k\":\"v\"}",
         "\"{name}\""},
        {VIEW, {.at = "properties.x", .optional = true}, "{\"k\":null}", NULL},
        {VIEW, {.at = "properties.y"}, NULL, NULL},
        {VIEW,
         {.at = "properties.nil", .missing = "No such machine."},
         NULL,
         NULL},
        {LIST,
         {.at = "value[].id", .where = {NULL, 0}},
         "{\"k\":\"/a\"}",
         NULL},
        {LIST,
         {.at = "value[]", .all = true, .where = {&is_x, 1}},
         "{\"k\":[{\"id\":\"/c\",\"on\":true,\"seen\":\"2026-01-03\"}]}",
         NULL},
        {LIST,
         {.at = "value[]", .newest = "seen", .where = {&is_on, 1}},
         "{\"k\":{\"id\":\"/c\",\"on\":true,\"seen\":\"2026-01-03\"}}",
         NULL},
        {VIEW, {.at = "value[]", .all = true}, NULL, NULL},
        {VIEW,
         {.at = "value[]", .all = true, .optional = true},
         "{\"k\":[]}",
         NULL},
    };
    struct json *known = parsed("{\"p\":\"/c\"}");

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *answer = parsed(rows[i].answer);
        struct json *fallback = NULL;
        struct json *out = json_new_object();
        struct keep keep = rows[i].keep;
        struct call_template call = {.keeps = &keep, .n_keeps = 1};
        struct err err;

        keep.name = "k";
        keep.starts = keep.starts ? keep.starts : "";
        keep.missing = keep.missing ? keep.missing : "";
        if (rows[i].fallback)
            fallback = parsed(rows[i].fallback);
        keep.fallback = fallback;
        if (keeps_take(&call, STR("/subscriptions/v"), known, answer, out,
                       &err) != (rows[i].want != NULL))
            fail_msg("row %zu", i);
        if (rows[i].want)
            assert_json_take(out, rows[i].want);
        else
            assert_has(err.text, *keep.missing ? keep.missing : keep.at);
        if (!rows[i].want)
            json_free(out);
        json_free(fallback);
        json_free(answer);
    }
    json_free(known);
}

/* Status and headers stand beside what the body says. */
static void test_answer(void **state)
{
    struct response response;

    (void)state;
    response_init(&response);
    response.status = 404;
    assert_json_take(answer_document(&response),
                     "{\"$status\":404,\"$header\":{}}");
    buf_text(&response.body, "{\"a\":1}");
    snprintf(response.etag, sizeof(response.etag), "\"0x1\"");
    response.headers = parsed("{\"content-length\":\"5\"}");
    assert_json_take(answer_document(&response),
                     "{\"a\":1,\"$status\":404,\"$header\":{"
                     "\"content-length\":\"5\",\"etag\":\"\\\"0x1\\\"\"}}");
    buf_clear(&response.body);
    buf_text(&response.body, "[1]");
    assert_json_take(answer_document(&response),
                     "{\"$status\":404,\"$header\":{"
                     "\"content-length\":\"5\",\"etag\":\"\\\"0x1\\\"\"}}");
    response_done(&response);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_keeps),
        cmocka_unit_test(test_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
