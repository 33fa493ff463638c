/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/protect.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))
#define VM       "/subscriptions/s/resourceGroups/g/providers/M.C/virtualMachines/dc"

static void test_find(void **state)
{
    static const struct {
        const char *entry;
        const char *target;
        bool found;
    } rows[] = {
        {VM, VM, true},
        {VM,
         "/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/m.c/"
         "VIRTUALMACHINES/DC",
         true},
        {VM, VM "/extensions/x", true},
        {VM, VM "2", false},
        {"/subscriptions/s/resourceGroups/g", VM, true},
        {"/subscriptions/s/resourceGroups/g/", VM, true},
        {"/subscriptions/s/resourceGroups/", VM, true},
        {"/subscriptions/s/resourceGroups/h", VM, false},
        {"*/dc", VM, true},
        {"*/DC", VM, true},
        {"*virtualmachines*", VM, true},
        {"*/d?", VM, true},
        {"*/?", VM, false},
        {"*a*a*a*a*a*b*", VM, false},
        {"user:root@contoso.example", "ROOT@contoso.example", true},
        {"user:*@contoso.example", "ann@contoso.example", true},
        {"user:root@contoso.example", "ann@contoso.example", false},
        /* The alert names the account by both. */
        {"user:7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f", "mara@contoso.example",
         true},
        {"user:mara@contoso.example", "7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f",
         true},
        {"user:mara@contoso.example", "bob@contoso.example", false},
        {"tag:tier=0", VM, true},
        {"tag:Tier", VM, true},
        {"tag:tier=1", VM, false},
        {"tag:Owner=IT", VM, true},
        {"tag:owner=it", VM, false},
    };
    struct json *body = NULL;
    struct event event = {.kind = EVENT_ALERT};
    struct query_subject subject;
    struct err err;

    (void)state;
    assert_true(json_parse(
        STR("{\"tags\":{\"tier\":\"0\",\"Owner\":\"IT\"},\"Entities\":[{"
            "\"Type\":\"account\",\"Name\":\"mara\",\"UPNSuffix\":"
            "\"contoso.example\",\"AadUserId\":"
            "\"7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f\"}]}"),
        &body, &err));
    query_subject_init(&subject, &event, body);
    for (size_t i = 0; i < N(rows); i++) {
        struct protect protect = {.entries = &rows[i].entry, .n = 1};
        const char *found =
            protect_find(&protect, str_of(rows[i].target), &subject);

        assert_true(protect_check(rows[i].entry, &err));
        if ((found != NULL) != rows[i].found)
            fail_msg("row %zu: %s", i, rows[i].entry);
    }
    query_subject_done(&subject);
    json_free(body);
    assert_null(protect_find(NULL, STR(VM), NULL));
}

static void test_refused(void **state)
{
    static const char *const rows[] = {
        "", "vm-web-01", "root@contoso.example", "user:", "tag: ", "tag:=x",
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct err err = {0};

        if (protect_check(rows[i], &err))
            fail_msg("%s", rows[i]);
        assert_int_equal(err.code, ERR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
