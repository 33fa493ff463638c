/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/condition.h"

static void test_operators(void **state)
{
    enum op op;

    (void)state;
    for (int i = 0; i < OP_N; i++) {
        assert_true(op_parse(str_of(op_spelling((enum op)i)), &op));
        assert_int_equal(op, i);
    }
    assert_true(op_parse(STR("CONTAINS"), &op));
    assert_int_equal(op, OP_CONTAINS);
    assert_false(op_parse(STR("="), &op));
    assert_false(op_parse(STR(""), &op));
    assert_true(op_takes_list(OP_IN));
    assert_true(op_takes_list(OP_HAS_ANY));
    assert_false(op_takes_list(OP_BETWEEN));
    assert_false(op_takes_value(OP_IS_EMPTY));
    assert_true(op_takes_value(OP_IN_RANGE));
}

static void test_write(void **state)
{
    static const struct {
        enum op op;
        char value[40];
        const char *want;
    } rows[] = {
        {OP_EQ, "High", "P == 'High'"},
        {OP_EQ, " High ", "P == 'High'"},
        {OP_EQ, "'High'", "P == 'High'"},
        {OP_EQ, "\"Hi\\\"gh\"", "P == \"Hi\\\"gh\""},
        {OP_EQ, "@'a''b'", "P == @'a''b'"},
        {OP_EQ, "'a' or 1", "P == '\\'a\\' or 1'"},
        {OP_EQ, "it's", "P == 'it\\'s'"},
        {OP_EQ, "C:\\x", "P == 'C:\\\\x'"},
        {OP_EQ, "a\nb\tc", "P == 'a\\nb\\tc'"},
        {OP_EQ, "5", "P == 5"},
        {OP_EQ, "-1.5", "P == -1.5"},
        {OP_EQ, "007", "P == '007'"},
        {OP_EQ, "1.2.3.4", "P == '1.2.3.4'"},
        {OP_EQ, "5.", "P == '5.'"},
        {OP_EQ, "true", "P == true"},
        {OP_GT, "2h", "P > 2h"},
        {OP_GE, "ago(1d)", "P >= ago(1d)"},
        {OP_LT, "2026-03-05", "P < datetime(2026-03-05)"},
        {OP_LE, "datetime(2026-03-05)", "P <= datetime(2026-03-05)"},
        {OP_NE, "", "P != ''"},
        {OP_EQ_FOLD, "5", "P =~ '5'"},
        {OP_CONTAINS, "5 %", "P contains '5 %'"},
        {OP_MATCHES, "\\d+", "P matches regex '\\\\d+'"},
        {OP_IN, "a, 5 ,'b,c'", "P in ('a', 5, 'b,c')"},
        {OP_IN, "('a','b')", "P in ('a', 'b')"},
        {OP_IN_FOLD, "a,5", "P in~ ('a', '5')"},
        {OP_IN, "watchlist('vips')", "P in watchlist('vips')"},
        {OP_NOT_IN, "", "P !in ()"},
        {OP_HAS_ANY, "x", "P has_any ('x')"},
        {OP_BETWEEN, "1 .. 5", "P between (1 .. 5)"},
        {OP_BETWEEN, "(1..5)", "P between (1 .. 5)"},
        {OP_IS_EMPTY, "", "isempty(P)"},
        {OP_IS_NOT_EMPTY, "x", "isnotempty(P)"},
        {OP_IN_RANGE, "10.0.0.0/8", "ipv4_is_in_range(P, '10.0.0.0/8')"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        char property[] = "P";
        char value[40];
        struct condition condition = {
            .property = property, .op = rows[i].op, .value = value};
        struct buf out;

        memcpy(value, rows[i].value, sizeof(value));
        buf_init(&out);
        condition_write(&condition, &out);
        assert_str(buf_view(&out), rows[i].want);
        buf_done(&out);
    }
}

static void test_sets(void **state)
{
    char p[] = "P", v[] = "5", q[] = "a or b";
    struct condition row = {.property = p, .value = v};
    struct condition query = {.query = q};
    struct condition both[] = {row, query};
    const struct condition_set sets[] = {
        {.all = &row, .n = 1},
        {.all = both, .n = 2},
        {.all = &query, .n = 1},
    };
    static const struct {
        size_t from, n;
        const char *want;
    } rows[] = {
        {0, 0, ""},
        {0, 1, "P == 5"},
        {1, 1, "P == 5 and (a or b)"},
        {2, 1, "a or b"},
        {0, 3, "(P == 5) or (P == 5 and (a or b)) or (a or b)"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct buf out;

        buf_init(&out);
        condition_sets_write(sets + rows[i].from, rows[i].n, &out);
        assert_str(buf_view(&out), rows[i].want);
        buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operators),
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_sets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
