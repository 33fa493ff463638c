/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <locale.h>

#include <cmocka.h>

#include "cli/out.h"
#include "util/utf8.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct out_column columns[] = {
    {"Number", -6},
    {"Name", 5},
    {"What", 0},
};

static int set_up(void **state)
{
    struct out *out = test_calloc(1, sizeof(*out));

    out_init(out, false);
    out->ascii = false;
    *state = out;
    return 0;
}

static int tear_down(void **state)
{
    out_done(*state);
    test_free(*state);
    return 0;
}

static void is(struct out *out, const char *text)
{
    assert_string_equal(out->text.at ? out->text.at : "", text);
    buf_clear(&out->text);
}

static void test_rows(void **state)
{
    static const struct {
        const char *cells[3];
        const char *line;
    } rows[] = {
        {{"1", "a", "b"}, "     1 a     b\n"},
        {{"1234567", "abcdef", ""}, "12345… abcd…\n"},
        {{"", "日本語", "x"}, "       日本… x\n"},
        {{"", "a\x1b[2J", "\u202e"}, "       a^[[… <U+202E>\n"},
        {{"", "a\nb", "x"}, "       a b   x\n"},
    };

    for (size_t i = 0; i < N(rows); i++) {
        out_row(*state, columns, N(columns),
                (const struct str[]){str_of(rows[i].cells[0]),
                                     str_of(rows[i].cells[1]),
                                     str_of(rows[i].cells[2])});
        is(*state, rows[i].line);
    }
    out_head(*state, columns, N(columns));
    is(*state, "Number Name  What\n");
}

/* Nothing is wider than a screen, whatever comes. */
static void test_width(void **state)
{
    static const char *const texts[] = {
        "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/"
        "a-very-long-name/providers/Microsoft.Compute/virtualMachines/vm-web-01"
        "-with-a-name-that-does-not-end",
        "a word, and another, and many more of them, so that there is more than"
        " one line, and the last one is short",
        "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本"
        "語日本語日本語日本語",
        "\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m"
        "\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b[1m\x1b["
        "1m",
        "\xff\xfe\xfd",
        "",
    };
    struct out *out = *state;

    for (size_t i = 0; i < N(texts); i++) {
        struct str text, line;

        out_fact(out, "Label", str_of(texts[i]));
        out_text(out, 4, str_of(texts[i]));
        out_entry(out, 24, str_of(texts[i]), str_of(texts[i]));
        out_row(out, columns, N(columns),
                (const struct str[]){str_of(texts[i]), str_of(texts[i]),
                                     str_of(texts[i])});
        text = buf_view(&out->text);
        while (str_cut(&text, '\n', &line)) {
            if (utf8_width(line) > OUT_WIDTH)
                fail_msg("%.*s is %zu wide", STR_ARG(line), utf8_width(line));
            assert_int_equal(str_find_char(line, '\x1b'), STR_NOWHERE);
        }
        assert_true(utf8_valid(buf_view(&out->text)));
        buf_clear(&out->text);
    }
}

static void test_texts(void **state)
{
    struct out *out = *state;

    out_fact(out, "Kind", STR("alert"));
    is(out, "Kind:         alert\n");
    out_fact(out, "Kind", STR(" "));
    is(out, "");
    out_text(out, 2, STR("one\ntwo"));
    is(out, "  one\n  two\n");
    out_entry(out, 6, STR("ab"), STR("c"));
    is(out, "ab    c\n");
    out_printf(out, "%d of %s", 3, "x");
    is(out, "3 of x\n");
    out_fact_when(out, "Never", 0);
    is(out, "");
}

static void test_ascii(void **state)
{
    struct out *out = *state;

    out->ascii = true;
    out_text(out, 0, STR("ä – 日"));
    is(out, "? ? ??\n");
    out_row(out, columns, 2, (const struct str[]){STR("12345678"), STR("")});
    is(out, "12345~\n");
}

static void test_json(void **state)
{
    struct json *json = json_new_object();

    json_set_text(json, "a", "x\x1b");
    out_json_take(*state, json);
    is(*state, "{\"a\":\"x\\u001b\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_width, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ascii, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_json, set_up, tear_down),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
