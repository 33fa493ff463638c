/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The judge of JSON syntax against rows, and against the tokener of json-c on
 * a sample alert changed in a few thousand ways, always the same ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <stdlib.h>
#include <string.h>

#include "model/limits.h"
#include "util/skim_check.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))
#define MUTATIONS   6000
#define ROOM        4096

static bool check(const char *text, size_t len, enum skim_fault *fault)
{
    /* Without a byte to spare, so that a sanitizer sees each one too far. */
    char *exact = malloc(len ? len : 1);
    struct skim_check state = {.at = exact, .end = exact + len};
    bool good;

    assert_non_null(exact);
    memcpy(exact, text, len);
    good = skim_check(&state);
    while (good && state.at < state.end && skim_is_space(*state.at))
        state.at++;
    *fault = good ? SKIM_MORE : state.fault;
    good = good && state.at == state.end;
    free(exact);
    return good;
}

static void test_good(void **state)
{
    static const char *const rows[] = {
        "0",
        "-0",
        "12",
        "-1.5",
        "1e5",
        "1E-5",
        "1.25e+10",
        "true",
        "false",
        "null",
        "\"\"",
        "\" \x7f\"",
        "[]",
        "{}",
        "[ ]",
        "{\n}",
        "[1,2,[3]]",
        "{\"a\":{\"b\":[{},[],null]},\"a\":2}",
        "\"\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"",
        "\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"",
        "\"\\u0000\\uFFFF\\ud800\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\t[\r\n1\t,\r\n2 ]",
    };
    enum skim_fault fault;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_true(check(rows[i], strlen(rows[i]), &fault));
}

static void test_bad(void **state)
{
    static const struct {
        const char *text;
        enum skim_fault fault;
    } rows[] = {
        {"", SKIM_EXPECTED_VALUE},
        {" ", SKIM_EXPECTED_VALUE},
        {"[", SKIM_EXPECTED_VALUE},
        {"]", SKIM_EXPECTED_VALUE},
        {"[,1]", SKIM_EXPECTED_VALUE},
        {"[1,]", SKIM_EXPECTED_VALUE},
        {"[1", SKIM_EXPECTED_END},
        {"[1}", SKIM_EXPECTED_END},
        {"[1 2]", SKIM_EXPECTED_END},
        {"{", SKIM_EXPECTED_NAME},
        {"{]", SKIM_EXPECTED_NAME},
        {"{1:2}", SKIM_EXPECTED_NAME},
        {"{'a':2}", SKIM_EXPECTED_NAME},
        {"{\"a\":1,}", SKIM_EXPECTED_NAME},
        {"{\"a\"}", SKIM_EXPECTED_COLON},
        {"{\"a\"", SKIM_EXPECTED_COLON},
        {"{\"a\":", SKIM_EXPECTED_VALUE},
        {"{\"a\":}", SKIM_EXPECTED_VALUE},
        {"{\"a\":1]", SKIM_EXPECTED_END},
        {"'a'", SKIM_EXPECTED_VALUE},
        {"/* a */ 1", SKIM_EXPECTED_VALUE},
        {"[1 // a\n]", SKIM_EXPECTED_END},
        {"NaN", SKIM_EXPECTED_VALUE},
        {"Infinity", SKIM_EXPECTED_VALUE},
        {"-Infinity", SKIM_BAD_NUMBER},
        {"nan", SKIM_EXPECTED_VALUE},
        {"TRUE", SKIM_EXPECTED_VALUE},
        {"tru", SKIM_EXPECTED_VALUE},
        {"truex", SKIM_EXPECTED_VALUE},
        {"nulll", SKIM_EXPECTED_VALUE},
        {"01", SKIM_BAD_NUMBER},
        {"-01", SKIM_BAD_NUMBER},
        {"-", SKIM_BAD_NUMBER},
        {"+1", SKIM_EXPECTED_VALUE},
        {".5", SKIM_EXPECTED_VALUE},
        {"1.", SKIM_BAD_NUMBER},
        {"1.e5", SKIM_BAD_NUMBER},
        {"1e", SKIM_BAD_NUMBER},
        {"1e+", SKIM_BAD_NUMBER},
        {"1.5.5", SKIM_BAD_NUMBER},
        {"0x10", SKIM_BAD_NUMBER},
        {"1_000", SKIM_BAD_NUMBER},
        {"1-2", SKIM_BAD_NUMBER},
        {"\"", SKIM_OPEN_TEXT},
        {"\"a long text that nobody closes", SKIM_OPEN_TEXT},
        {"\"\\", SKIM_OPEN_TEXT},
        {"\"\\u12", SKIM_OPEN_TEXT},
        {"\"\\\"", SKIM_OPEN_TEXT},
        {"\"\\x41\"", SKIM_BAD_ESCAPE},
        {"\"\\'\"", SKIM_BAD_ESCAPE},
        {"\"\\U0041\"", SKIM_BAD_ESCAPE},
        {"\"\\u00g0\"", SKIM_BAD_ESCAPE},
        {"\"\\u00\"", SKIM_BAD_ESCAPE},
        {"\"a\nb\"", SKIM_BAD_CONTROL},
        {"\"a\tb\"", SKIM_BAD_CONTROL},
        {"\"0123456789abcdef\x1f\"", SKIM_BAD_CONTROL},
        {"\"\x80\"", SKIM_BAD_UTF8},
        {"\"\xc0\x80\"", SKIM_BAD_UTF8},
        {"\"\xc1\xbf\"", SKIM_BAD_UTF8},
        {"\"\xe0\x9f\xbf\"", SKIM_BAD_UTF8},
        {"\"\xed\xa0\x80\"", SKIM_BAD_UTF8},
        {"\"\xf0\x8f\xbf\xbf\"", SKIM_BAD_UTF8},
        {"\"\xf4\x90\x80\x80\"", SKIM_BAD_UTF8},
        {"\"\xf5\x80\x80\x80\"", SKIM_BAD_UTF8},
        {"\"\xff\"", SKIM_BAD_UTF8},
        {"\"\xe6\x9d\"", SKIM_BAD_UTF8},
        {"\"\xe6", SKIM_BAD_UTF8},
        {"\xe6\x9d\xb1", SKIM_EXPECTED_VALUE},
        {"1 2", SKIM_MORE},
        {"{}{}", SKIM_MORE},
        {"[]]", SKIM_MORE},
        {"\"a\"b", SKIM_MORE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum skim_fault fault = SKIM_FAULT_N;

        if (check(rows[i].text, strlen(rows[i].text), &fault) ||
            fault != rows[i].fault)
            fail_msg("%s gives fault %d", rows[i].text, (int)fault);
    }
}

static void test_zero_bytes(void **state)
{
    enum skim_fault fault;

    (void)state;
    assert_false(check("\"a\0b\"", 5, &fault));
    assert_int_equal(fault, SKIM_BAD_CONTROL);
    assert_false(check("\"\\\0\"", 4, &fault));
    assert_int_equal(fault, SKIM_BAD_ESCAPE);
    assert_false(check("[1]\0", 4, &fault));
    assert_int_equal(fault, SKIM_MORE);
}

/* Whatever the offset of a byte in its block of 16, it is seen. */
static void test_offsets(void **state)
{
    static const struct {
        char byte;
        enum skim_fault fault;
    } rows[] = {{'\n', SKIM_BAD_CONTROL},
                {'\0', SKIM_BAD_CONTROL},
                {'\xff', SKIM_BAD_UTF8},
                {'"', SKIM_MORE}};
    enum skim_fault fault;
    char text[64];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t place = 1; place < sizeof(text) - 1; place++) {
            memset(text, 'x', sizeof(text));
            text[0] = text[sizeof(text) - 1] = '"';
            assert_true(check(text, sizeof(text), &fault));
            text[place] = rows[i].byte;
            assert_false(check(text, sizeof(text), &fault));
            assert_int_equal(fault, rows[i].fault);
        }
}

static void test_depth(void **state)
{
    char text[2 * LIMIT_JSON_DEPTH + 2];
    enum skim_fault fault;

    (void)state;
    memset(text, '[', LIMIT_JSON_DEPTH + 1);
    memset(text + LIMIT_JSON_DEPTH + 1, ']', LIMIT_JSON_DEPTH + 1);
    assert_true(check(text + 1, 2 * LIMIT_JSON_DEPTH, &fault));
    assert_false(check(text, sizeof(text), &fault));
    assert_int_equal(fault, SKIM_TOO_DEEP);
}

static const char sample[] =
    "{\"id\":\"/subscriptions/6a8ac4ba-d66b-4ea9-a8e7-a46dec148cb4/alerts/"
    "2516\",\"name\":\"2516_50f2279d\",\"properties\":{\"version\":\"2022-01-"
    "01.0\",\"alertDisplayName\":\"Suspicious \\\"RDP\\\" activity\",\"city\":"
    "\"\xe6\x9d\xb1\xe4\xba\xac\",\"user\":\"CONTOSO\\\\svc\\u00e9\\ud83d\\ude"
    "00\",\"longitude\":139.69,\"asn\":-64499,\"score\":3.08E+1,\"links\":null,"
    "\"steps\":[\"1. Review\\nthe source\",\"2. Isolate\"],\"isIncident\":false"
    ",\"empty\":[],\"none\":{},\"entities\":[{\"$id\":\"a_1\",\"type\":"
    "\"host\"}"
    ",{\"$id\":\"a_2\",\"location\":{\"asn\":9007199254740993,\"ok\":true}}]}}";

static const char *const pieces[] = {
    "\"",      "\\",
    "{",       "}",
    "[",       "]",
    ",",       ":",
    " ",       "\n",
    "\x01",    "\x7f",
    "\xff",    "\xc3",
    "0",       "-",
    ".",       "e",
    "NaN",     "//",
    "'",       "true",
    "nul",     "\\u00",
    "\\ud83d", "\xed\xa0\x80",
    "/* */",   "1.",
    "01",      "\xc3\xa9",
    "\"a\":",  "+",
};

static uint32_t roll(uint32_t *seed, size_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (uint32_t)((*seed >> 8) % below);
}

static size_t mutate(uint32_t *seed, char text[ROOM])
{
    size_t len = sizeof(sample) - 1, times = 1 + roll(seed, 3);

    memcpy(text, sample, len);
    while (times-- > 0) {
        const char *piece = pieces[roll(seed, COUNT(pieces))];
        size_t at = roll(seed, len), wide = strlen(piece);
        size_t cut = roll(seed, 3) ? roll(seed, 4) : 0;

        if (cut > len - at)
            cut = len - at;
        if (roll(seed, 3) == 0)
            wide = 0;
        memmove(text + at + wide, text + at + cut, len - at - cut);
        memcpy(text + at, piece, wide);
        len = len + wide - cut;
    }
    return len;
}

/* The tokener takes raw control characters in texts, "NaN" and the like, and
 * looks at no byte behind a zero: the judge may refuse more, but not less. */
static void test_against_tokener(void **state)
{
    struct json_tokener *tokener = json_tokener_new_ex(LIMIT_JSON_DEPTH);
    size_t accepted = 0, refused = 0, strict = 0;
    uint32_t seed = 1;
    char text[ROOM];

    (void)state;
    json_tokener_set_flags(tokener,
                           JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    for (size_t i = 0; i < MUTATIONS; i++) {
        size_t len = mutate(&seed, text);
        struct json_object *object;
        enum skim_fault fault;
        bool good, tokened;

        json_tokener_reset(tokener);
        text[len] = '\0';
        object = json_tokener_parse_ex(tokener, text, (int)len + 1);
        tokened = json_tokener_get_error(tokener) == json_tokener_success &&
                  json_tokener_get_parse_end(tokener) >= len;
        good = check(text, len, &fault);
        if (good && !tokened)
            fail_msg("only the judge accepts %s", text);
        accepted += good;
        refused += !tokened;
        strict += tokened && !good;
        json_object_put(object);
    }
    json_tokener_free(tokener);
    assert_true(accepted > MUTATIONS / 10);
    assert_true(refused > MUTATIONS / 3);
    assert_true(strict < MUTATIONS / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_zero_bytes),
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_against_tokener),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
