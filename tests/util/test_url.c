/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/url.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *text;
    const char *host; /* NULL: it is refused */
    int port;
    const char *path;
    const char *query;
} parses[] = {
    {"https://management.azure.com/subscriptions?api-version=2022-01-01",
     "management.azure.com", 443, "/subscriptions", "api-version=2022-01-01"},
    {"HTTP://Example.com", "Example.com", 80, "", ""},
    {"http://127.0.0.1:8080/a/b#frag", "127.0.0.1", 8080, "/a/b", ""},
    {"https://h?q#f?x", "h", 443, "", "q"},
    {"https://h/p?a?b", "h", 443, "/p", "a?b"},
    {"https://[::1]:9/x", "::1", 9, "/x", ""},
    {"https://[fe80::1%25eth0]/", "fe80::1%25eth0", 443, "/", ""},
    {"smtps://mail.example.com", "mail.example.com", 465, "", ""},
    {"odd+x://host", "host", -1, "", ""},
    {"https://h:65535", "h", 65535, "", ""},
    {"", NULL, 0, "", ""},
    {"example.com/path", NULL, 0, "", ""},
    {"://host", NULL, 0, "", ""},
    {"https://", NULL, 0, "", ""},
    {"https:///path", NULL, 0, "", ""},
    {"https://:80/", NULL, 0, "", ""},
    {"https://h:", NULL, 0, "", ""},
    {"https://h:0", NULL, 0, "", ""},
    {"https://h:65536", NULL, 0, "", ""},
    {"https://h:+80", NULL, 0, "", ""},
    {"https://h:80a", NULL, 0, "", ""},
    {"https://h:80:80", NULL, 0, "", ""},
    {"https://[::1", NULL, 0, "", ""},
    {"https://[]/", NULL, 0, "", ""},
    {"https://[::1]x/", NULL, 0, "", ""},
    {"https://good.com@evil.com/", NULL, 0, "", ""},
    {"https://good.com\\@evil.com/", NULL, 0, "", ""},
    {"https://good.com\\.evil.com/", NULL, 0, "", ""},
    {"https://a b/", NULL, 0, "", ""},
    {"https://h/\r\nX: y", NULL, 0, "", ""},
    {"ht tp://h", NULL, 0, "", ""},
    {"https://h%2fx/", NULL, 0, "", ""},
};

static void test_parse(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(parses); i++) {
        struct url url;
        struct err err = {0};

        if (url_parse(str_of(parses[i].text), &url, &err) != !!parses[i].host)
            fail_msg("%s: %s", parses[i].text, err.text);
        if (!parses[i].host) {
            assert_int_equal(err.code, ERR_INPUT);
            continue;
        }
        assert_true(str_eq(url.host, str_of(parses[i].host)));
        assert_int_equal(url.port, parses[i].port);
        assert_true(str_eq(url.path, str_of(parses[i].path)));
        assert_true(str_eq(url.query, str_of(parses[i].query)));
    }
}

static void test_same_origin(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"https://a.com/x", "HTTPS://A.com:443/y?z", true},
        {"https://a.com", "http://a.com", false},
        {"https://a.com", "https://a.com:444", false},
        {"https://a.com", "https://a.com.evil.com", false},
        {"https://a.com", "https://a.com@evil.com", false},
        {"https://a.com", "https://evil.com/https://a.com", false},
        {"https://a.com", "//a.com", false},
        {"", "", false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        struct str a = str_of(rows[i].a), b = str_of(rows[i].b);

        assert_int_equal(url_same_origin(a, b), rows[i].same);
        assert_int_equal(url_same_origin(b, a), rows[i].same);
    }
}

static void test_loopback(void **state)
{
    static const struct {
        const char *text;
        bool loopback;
    } rows[] = {
        {"http://localhost:1", true},
        {"http://LocalHost", true},
        {"http://127.0.0.1", true},
        {"http://127.255.0.9:80/x", true},
        {"http://[::1]", true},
        {"http://[0:0:0:0:0:0:0:1]", true},
        {"http://127.0.0.1.evil.com", false},
        {"http://localhost.evil.com", false},
        {"http://128.0.0.1", false},
        {"http://10.0.0.1", false},
        {"http://[::2]", false},
        {"http://[fe80::1]", false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        struct url url;
        struct err err;

        assert_true(url_parse(str_of(rows[i].text), &url, &err));
        assert_int_equal(url_loopback(&url), rows[i].loopback);
    }
}

static void test_encode(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out);
    url_encode(STR("aZ09-._~ /?&=+%\xc3\xa9\n"), &out);
    assert_string_equal(out.at, "aZ09-._~%20%2F%3F%26%3D%2B%25%C3%A9%0A");
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_same_origin),
        cmocka_unit_test(test_loopback),
        cmocka_unit_test(test_encode),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
