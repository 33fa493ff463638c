/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_canon.c - on every sample in tests/data/events, and on the files named
 * as arguments: no leaf of an event is lost in its canonical body, and the
 * columns read off both are the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/canon.h"
#include "model/envelope.h"
#include "util/file.h"
#include "util/map.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))
#define NOW      INT64_C(1767225600000)

/* Samples that hold no event, and what they are. */
static const struct {
    const char *path;
    const char *what;
} eventless[] = {
    {"/Automations/", "rules of Azure"},
    {"/Locations/", "regions"},
    {"/AlertsSuppressionRules/", "suppression rules"},
    {"/AssessmentsMetadata/", "kinds of recommendations"},
    {"/Alerts/Update", "answers without a body"},
    {"/Alerts/Simulate", "an answer without a body"},
    {"/Assessments/Delete", "an answer without a body"},
};

/* Each leaf as "name=value", counted. */
struct leaves {
    struct map map;
    uint32_t *count;
    size_t room;
};

static void leaves_init(struct leaves *leaves)
{
    *leaves = (struct leaves){.count = NULL};
    map_init(&leaves->map, false);
}

static void leaves_done(struct leaves *leaves)
{
    map_done(&leaves->map);
    free(leaves->count);
}

static void add_leaf(struct leaves *leaves, const struct json *value)
{
    struct buf text;
    uint32_t number;

    buf_init(&text);
    json_put_text(value, &text);
    number = map_add(&leaves->map, buf_view(&text));
    if (number >= leaves->room) {
        size_t room = number * 2 + 64;

        leaves->count = realloc(leaves->count, room * sizeof(uint32_t));
        memset(leaves->count + leaves->room, 0,
               (room - leaves->room) * sizeof(uint32_t));
        leaves->room = room;
    }
    leaves->count[number]++;
    buf_done(&text);
}

/* Texts that hold objects or arrays count by what is in them. */
static void add_leaves(struct leaves *leaves, const struct json *json)
{
    enum json_type type = json_type(json);
    struct str text = str_trim(json_text(json));
    struct json_each each = json_each(json);
    struct json *inner;
    struct err ignored;

    if (type == JSON_OBJECT || type == JSON_ARRAY) {
        while (json_next(&each))
            add_leaves(leaves, each.value);
    } else if ((str_starts(text, STR("{")) || str_starts(text, STR("["))) &&
               json_parse(text, &inner, &ignored)) {
        add_leaves(leaves, inner);
        json_free(inner);
    } else if (json) {
        add_leaf(leaves, json);
    }
}

static void assert_no_leaf_lost(const char *file, const struct json *from,
                                const struct json *to)
{
    struct leaves before, after;

    leaves_init(&before);
    leaves_init(&after);
    add_leaves(&before, from);
    add_leaves(&after, to);
    for (uint32_t i = 0; i < before.map.count; i++) {
        struct str text = map_text(&before.map, i);
        uint32_t at = map_find(&after.map, text);

        if (at == MAP_NONE || after.count[at] < before.count[i])
            fail_msg("%s: the leaf \"%s\" is lost", file, text.at);
    }
    leaves_done(&before);
    leaves_done(&after);
}

static void assert_text(const char *file, const char *what, struct str a,
                        struct str b)
{
    if (!str_eq(a, b))
        fail_msg("%s: %s is \"%.*s\" raw and \"%.*s\" canonical", file, what,
                 STR_ARG(a), STR_ARG(b));
}

static void assert_same_columns(const char *file, const struct event *a,
                                const struct event *b)
{
    assert_text(file, "key", a->key, b->key);
    assert_text(file, "arm_id", a->arm_id, b->arm_id);
    for (size_t i = 0; i < EVENT_COLUMN_N; i++)
        assert_text(file, event_column_name((enum event_column)i), a->column[i],
                    b->column[i]);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->severity, b->severity);
    assert_int_equal(a->flags, b->flags);
    if (a->time != b->time)
        fail_msg("%s: another time", file);
}

static void check_event(const char *file, const struct skim_value *value)
{
    struct arena *arena = arena_new();
    struct event raw, canonical;
    struct json *from = NULL, *body = NULL;
    struct buf text;
    struct skim skim;
    struct skim_value again;
    struct err err = {.code = ERR_NONE};

    buf_init(&text);
    if (!event_read(value, STR("file"), NOW, arena, &raw, &err) ||
        !canon_body(raw.kind, raw.raw, &body, &err) ||
        !json_parse(raw.raw, &from, &err))
        fail_msg("%s: %s", file, err.text);
    assert_no_leaf_lost(file, from, body);
    json_write(body, JSON_COMPACT, &text);
    skim_init(&skim, buf_view(&text));
    assert_true(skim_whole(&skim, &again, &err));
    if (!event_read(&again, STR("file"), NOW, arena, &canonical, &err))
        fail_msg("%s: canonical: %s", file, err.text);
    assert_same_columns(file, &raw, &canonical);
    assert_true(raw.key.len > 6);
    assert_true(raw.column[COLUMN_TITLE].len > 0);
    assert_true(raw.column[COLUMN_RESOURCE].len > 0);
    json_free(from);
    json_free(body);
    buf_done(&text);
    arena_free(arena);
}

static bool expects_none(const char *path)
{
    for (size_t i = 0; i < N(eventless); i++) {
        if (strstr(path, eventless[i].path))
            return true;
    }
    return false;
}

static size_t events_seen;

/* A file of what is no event is refused item by item, saying what it is. */
static void check_file(const char *path)
{
    bool none = expects_none(path);
    struct envelope envelope;
    struct skim_value value;
    struct str text;
    struct event event;
    struct err err;
    size_t n = 0;

    assert_true(file_map(path, &text, &err));
    envelope_init(&envelope, text);
    for (;;) {
        enum envelope_answer answer = envelope_next(&envelope, &value, &err);

        if (answer == ENVELOPE_END)
            break;
        assert_int_equal(answer, ENVELOPE_ITEM);
        if (none) {
            struct arena *arena = arena_new();

            assert_false(
                event_read(&value, STR("file"), NOW, arena, &event, &err));
            assert_true(err.text[0] != '\0');
            arena_free(arena);
        } else {
            check_event(path, &value);
            n++;
        }
    }
    if (!none && n == 0)
        fail_msg("%s: no event was found", path);
    events_seen += n;
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
    assert_true(events_seen > 180);
}

/* One event, and members of its canonical body. */
static void test_shapes(void **state)
{
    static const struct {
        enum event_kind kind;
        const char *raw;
        const char *body;
    } rows[] = {
        /* REST: members are taken out of properties; the rest stays. */
        {EVENT_ALERT,
         "{\"id\":\"i\",\"name\":\"n\",\"type\":\"t\",\"properties\":{"
         "\"systemAlertId\":\"s\",\"timeGeneratedUtc\":\"2026\","
         "\"processingEndTimeUtc\":\"2027\",\"intent\":\"x\",\"new\":1}}",
         "{\"id\":\"i\",\"name\":\"n\",\"type\":\"t\",\"SystemAlertId\":\"s\","
         "\"TimeGenerated\":\"2026\",\"ProcessingEndTime\":\"2027\","
         "\"Intent\":\"x\",\"new\":1}"},
        /* Nested members get their names; free names do not. */
        {EVENT_ALERT,
         "{\"systemAlertId\":\"s\",\"entities\":[{\"$id\":\"1\",\"address\":"
         "\"a\",\"azureID\":\"b\",\"omsAgentID\":\"c\",\"host\":{\"$ref\":"
         "\"1\"}}],\"extendedProperties\":{\"user name\":\"u\"}}",
         "{\"SystemAlertId\":\"s\",\"Entities\":[{\"$id\":\"1\",\"Address\":"
         "\"a\",\"AzureID\":\"b\",\"OMSAgentID\":\"c\",\"Host\":{\"$ref\":"
         "\"1\"}}],\"ExtendedProperties\":{\"user name\":\"u\"}}"},
        /* Texts that hold JSON are opened. */
        {EVENT_ALERT,
         "{\"SystemAlertId\":\"s\",\"remediationSteps\":\"[\\\"a\\\"]\","
         "\"Entities\":\"[{\\\"type\\\":\\\"ip\\\"}]\","
         "\"ExtendedProperties\":\"{\\\"k\\\":1}\",\"ExtendedLinks\":\"no\"}",
         "{\"SystemAlertId\":\"s\",\"RemediationSteps\":[\"a\"],"
         "\"Entities\":[{\"Type\":\"ip\"}],\"ExtendedProperties\":{\"k\":1},"
         "\"ExtendedLinks\":\"no\"}"},
        /* Log Analytics: the better name wins, the others stay. */
        {EVENT_ALERT,
         "{\"SystemAlertId\":\"s\",\"AlertName\":\"n\",\"DisplayName\":\"d\","
         "\"AlertSeverity\":\"High\",\"Tactics\":\"x\",\"ProviderName\":\"p\"}",
         "{\"SystemAlertId\":\"s\",\"AlertDisplayName\":\"d\","
         "\"AlertName\":\"n\",\"Severity\":\"High\",\"Intent\":\"x\","
         "\"ProviderName\":\"p\"}"},
        /* Empty ones give way; equals keep their own names. */
        {EVENT_ALERT,
         "{\"SystemAlertId\":\"s\",\"AlertDisplayName\":null,"
         "\"DisplayName\":\"d\",\"severity\":\"Low\",\"Severity\":\"High\"}",
         "{\"SystemAlertId\":\"s\",\"AlertDisplayName\":\"d\","
         "\"Severity\":\"High\",\"severity\":\"Low\"}"},
        /* Both levels have the name. */
        {EVENT_ALERT,
         "{\"location\":\"a\",\"properties\":{\"systemAlertId\":\"s\","
         "\"location\":\"b\"}}",
         "{\"SystemAlertId\":\"s\",\"location\":\"a\",\"location_\":\"b\"}"},
        /* A record of the activity log. */
        {EVENT_ALERT,
         "{\"id\":\"/subscriptions/s/providers/Microsoft.Security/locations/"
         "l/alerts/N/events/N/ticks/1\",\"category\":{\"value\":\"Security\"},"
         "\"eventName\":{\"value\":\"T\"},\"status\":{\"value\":\"Active\"},"
         "\"eventTimestamp\":\"2026-01-01\",\"properties\":{\"severity\":"
         "\"Low\"}}",
         "{\"id\":\"/subscriptions/s/providers/Microsoft.Security/locations/"
         "l/alerts/N/events/N/ticks/1\",\"category\":{\"value\":\"Security\"},"
         "\"eventName\":{\"value\":\"T\"},\"Status\":\"Active\",\"status\":{"
         "\"value\":\"Active\"},\"eventTimestamp\":\"2026-01-01\","
         "\"Severity\":\"Low\",\"SystemAlertId\":\"N\",\"AlertDisplayName\":"
         "\"T\",\"TimeGenerated\":\"2026-01-01\"}"},
        /* A finding as it is exported. */
        {EVENT_RECOMMENDATION,
         "{\"$type\":\"x\",\"Id\":\"i\",\"Properties\":{\"Status\":{\"Code\":"
         "\"Unhealthy\"},\"AdditionalData\":{\"AssessedResourceType\":\"v\","
         "\"Data\":{\"Name\":1},\"Status\":2},\"Other\":3}}",
         "{\"$type\":\"x\",\"id\":\"i\",\"properties\":{\"status\":{\"code\":"
         "\"Unhealthy\"},\"additionalData\":{\"assessedResourceType\":\"v\","
         "\"data\":{\"Name\":1},\"Status\":2},\"Other\":3}}"},
        {EVENT_COMPLIANCE,
         "{\"ID\":\"i\",\"id\":\"j\",\"Properties\":{\"State\":\"Failed\"}}",
         "{\"ID\":\"i\",\"id\":\"j\",\"properties\":{\"state\":\"Failed\"}}"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *want, *have;
        struct err err;

        assert_true(json_parse(str_of(rows[i].body), &want, &err));
        assert_true(canon_body(rows[i].kind, str_of(rows[i].raw), &have, &err));
        if (!json_equal(want, have)) {
            struct buf text;

            buf_init(&text);
            json_write(have, JSON_COMPACT, &text);
            fail_msg("row %zu: %s", i, text.at);
        }
        json_free(want);
        json_free(have);
    }
}

static void test_refused(void **state)
{
    static const char *const rows[] = {"[]", "\"x\"", "{", ""};
    struct json *out = NULL;
    struct err err;

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        assert_false(canon_body(EVENT_ALERT, str_of(rows[i]), &out, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_null(out);
    }
}

static int files;
static char **file;

static void test_files(void **state)
{
    (void)state;
    for (int i = 0; i < files; i++)
        check_file(file[i]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_files),
    };

    files = argc - 1;
    file = argv + 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
