/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/bloburl.h"

#define HOST "https://stshop.blob.core.windows.net"

static void test_parts(void **state)
{
    static const struct {
        const char *url;
        const char *origin;
        const char *account;
        const char *container;
        const char *blob;
    } rows[] = {
        {HOST "/uploads/x.exe", HOST, "stshop", "uploads", "x.exe"},
        {HOST "/uploads/2024/a%20b.exe", HOST, "stshop", "uploads",
         "2024/a%20b.exe"},
        {HOST "/$web/..x/...", HOST, "stshop", "$web", "..x/..."},
        {"HTTPS://St.BLOB.core.chinacloudapi.cn/c/B",
         "HTTPS://St.BLOB.core.chinacloudapi.cn", "St", "c", "B"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct blob_url parts;

        if (!blob_url_parse(str_of(rows[i].url), &parts))
            fail_msg("%s is one", rows[i].url);
        assert_str(parts.origin, rows[i].origin);
        assert_str(parts.account, rows[i].account);
        assert_str(parts.container, rows[i].container);
        assert_str(parts.blob, rows[i].blob);
    }
}

/* What another URL could not be made of is none, and nothing is written. */
static void test_unsafe(void **state)
{
    static const char *const rows[] = {
        "",
        "https://",
        "x.blob.core.windows.net/c/b",
        "http://st.blob.core.windows.net/c/b",
        "https://st.file.core.windows.net/c/b",
        "https://st.blob/c/b",
        "https://.blob.core.windows.net/c/b",
        "https://st..blob.core.windows.net/c/b",
        "https://st.blob.core.windows.net./c/b",
        "https://st.blob.core.windows.net:444/c/b",
        "https://me@st.blob.core.windows.net/c/b",
        "https://st.blob.core.windows.net\\@evil.example/c/b",
        HOST,
        HOST "/",
        HOST "/c",
        HOST "/c/",
        HOST "//b",
        HOST "/c/b/",
        HOST "/c//b",
        HOST "/c/./b",
        HOST "/c/../b",
        HOST "/../c/b",
        HOST "/c/%2e%2E/b",
        HOST "/c/a%2Fb",
        HOST "/c/b%",
        HOST "/c/b%2",
        HOST "/c/b%zz",
        HOST "/c/b?sv=1&sig=x",
        HOST "/c/b#x",
        HOST "/c/a b",
        HOST "/c/a\nb",
        HOST "/c/\"b",
        HOST "/c/\xc3\xa4",
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct blob_url parts = {.account = STR("untouched")};

        if (blob_url_parse(str_of(rows[i]), &parts))
            fail_msg("%s is none", rows[i]);
        assert_str(parts.account, "untouched");
    }
}

static void test_long(void **state)
{
    char url[2050];
    struct blob_url parts;

    (void)state;
    memset(url, 'b', sizeof(url));
    memcpy(url, HOST "/c/", strlen(HOST "/c/"));
    assert_true(blob_url_parse((struct str){url, 2048}, &parts));
    assert_false(blob_url_parse((struct str){url, 2049}, &parts));
    memset(url, 'a', sizeof(url));
    memcpy(url, "https://", strlen("https://"));
    memcpy(url + 8 + 63, ".blob.x/c/b", strlen(".blob.x/c/b"));
    assert_true(blob_url_parse((struct str){url, 8 + 63 + 11}, &parts));
    assert_int_equal(parts.account.len, 63);
    memset(url + 8, 'a', 64);
    memcpy(url + 8 + 64, ".blob.x/c/b", strlen(".blob.x/c/b"));
    assert_false(blob_url_parse((struct str){url, 8 + 64 + 11}, &parts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_unsafe),
        cmocka_unit_test(test_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
