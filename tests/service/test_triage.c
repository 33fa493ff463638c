/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an analyst does with an event: kept here, written through to the
 * service where it has a place for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/triage.h"
#include "util/mem.h"
#include "util/when.h"

static int64_t take(struct house *house, const char *name, bool there)
{
    return house_take(house,
                      &(struct house_alert){.name = name, .there = there});
}

/* The status that the sandbox has. */
static const char *status_there(struct house *house, const char *name,
                                char out[64])
{
    char target[512];
    struct json *json;

    snprintf(target, sizeof(target),
             SAND_SHOP "/providers/Microsoft.Security/locations/westeurope/"
                       "alerts/%s?api-version=2022-01-01",
             name);
    assert_int_equal(sand_arm(&house->sand, "GET", target, NULL), 200);
    sand_ask(&house->sand, "GET", target, NULL, &json);
    snprintf(out, 64, "%s",
             json_text(json_at(json, STR("properties.status"))).at);
    json_free(json);
    return out;
}

static const char *column(struct house *house, int64_t event,
                          enum event_column column)
{
    return house_event(house, event)->column[column].at;
}

static bool pending(struct house *house, int64_t event)
{
    return (house_event(house, event)->flags & EVENT_PENDING) != 0;
}

/* What was asked is said as a deed. */
static bool told(struct house *house, int64_t event, const char *verb,
                 const char *text)
{
    const struct audit_filter filter = {.event = event, .acts = true};
    struct audit_record *deeds;
    size_t n;

    assert_good(house, audit_list(house->desk->store, &filter, 0, 20,
                                  house->arena, &deeds, &n, &house->err));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(deeds[i].verb.at, verb) == 0 &&
            strcmp(deeds[i].why.at, text) == 0 &&
            strcmp(deeds[i].who.at, "ann") == 0)
            return true;
    }
    return false;
}

static void test_status(void **state)
{
    static const struct {
        const char *status;
        const char *verb;
    } rows[] = {
        {"InProgress", "/s-1/inProgress"},
        {"Resolved", "/s-1/resolve"},
        {"Dismissed", "/s-1/dismiss"},
        {"Active", "/s-1/activate"},
    };
    struct house *house = *state;
    int64_t event = take(house, "s-1", true);
    char seen[64];

    house_engine(house, false);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char before[64];

        snprintf(before, sizeof(before), "%s",
                 column(house, event, COLUMN_STATUS));
        assert_good(house, triage_status(house->desk, event, rows[i].status,
                                         "so", &house->err));
        assert_true(pending(house, event));
        assert_string_equal(column(house, event, COLUMN_STATUS), before);
        assert_int_equal(house_run(house, house_newest(house, 0)),
                         RUN_SUCCEEDED);
        assert_false(pending(house, event));
        assert_string_equal(column(house, event, COLUMN_STATUS),
                            rows[i].status);
        assert_string_equal(status_there(house, "s-1", seen), rows[i].status);
        assert_int_equal(sand_count(&house->sand, 0, "POST", rows[i].verb), 1);
        assert_true(told(house, event, "status", "so"));
    }
}

/* The service knows no such alert: as it was, and the run says why. */
static void test_refused(void **state)
{
    struct house *house = *state;
    int64_t event = take(house, "r-1", false);
    const struct run *run;

    house_engine(house, false);
    assert_good(house,
                triage_status(house->desk, event, "Resolved", "", &house->err));
    assert_true(pending(house, event));
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_FAILED);
    run = house_read(house, house_newest(house, 0));
    assert_non_null(strstr(run->steps[0].note, "404"));
    assert_false(pending(house, event));
    assert_string_equal(column(house, event, COLUMN_STATUS), "Active");
    assert_int_equal(house_event(house, event)->automation, AUTO_FAILED);
}

/* Taken back by a person while it waits. */
static void test_cancelled(void **state)
{
    struct house *house = *state;
    int64_t event = take(house, "c-1", true);

    assert_good(house,
                triage_status(house->desk, event, "Resolved", "", &house->err));
    assert_good(house, run_cancel(house->desk, house_newest(house, 0), "no",
                                  &house->err));
    assert_false(pending(house, event));
}

static void test_close(void **state)
{
    static const struct {
        const char *closing;
        const char *status;
    } rows[] = {
        {"TruePositive", "Resolved"},
        {"Benign", "Dismissed"},
        {"FalsePositive", "Dismissed"},
    };
    struct house *house = *state;
    char seen[64];

    house_engine(house, false);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char name[16];
        int64_t event;

        snprintf(name, sizeof(name), "k-%zu", i);
        event = take(house, name, true);
        assert_good(house, triage_close(house->desk, event, rows[i].closing,
                                        "because", &house->err));
        assert_int_equal(house_run(house, house_newest(house, 0)),
                         RUN_SUCCEEDED);
        assert_string_equal(column(house, event, COLUMN_CLOSING),
                            rows[i].closing);
        assert_string_equal(column(house, event, COLUMN_STATUS),
                            rows[i].status);
        assert_string_equal(status_there(house, name, seen), rows[i].status);
        assert_true(told(house, event, "close", "because"));
    }
}

/* No place at the service: closed here alone, and no status to set. */
static void test_here_alone(void **state)
{
    static const char recommendation[] =
        "{\"id\":\"" SAND_VM "/providers/Microsoft.Security/assessments/x\","
        "\"name\":\"x\",\"type\":\"Microsoft.Security/assessments\","
        "\"properties\":{\"displayName\":\"D\",\"status\":{\"code\":"
        "\"Unhealthy\"}}}";
    struct house *house = *state;

    house_ingest(house, STR(""), false);
    house_ingest(house, str_of(recommendation), false);
    assert_false(triage_status(house->desk, 1, "Resolved", "", &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
    assert_non_null(strstr(house->err.text, "only alerts"));
    assert_good(house,
                triage_close(house->desk, 1, "Benign", "known", &house->err));
    assert_string_equal(column(house, 1, COLUMN_CLOSING), "Benign");
    assert_true(told(house, 1, "close", "known"));
}

static void test_own_columns(void **state)
{
    static const struct {
        const char *change;
        const char *tags;
    } rows[] = {
        {"+red", "red"},
        {"blue +red", "red blue"},
        {"-red +green  -none", "blue green"},
        {"+GREEN", "blue green"},
        {"-Blue -green", ""},
    };
    struct house *house = *state;
    int64_t event = take(house, "o-1", false);
    char longest[LIMIT_REASON + 16];

    assert_good(house,
                triage_acknowledge(house->desk, event, true, &house->err));
    assert_true(house_event(house, event)->acknowledged > 0);
    assert_good(house,
                triage_acknowledge(house->desk, event, false, &house->err));
    assert_int_equal(house_event(house, event)->acknowledged, 0);
    assert_good(house, triage_local(house->desk, TRIAGE_OWNER, event, "eve",
                                    &house->err));
    assert_string_equal(column(house, event, COLUMN_OWNER), "eve");
    assert_true(told(house, event, "owner", "eve"));
    assert_good(
        house, triage_local(house->desk, TRIAGE_OWNER, event, "", &house->err));
    assert_string_equal(column(house, event, COLUMN_OWNER), "");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_good(house, triage_local(house->desk, TRIAGE_TAG, event,
                                        rows[i].change, &house->err));
        assert_string_equal(column(house, event, COLUMN_TAGS), rows[i].tags);
    }
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_false(
        triage_local(house->desk, TRIAGE_TAG, event, longest, &house->err));
    assert_false(
        triage_local(house->desk, TRIAGE_OWNER, event, longest, &house->err));
    assert_false(
        triage_close(house->desk, event, "Benign", longest, &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
}

static void test_wrong(void **state)
{
    struct house *house = *state;
    int64_t event = take(house, "w-1", false);

    assert_false(triage_status(house->desk, event, "Solved", "", &house->err));
    assert_non_null(strstr(house->err.text, "Resolved"));
    assert_false(triage_close(house->desk, event, "Bad", "", &house->err));
    assert_non_null(strstr(house->err.text, "FalsePositive"));
    assert_false(triage_close(house->desk, 4711, "Benign", "", &house->err));
    assert_int_equal(house->err.code, ERR_ABSENT);
    assert_false(triage_acknowledge(house->desk, 4711, true, &house->err));
    assert_int_equal(house->err.code, ERR_ABSENT);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_status), ROW(test_refused),    ROW(test_cancelled),
        ROW(test_close),  ROW(test_here_alone), ROW(test_own_columns),
        ROW(test_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
