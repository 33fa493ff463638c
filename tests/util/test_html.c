/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/html.h"

static void test_put(void **state)
{
    static const struct {
        const char *text;
        const char *html;
    } rows[] = {
        {"", ""},
        {"plain é", "plain é"},
        {"<b a=\"1\">R&D's</b>",
         "&lt;b a=&quot;1&quot;&gt;R&amp;D&#39;s&lt;/b&gt;"},
        {"&amp;", "&amp;amp;"},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        buf_clear(&out);
        html_put(&out, str_of(rows[i].text));
        assert_int_equal(str_cmp(buf_view(&out), str_of(rows[i].html)), 0);
    }
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_put)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
