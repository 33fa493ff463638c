/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From bytes to stored events: every shape, what is new, changed, the same or
 * bad, and states that are no news.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/when.h"

struct seen {
    size_t n;
    size_t bad;
    char error[ERR_TEXT_SIZE + 32];
};

static void each(void *with, const struct ingest_item *item)
{
    struct seen *seen = with;

    seen->n++;
    if (strcmp(item->what, "bad") == 0) {
        seen->bad++;
        snprintf(seen->error, sizeof(seen->error), "%zu: %s", item->number,
                 item->err->text);
    } else {
        assert_true(item->row > 0);
        assert_true(item->key.len > 0);
    }
}

#define A                                                                      \
    "{\"id\":\"" SAND_SHOP                                                     \
    "/providers/Microsoft.Security/locations/westeurope/alerts/"
#define B(name)                                                                \
    A name "\",\"name\":\"" name "\",\"type\":"                                \
           "\"Microsoft.Security/Locations/alerts\",\"properties\":{"          \
           "\"systemAlertId\":\"" name "\",\"alertDisplayName\":\"T\","        \
           "\"severity\":\"High\",\"status\":\"Active\"}}"

static void test_shapes(void **state)
{
    static const struct {
        const char *text;
        int64_t added, bad;
        const char *error;
    } rows[] = {
        {"", 0, 0, NULL},
        {" \n\n", 0, 0, NULL},
        {B("s-1"), 1, 0, NULL},
        {"[" B("s-2") "," B("s-3") "]", 2, 0, NULL},
        {"{\"value\":[" B("s-4") "," B("s-5") "],\"nextLink\":null}", 2, 0,
         NULL},
        {"{\"records\":[" B("s-6") "]}", 1, 0, NULL},
        {B("s-7") "\n" B("s-8") "\n[" B("s-9") "]", 3, 0, NULL},
        {"\xef\xbb\xbf" B("s-10"), 1, 0, NULL},
        {B("s-11") "\n{\"a\":1}\n" B("s-12"), 2, 1, "2: "},
        {B("s-13") "\n{\"a\":\n" B("s-14"), 2, 1, NULL},
        {"[" B("s-15") ",7,\"x\"," B("s-16") "]", 2, 2, "3: "},
        {"nonsense", 0, 1, NULL},
    };
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ingest_count count = {0};
        struct seen seen = {0};

        assert_good(house, ingest_text(house->desk, str_of(rows[i].text),
                                       "file", false, when_now(), each, &seen,
                                       &count, &house->err));
        if (count.added != rows[i].added || count.bad != rows[i].bad)
            fail_msg("%s: %lld added, %lld bad (%s)", rows[i].text,
                     (long long)count.added, (long long)count.bad, seen.error);
        assert_int_equal(seen.n, rows[i].added + rows[i].bad);
        if (rows[i].error)
            assert_memory_equal(seen.error, rows[i].error,
                                strlen(rows[i].error));
    }
}

/* The same alert from a list and from an export is one; a later version
 * changes it, and what a person wrote stays. */
static void test_versions(void **state)
{
    static const char export[] =
        "{\"VendorName\":\"Microsoft\",\"AlertType\":\"VM_BruteForce\","
        "\"SystemAlertId\":\"A-1\",\"AlertDisplayName\":\"Brute force\","
        "\"Severity\":\"High\",\"Status\":\"New\","
        "\"TimeGenerated\":\"2026-03-05T12:00:00Z\"}";
    struct house *house = *state;
    const struct event *event;
    struct ingest_count count;
    struct event_patch patch = EVENT_PATCH_NONE;
    int64_t row;

    row = house_take(house, &(struct house_alert){.name = "a-1"});
    patch.owner = "ann";
    patch.tags = "red";
    assert_good(house, events_patch(house->desk->store, row, &patch, when_now(),
                                    &house->err));
    count = house_ingest(
        house, house_alert(house, &(struct house_alert){.name = "a-1"}), false);
    assert_int_equal(count.same, 1);
    count = house_ingest(house, str_of(export), false);
    assert_int_equal(count.added, 0);
    count = house_ingest(
        house,
        house_alert(house, &(struct house_alert){.name = "a-1",
                                                 .severity = "Low",
                                                 .status = "Resolved"}),
        false);
    assert_int_equal(count.changed, 1);
    event = house_event(house, row);
    assert_int_equal(event->severity, SEVERITY_LOW);
    assert_string_equal(event->column[COLUMN_STATUS].at, "Resolved");
    assert_string_equal(event->column[COLUMN_OWNER].at, "ann");
    assert_string_equal(event->column[COLUMN_TAGS].at, "red");
    assert_true(event->arm_id.len > 0);
}

#define STATE(code)                                                            \
    "{\"id\":\"" SAND_VM "/providers/Microsoft.Security/assessments/"          \
    "3bcd234d-c9c7-c2a2-89e0-c01f419c1a8a\",\"name\":"                         \
    "\"3bcd234d-c9c7-c2a2-89e0-c01f419c1a8a\",\"type\":"                       \
    "\"Microsoft.Security/assessments\",\"properties\":{\"displayName\":"      \
    "\"Disks should be encrypted\",\"status\":{\"code\":\"" code "\"}}}"

static int64_t shown(struct house *house)
{
    struct event_row *rows;
    size_t n;

    assert_good(house, events_newest(house->desk->store, 100, house->arena,
                                     &rows, &n, &house->err));
    return (int64_t)n;
}

/* A healthy state that a poll finds is standing: kept, and no row until it
 * changes; then rules hear of it. */
static void test_standing(void **state)
{
    struct house *house = *state;
    struct ingest_count count;

    house_rule(house, house->desk,
               "{\"name\":\"r\",\"mode\":\"shadow\",\"trigger\":{\"kinds\":["
               "\"recommendation\"],\"on\":[\"created\",\"changed\"]},"
               "\"actions\":[{\"kind\":\"http\",\"with\":{\"url\":"
               "\"https://hook.example/\"}}]}");
    count = house_ingest(house, STR(STATE("Healthy")), true);
    assert_int_equal(count.added, 1);
    assert_int_equal(count.fired, 0);
    assert_int_equal(shown(house), 0);
    count = house_ingest(house, STR(STATE("Healthy")), true);
    assert_int_equal(count.same, 1);
    count = house_ingest(house, STR(STATE("Unhealthy")), true);
    assert_int_equal(count.changed, 1);
    assert_int_equal(count.fired, 1);
    assert_int_equal(shown(house), 1);
    count = house_ingest(house, STR(STATE("Healthy")), true);
    assert_int_equal(count.changed, 1);
    assert_int_equal(shown(house), 1);
}

/* A snapshot of a state fires what asks for snapshots, and nothing else;
 * compliance stands whenever it is first seen. */
static void test_snapshot(void **state)
{
    static const char export[] =
        "{\"id\":\"/subscriptions/11111111-2222-3333-4444-555555555555/"
        "providers/Microsoft.Security/regulatoryComplianceStandards/PCI/"
        "regulatoryComplianceControls/1.1/regulatoryComplianceAssessments/"
        "a1\",\"name\":\"a1\",\"type\":\"Microsoft.Security/"
        "regulatoryComplianceStandards/regulatoryComplianceControls/"
        "regulatoryComplianceAssessments\",\"properties\":{\"state\":"
        "\"Failed\"},\"securityEventDataEnrichment\":{\"isSnapshot\":"
        "true}}";
    struct house *house = *state;
    struct ingest_count count;

    house_rule(house, house->desk,
               "{\"name\":\"r\",\"mode\":\"shadow\",\"trigger\":{\"kinds\":["
               "\"compliance\"],\"on\":[\"created\"]},\"actions\":[{\"kind\":"
               "\"note\",\"with\":{\"note\":\"n\"}}]}");
    house_rule(
        house, house->desk,
        "{\"name\":\"s\",\"mode\":\"shadow\",\"trigger\":{\"kinds\":["
        "\"compliance\"],\"on\":[\"created\",\"snapshots\"]},\"actions\":"
        "[{\"kind\":\"note\",\"with\":{\"note\":\"n\"}}]}");
    count = house_ingest(house, str_of(export), false);
    assert_int_equal(count.added, 1);
    assert_int_equal(count.fired, 1);
    assert_int_equal(shown(house), 0);
}

/* More than one transaction holds, and the same again costs nothing. */
static void test_batches(void **state)
{
    struct house *house = *state;
    struct ingest_count count;
    struct buf text;
    int64_t n;

    buf_init(&text);
    for (int i = 0; i < 9001; i++)
        buf_printf(&text,
                   A "b-%d\",\"type\":\"Microsoft.Security/Locations/alerts\","
                     "\"properties\":{\"systemAlertId\":\"b-%d\","
                     "\"alertDisplayName\":\"T %d\",\"severity\":\"Low\"}}\n",
                   i, i, i % 7);
    count = house_ingest(house, buf_view(&text), false);
    assert_int_equal(count.added, 9001);
    count = house_ingest(house, buf_view(&text), false);
    assert_int_equal(count.same, 9001);
    buf_done(&text);
    assert_good(house, events_count(house->second->store, &n, &house->err));
    assert_int_equal(n, 9001);
}

/* Larger than an event may be: left out, said, and the next one goes on. */
static void test_huge(void **state)
{
    struct house *house = *state;
    struct ingest_count count = {0};
    struct seen seen = {0};
    struct buf text;

    buf_init(&text);
    buf_text(&text,
             A "h-1\",\"properties\":{\"systemAlertId\":\"h-1\",\"x\":\"");
    for (int i = 0; i < LIMIT_BODY; i++)
        buf_char(&text, 'x');
    buf_text(&text, "\"}}\n" B("h-2"));
    assert_good(house,
                ingest_text(house->desk, buf_view(&text), "file", false,
                            when_now(), each, &seen, &count, &house->err));
    buf_done(&text);
    assert_int_equal(count.bad, 1);
    assert_int_equal(count.added, 1);
    assert_non_null(strstr(seen.error, "larger than"));
}

/* Every file of the tests' data goes in, and a second time is the same. */
static void test_files(void **state)
{
    static const char *const files[] = {
        "generated.ndjson",
        "alerts/security-alert-event.json",
        "alerts/workflow-automation-alert.json",
        "export/eventhub-alert.json",
        "export/eventhub-assessment.json",
        "export/eventhub-subassessment.json",
        "export/eventhub-regulatory-compliance.json",
        "export/logicapp-alert-camelcase-variant.json",
        "recommendations/workflow-automation-recommendation.json",
    };
    struct house *house = *state;
    const char *srcdir = getenv("srcdir");

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct ingest_count first;
        struct ingest_count again;
        struct buf text;

        buf_init(&text);
        assert_good(
            house,
            file_read(arena_printf(house->arena, "%s/tests/data/events/%s",
                                   srcdir ? srcdir : ".", files[i]),
                      LIMIT_RESPONSE, &text, &house->err));
        first = house_ingest(house, buf_view(&text), false);
        again = house_ingest(house, buf_view(&text), false);
        buf_done(&text);
        /* One that was sent again with another status changes each time. */
        if (first.added + first.changed == 0 || first.bad > 0 ||
            again.added > 0 || (first.changed == 0 && again.changed > 0))
            fail_msg("%s: %lld added, %lld bad, then %lld added, %lld changed",
                     files[i], (long long)first.added, (long long)first.bad,
                     (long long)again.added, (long long)again.changed);
    }
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_shapes),   ROW(test_versions), ROW(test_standing),
        ROW(test_snapshot), ROW(test_batches),  ROW(test_huge),
        ROW(test_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
