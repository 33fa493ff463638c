/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "service/pass.h"

static void test_keep(void **state)
{
    struct passes passes;

    (void)state;
    passes_init(&passes);
    assert_string_equal(passes_get(&passes, 1), "");
    passes_drop(&passes, 1);
    passes_put(&passes, 1, STR("one"));
    passes_put(&passes, 2, STR("two"));
    passes_put(&passes, 1, STR("uno"));
    assert_int_equal(passes.n, 2);
    assert_string_equal(passes_get(&passes, 1), "uno");
    assert_string_equal(passes_get(&passes, 2), "two");
    assert_int_equal(passes_next(&passes, 0, 2), 1);
    assert_int_equal(passes_next(&passes, 1, 2), 2);
    assert_int_equal(passes_next(&passes, 1, 1), 0);
    assert_int_equal(passes_next(&passes, 2, 9), 0);
    /* An empty one takes away what is there. */
    passes_put(&passes, 2, STR_NONE);
    assert_string_equal(passes_get(&passes, 2), "");
    passes_drop(&passes, 1);
    assert_int_equal(passes.n, 0);
    passes_done(&passes);
}

/* Of too many the oldest goes. */
static void test_bound(void **state)
{
    struct passes passes;

    (void)state;
    passes_init(&passes);
    for (int64_t i = 1; i <= PASSES + 1; i++) {
        char text[32];

        snprintf(text, sizeof(text), "%lld", (long long)i);
        passes_put(&passes, i, str_of(text));
    }
    assert_int_equal(passes.n, PASSES);
    assert_string_equal(passes_get(&passes, 1), "");
    assert_string_equal(passes_get(&passes, 2), "2");
    assert_string_equal(passes_get(&passes, PASSES + 1), "1025");
    passes_done(&passes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep),
        cmocka_unit_test(test_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
