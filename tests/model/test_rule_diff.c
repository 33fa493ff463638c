/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/rule_diff.h"

static const char base[] =
    "{\"name\":\"a\",\"mode\":\"shadow\",\"order\":10,"
    "\"conditions\":[{\"all\":["
    "{\"property\":\"Severity\",\"operator\":\">=\",\"value\":\"High\"}]}],"
    "\"scope\":{\"groups\":[\"x\",\"y\"]},"
    "\"actions\":[{\"kind\":\"mail\",\"with\":{\"to\":\"a@b\"}},"
    "{\"kind\":\"http\",\"with\":{\"url\":\"https://e.org\"}}]";

static struct rule *read_one(const char *more)
{
    struct err err = {0};
    struct json *json;
    struct rule *rule;
    struct buf text;

    buf_init(&text);
    buf_printf(&text, "%s%s}", base, more);
    assert_true(json_parse(buf_view(&text), &json, &err));
    if (!rule_from_json(json, &rule, &err))
        fail_msg("%s", err.text);
    json_free(json);
    buf_done(&text);
    return rule;
}

static void test_same(void **state)
{
    struct arena *arena = arena_new();
    struct rule_diff_row *rows;
    struct rule *a = read_one("");
    struct rule *b = read_one(",\"author\":\"mara\",\"revision\":7");

    (void)state;
    assert_int_equal(rule_diff(a, b, arena, &rows), 0);
    rule_free(a);
    rule_free(b);
    arena_free(arena);
}

static void row_is(const struct rule_diff_row *row, const char *path,
                   const char *was, const char *is)
{
    assert_string_equal(row->path, path);
    if (was)
        assert_string_equal(row->was, was);
    else
        assert_null(row->was);
    if (is)
        assert_string_equal(row->is, is);
    else
        assert_null(row->is);
}

static void test_fields(void **state)
{
    struct arena *arena = arena_new();
    struct rule_diff_row *rows;
    struct rule *a = read_one("");
    struct rule *b = read_one(",\"note\":\"why\",\"unless\":[{\"all\":["
                              "{\"property\":\"Status\",\"operator\":\"==\","
                              "\"value\":\"Resolved\"}]}]");

    (void)state;
    b->mode = RULE_AUTO;
    b->scope.n_groups = 1;
    b->sets[0].all[0].value = arena_text(b->arena, "Low");
    assert_int_equal(rule_diff(a, b, arena, &rows), 5);
    row_is(&rows[0], "note", NULL, "why");
    row_is(&rows[1], "mode", "shadow", "auto");
    row_is(&rows[2], "scope/groups", "x, y", "x");
    row_is(&rows[3], "conditions 1/all 1/value", "High", "Low");
    assert_string_equal(rows[4].path, "unless");
    assert_null(rows[4].was);
    rule_free(a);
    rule_free(b);
    arena_free(arena);
}

/* One that is taken out does not change those behind it. */
static void test_middle(void **state)
{
    struct arena *arena = arena_new();
    struct rule_diff_row *rows;
    struct rule *a = read_one("");
    struct rule *b = read_one("");

    (void)state;
    b->actions++;
    b->n_actions--;
    assert_int_equal(rule_diff(a, b, arena, &rows), 1);
    assert_string_equal(rows[0].path, "actions 1");
    assert_non_null(strstr(rows[0].was, "a@b"));
    assert_null(rows[0].is);
    b->actions--;
    b->n_actions++;
    assert_true(rule_diff(NULL, b, arena, &rows) > 3);
    assert_true(rule_diff(a, NULL, arena, &rows) > 3);
    rule_free(a);
    rule_free(b);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
