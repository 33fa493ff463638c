/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the identity may do, where it can be read, and what is withheld. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/token.h"
#include "util/digest.h"

#define V    "?api-version=2022-04-01"
#define ST   SHOP "/Microsoft.Storage/storageAccounts/stcontososhop"
#define MAY  "/providers/Microsoft.Authorization/permissions" V
#define TAGS "/providers/Microsoft.Resources/tags/default"
#define SELF "/v1.0/servicePrincipals(appId='" SANDBOX_CLIENT "')"
#define GRAPH                                                                  \
    "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){
                       "--scenario", "none", "--rate", "1000000", "--deny",
                       "Microsoft.Compute/*/deallocate/action,"
                       "microsoft.resources/TAGS/write,"
                       "Microsoft.KeyVault/vaults/secrets/update/action,"
                       "User.RevokeSessions.All,Machine.*",
                       NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

static void withheld(void **state)
{
    static const struct ask_row rows[] = {
        {"POST", VM "/deallocate" V, NULL, 403, "error.code",
         "AuthorizationFailed"},
        {"POST", VM "/restart" V, NULL, 202, NULL, NULL},
        {"PATCH", VM TAGS V, "{\"operation\":\"Merge\"}", 403, "error.code",
         "AuthorizationFailed"},
        {"GET", VM TAGS V, NULL, 200, NULL, NULL},
        {"GET", VM V, NULL, 200, NULL, NULL},
        {"PUT", "/_sandbox/deny", "*/read", 200, NULL, NULL},
        {"GET", VM V, NULL, 403, NULL, NULL},
        {"GET", SUB "/providers/Microsoft.Compute/virtualMachines" V, NULL, 403,
         NULL, NULL},
        {"GET", VM MAY, NULL, 200, "value.0.notActions.3", "*/read"},
        {"POST", VM "/deallocate" V, NULL, 202, NULL, NULL},
        {"PUT", "/_sandbox/deny", "a b", 400, NULL, NULL},
        {"PUT", "/_sandbox/deny", "a,,b", 400, NULL, NULL},
        {"GET", VM V, NULL, 403, NULL, NULL},
        {"PUT", "/_sandbox/deny", "", 200, NULL, NULL},
        {"GET", VM V, NULL, 200, NULL, NULL},
    };

    (void)state;
    ask_do(&ask, "POST", VM "/deallocate" V, NULL);
    assert_non_null(strstr(ask_text(&ask, "error.message"),
                           "perform action 'Microsoft.Compute/virtualMachines/"
                           "deallocate/action' over scope '" VM "'"));
    ASK_ROWS(&ask, rows);
}

static void permissions(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", VM MAY, NULL, 200, "value.0.actions.0", "*"},
        {"GET", SUB MAY, NULL, 200, "value.0.notActions.3",
         "Microsoft.Compute/*/deallocate/action"},
        {"GET", SUB MAY, NULL, 200, "value.1.actions.1",
         "Microsoft.Authorization/*"},
        {"GET", SUB MAY, NULL, 200, "value.3.dataActions.0",
         "Microsoft.KeyVault/vaults/secrets/*"},
        {"GET", SUB MAY, NULL, 200, "value.3.notDataActions.0",
         "Microsoft.KeyVault/vaults/secrets/update/action"},
        {"GET", SUB MAY, NULL, 200, "value.0.notActions.5", ""},
        {"GET", VM "x" MAY, NULL, 404, "error.code", "ResourceNotFound"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void app_roles(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", SELF, NULL, 200, "displayName", "riposte"},
        {"GET", GRAPH, NULL, 200, "appRoles.0.value", "User.ReadWrite.All"},
        {"GET", SELF "/appRoleAssignments", NULL, 200,
         "value.0.resourceDisplayName", "Microsoft Graph"},
        /* Of six four are withheld: a role of Graph, all of Endpoint. */
        {"GET", SELF "/appRoleAssignments", NULL, 200, "value.4", ""},
        {"GET", GRAPH "/appRoleAssignments", NULL, 200, "value.0", ""},
        {"GET", "/v1.0/servicePrincipals(appId='x')", NULL, 404, "error.code",
         "Request_ResourceNotFound"},
        {"GET", "/v1.0/servicePrincipals/" SANDBOX_PRINCIPAL, NULL, 200,
         "appId", SANDBOX_CLIENT},
    };
    char id[64];

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_do(&ask, "GET", SELF "/appRoleAssignments", NULL);
    snprintf(id, sizeof(id), "%s", ask_text(&ask, "value.1.appRoleId"));
    ask_do(&ask, "GET", GRAPH, NULL);
    assert_string_equal(ask_text(&ask, "appRoles.2.id"), id);
}

/* The claims of the token that was answered. */
static struct json *claims_of(const char *token)
{
    struct str rest = str_of(token), part;
    struct json *json = NULL;
    struct buf text;
    struct err err;

    buf_init(&text);
    assert_true(str_cut(&rest, '.', &part));
    assert_true(str_cut(&rest, '.', &part));
    assert_true(digest_unbase64(part, &text));
    assert_true(json_parse(buf_view(&text), &json, &err));
    buf_done(&text);
    return json;
}

static void claims(void **state)
{
    static const struct {
        const char *resource, *aud, *role, *more;
    } rows[] = {
        {"https://graph.microsoft.com/", "https://graph.microsoft.com",
         "User.ReadWrite.All", "Application.Read.All"},
        {"https://management.azure.com/", "https://management.azure.com", "",
         ""},
        {"https://api.securitycenter.windows.com/",
         "https://api.securitycenter.microsoft.com", "", ""},
        {"https://vault.azure.net", "https://vault.azure.net", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char target[256];
        struct json *json;
        struct buf more;

        snprintf(target, sizeof(target),
                 "/metadata/identity/oauth2/token?api-version=2018-02-01"
                 "&resource=%s",
                 rows[i].resource);
        ask_header(&ask, "Metadata", "true");
        assert_int_equal(ask_do(&ask, "GET", target, NULL), 200);
        json = claims_of(ask_text(&ask, "access_token"));
        assert_string_equal(json_text(json_get(json, "aud")).at, rows[i].aud);
        assert_string_equal(json_text(json_get(json, "oid")).at,
                            SANDBOX_PRINCIPAL);
        buf_init(&more);
        json_put_text(json_at(json, STR("roles.0")), &more);
        assert_true(str_eq(buf_view(&more), str_of(rows[i].role)));
        buf_clear(&more);
        json_put_text(json_at(json, STR("roles.2")), &more);
        assert_true(str_eq(buf_view(&more), str_of(rows[i].more)));
        buf_done(&more);
        json_free(json);
    }
}

static void bad_lists(void **state)
{
    struct rights rights;
    struct err err;
    char many[RIGHTS_MAX * 2 + 4];

    (void)state;
    for (size_t i = 0; i < sizeof(many) - 1; i++)
        many[i] = i % 2 ? ',' : 'a';
    many[sizeof(many) - 1] = '\0';
    rights_init(&rights);
    assert_false(rights_deny(&rights, str_of(many), &err));
    assert_true(rights_deny(&rights, STR("a*c*,b"), &err));
    assert_false(rights_hold(&rights, STR("ABxCx")));
    assert_false(rights_hold(&rights, STR("ac")));
    assert_true(rights_hold(&rights, STR("ab")));
    assert_true(rights_hold(&rights, STR("bb")));
    assert_false(rights_hold(&rights, STR("B")));
    rights_done(&rights);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(permissions), cmocka_unit_test(app_roles),
        cmocka_unit_test(claims),      cmocka_unit_test(withheld),
        cmocka_unit_test(bad_lists),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
