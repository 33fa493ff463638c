/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invented alerts: the same for the same seed, and in the shape they should
 * have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sandbox/gen.h"
#include "util/json.h"
#include "util/utf8.h"

static void make(const struct gen_setup *setup, int n, struct buf *out)
{
    struct gen *gen = gen_new(setup);

    for (int i = 0; i < n; i++) {
        gen_alert(gen, out);
        buf_char(out, '\n');
    }
    gen_free(gen);
}

static void deterministic(void **state)
{
    static const struct gen_setup one = {
        .seed = 1, .count = 200, .hostile = 0.2, .resources = 50};
    static const struct gen_setup two = {
        .seed = 2, .count = 200, .hostile = 0.2, .resources = 50};
    struct buf a, b, c;

    (void)state;
    buf_init(&a);
    buf_init(&b);
    buf_init(&c);
    make(&one, 200, &a);
    make(&one, 200, &b);
    make(&two, 200, &c);
    assert_true(str_eq(buf_view(&a), buf_view(&b)));
    assert_false(str_eq(buf_view(&a), buf_view(&c)));
    buf_done(&a);
    buf_done(&b);
    buf_done(&c);
}

static void shape(void **state)
{
    static const char *const texts[] = {
        "id",
        "name",
        "properties.alertType",
        "properties.systemAlertId",
        "properties.alertDisplayName",
        "properties.description",
        "properties.severity",
        "properties.intent",
        "properties.startTimeUtc",
        "properties.status",
        "properties.alertUri",
        "properties.compromisedEntity",
        "properties.resourceIdentifiers.0.azureResourceId",
        "properties.entities.0.type",
        "properties.entities.1.address",
    };
    struct str line, rest;
    struct buf all;
    size_t n = 0;

    (void)state;
    buf_init(&all);
    make(
        &(struct gen_setup){
            .seed = 3, .count = 500, .hostile = 1, .resources = 500},
        500, &all);
    rest = buf_view(&all);
    assert_true(utf8_valid(rest));
    while (str_cut(&rest, '\n', &line)) {
        struct json *json;
        struct err err;

        assert_true(json_parse(line, &json, &err));
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
            assert_int_equal(json_type(json_at(json, str_of(texts[i]))),
                             JSON_TEXT);
        json_free(json);
        n++;
    }
    assert_int_equal(n, 500);
    assert_in_range(all.len / 500, 3000, 4200);
    buf_done(&all);
}

static void wishes(void **state)
{
    struct gen *gen = gen_new(&(struct gen_setup){.seed = 1});
    struct gen_target target = {.subscription = "s",
                                .group = "g",
                                .location = "l",
                                .name = "n",
                                .id = "/subscriptions/s"};
    struct json *json = NULL;
    struct buf out;
    struct err err;

    (void)state;
    buf_init(&out);
    gen_alert_as(gen,
                 &(struct gen_wish){.type = gen_type_find("vm_reverseshell"),
                                    .target = &target,
                                    .moment = 1709642096789,
                                    .severity = "Low",
                                    .status = "Active",
                                    .user = "u",
                                    .address = "192.0.2.1",
                                    .command = "c",
                                    .key = "k",
                                    .is_sample = true},
                 &out);
    assert_true(json_parse(buf_view(&out), &json, &err));
    assert_string_equal(
        json_text(json_at(json, STR("properties.startTimeUtc"))).at,
        "2024-03-05T12:34:56.7890000Z");
    assert_string_equal(json_text(json_at(json, STR("properties.severity"))).at,
                        "Low");
    assert_string_equal(
        json_text(json_at(json, STR("properties.alertDisplayName"))).at,
        "[SAMPLE ALERT] Potential reverse shell detected");
    assert_true(str_starts(json_text(json_get(json, "name")),
                           STR("2516926587032109999_")));
    json_free(json);
    buf_done(&out);
    gen_free(gen);
    assert_null(gen_type_find("none"));
}

static void repeats(void **state)
{
    struct gen *gen = gen_new(&(struct gen_setup){
        .seed = 1, .count = 300, .repeated = 0.5, .resources = 10});
    char names[300][64];
    int again = 0;

    (void)state;
    for (int i = 0; i < 300; i++) {
        struct json *json = NULL;
        struct buf out;
        struct err err;

        buf_init(&out);
        gen_alert(gen, &out);
        assert_true(json_parse(buf_view(&out), &json, &err));
        snprintf(names[i], sizeof(names[i]), "%s",
                 json_text(json_get(json, "name")).at);
        for (int j = 0; j < i; j++) {
            if (strcmp(names[i], names[j]) == 0) {
                again++;
                break;
            }
        }
        json_free(json);
        buf_done(&out);
    }
    assert_in_range(again, 100, 200);
    gen_free(gen);
}

static void detections(void **state)
{
    (void)state;
    assert_true(gen_types_n >= 40);
    for (size_t i = 0; i < gen_types_n; i++) {
        unsigned sum = 0;

        for (int s = 0; s < GEN_SEVERITY_N; s++)
            sum += gen_types[i].weight[s];
        assert_int_equal(sum, 100);
        assert_ptr_equal(gen_type_find(gen_types[i].id), &gen_types[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deterministic), cmocka_unit_test(shape),
        cmocka_unit_test(wishes),        cmocka_unit_test(repeats),
        cmocka_unit_test(detections),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
