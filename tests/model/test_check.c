/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/containment.h"

#define VIEW                                                                   \
    "{\"statuses\":[{\"code\":\"ProvisioningState/succeeded\"},{\"code\":"     \
    "\"PowerState/Running\"}],\"properties\":{\"a\":\"Enabled\",\"b\":false,"  \
    "\"n\":5,\"nil\":null}}"

static void test_holds(void **state)
{
    static const struct {
        struct check check;
        const char *why; /* NULL: it holds */
    } rows[] = {
        {{"properties.a", CHECK_IS, "enabled"}, NULL},
        {{"Properties.A", CHECK_IS, "{was}"}, NULL},
        {{"properties.a", CHECK_IS, "Disabled"},
         "properties.a is Enabled; it should be Disabled."},
        {{"properties.x", CHECK_IS, "Disabled"},
         "properties.x is not there; it should be Disabled."},
        {{"properties.b", CHECK_IS, "false"}, NULL},
        {{"properties.n", CHECK_IS, "5"}, NULL},
        {{"properties.a", CHECK_NOT, "Disabled"}, NULL},
        {{"properties.x", CHECK_NOT, "Disabled"}, NULL},
        {{"properties.a", CHECK_NOT, "ENABLED"},
         "properties.a is still Enabled."},
        {{"statuses[].code", CHECK_IS, "powerstate/running"}, NULL},
        {{"statuses[].code", CHECK_STARTS, "PowerState/"}, NULL},
        {{"statuses[].code", CHECK_IS, "PowerState/deallocated"},
         "statuses[].code is ProvisioningState/succeeded, PowerState/Running; "
         "it should be PowerState/deallocated."},
        {{"statuses[].code", CHECK_NOT, "PowerState/running"}, "still"},
        {{"statuses[]", CHECK_PRESENT, "true"}, NULL},
        {{"properties.a", CHECK_PRESENT, "true"}, NULL},
        {{"properties.x", CHECK_PRESENT, "true"}, "properties.x is not there."},
        {{"properties.x", CHECK_PRESENT, "false"}, NULL},
        {{"properties.nil", CHECK_PRESENT, "false"}, NULL},
        {{"properties.a", CHECK_PRESENT, "false"},
         "properties.a is still there."},
        {{"properties.a", CHECK_IS, "{other}"}, "{other}"},
        {{"properties[].a", CHECK_IS, "Enabled"}, "not there"},
        {{"statuses.code", CHECK_IS, "PowerState/running"}, "not there"},
    };
    struct json *answer = parsed(VIEW);
    struct json *kept = parsed("{\"was\":\"ENABLED\"}");
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *why = NULL;
        bool holds = checks_hold(&rows[i].check, 1, STR("/subscriptions/s"),
                                 kept, answer, arena, &why);

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
    static const struct check checks[] = {
        {"properties.a", CHECK_IS, "Enabled"},
        {"properties.n", CHECK_IS, "6"},
    };
    struct json *answer = parsed(VIEW);
    struct arena *arena = arena_new();
    const char *why = NULL;

    (void)state;
    assert_true(checks_hold(checks, 0, STR("x"), NULL, answer, arena, &why));
    assert_true(checks_hold(checks, 1, STR("x"), NULL, answer, arena, &why));
    assert_false(checks_hold(checks, 2, STR("x"), NULL, answer, arena, &why));
    assert_has(why, "properties.n");
    assert_false(checks_hold(checks, 1, STR("x"), NULL, NULL, arena, &why));
    arena_free(arena);
    json_free(answer);
}

static void test_keeps(void **state)
{
    struct json *fallback = parsed("\"Enabled\"");
    const struct keep keeps[] = {
        {.name = "power", .at = "statuses[].code", .starts = "powerstate/"},
        {.name = "b", .at = "properties.b"},
        {.name = "was", .at = "properties.x", .fallback = fallback},
        {.name = "missing", .at = "properties.y"},
    };
    struct containment entry = {.keeps = keeps, .n_keeps = 3};
    struct json *answer = parsed(VIEW);
    struct json *out = NULL;
    struct err err;

    (void)state;
    assert_true(keeps_take(&entry, answer, &out, &err));
    assert_json_take(out, "{\"power\":\"PowerState/Running\",\"b\":false,"
                          "\"was\":\"Enabled\"}");
    entry.n_keeps = 4;
    out = NULL;
    assert_false(keeps_take(&entry, answer, &out, &err));
    assert_null(out);
    assert_int_equal(err.code, ERR_INPUT);
    assert_has(err.text, "properties.y");
    json_free(answer);
    json_free(fallback);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_keeps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
