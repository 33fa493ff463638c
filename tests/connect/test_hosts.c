/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connect/hosts.h"

static void test_clouds(void **state)
{
    struct hosts hosts;
    enum cloud cloud = CLOUD_N;

    (void)state;
    assert_true(cloud_parse(STR("USGov"), &cloud));
    assert_int_equal(cloud, CLOUD_USGOV);
    assert_false(cloud_parse(STR("mars"), &cloud));
    for (int i = 0; i < CLOUD_N; i++) {
        hosts_init(&hosts, (enum cloud)i);
        assert_non_null(hosts_base(&hosts, AUDIENCE_ARM));
        assert_non_null(hosts.scope[AUDIENCE_GRAPH]);
        assert_null(hosts_base(&hosts, AUDIENCE_NONE));
        assert_null(hosts_base(&hosts, AUDIENCE_VAULT));
    }
    assert_null(hosts_base(&hosts, AUDIENCE_ENDPOINT)); /* not in China */
}

static void test_set(void **state)
{
    static const struct {
        const char *name;
        const char *value;
        const char *error; /* part of it; NULL: fine */
    } rows[] = {
        {"arm", "https://arm.example.org", NULL},
        {"arm", "http://127.0.0.1:8080", NULL},
        {"arm", "", NULL},
        {"arm", NULL, NULL},
        {"imds", "http://169.254.169.254", NULL},
        {"vault", "vault.example.org", NULL},
        {"vault", "http://localhost:99", NULL},
        {"graph_scope", "api://x/.default", NULL},
        {"endpoint_resource", "https://x/", NULL},
        {"arm", "http://arm.example.org", "https://"},
        {"arm", "ftp://127.0.0.1", "https://"},
        {"arm", "arm.example.org", "scheme"},
        {"arm", "http://127.0.0.1.evil.org", "https://"},
        {"arm", "http://169.254.1.evil", "https://"},
        {"vault", "x/../y", "end of a host name"},
        {"aram", "https://x", "\"arm\""},
        {"zzzzzzzz", "https://x", "no host"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct hosts hosts;
        struct err err = {0};
        bool good;

        hosts_init(&hosts, CLOUD_PUBLIC);
        good = hosts_set(&hosts, rows[i].name, rows[i].value, &err);
        assert_int_equal(good, rows[i].error == NULL);
        if (rows[i].error) {
            assert_int_equal(err.code, ERR_INPUT);
            assert_non_null(strstr(err.text, rows[i].error));
        }
    }
}

static void test_url(void **state)
{
    static const struct {
        enum audience audience;
        const char *url;
        const char *expect; /* NULL: refused */
        enum err_code code;
    } rows[] = {
        {AUDIENCE_ARM, "/subscriptions?x=1",
         "https://management.azure.com/subscriptions?x=1", ERR_NONE},
        {AUDIENCE_ARM, "https://MANAGEMENT.azure.com/x",
         "https://MANAGEMENT.azure.com/x", ERR_NONE},
        {AUDIENCE_ARM, "https://management.azure.com:443/x",
         "https://management.azure.com:443/x", ERR_NONE},
        {AUDIENCE_ARM, "https://management.azure.com.evil.org/x", NULL,
         ERR_DENIED},
        {AUDIENCE_ARM, "https://management.azure.com:8443/x", NULL, ERR_DENIED},
        {AUDIENCE_ARM, "http://127.0.0.1/x", NULL, ERR_DENIED},
        {AUDIENCE_ARM, "https://management.azure.com@evil.org/", NULL,
         ERR_INPUT},
        {AUDIENCE_GRAPH, "https://management.azure.com/x", NULL, ERR_DENIED},
        {AUDIENCE_VAULT, "https://v.vault.azure.net/secrets",
         "https://v.vault.azure.net/secrets", ERR_NONE},
        {AUDIENCE_VAULT, "https://vault.azure.net/", NULL, ERR_DENIED},
        {AUDIENCE_VAULT, "https://evilvault.azure.net/", NULL, ERR_DENIED},
        {AUDIENCE_VAULT, "/secrets", NULL, ERR_INPUT},
        {AUDIENCE_VAULT, "/kv-shop/secrets/a?api-version=7.5",
         "https://kv-shop.vault.azure.net/secrets/a?api-version=7.5", ERR_NONE},
        {AUDIENCE_VAULT, "/evil.org%2f/secrets", NULL, ERR_INPUT},
        {AUDIENCE_VAULT, "//secrets", NULL, ERR_INPUT},
        {AUDIENCE_STORAGE, "/stshop/c/b",
         "https://stshop.blob.core.windows.net/c/b", ERR_NONE},
        {AUDIENCE_FLOW, "/a/b", NULL, ERR_INPUT},
        {AUDIENCE_STORAGE, "https://a.blob.core.windows.net/c/b",
         "https://a.blob.core.windows.net/c/b", ERR_NONE},
        {AUDIENCE_FLOW, "https://x.environment.api.powerplatform.com/y",
         "https://x.environment.api.powerplatform.com/y", ERR_NONE},
        {AUDIENCE_FLOW, "https://prod-1.westeurope.logic.azure.com/y", NULL,
         ERR_DENIED},
        {AUDIENCE_NONE, "https://hooks.example.org/x",
         "https://hooks.example.org/x", ERR_NONE},
        {AUDIENCE_NONE, "http://hooks.example.org/x", NULL, ERR_INPUT},
        {AUDIENCE_NONE, "file:///etc/passwd", NULL, ERR_INPUT},
        {AUDIENCE_NONE, "/x", NULL, ERR_INPUT},
        {AUDIENCE_NONE, "", NULL, ERR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct request request = {.url = rows[i].url,
                                  .audience = rows[i].audience};
        struct hosts hosts;
        struct err err = {0};
        const char *out = NULL;

        hosts_init(&hosts, CLOUD_PUBLIC);
        if (rows[i].expect) {
            assert_true(hosts_url(&hosts, &request, arena, &out, &err));
            assert_string_equal(out, rows[i].expect);
        } else {
            assert_false(hosts_url(&hosts, &request, arena, &out, &err));
            assert_int_equal(err.code, rows[i].code);
            assert_null(out);
        }
        if (rows[i].audience != AUDIENCE_NONE && *rows[i].url != '/')
            assert_int_equal(
                hosts_token(&hosts, rows[i].audience, str_of(rows[i].url)),
                rows[i].expect != NULL);
        arena_free(arena);
    }
}

static void test_url_replaced(void **state)
{
    struct arena *arena = arena_new();
    struct request request = {.url = "/x", .audience = AUDIENCE_ARM};
    struct hosts hosts;
    struct err err = {0};
    const char *out;

    (void)state;
    hosts_init(&hosts, CLOUD_PUBLIC);
    assert_true(hosts_set(&hosts, "arm", "http://127.0.0.1:81/", &err));
    assert_true(hosts_url(&hosts, &request, arena, &out, &err));
    assert_string_equal(out, "http://127.0.0.1:81/x");
    assert_true(hosts_set(&hosts, "vault", "http://127.0.0.1:81/vault", &err));
    assert_true(hosts_url(&hosts,
                          &(struct request){.url = "/kv-shop/secrets",
                                            .audience = AUDIENCE_VAULT},
                          arena, &out, &err));
    assert_string_equal(out, "http://127.0.0.1:81/vault/kv-shop/secrets");
    request.url = "http://127.0.0.1:82/x";
    assert_false(hosts_url(&hosts, &request, arena, &out, &err));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clouds),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_url_replaced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
