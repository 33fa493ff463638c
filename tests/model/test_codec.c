/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/codec.h"

static void test_set(void **state)
{
    struct json *out = json_new_object();
    struct json *value = parsed("[1]");

    (void)state;
    json_set_time(out, "a", 1000);
    json_set_time(out, "b", 0);
    json_set_time(out, "never", INT64_MAX);
    json_set_copy(out, "c", value);
    json_set_copy(out, "d", NULL);
    json_free(value);
    assert_json_take(out, "{\"a\":\"1970-01-01T00:00:01Z\",\"b\":null,"
                          "\"never\":null,\"c\":[1],\"d\":null}");
}

static void test_name(void **state)
{
    static const char *const names[] = {"one", NULL, "Two"};
    size_t at = 7;

    (void)state;
    assert_true(name_parse(names, N(names), STR("TWO"), &at));
    assert_int_equal(at, 2);
    assert_false(name_parse(names, N(names), STR("three"), &at));
    assert_false(name_parse(names, N(names), STR(""), &at));
    assert_int_equal(at, 2);
}

static void test_known(void **state)
{
    static const char *const names[] = {"name", "cooldown"};
    static const struct {
        const char *json;
        const char *says; /* NULL: fine */
    } rows[] = {
        {"{}", NULL},
        {"{\"name\":1,\"cooldown\":null}", NULL},
        {"{\"cooldwn\":1}", "did you mean \"cooldown\""},
        {"{\"Name\":1}", "did you mean \"name\""},
        {"{\"zzzzzzzz\":1}", "remove it"},
        {"[]", "must be an object"},
        {"null", "must be an object"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *json = parsed(rows[i].json);
        struct err err = {.code = ERR_NONE};

        assert_int_equal(members_known(json, "It", names, N(names), &err),
                         rows[i].says == NULL);
        if (rows[i].says)
            assert_has(err.text, rows[i].says);
        json_free(json);
    }
}

static void test_member(void **state)
{
    struct json *json = parsed("{\"a\":\"x\",\"b\":\" \",\"c\":1}");
    struct arena *arena = arena_new();
    const struct json *list;
    struct err err;
    char *out;

    (void)state;
    assert_true(member_text(json, "it", "a", NULL, arena, &out, &err));
    assert_string_equal(out, "x");
    assert_true(member_text(json, "it", "z", "y", arena, &out, &err));
    assert_string_equal(out, "y");
    assert_false(member_text(json, "it", "z", NULL, arena, &out, &err));
    assert_has(err.text, "needs \"z\"");
    assert_false(member_text(json, "it", "b", NULL, arena, &out, &err));
    assert_has(err.text, "empty");
    assert_true(member_text(json, "it", "b", "", arena, &out, &err));
    assert_false(member_text(json, "it", "c", "", arena, &out, &err));
    assert_has(err.text, "must be text");
    assert_true(member_type(json, "it", "z", JSON_ARRAY, &list, &err));
    assert_null(list);
    assert_true(member_type(json, "it", "c", JSON_INT, &list, &err));
    assert_non_null(list);
    assert_false(member_type(json, "it", "c", JSON_ARRAY, &list, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_free(arena);
    json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_name),
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
