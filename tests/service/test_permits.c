/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "service/permits.h"

#define S  "/subscriptions/s1"
#define G  S "/resourcegroups/g1"
#define A  G "/providers/microsoft.storage/storageaccounts/a1"
#define OP "Microsoft.Storage/storageAccounts/write"

static void test_scopes(void **state)
{
    static const struct {
        const char *url;
        const char *scope;
    } rows[] = {
        {"/subscriptions/S1?api-version=1", S},
        {"/subscriptions/S1/resourceGroups/G1?x=/y", G},
        {"/subscriptions/S1/resourceGroups/G1/providers/Microsoft.Storage/"
         "storageAccounts/A1?api-version=2023-05-01",
         A},
        {A "/regenerateKey?api-version=1", A},
        {A "/blobServices/default?api-version=1", A "/blobservices/default"},
        {A "/providers/Microsoft.Authorization/locks/l1?api-version=1", A},
        {"https://management.azure.com" A "/stop", A},
        {S "/providers/Microsoft.Security/locations/x/alerts/y/dismiss", S},
        {"/subscriptions/", ""},
        {"/v1.0/users/jan", ""},
        {"https://host", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();

        assert_string_equal(permits_scope_of(str_of(rows[i].url), arena),
                            rows[i].scope);
        arena_free(arena);
    }
}

static const struct json *parsed(struct arena *arena, const char *text)
{
    struct json *json = NULL;
    struct err err = {0};

    if (*text == '\0')
        return NULL;
    if (!json_parse(str_of(text), &json, &err))
        fail_msg("%s", err.text);
    json_keep(arena, json);
    return json;
}

static const char all[] = "[{\"actions\":[\"*\"]}]";
static const char none[] = "[]";
static const char writes[] = "{\"roles\":[\"User.ReadWrite.All\"]}";
static const struct {
    struct permit rows[3];
    const char *bodies[3];
    enum audience audience;
    const char *permission;
    const char *target;
    enum permit_verdict verdict;
    bool sure;
} cases[] = {
    {.audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_UNKNOWN},
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {all},
     .audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_HELD,
     .sure = true},
    {.rows = {{.scope = S, .identity = "him", .asked = 1, .fault = ""}},
     .bodies = {all},
     .audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_UNKNOWN},
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {none},
     .audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_MISSING},
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = ""},
              {.scope = A, .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {none, all},
     .audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_HELD,
     .sure = true},
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = ""},
              {.scope = A, .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {all, none},
     .audience = AUDIENCE_ARM,
     .permission = "x/y/read, " OP,
     .target = A,
     .verdict = PERMIT_MISSING,
     .sure = true},
    /* One that could not be asked about says nothing. */
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = ""},
              {.scope = A, .identity = "me", .asked = 1, .fault = "500"}},
     .bodies = {none, ""},
     .audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_MISSING},
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = "404"}},
     .bodies = {""},
     .audience = AUDIENCE_ARM,
     .permission = OP,
     .target = A,
     .verdict = PERMIT_UNKNOWN},
    {.rows = {{.scope = "graph", .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {writes},
     .audience = AUDIENCE_GRAPH,
     .permission = "User.ReadWrite.All",
     .target = "jan@contoso.example",
     .verdict = PERMIT_HELD,
     .sure = true},
    {.rows = {{.scope = "graph", .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {writes},
     .audience = AUDIENCE_GRAPH,
     .permission = "IdentityRiskyUser.ReadWrite.All",
     .target = "jan@contoso.example",
     .verdict = PERMIT_MISSING,
     .sure = true},
    /* An access policy of the vault may give what no role does. */
    {.rows = {{.scope = S, .identity = "me", .asked = 1, .fault = ""}},
     .bodies = {all},
     .audience = AUDIENCE_VAULT,
     .permission = "Microsoft.KeyVault/vaults/secrets/update/action",
     .target = S,
     .verdict = PERMIT_UNKNOWN,
     .sure = true},
    {.audience = AUDIENCE_ARM,
     .permission = "",
     .target = A,
     .verdict = PERMIT_HELD,
     .sure = true},
};

/* What is nearest to the target counts, and only what is about this identity.
 */
static void test_judging(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *arena = arena_new();
        struct permit known[3];
        struct permits permits = {.identity = "me", .rows = known};
        struct call_template call = {.audience = cases[i].audience};
        struct containment entry = {
            .permission = cases[i].permission, .acts = &call, .n_acts = 1};
        struct permit_finding found;

        for (; permits.n < 3 && cases[i].rows[permits.n].scope; permits.n++) {
            known[permits.n] = cases[i].rows[permits.n];
            known[permits.n].body = parsed(arena, cases[i].bodies[permits.n]);
        }
        permits_contain(&permits, &entry, cases[i].target, arena, &found);
        if (found.verdict != cases[i].verdict || found.sure != cases[i].sure)
            fail_msg("row %zu: %d%s: %s", i, (int)found.verdict,
                     found.sure ? ", surely" : "", found.text);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_judging),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
