/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/engine/stage.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))
#define MOST         4

/* What is asked of the alert, and each row as "text|answer|found". */
static const struct {
    const char *query;
    const char *rows[MOST];
} rows[] = {
    {"", {NULL}},
    {"Severity >= 'High'", {"Severity >= 'High'|yes|High"}},
    {"Severity  <  'High' and  Owner=='mara' ",
     {"Severity  <  'High'|no|High", "Owner=='mara'|yes|mara"}},
    {"not(Closing == 'Benign') or Kind == 'alert'",
     {"Closing == 'Benign'|absent|", "Kind == 'alert'|yes|alert"}},
    {"CorrelationKey != 'x'", {"CorrelationKey != 'x'|absent|"}},
    {"Description > 5",
     {"Description > 5|mistyped|powershell.exe ran with -enc on vm-web-01"}},
    {"ExtendedProperties.nested == 1",
     {"ExtendedProperties.nested == 1|mistyped|{…}"}},
    {"ExtendedProperties.PID == 944 // the process",
     {"ExtendedProperties.PID == 944 // the process|yes|944"}},
    {"entity.ip == '10.1.2.3'",
     {"entity.ip == '10.1.2.3'|yes|203.0.113.7, 10.1.2.3"}},
    {"Tag == 'x'", {"Tag == 'x'|no|vip, shop"}},
    {"ResourceGroup =~ 'RG-SHOP'", {"ResourceGroup =~ 'RG-SHOP'|yes|rg-shop"}},
    {"TimeGenerated > ago(10m)",
     {"TimeGenerated > ago(10m)|no|2026-03-05T11:00:00Z"}},
    {"Sample", {"Sample|no|false"}},
    {"Acknowledged and IsIncident",
     {"Acknowledged|yes|true", "IsIncident|no|false"}},
    {"Auto == 'done'", {"Auto == 'done'|no|waiting"}},
    {"isempty(Owner) or isnotempty(Owner)",
     {"isempty(Owner)|no|mara", "isnotempty(Owner)|yes|mara"}},
    {"ipv4_is_in_range(Owner, '10.0.0.0/8')",
     {"ipv4_is_in_range(Owner, '10.0.0.0/8')|mistyped|mara"}},
    {"web and Owner in ('a', 'b')",
     {"web|yes|vm-web-01", "Owner in ('a', 'b')|no|mara"}},
    {"'tor exit'",
     {"'tor exit'|no|Suspicious process executed, vm-web-01, vm-web-01, "
      "Execution, LateralMovement, Active, mara, Servers"}},
    {"SecurityAlert | where Sample",
     {"SecurityAlert|yes|alert", "Sample|no|false"}},
    {"EndTimeUtc > ago(1d)",
     {"EndTimeUtc > ago(1d)|mistyped|0001-01-01T00:00:00Z"}},
};

static void test_rows(void **state)
{
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        struct query_row *got;
        struct query *query;
        struct err err;
        size_t n;

        assert_true(
            query_compile(str_of(rows[i].query), &stage.env, &query, &err));
        n = query_trace(query, &stage.subjects[ALERT], arena, &got);
        for (size_t r = 0; r < MOST; r++) {
            const char *want = rows[i].rows[r];

            if (!want) {
                assert_int_equal(n, r);
                break;
            }
            assert_true(r < n);
            assert_string_equal(
                arena_printf(arena, "%.*s|%s|%s", STR_ARG(got[r].text),
                             answer_name(got[r].answer), got[r].found),
                want);
            assert_true(str_starts(
                str_sub(query_text(query), got[r].at, got[r].text.len),
                got[r].text));
        }
        query_free(query);
        arena_free(arena);
    }
    stage_done(&stage);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
