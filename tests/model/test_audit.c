/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The seal of the example in doc/audit.md, which another program must be able
 * to make too.
 */
#include "help.h"

#include "model/audit.h"
#include "model/audit_text.h"

#define KEY  "0123456789abcdef0123456789abcdef"
#define SEAL "fca9e061100b0f0f29430d2078829aa5e3a2eda8c89fbda2ed5100a98054774e"

static const struct audit_record example = {
    .seq = 1,
    .when = INT64_C(1772712000000),
    .who = {"mara", 4},
    .role = {"analyst", 7},
    .uid = 1004,
    .verb = {"hold", 4},
    .object = {"engine", 6},
    .why = {"so", 2},
    .before = {"{\"hold\":false}", 14},
    .after = {"{\"hold\":true}", 13},
    .request = {"r-1", 3},
    .host = {"soc-1", 5},
    .pid = 4711,
    .key = {"dcfe7b1ea0fb69aa", 16},
};

static void test_example(void **state)
{
    unsigned char seal[DIGEST_SIZE];
    struct audit_seals seals;
    char hex[DIGEST_HEX_SIZE];

    (void)state;
    audit_seals_init(&seals);
    assert_false(audit_seal(&seals, &example, seal));
    assert_true(audit_seals_add(&seals, STR(KEY)));
    assert_false(audit_seals_add(&seals, STR("short")));
    /* Again and again: the key is prepared once. */
    for (int i = 0; i < 3; i++) {
        assert_true(audit_seal(&seals, &example, seal));
        assert_string_equal(digest_spell(seal, hex), SEAL);
        assert_int_equal(seals.bytes.len, 166);
    }
    audit_seals_done(&seals);
}

/* Both forms of a line read back to the same bytes. */
static void test_lines(void **state)
{
    struct arena *arena = arena_new();
    struct audit_record record = example;
    struct audit_record back;
    struct buf before;
    struct buf after;
    struct buf text;
    struct str rest;
    struct err err;

    (void)state;
    buf_init(&before);
    buf_init(&after);
    buf_init(&text);
    record.why = STR("=1+1, \"so\"\nit 'is' ä");
    record.uid = -1;
    audit_bytes(&record, &before);
    audit_put_json(&record, &text);
    assert_true(audit_take_json(buf_view(&text), arena, &back, &err));
    audit_bytes(&back, &after);
    assert_string_equal(before.at, after.at);
    buf_clear(&text);
    audit_put_csv(&record, &text);
    rest = buf_view(&text);
    assert_true(audit_take_csv(&rest, arena, &back, &err));
    assert_int_equal(rest.len, 0);
    audit_bytes(&back, &after);
    assert_string_equal(before.at, after.at);
    /* A line that is none says what is missing. */
    assert_false(audit_take_json(STR("{\"seq\":1}"), arena, &back, &err));
    assert_non_null(strstr(err.text, "time"));
    rest = STR("1,2026-03-05T12:00:00Z,\"a\"\r\n");
    assert_false(audit_take_csv(&rest, arena, &back, &err));
    buf_done(&before);
    buf_done(&after);
    buf_done(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_example),
        cmocka_unit_test(test_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
