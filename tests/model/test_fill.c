/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/fill.h"

#define VM                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/v(1)"
#define BLOB "https://st1.blob.core.windows.net/c/a%20b/x.exe"
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
    static const struct {
        const char *text;
        struct fill_scope scope;
        bool fine;
    } rows[] = {
        {"{id}/{name}", {.n = 0}, true},
        {"{was}", {.name = {"was"}, .n = 1}, true},
        {"{WAS.a.b:last}", {.name = {"was"}, .n = 1}, true},
        {"{was}", {.n = 0}, false},
        {"{x}", {.name = {"was"}, .n = 1}, false},
        {"{was", {.name = {"was"}, .n = 1}, false},
        {"{{x}}", {.n = 0}, true},
        {"a } b", {.n = 0}, false},
        {"{item.id}", {.n = 0}, false},
        {"{item.id}", {.item = true}, true},
        {"{account}", {.n = 0}, false},
        {"{account}{blob}", {.blob = true}, true},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *json = json_new_array();
        struct json *object = json_new_object();
        struct err err;

        json_add_take(json, json_new_text(str_of(rows[i].text)));
        json_set_int(object, rows[i].text, 1);
        if (fill_check(str_of(rows[i].text), &rows[i].scope, &err) !=
                rows[i].fine ||
            fill_check_json(json, &rows[i].scope, &err) != rows[i].fine ||
            fill_check_json(object, &rows[i].scope, &err) != rows[i].fine)
            fail_msg("row %zu", i);
        json_free(object);
        json_free(json);
    }
}

static void test_scope(void **state)
{
    struct fill_scope scope = {.n = 0};
    struct err err;

    (void)state;
    assert_true(fill_scope_add(&scope, "allow-range", &err));
    assert_true(fill_scope_has(&scope, STR("Allow-Range")));
    assert_false(fill_scope_add(&scope, "id", &err));
    assert_has(err.text, "part of the target");
    assert_false(fill_scope_add(&scope, "item", &err));
    assert_false(fill_scope_add(&scope, "a.b", &err));
    assert_has(err.text, "letters");
    assert_false(fill_scope_add(&scope, "", &err));
    assert_int_equal(scope.n, 1);
}

/* Parts of ids, members of kept objects, and blobs. */
static void test_parts(void **state)
{
    static const struct {
        const char *target;
        const char *text;
        const char *want; /* NULL: refused */
    } rows[] = {
        {VM, "/s/{id:subscriptions}/{id:RESOURCEGROUPS}", "/s/s/g"},
        {VM, "/{nic.id:last}?v={nic.id:virtualmachines}",
         "/v%281%29?v=v%281%29"},
        {VM, "{nic.id}?v=1", VM "?v=1"},
        {VM, "/x{nic.id}",
         "/x%2Fsubscriptions%2Fs%2FresourceGroups%2Fg%2F"
         "providers%2FMicrosoft.Compute%2FvirtualMachines%2F"
         "v%281%29"},
        {VM, "{bad}", "%2Fsubscriptions%2F..%2Fx"},
        {VM, "/{range:first}-{range:last}", "/10.0.0.0-8"},
        {VM, "/{id:nothing}", NULL},
        {VM, "/{nic.none}", NULL},
        {VM, "/{account}", NULL},
        {BLOB, "/{account}/{container}/{blob}", "/st1/c/a%20b/x.exe"},
        {BLOB, "/x?u={id}",
         "/x?u=https%3A%2F%2Fst1.blob.core.windows.net%2Fc%2Fa%2520b%2Fx.exe"},
        {BLOB "?sig=abc", "/{account}", NULL},
        {"https://st1.blob.core.windows.net/c/%2e%2e/x", "/{account}", NULL},
        {"http://st1.blob.core.windows.net/c/x", "/{account}", NULL},
        {"https://evil@st1.blob.core.windows.net/c/x", "/{account}", NULL},
        {"https://st1.table.core.windows.net/c/x", "/{account}", NULL},
    };
    struct json *kept = parsed("{\"nic\":{\"id\":\"" VM "\"},"
                               "\"bad\":\"/subscriptions/../x\","
                               "\"range\":\"10.0.0.0/8\"}");

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct fill_values values = {.target = str_of(rows[i].target),
                                     .kept = kept};
        struct buf out;
        struct err err;

        buf_init(&out);
        if (fill_url(&values, str_of(rows[i].text), &out, &err) !=
            (rows[i].want != NULL))
            fail_msg("row %zu: %.*s", i, STR_ARG(buf_view(&out)));
        if (rows[i].want)
            assert_str(buf_view(&out), rows[i].want);
        buf_done(&out);
    }
    json_free(kept);
}

/* For people, before anything is known; a null leaves its member out, and the
 * name of a member is a template too. */
static void test_show(void **state)
{
    struct json *kept =
        parsed("{\"none\":null,\"tag\":\"t\",\"o\":{\"was\":null}}");
    struct json *from =
        parsed("{\"a\":\"{none}\",\"c\":\"{o.was}\",\"b\":[\"{none}\",\"x\"],"
               "\"{tag}\":\"{later}\"}");
    struct fill_values values = {.target = STR(VM), .kept = kept, .show = true};
    struct json *out = NULL;
    struct buf url;
    struct err err;

    (void)state;
    assert_true(fill_json(&values, from, &out, &err));
    assert_json_take(out, "{\"b\":[\"x\"],\"t\":\"«later»\"}");
    buf_init(&url);
    assert_true(fill_url(&values, STR("{item.id:last}/x"), &url, &err));
    assert_str(buf_view(&url), "«item.id:last»/x");
    buf_done(&url);
    json_free(from);
    json_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),  cmocka_unit_test(test_url),
        cmocka_unit_test(test_json),  cmocka_unit_test(test_check),
        cmocka_unit_test(test_scope), cmocka_unit_test(test_parts),
        cmocka_unit_test(test_show),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
