/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_canon_part.c - every member of the canonical body of every sample in
 * tests/data/events is the same when it is made alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/canon.h"
#include "model/envelope.h"
#include "util/file.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))
#define NOW      INT64_C(1767225600000)

static size_t parts; /* that were made alone */

static void check_member(enum event_kind kind, struct str raw,
                         const struct json *whole, const char *name,
                         const char *other)
{
    struct str names[] = {str_of(name), str_of(other)};
    struct json *part;

    if (!canon_part(kind, raw, names, *other ? 2 : 1, &part))
        return;
    parts++;
    if (!json_equal(json_find(whole, str_of(name)),
                    json_find(part, str_of(name))) ||
        !json_equal(json_find(whole, str_of(other)),
                    json_find(part, str_of(other))))
        fail_msg("%s of %.*s", name, STR_ARG(raw));
    json_free(part);
}

/* What something can be done to is the same, too. */
static void check_targets(struct str raw, const struct json *whole)
{
    struct arena *arena = arena_new();
    struct json *part;
    struct str *want, *have;
    size_t n;

    if (canon_part(EVENT_ALERT, raw, event_target_members, EVENT_TARGET_MEMBERS,
                   &part)) {
        n = event_targets(whole, arena, &want);
        assert_int_equal(event_targets(part, arena, &have), n);
        for (size_t i = 0; i < n; i++)
            assert_true(str_eq(want[i], have[i]));
        json_free(part);
    }
    arena_free(arena);
}

static void check_body(enum event_kind kind, struct str raw)
{
    struct json *whole;
    struct json_each each;
    struct err err;

    assert_true(canon_body(kind, raw, &whole, &err));
    if (kind == EVENT_ALERT)
        check_targets(raw, whole);
    each = json_each(whole);
    while (json_next(&each)) {
        check_member(kind, raw, whole, each.name, "");
        check_member(kind, raw, whole, each.name, "AlertUri");
    }
    check_member(kind, raw, whole, "nowhere", "");
    json_free(whole);
}

static void check_file(const char *path)
{
    struct envelope envelope;
    struct skim_value value;
    struct str text;
    struct err err;

    assert_true(file_map(path, &text, &err));
    envelope_init(&envelope, text);
    while (envelope_next(&envelope, &value, &err) == ENVELOPE_ITEM) {
        struct arena *arena = arena_new();
        struct event event;

        if (event_read(&value, STR("file"), NOW, arena, &event, &err))
            check_body(event.kind, event.raw);
        arena_free(arena);
    }
    file_unmap(text);
}

static int visit(const char *path, const struct stat *st, int type,
                 struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    if (type == FTW_F && (str_ends(str_of(path), STR(".json")) ||
                          str_ends(str_of(path), STR(".ndjson"))))
        check_file(path);
    return 0;
}

static void test_samples(void **state)
{
    char dir[4096];
    const char *top = getenv("srcdir");

    (void)state;
    snprintf(dir, sizeof(dir), "%s/tests/data/events", top ? top : ".");
    assert_int_equal(nftw(dir, visit, 16, FTW_PHYS), 0);
    assert_true(parts > 1000);
}

/* Shapes that go wrong most easily. */
static void test_shapes(void **state)
{
    static const struct {
        enum event_kind kind;
        const char *raw;
    } rows[] = {
        {EVENT_ALERT, "{}"},
        {EVENT_ALERT, "{\"properties\":\"{\\\"severity\\\":\\\"Low\\\"}\"}"},
        {EVENT_ALERT, "{\"Properties\":{\"a\":1},\"properties\":{\"a\":2}}"},
        {EVENT_ALERT, "{\"properties\":7,\"location\":\"a\"}"},
        {EVENT_ALERT, "{\"location\":\"a\",\"properties\":{\"location\":1}}"},
        {EVENT_ALERT, "{\"DisplayName\":\"d\",\"AlertName\":\"n\","
                      "\"alertDisplayName\":\"\"}"},
        {EVENT_ALERT, "{\"severity\":\"Low\",\"Severity\":\"High\","
                      "\"AlertSeverity\":\"x\"}"},
        {EVENT_ALERT, "{\"extendedProperties\":\"{\\\"k\\\":[1,2]}\","
                      "\"ExtendedProperties\":{\"k\":3}}"},
        {EVENT_ALERT, "{\"ext\\u0065ndedProperties\":{\"k\":3}}"},
        {EVENT_ALERT, "{\"a\":1,\"a\":2,\"A\":3}"},
        {EVENT_ALERT, "{\"category\":{\"value\":\"Security\"},\"eventName\":"
                      "{\"value\":\"T\"},\"status\":{\"value\":\"x\"}}"},
        {EVENT_RECOMMENDATION,
         "{\"Id\":\"i\",\"Properties\":\"{\\\"Status\\\":1}\",\"id\":\"j\"}"},
        {EVENT_COMPLIANCE, "{\"ID\":\"i\",\"Properties\":{\"State\":1}}"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        check_body(rows[i].kind, str_of(rows[i].raw));
}

/* Then the whole has to be asked. */
static void test_refused(void **state)
{
    static const struct {
        const char *raw;
        const char *name;
    } rows[] = {
        {"{}", ""},
        {"{}", "properties"},
        {"{}", "STATUS"},
        {"{}", "severity_"},
        {"[]", "severity"},
        {"{\"a\":", "a"},
        {"{\"properties\":\"{}\"}", "severity"},
        {"{\"\\u0061\":1}", "a"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct str name = str_of(rows[i].name);
        struct json *part;

        if (canon_part(EVENT_ALERT, str_of(rows[i].raw), &name, 1, &part))
            fail_msg("%s of %s", rows[i].name, rows[i].raw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
