/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "service/pass.h"
#include "util/mem.h"

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
    /* An empty one takes away what is there. */
    passes_put(&passes, 2, STR_NONE);
    assert_string_equal(passes_get(&passes, 2), "");
    passes_drop(&passes, 1);
    assert_int_equal(passes.n, 0);
    passes_done(&passes);
}

/* Those of one run go together. */
static void test_drop_all(void **state)
{
    struct passes passes;

    (void)state;
    passes_init(&passes);
    for (int64_t i = 1; i <= 9; i++)
        passes_put(&passes, i, STR("one"));
    passes_drop_all(&passes, 3, 7);
    assert_int_equal(passes.n, 4);
    assert_int_equal(passes.bytes, 12);
    assert_string_equal(passes_get(&passes, 2), "one");
    assert_string_equal(passes_get(&passes, 3), "");
    assert_string_equal(passes_get(&passes, 7), "");
    assert_string_equal(passes_get(&passes, 8), "one");
    passes_done(&passes);
}

/* Of too many the oldest goes; all the steps of a run have room. */
static void test_bound(void **state)
{
    struct passes passes;

    (void)state;
    passes_init(&passes);
    assert_true(PASSES > LIMIT_PLAY_STEPS);
    for (int64_t i = 1; i <= PASSES + 1; i++) {
        char text[32];

        snprintf(text, sizeof(text), "%lld", (long long)i);
        passes_put(&passes, i, str_of(text));
    }
    assert_int_equal(passes.n, PASSES);
    assert_string_equal(passes_get(&passes, 1), "");
    assert_string_equal(passes_get(&passes, 2), "2");
    passes_done(&passes);
}

/* And of too much. */
static void test_bytes(void **state)
{
    struct passes passes;
    char *large = mem_new(PASSES_BYTES / 2);

    (void)state;
    memset(large, 'x', PASSES_BYTES / 2);
    passes_init(&passes);
    passes_put(&passes, 1, STR("one"));
    passes_put(&passes, 2, (struct str){large, PASSES_BYTES / 2});
    assert_int_equal(passes.n, 2);
    passes_put(&passes, 3, (struct str){large, PASSES_BYTES / 2});
    assert_int_equal(passes.n, 2);
    assert_string_equal(passes_get(&passes, 1), "");
    assert_int_equal(passes.bytes, PASSES_BYTES);
    passes_put(&passes, 4, STR("four"));
    assert_int_equal(passes.n, 2);
    assert_string_equal(passes_get(&passes, 2), "");
    passes_done(&passes);
    mem_free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep),
        cmocka_unit_test(test_drop_all),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
