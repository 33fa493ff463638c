/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <math.h>

#include "util/str.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static void test_int(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"+7", true, 7},
        {"0042", true, 42},
        {"-42", true, -42},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"18446744073709551616", false, 0},
        {"99999999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"--1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x10", false, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        int64_t value = 77;

        assert_int_equal(str_int(str_of(rows[i].text), &value), rows[i].good);
        assert_true(value == (rows[i].good ? rows[i].value : 77));
    }
}

static const struct {
    const char *text;
    bool good;
    double value;
} reals[] = {
    {"0", true, 0},
    {"-1.5", true, -1.5},
    {"+.5", true, 0.5},
    {"5.", true, 5},
    {"0.1", true, 0.1},
    {"1e3", true, 1000},
    {"1.25E-2", true, 0.0125},
    {"1e-400", true, 0},
    {"179769313486231570814527423731704356798070567525844996598917", true,
     179769313486231570814527423731704356798070567525844996598917.0},
    {"1e999", false, 0},
    {"", false, 0},
    {".", false, 0},
    {"-", false, 0},
    {"1e", false, 0},
    {"1e+", false, 0},
    {"1,5", false, 0},
    {"1.5.5", false, 0},
    {"0x1p3", false, 0},
    {"inf", false, 0},
    {"nan", false, 0},
    {" 1", false, 0},
    {"1 ", false, 0},
};

static void check_reals(void)
{
    size_t i;

    for (i = 0; i < ITEMS(reals); i++) {
        double value = 77;

        assert_int_equal(str_real(str_of(reals[i].text), &value),
                         reals[i].good);
        assert_true(fabs(value - (reals[i].good ? reals[i].value : 77)) <= 0.0);
    }
}

static void test_real(void **state)
{
    (void)state;
    check_reals();
}

static void test_real_any_locale(void **state)
{
    (void)state;
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8"))
        skip();
    check_reals();
    setlocale(LC_NUMERIC, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_int),
        cmocka_unit_test(test_real),
        cmocka_unit_test(test_real_any_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
