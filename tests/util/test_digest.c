/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "util/digest.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

/* FIPS 180-4 examples. */
static void test_sha256(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb924"
             "27ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223"
                "b00361a396177a9cb410ff61f20015ad"},
    };
    unsigned char digest[DIGEST_SIZE];
    char hex[DIGEST_HEX_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(digest_hex(str_of(rows[i].text), hex),
                            rows[i].want);
    digest_sha256(STR("abc"), digest);
    assert_int_equal(digest[0], 0xba);
    assert_int_equal(digest[31], 0xad);
}

/* RFC 4231, test case 2. */
static void test_hmac(void **state)
{
    static const unsigned char want[4] = {0x5b, 0xdc, 0xc1, 0x46};
    unsigned char digest[DIGEST_SIZE], empty[DIGEST_SIZE];

    (void)state;
    digest_hmac(STR("Jefe"), STR("what do ya want for nothing?"), digest);
    assert_memory_equal(digest, want, sizeof(want));
    digest_hmac(STR_NONE, STR_NONE, empty);
    assert_memory_not_equal(digest, empty, DIGEST_SIZE);
}

static void assert_guid(const char *guid, char version)
{
    assert_int_equal(strlen(guid), 36);
    assert_int_equal(strspn(guid, "0123456789abcdef-"), 36);
    for (size_t i = 0; i < 36; i++)
        assert_int_equal(guid[i] == '-',
                         i == 8 || i == 13 || i == 18 || i == 23);
    assert_int_equal(guid[14], version);
    assert_non_null(strchr("89ab", guid[19]));
}

static void test_guids(void **state)
{
    char a[GUID_SIZE], b[GUID_SIZE];

    (void)state;
    assert_guid(digest_guid(a), '4');
    assert_guid(digest_guid(b), '4');
    assert_string_not_equal(a, b);
    assert_string_equal(digest_guid_of(STR("abc"), a),
                        "ba7816bf-8f01-8fea-8141-40de5dae2223");
    assert_guid(digest_guid_of(STR("run 1 step 2"), b), '8');
    assert_string_not_equal(a, b);
    assert_string_equal(digest_guid_of(STR("run 1 step 2"), a), b);
}

/* RFC 4648, section 10, and what else is seen. */
static void test_base64(void **state)
{
    static const struct {
        const char *plain, *coded;
    } rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "+//+"},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_clear(&out);
        buf_char(&out, '>');
        digest_base64(str_of(rows[i].plain), &out);
        assert_string_equal(out.at + 1, rows[i].coded);
        buf_cut(&out, 1);
        assert_true(digest_unbase64(str_of(rows[i].coded), &out));
        assert_string_equal(out.at + 1, rows[i].plain);
    }
    buf_done(&out);
}

static void test_unbase64(void **state)
{
    static const struct {
        const char *coded, *plain; /* NULL: refused */
    } rows[] = {
        {"Zg", "f"},          {"Zm8", "fo"},    {"-__-", "\xfb\xff\xfe"},
        {"Z", NULL},          {"Zg=", "f"},     {"Zm9vY", NULL},
        {"Zm 9v", NULL},      {"Zm9v\n", NULL}, {"Zg==Zg==", NULL},
        {"====", NULL},       {"Z===", NULL},   {"Zm9v!", NULL},
        {"\xc3\xa9==", NULL},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_clear(&out);
        buf_char(&out, '>');
        assert_int_equal(digest_unbase64(str_of(rows[i].coded), &out),
                         rows[i].plain != NULL);
        assert_string_equal(out.at + 1, rows[i].plain ? rows[i].plain : "");
    }
    buf_done(&out);
}

static void test_random(void **state)
{
    unsigned char a[32] = {0}, b[32] = {0};

    (void)state;
    digest_random(a, sizeof(a));
    digest_random(b, sizeof(b));
    assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),   cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_guids),    cmocka_unit_test(test_base64),
        cmocka_unit_test(test_unbase64), cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
