/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <string.h>

static void test_parse(void **state)
{
    static const struct {
        const char *id, *subscription, *group, *type, *name;
    } rows[] = {
        {"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"
         "virtualMachines/v",
         "s", "g", "Microsoft.Compute/virtualMachines", "v"},
        {"/SUBSCRIPTIONS/S/resourcegroups/G/providers/microsoft.sql/servers/a/"
         "databases/b",
         "S", "G", "microsoft.sql/servers/a/databases", "b"},
        {"/subscriptions/s/resourceGroups/g/providers/A.B/c/d/providers/"
         "Microsoft.Security/assessments/k",
         "s", "g", "Microsoft.Security/assessments", "k"},
        {"/subscriptions/s", "s", "", "", "s"},
        {"/subscriptions/s/resourceGroups/g", "s", "g", "", "g"},
        {"/subscriptions/s/providers/Microsoft.Security/assessments/k", "s", "",
         "Microsoft.Security/assessments", "k"},
        {"/subscriptions/s/providers/Microsoft.Compute/WebSrv1", "s", "",
         "Microsoft.Compute/WebSrv1", ""},
        {"/subscriptions", "", "", "", ""},
        {"/providers/Microsoft.X/y/z", "", "", "Microsoft.X/y", "z"},
        {"vm-01", "", "", "", ""},
        {"", "", "", "", ""},
        {"/", "", "", "", ""},
        {"//", "", "", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct resource resource;

        resource_parse(str_of(rows[i].id), &resource);
        assert_str(resource.id, rows[i].id);
        assert_str(resource.subscription, rows[i].subscription);
        assert_str(resource.group, rows[i].group);
        assert_str(resource.type, rows[i].type);
        assert_str(resource.name, rows[i].name);
    }
}

#define AT "/subscriptions/s/resourceGroups/g/providers/"

static void test_is(void **state)
{
    static const struct {
        const char *id, *type;
        bool is;
    } rows[] = {
        {AT "Microsoft.Compute/virtualMachines/v",
         "microsoft.compute/VIRTUALMACHINES", true},
        {AT "Microsoft.Compute/virtualMachines/v",
         "Microsoft.Compute/virtualMachineScaleSets", false},
        {AT "Microsoft.Sql/servers/a", "Microsoft.Sql/servers", true},
        {AT "Microsoft.Sql/servers/a/databases/b", "Microsoft.Sql/servers",
         false},
        {AT "Microsoft.Sql/servers/a/databases/b",
         "Microsoft.Sql/servers/databases", true},
        {AT "Microsoft.Sql/servers/a", "Microsoft.Sql/servers/databases",
         false},
        {AT "Microsoft.Sql/servers", "Microsoft.Sql/servers", false},
        {"/subscriptions/s", "Microsoft.Sql/servers", false},
        {"", "Microsoft.Sql/servers", false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct resource resource;

        resource_parse(str_of(rows[i].id), &resource);
        if (resource_is(&resource, str_of(rows[i].type)) != rows[i].is)
            fail_msg("row %zu", i);
    }
}

static void test_safe(void **state)
{
    static const struct {
        const char *id;
        bool safe;
    } rows[] = {
        {"/subscriptions/s", true},
        {"/Subscriptions/s/resourceGroups/rg_(1)-x.y/providers/A.B/c/d@e",
         true},
        {"/providers/Microsoft.X/y", true},
        {"/subscriptions/", false},
        {"/subscriptions/s/", false},
        {"/subscriptions/s//x", false},
        {"/subscriptions/s/../x", false},
        {"/subscriptions/s/./x", false},
        {"/subscriptions/s/..x", true},
        {"/subscriptions/s?x", false},
        {"/subscriptions/s#x", false},
        {"/subscriptions/s%2f", false},
        {"/subscriptions/s x", false},
        {"/subscriptions/s\nx", false},
        {"/subscriptions/s\x7f", false},
        {"/subscriptions/s\\x", false},
        {"/subscriptions/\xc3\xa9", false},
        {"subscriptions/s", false},
        {"//host/subscriptions/s", false},
        {"/etc/passwd", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        if (resource_id_safe(str_of(rows[i].id)) != rows[i].safe)
            fail_msg("%s", rows[i].id);
    }
}

/* Every byte, against the set as RFC 3986 spells it. */
static void test_bytes(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        char id[] = "/subscriptions/x?";
        bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') ||
                    (c < 128 && strchr("-._~@:!$&'()*+,;=", c));

        id[sizeof(id) - 2] = (char)c;
        if (c == '/')
            continue;
        if (resource_id_safe(str_of(id)) != safe)
            fail_msg("byte %d", c);
    }
}

static void test_long(void **state)
{
    char id[4096];

    (void)state;
    memset(id, 'a', sizeof(id));
    memcpy(id, "/subscriptions/", 15);
    assert_true(resource_id_safe((struct str){.at = id, .len = 2048}));
    assert_false(resource_id_safe((struct str){.at = id, .len = 2049}));
}

static void test_user(void **state)
{
    static const struct {
        const char *id;
        bool safe;
    } rows[] = {
        {"jan.de.vries@contoso.example", true},
        {"m.m\xc3\xbcller@contoso.example", true},
        {"o'brien@contoso.example", true},
        {"x_gmail.com#EXT#@contoso.example", true},
        {"#EXT#@contoso.example", false},
        {"x#EXT#y@contoso.example", false},
        {"x#EXT#@contoso#EXT#.example", false},
        {"x#y@contoso.example", false},
        {"4da84f70-3bf5-4537-ab16-01100fd5c378", true},
        {"4DA84F70-3BF5-4537-AB16-01100FD5C378", true},
        {"4da84f70-3bf5-4537-ab16-01100fd5c37g", false},
        {"4da84f703bf5-4537-ab16-01100fd5c378-", false},
        {"root", false},
        {"CONTOSO\\root", false},
        {"root@localhost", false},
        {"@contoso.example", false},
        {"a@b@c.d", false},
        {"a b@c.d", false},
        {"a/b@c.d", false},
        {"a?b@c.d", false},
        {"a%b@c.d", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        if (user_id_safe(str_of(rows[i].id)) != rows[i].safe)
            fail_msg("%s", rows[i].id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse), cmocka_unit_test(test_is),
        cmocka_unit_test(test_safe),  cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_long),  cmocka_unit_test(test_user),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
