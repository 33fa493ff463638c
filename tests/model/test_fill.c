/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/fill.h"

#define VM                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/v(1)"
#define KEPT "{\"was\":true,\"t\":\"a b\",\"n\":5,\"o\":{\"x\":[1]}}"

static void test_text(void **state)
{
    static const struct {
        const char *text;
        const char *want; /* NULL: refused */
    } rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"{id}", VM},
        {"{name} {name}", "v(1) v(1)"},
        {"{was}-{t}-{N}", "true-a b-5"},
        {"{{id}}", "{id}"},
        {"}}{{", "}{"},
        {"{o}", "{\"x\":[1]}"},
        {"{nothing}", NULL},
        {"{id", NULL},
        {"id}", NULL},
        {"{}", NULL},
    };
    struct json *kept = parsed(KEPT);
    struct fill_values values = {.target = STR(VM), .kept = kept};

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct buf out;
        struct err err;

        buf_init(&out);
        assert_int_equal(fill_text(&values, str_of(rows[i].text), &out, &err),
                         rows[i].want != NULL);
        if (rows[i].want)
            assert_str(buf_view(&out), rows[i].want);
        buf_done(&out);
    }
    json_free(kept);
}

static void test_url(void **state)
{
    static const struct {
        const char *target;
        const char *text;
        const char *want;
    } rows[] = {
        {VM, "{id}/start?api-version=1", VM "/start?api-version=1"},
        {VM, "/x/{name}", "/x/v%281%29"},
        {VM, "/x?id={id}", NULL},
        {VM, "/x/{t}?f={t}&n={n}", "/x/a%20b?f=a%20b&n=5"},
        {"a+b@c.example", "/users/{id}?$select=id",
         "/users/a%2Bb%40c.example"
         "?$select=id"},
        {VM "?x", "{id}", NULL},
        {VM "/../y", "{id}", NULL},
        {"//evil.example/subscriptions/s", "{id}", NULL},
        {"root", "/users/{id}", NULL},
        {"", "/users/{id}", NULL},
        {VM, "{nothing}", NULL},
    };
    struct json *kept = parsed(KEPT);

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct fill_values values = {.target = str_of(rows[i].target),
                                     .kept = kept};
        struct buf out;
        struct err err;
        bool ok;

        buf_init(&out);
        ok = fill_url(&values, str_of(rows[i].text), &out, &err);
        if (rows[i].want && !ok)
            fail_msg("row %zu: %s", i, err.text);
        if (rows[i].want)
            assert_str(buf_view(&out), rows[i].want);
        /* In a query the slashes of an id are encoded too. */
        else if (ok)
            assert_null(strchr(out.at + 2, '/'));
        buf_done(&out);
    }
    json_free(kept);
}

/* A kept value alone keeps its type. */
static void test_json(void **state)
{
    struct json *kept = parsed(KEPT);
    struct json *from = parsed("{\"a\":\"{was}\",\"b\":[\"{n}\",\"{t}!\"],"
                               "\"c\":\"{o}\",\"d\":null,\"e\":\"{{was}}\","
                               "\"f\":7,\"g\":\"{name}\"}");
    struct json *bad = parsed("{\"a\":[\"{x}\"]}");
    struct fill_values values = {.target = STR(VM), .kept = kept};
    struct json *out = NULL;
    struct err err;

    (void)state;
    assert_true(fill_json(&values, from, &out, &err));
    assert_json_take(out, "{\"a\":true,\"b\":[5,\"a b!\"],\"c\":{\"x\":[1]},"
                          "\"d\":null,\"e\":\"{was}\",\"f\":7,\"g\":"
                          "\"v(1)\"}");
    assert_false(fill_json(&values, bad, &out, &err));
    assert_has(err.text, "{x}");
    json_free(bad);
    json_free(from);
    json_free(kept);
}

static void test_check(void **state)
{
    static const struct keep keeps[] = {{.name = "was"}};
    static const struct {
        const char *text;
        size_t n;
        bool fine;
    } rows[] = {
        {"{id}/{name}", 0, true}, {"{was}", 1, true},  {"{WAS}", 1, true},
        {"{was}", 0, false},      {"{x}", 1, false},   {"{was", 1, false},
        {"{{x}}", 0, true},       {"a } b", 1, false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *json = json_new_array();
        struct err err;

        json_add_take(json, json_new_text(str_of(rows[i].text)));
        assert_int_equal(
            fill_check(str_of(rows[i].text), keeps, rows[i].n, &err),
            rows[i].fine);
        assert_int_equal(fill_check_json(json, keeps, rows[i].n, &err),
                         rows[i].fine);
        json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_check),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
