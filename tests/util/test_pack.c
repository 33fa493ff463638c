/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "util/mem.h"
#include "util/pack.h"

static const char words[] =
    "{\"properties\":{\"alertDisplayName\":\"Suspicious authentication\","
    "\"severity\":\"High\",\"intent\":\"InitialAccess\",\"status\":\"Active\"}"
    "}";

static void round_trip(struct pack *pack, struct str bytes)
{
    struct err err = {0};
    struct buf packed, out;

    buf_init(&packed);
    buf_init(&out);
    buf_text(&packed, "is replaced");
    buf_text(&out, "as well");
    pack_in(pack, bytes, &packed);
    assert_true(pack_out(pack, buf_view(&packed), bytes.len, &out, &err));
    assert_int_equal(out.len, bytes.len);
    assert_memory_equal(out.at, bytes.at, bytes.len);
    assert_int_equal(out.at[out.len], 0);
    if (bytes.len > 0) {
        assert_false(
            pack_out(pack, buf_view(&packed), bytes.len - 1, &out, &err));
        assert_int_equal(err.code, ERR_LOCAL);
        assert_int_equal(out.len, bytes.len);
    }
    buf_done(&packed);
    buf_done(&out);
}

static void test_round_trip(void **state)
{
    static const char *const dictionaries[] = {"", words};
    char *zeros = mem_new(300000);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct pack *pack = pack_new(str_of(dictionaries[i]));

        round_trip(pack, STR_NONE);
        round_trip(pack, STR("x"));
        round_trip(pack, STR("a\0b"));
        round_trip(pack, str_of(words));
        round_trip(pack, (struct str){.at = zeros, .len = 300000});
        pack_free(pack);
    }
    pack_free(NULL);
    mem_free(zeros);
}

static void test_learn(void **state)
{
    struct buf texts, learned, packed, out;
    size_t sizes[300];
    struct err err = {0};
    struct pack *pack;

    (void)state;
    buf_init(&texts);
    buf_init(&learned);
    buf_init(&packed);
    buf_init(&out);
    assert_false(pack_learn(STR_NONE, sizes, 0, &learned));
    for (size_t i = 0; i < 300; i++) {
        size_t before = texts.len;

        buf_printf(&texts, "{\"id\":%zu,\"body\":%s,\"n\":\"%zx\"}", i * 7919,
                   words, i * i * 104729);
        sizes[i] = texts.len - before;
    }
    /* Two of them are too few, and are no reason to fail. */
    assert_false(pack_learn(buf_view(&texts), sizes, 2, &learned));
    assert_true(pack_learn(buf_view(&texts), sizes, 300, &learned));
    pack = pack_new(buf_view(&learned));
    pack_in(pack, str_of(words), &packed);
    assert_true(packed.len < sizeof(words) / 3);
    round_trip(pack, str_of(words));
    pack_free(pack);
    /* What was packed with a dictionary cannot be read without it. */
    pack = pack_new(STR_NONE);
    assert_false(pack_out(pack, buf_view(&packed), 10000, &out, &err));
    assert_int_equal(err.code, ERR_LOCAL);
    pack_free(pack);
    buf_done(&texts);
    buf_done(&learned);
    buf_done(&packed);
    buf_done(&out);
}

static void test_dictionary(void **state)
{
    struct pack *plain = pack_new(STR_NONE), *trained = pack_new(str_of(words));
    struct buf a, b, out;
    struct err err = {0};

    (void)state;
    buf_init(&a);
    buf_init(&b);
    buf_init(&out);
    pack_in(plain, str_of(words), &a);
    pack_in(trained, str_of(words), &b);
    assert_true(b.len < a.len / 2);
    assert_true(pack_out(trained, buf_view(&b), 10000, &out, &err));
    assert_string_equal(out.at, words);
    pack_free(plain);
    pack_free(trained);
    buf_done(&a);
    buf_done(&b);
    buf_done(&out);
}

/* Every byte is changed in turn, and every length cut: it is found out. */
static void test_damaged(void **state)
{
    struct pack *pack = pack_new(STR_NONE);
    struct buf packed, out;

    (void)state;
    buf_init(&packed);
    buf_init(&out);
    pack_in(pack, str_of(words), &packed);
    for (size_t i = 0; i < packed.len; i++) {
        struct str cut = {.at = packed.at, .len = i};
        struct err err = {0};

        assert_false(pack_out(pack, cut, 10000, &out, &err));
        assert_int_equal(err.code, ERR_LOCAL);
        packed.at[i] = (char)(packed.at[i] ^ 0x55);
        assert_false(pack_out(pack, buf_view(&packed), 10000, &out, &err));
        packed.at[i] = (char)(packed.at[i] ^ 0x55);
    }
    pack_free(pack);
    buf_done(&packed);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_learn),
        cmocka_unit_test(test_dictionary),
        cmocka_unit_test(test_damaged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
