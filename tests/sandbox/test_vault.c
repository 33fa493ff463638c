/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets of key vaults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/token.h"

#define Q    "?api-version=7.5"
#define V    "?api-version=2023-07-01"
#define KV   "/vault/kv-shop"
#define PAY  "/vault/kv-payments"
#define DB   KV "/secrets/db-password"
#define DEVS "/vault/kv-dev/secrets/test-password"
#define ARM  SHOP "/Microsoft.KeyVault/vaults/kv-shop"
#define POLICY                                                                 \
    "{\"properties\":{\"accessPolicies\":[{\"tenantId\":\"" SANDBOX_TENANT     \
    "\",\"objectId\":\"" SANDBOX_PRINCIPAL                                     \
    "\",\"permissions\":{\"secrets\":[\"list\",\"set\",\"get\"]}}]}}"
#define V0  "06e1ce5f1efbbe09e736095db1f7b924"
#define V2  "3501bb88051906c5adf88a6d2cd2121a"
#define OFF "{\"attributes\":{\"enabled\":false}}"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--page-size",
                                         "2", "--rate", "1000000", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

static void lists(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", KV "/secrets" Q, NULL, 200, "value.1.id",
         "http://127.0.0.1:1/vault/kv-shop/secrets/stripe-key"},
        {"GET", DB "/versions" Q, NULL, 200, "value.0.attributes.enabled",
         "true"},
        {"GET", DB "/versions" Q, NULL, 200, "value.0.value", ""},
        {"GET", DB "/versions" Q, NULL, 200, "value.2", ""},
        {"GET", DB "/versions" Q "&$skiptoken=2", NULL, 200, "value.0.id",
         "http://127.0.0.1:1/vault/kv-shop/secrets/db-password/" V2},
        {"GET", DB "/versions" Q "&maxresults=1", NULL, 200, "value.1", ""},
        {"GET", DB "/versions" Q "&maxresults=26", NULL, 400, "error.code",
         "BadParameter"},
        {"GET", KV "/secrets/none/versions" Q, NULL, 404, "error.code",
         "SecretNotFound"},
        {"GET", "/vault/none/secrets" Q, NULL, 404, NULL, NULL},
        {"GET", DB "/versions", NULL, 400, "error.code", "BadParameter"},
        {"GET", "/vault/kv-shop/keys" Q, NULL, 404, NULL, NULL},
        {"PUT", DB Q, "{}", 405, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_do(&ask, "GET", DB "/versions" Q, NULL);
    assert_non_null(strstr(ask_text(&ask, "nextLink"),
                           "http://127.0.0.1:1/vault/kv-shop/secrets/"
                           "db-password/versions?"));
    ask.token =
        tokens_issue(ask.sandbox->tokens, "arm", NULL, ask.call.now, 60);
    assert_int_equal(ask_do(&ask, "GET", DB "/versions" Q, NULL), 401);
    ask.token = NULL;
}

static void versions(void **state)
{
    static const struct ask_row rows[] = {
        {"PATCH", DB "/" V0 Q, OFF, 200, "attributes.enabled", "false"},
        {"PATCH", DB "/" V0 Q, "{\"attributes\":{\"enabled\":1}}", 400, NULL,
         NULL},
        {"PATCH", DB "/none" Q, OFF, 404, NULL, NULL},
        /* Each version for itself. */
        {"GET", DB "/versions" Q, NULL, 200, "value.0.attributes.enabled",
         "false"},
        {"GET", DB "/versions" Q, NULL, 200, "value.0.attributes.created",
         "1700000000"},
        {"GET", DB "/versions" Q, NULL, 200, "value.1.attributes.enabled",
         "false"},
        {"GET", DB "/versions" Q "&$skiptoken=2", NULL, 200,
         "value.0.attributes.enabled", "true"},
        {"PATCH", DB Q, OFF, 200, "id",
         "http://127.0.0.1:1/vault/kv-shop/secrets/db-password/" V2},
        {"PATCH", DB "/" V0 Q, "{\"attributes\":{\"enabled\":true}}", 200,
         "attributes.enabled", "true"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void rights(void **state)
{
    static const struct ask_row rows[] = {
        /* The policy of riposte has no "get": values are not its business. */
        {"GET", DB Q, NULL, 403, "error.innererror.code", "AccessDenied"},
        {"PUT", ARM "/accessPolicies/remove" V, POLICY, 200, NULL, NULL},
        {"GET", DB "/versions" Q, NULL, 403, "error.innererror.code",
         "AccessDenied"},
        {"PUT", ARM "/accessPolicies/add" V, POLICY, 200, NULL, NULL},
        {"GET", DB "/" V0 Q, NULL, 200, "value", "only-of-the-sandbox-0"},
        {"PATCH", DB "/" V0 Q, OFF, 200, NULL, NULL},
        {"GET", DB "/" V0 Q, NULL, 403, "error.innererror.code",
         "SecretDisabled"},
        /* By roles: policies are not asked. */
        {"GET", DEVS "/versions" Q, NULL, 200, NULL, NULL},
        {"PUT", "/_sandbox/deny",
         "Microsoft.KeyVault/vaults/secrets/update/action", 200, NULL, NULL},
        {"PATCH", DEVS Q, OFF, 403, "error.innererror.code", "ForbiddenByRbac"},
        {"GET", DEVS "/versions" Q, NULL, 200, NULL, NULL},
        {"PUT", "/_sandbox/deny", "", 200, NULL, NULL},
        {"PATCH", ARM V, "{\"properties\":{\"enableRbacAuthorization\":true}}",
         200, NULL, NULL},
        {"GET", KV "/secrets/stripe-key" Q, NULL, 200, "value",
         "only-of-the-sandbox-0"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

/* What was shut in the one plane is shut in the other. */
static void doors(void **state)
{
    static const struct ask_row rows[] = {
        {"PATCH", ARM V,
         "{\"properties\":{\"networkAcls\":{\"defaultAction\":\"Deny\"}}}", 200,
         NULL, NULL},
        {"GET", DB "/versions" Q, NULL, 403, "error.innererror.code",
         "ForbiddenByFirewall"},
        {"PATCH", ARM V,
         "{\"properties\":{\"publicNetworkAccess\":"
         "\"disabled\"}}",
         200, NULL, NULL},
        {"GET", DB "/versions" Q, NULL, 403, "error.innererror.code",
         "ForbiddenByConnection"},
        {"GET", PAY "/secrets" Q, NULL, 200, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(versions),
        cmocka_unit_test(rights),
        cmocka_unit_test(doors),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
