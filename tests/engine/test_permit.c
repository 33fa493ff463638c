/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/permit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_covers(void **state)
{
    static const struct {
        const char *pattern;
        const char *operation;
        bool yes;
    } rows[] = {
        {"*", "Microsoft.Compute/virtualMachines/deallocate/action", true},
        {"*", "", true},
        {"", "", true},
        {"", "a", false},
        {"*/read", "Microsoft.Compute/virtualMachines/read", true},
        {"*/read", "Microsoft.Compute/virtualMachines/write", false},
        {"*/read", "Microsoft.Compute/read/write", false},
        {"microsoft.compute/*", "Microsoft.Compute/disks/write", true},
        {"Microsoft.Compute/*", "Microsoft.ComputeX/disks/write", false},
        {"Microsoft.Compute/*/action",
         "Microsoft.Compute/virtualMachines/restart/action", true},
        {"Microsoft.Compute/*/action", "Microsoft.Compute/action", false},
        {"Microsoft.*/*/write", "microsoft.storage/storageaccounts/WRITE",
         true},
        {"Microsoft.Storage/storageAccounts/write",
         "Microsoft.Storage/storageAccounts/write", true},
        {"Microsoft.Storage/storageAccounts/write",
         "Microsoft.Storage/storageAccounts/write/action", false},
        {"Microsoft.Storage/storageAccounts",
         "Microsoft.Storage/storageAccounts/write", false},
        {"a*b*c", "aXbXbXc", true},
        {"a*b*c", "aXcXb", false},
        {"**", "x", true},
        {"*a", "aaab", false},
        {"a?c", "abc", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (permit_covers(str_of(rows[i].pattern), str_of(rows[i].operation)) !=
            rows[i].yes)
            fail_msg("%s of %s", rows[i].pattern, rows[i].operation);
    }
}

static struct json *parsed(const char *text)
{
    struct json *json = NULL;
    struct err err = {0};

    if (!json_parse(str_of(text), &json, &err))
        fail_msg("%s", err.text);
    return json;
}

static void test_sets(void **state)
{
    static const struct {
        const char *sets;
        const char *operation;
        bool actions;
        bool data;
    } rows[] = {
        {"[]", "A/read", false, false},
        {"{}", "A/read", false, false},
        {"[{\"actions\":[\"*\"],\"notActions\":[]}]", "A/write", true, false},
        {"[{\"actions\":[\"*\"],\"notActions\":[\"A/*\"]}]", "A/write", false,
         false},
        /* What one assignment takes away another gives. */
        {"[{\"actions\":[\"*\"],\"notActions\":[\"A/*\"]},"
         "{\"actions\":[\"a/WRITE\"]}]",
         "A/write", true, false},
        {"[{\"dataActions\":[\"A/b/*\"],\"notDataActions\":[\"A/b/delete\"]}]",
         "A/b/read", false, true},
        {"[{\"dataActions\":[\"A/b/*\"],\"notDataActions\":[\"A/b/delete\"]}]",
         "A/b/delete", false, false},
        {"[{\"actions\":\"*\"}]", "A/write", false, false},
        {"[null, 7, {\"actions\":[null, 7]}]", "A/write", false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *sets = parsed(rows[i].sets);
        struct str operation = str_of(rows[i].operation);

        if (permit_allows(sets, PERMIT_ACTIONS, operation) != rows[i].actions ||
            permit_allows(sets, PERMIT_DATA, operation) != rows[i].data)
            fail_msg("%s: %s", rows[i].sets, rows[i].operation);
        json_free(sets);
    }
}

static void test_claims(void **state)
{
    static const struct {
        const char *claims;
        const char *permission;
        bool yes;
    } rows[] = {
        {"{\"roles\":[\"User.ReadWrite.All\"]}", "User.ReadWrite.All", true},
        {"{\"roles\":[\"user.readwrite.all\"]}", "User.ReadWrite.All", true},
        {"{\"roles\":[\"User.ReadWrite.All\"]}", "User.Read.All", true},
        {"{\"roles\":[\"User.Read.All\"]}", "User.ReadWrite.All", false},
        {"{\"roles\":[\"User.ReadWrite.Own\"]}", "User.Read.All", false},
        {"{\"roles\":[\"UserX.ReadWrite.All\"]}", "User.Read.All", false},
        {"{\"scp\":\"openid User.ReadWrite.All\"}", "User.ReadWrite.All", true},
        {"{\"scp\":\"\",\"roles\":[]}", "Machine.Isolate", false},
        {"{\"roles\":\"Machine.Isolate\"}", "Machine.Isolate", false},
        {"{}", "Machine.Isolate", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *claims = parsed(rows[i].claims);

        if (permit_claims(claims, str_of(rows[i].permission)) != rows[i].yes)
            fail_msg("%s: %s", rows[i].claims, rows[i].permission);
        json_free(claims);
    }
}

static void test_role(void **state)
{
    (void)state;
    assert_string_equal(
        permit_role(STR("Microsoft.Storage/storageAccounts/write")),
        "Storage Account Contributor");
    assert_string_equal(
        permit_role(STR("microsoft.keyvault/vaults/secrets/update/action")),
        "Key Vault Secrets Officer");
    assert_null(permit_role(STR("Contoso.Own/things/write")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covers),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_role),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
