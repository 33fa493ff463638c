/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small parts: ids, the shelf, what is kept, options, the configuration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sandbox/armid.h"
#include "sandbox/call.h"
#include "sandbox/keep.h"
#include "sandbox/options.h"
#include "sandbox/rng.h"
#include "sandbox/shelf.h"

#define S "/subscriptions/s"
#define G S "/resourceGroups/g"
#define R G "/providers/A.B/c/d"

static void types(void **state)
{
    static const struct {
        const char *id, *type, *collection;
    } rows[] = {
        {S, "Microsoft.Resources/subscriptions", ""},
        {G, "Microsoft.Resources/resourceGroups", ""},
        {R, "A.B/c", ""},
        {R "/e/f", "A.B/c/e", ""},
        {R "/e", "", "A.B/c/e"},
        {R "/providers/C.D/e/f", "C.D/e", ""},
        {R "/providers/C.D/e", "", "C.D/e"},
        {S "/providers/A.B/c", "", "A.B/c"},
        {S "/providers/A.B", "", ""},
        {"/x", "", ""},
        {"", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buf out;

        buf_init(&out);
        assert_int_equal(armid_type(str_of(rows[i].id), &out),
                         rows[i].type[0] != '\0');
        assert_true(str_eq(buf_view(&out), str_of(rows[i].type)));
        buf_clear(&out);
        assert_int_equal(armid_collection(str_of(rows[i].id), &out),
                         rows[i].collection[0] != '\0');
        assert_true(str_eq(buf_view(&out), str_of(rows[i].collection)));
        buf_done(&out);
    }
    assert_true(armid_is_type(STR(R), "a.b/C"));
}

static void parts(void **state)
{
    (void)state;
    assert_true(str_eq(armid_name(STR(R)), STR("d")));
    assert_true(str_eq(armid_parent(STR(R)), STR(G "/providers/A.B/c")));
    assert_true(str_eq(armid_host(STR(R "/providers/C.D/e/f")), STR(R)));
    assert_true(str_eq(armid_host(STR(R)), STR(G)));
    assert_true(str_empty(armid_host(STR(G))));
    assert_true(str_eq(armid_part(STR(R), STR("RESOURCEGROUPS")), STR("g")));
    assert_true(str_empty(armid_part(STR(S), STR("resourceGroups"))));
    assert_true(armid_within(STR(R), STR("/SUBSCRIPTIONS/S")));
    assert_true(armid_within(STR(R), STR_NONE));
    assert_false(armid_within(STR("/subscriptions/sx"), STR(S)));
}

static void shelf(void **state)
{
    struct shelf *shelf = shelf_new();
    struct json *json = NULL, *patch = NULL;
    uint64_t revision;
    struct err err;

    (void)state;
    assert_true(
        json_parse(STR("{\"a\":{\"b\":1,\"c\":2},\"d\":[1]}"), &json, &err));
    assert_true(json_parse(STR("{\"a\":{\"b\":null,\"e\":3},\"d\":[2]}"),
                           &patch, &err));
    assert_true(shelf_put(shelf, STR("/X/y"), json));
    revision = shelf_revision(shelf, STR("/x/Y"));
    assert_true(shelf_merge(shelf, STR("/x/Y"), patch));
    assert_true(shelf_revision(shelf, STR("/x/Y")) > revision);
    assert_true(str_eq(shelf_text(shelf, STR("/x/y")),
                       STR("{\"a\":{\"c\":2,\"e\":3},\"d\":[2]}")));
    assert_true(str_eq(shelf_id(shelf, STR("/x/y")), STR("/X/y")));
    assert_true(shelf_remove(shelf, STR("/x/y")));
    assert_false(shelf_remove(shelf, STR("/x/y")));
    assert_false(shelf_merge(shelf, STR("/x/y"), patch));
    assert_true(str_empty(shelf_text(shelf, STR("/x/y"))));
    assert_false(shelf_next(&(struct shelf_each){.shelf = shelf}));
    json_free(json);
    json_free(patch);
    shelf_free(shelf);
}

static void kept(void **state)
{
    struct keep *keep = keep_new(3);
    struct buf out;

    (void)state;
    for (int i = 0; i < 5; i++)
        keep_add_take(keep, json_new_object());
    buf_init(&out);
    keep_write(keep, 0, &out);
    assert_string_equal(out.at, "[{\"n\":3},\n{\"n\":4},\n{\"n\":5}]\n");
    buf_clear(&out);
    keep_write(keep, 4, &out);
    assert_string_equal(out.at, "[{\"n\":5}]\n");
    buf_clear(&out);
    keep_write(keep, 9, &out);
    assert_string_equal(out.at, "[]\n");
    buf_done(&out);
    keep_free(keep);
}

static void options(void **state)
{
    static const struct {
        const char *argument, *value;
        bool good;
    } rows[] = {
        {"--port", "80", true},      {"--port=80", NULL, true},
        {"--port", "65536", false},  {"--port", "x", false},
        {"--port", NULL, false},     {"--prot", "1", false},
        {"port", NULL, false},       {"--speed", "0.5", true},
        {"--speed", "nan", false},   {"--speed", "0", false},
        {"--smtp-auth", NULL, true}, {"--smtp-auth=1", NULL, false},
        {"--count", "1", false},     {"--help", NULL, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char argument[32], value[32], name[] = "riposte-sandbox";
        char *argv[] = {name, argument, value};
        struct options out;
        struct err err;

        snprintf(argument, sizeof(argument), "%s", rows[i].argument);
        snprintf(value, sizeof(value), "%s",
                 rows[i].value ? rows[i].value : "");
        if (options_parse(&out, rows[i].value ? 3 : 2, argv, &err) !=
            rows[i].good)
            fail_msg("row %zu: %s", i, rows[i].good ? err.text : "taken");
    }
}

static void forms(void **state)
{
    struct call call;

    (void)state;
    call_init(&call);
    call.body = STR("a=1+2%2f&b&=x&c=%zz%4&a=3");
    assert_string_equal(call_form(&call, "a").at, "1 2/");
    assert_string_equal(call_form(&call, "c").at, "%zz%4");
    assert_true(str_empty(call_form(&call, "d")));
    assert_string_equal(call_clean(call.arena, STR("a\xff\0b")).at,
                        "a\xef\xbf\xbd\xef\xbf\xbd"
                        "b");
    call_done(&call);
}

static void numbers(void **state)
{
    struct rng a, b;
    char guid[GUID_SIZE];

    (void)state;
    rng_init(&a, 1);
    rng_init(&b, 1);
    for (int i = 0; i < 1000; i++) {
        double real = rng_real(&a);

        assert_true(real >= 0 && real < 1);
        assert_true(real == rng_real(&b));
        assert_true(rng_below(&a, 7) < 7);
        rng_below(&b, 7);
    }
    rng_guid(&a, guid);
    assert_int_equal(strlen(guid), 36);
    assert_int_equal(guid[14], '4');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),   cmocka_unit_test(parts),
        cmocka_unit_test(shelf),   cmocka_unit_test(kept),
        cmocka_unit_test(options), cmocka_unit_test(forms),
        cmocka_unit_test(numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
