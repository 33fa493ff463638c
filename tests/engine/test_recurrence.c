/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the clock starts a workflow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/recurrence.h"
#include "util/when.h"

/* Berlin, as if it were always summer there. */
static bool two_hours(const char *name, bool back, int64_t moment, int64_t *out,
                      struct err *err)
{
    if (strcmp(name, "Europe/Berlin") != 0)
        return err_set(err, ERR_INPUT, "no zone %s", name);
    *out = moment + (back ? -2 : 2) * WHEN_HOUR;
    return true;
}

static const struct expr_outside outside = {.zone = two_hours};

#define SINCE "2026-03-04T10:20:30Z" /* a Wednesday */

static const struct {
    const char *recurrence;
    const char *after;
    const char *next; /* NULL: it cannot be read */
} rows[] = {
    {"\"frequency\":\"Minute\",\"interval\":5", SINCE, "2026-03-04T10:25:30Z"},
    {"\"frequency\":\"Minute\",\"interval\":5", "2026-03-04T10:25:30Z",
     "2026-03-04T10:30:30Z"},
    {"\"frequency\":\"Hour\",\"interval\":3,\"startTime\":"
     "\"2026-03-04T12:00:00Z\"",
     SINCE, "2026-03-04T12:00:00Z"},
    {"\"frequency\":\"Hour\",\"interval\":3,\"startTime\":"
     "\"2026-03-04T00:00:00Z\"",
     SINCE, "2026-03-04T12:00:00Z"},
    {"\"frequency\":\"Day\",\"interval\":1", SINCE, "2026-03-05T10:20:30Z"},
    {"\"frequency\":\"Day\",\"interval\":3", "2026-03-05T00:00:00Z",
     "2026-03-07T10:20:30Z"},
    {"\"frequency\":\"Day\",\"interval\":1,\"schedule\":{\"hours\":[9,17],"
     "\"minutes\":[0,30]}",
     SINCE, "2026-03-04T17:00:00Z"},
    {"\"frequency\":\"Day\",\"interval\":1,\"schedule\":{\"hours\":[\"9\"]}",
     SINCE, "2026-03-05T09:00:00Z"},
    {"\"frequency\":\"Day\",\"interval\":1,\"timeZone\":"
     "\"W. Europe Standard Time\",\"schedule\":{\"hours\":[9]}",
     SINCE, "2026-03-05T07:00:00Z"},
    {"\"frequency\":\"Week\",\"interval\":1,\"schedule\":{\"weekDays\":["
     "\"Monday\",\"Friday\"],\"hours\":[8]}",
     SINCE, "2026-03-06T08:00:00Z"},
    {"\"frequency\":\"Week\",\"interval\":2,\"schedule\":{\"weekDays\":["
     "\"Monday\"],\"hours\":[8]}",
     SINCE, "2026-03-16T08:00:00Z"},
    {"\"frequency\":\"Week\",\"interval\":1", SINCE, "2026-03-11T10:20:30Z"},
    {"\"frequency\":\"Month\",\"interval\":1", SINCE, "2026-04-04T10:20:30Z"},
    {"\"frequency\":\"Month\",\"interval\":1,\"startTime\":"
     "\"2026-01-31T06:00:00Z\"",
     SINCE, "2026-03-31T06:00:00Z"},
    {"\"frequency\":\"Year\",\"interval\":1", SINCE, "2027-03-04T10:20:30Z"},
    {"\"frequency\":\"Day\",\"startTime\":\"2026-03-10T07:00:00\","
     "\"timeZone\":\"W. Europe Standard Time\"",
     SINCE, "2026-03-10T05:00:00Z"},
    {"\"frequency\":\"Fortnight\"", SINCE, NULL},
    {"\"frequency\":\"Day\",\"interval\":0", SINCE, NULL},
    {"\"frequency\":\"Day\",\"startTime\":\"soon\"", SINCE, NULL},
    {"\"frequency\":\"Day\",\"timeZone\":\"Middle Earth\"", SINCE, NULL},
    {"\"frequency\":\"Day\",\"schedule\":{\"hours\":[24]}", SINCE, NULL},
    {"\"frequency\":\"Week\",\"schedule\":{\"weekDays\":[\"Moonday\"]}", SINCE,
     NULL},
};

static int64_t moment(const char *text)
{
    int64_t out = 0;

    assert_true(when_parse(str_of(text), &out));
    return out;
}

static void test_next(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[512], shown[WHEN_TEXT_SIZE];
        struct json *json;
        struct err err = {0};
        int64_t next = 0;
        bool ok;

        snprintf(text, sizeof(text), "{\"recurrence\":{%s}}",
                 rows[i].recurrence);
        assert_true(json_parse(str_of(text), &json, &err));
        ok = recurrence_next(json, moment(SINCE), moment(rows[i].after),
                             &outside, &next, &err);
        json_free(json);
        if (ok != (rows[i].next != NULL))
            fail_msg("%s: %s", rows[i].recurrence, err.text);
        if (ok && strcmp(when_iso(next, shown), rows[i].next) != 0)
            fail_msg("%s: %s, not %s", rows[i].recurrence, shown, rows[i].next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_next)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
