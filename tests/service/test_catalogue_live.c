/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every containment that is installed, done in the sandbox, seen to be so, and
 * taken back where there is a way back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

#define SUB "/subscriptions/" SAND_SUB
#define JUMP                                                                   \
    SUB "/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/"  \
        "vm-jump-01"
#define NIC                                                                    \
    SUB "/resourceGroups/rg-hub/providers/Microsoft.Network/"                  \
        "networkInterfaces/nic-vm-jump-01"
#define DATA                                                                   \
    SUB "/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/" \
        "stcontosodata"
#define PAY                                                                    \
    SUB "/resourceGroups/rg-pay/providers/Microsoft.Storage/storageAccounts/"  \
        "stcontosopay"
#define VAULT SAND_SHOP "/providers/Microsoft.KeyVault/vaults/kv-shop"
#define PAYVAULT                                                               \
    SUB "/resourceGroups/rg-pay/providers/Microsoft.KeyVault/vaults/"          \
        "kv-payments"
#define ROLE                                                                   \
    SAND_SHOP "/providers/Microsoft.Authorization/roleAssignments/"            \
              "501a6b90-c1d4-5394-9d82-0aa9a738be20"
#define BLOB "https://stcontososhop.blob.core.windows.net/uploads/tool.exe"
#define ETL                                                                    \
    SUB "/resourceGroups/rg-data/providers/Microsoft.Compute/virtualMachines/" \
        "vm-etl-01"
#define PAYVM                                                                  \
    SUB "/resourceGroups/rg-pay/providers/Microsoft.Compute/virtualMachines/"  \
        "vm-pay-01"

/* What the source holds is seen past the engine where it has a resource. */
static const struct row {
    const char *action;
    const char *target;
    const char *parameter; /* "name=value", NULL */
    const char *resource;  /* NULL: the run's own look is all there is */
    const char *in_force;  /* text of it then, and only then */
} rows[] = {
    {"blob-quarantine", BLOB, NULL, NULL, NULL},
    {"endpoint-isolate", "e10291281704334806070d9f3fa2db6a1afbc6dd", NULL, NULL,
     NULL},
    {"keyvault-access-remove", VAULT,
     "principal=74595e27-d25b-53a5-a8ac-f9161ae23ff8", NULL, NULL},
    {"keyvault-public-off", PAYVAULT, NULL, PAYVAULT,
     "\"publicNetworkAccess\":\"Disabled\""},
    {"keyvault-secret-disable", VAULT "/secrets/db-password", NULL, NULL, NULL},
    {"lock", SAND_VM, "level=CanNotDelete", NULL, NULL},
    {"machine-collect", SAND_VM2, NULL, NULL, NULL},
    {"machine-isolate", SAND_VM, NULL, NULL, NULL},
    {"machine-scan", ETL, NULL, NULL, NULL},
    {"machine-stop-file", PAYVM,
     "sha1=3395856ce81f2b7382dee72602f798b642f14140", NULL, NULL},
    {"role-assignment-remove", ROLE, NULL, NULL, NULL},
    {"sql-public-off", SAND_SHOP "/providers/Microsoft.Sql/servers/sql-shop",
     NULL, SAND_SHOP "/providers/Microsoft.Sql/servers/sql-shop",
     "\"publicNetworkAccess\":\"Disabled\""},
    {"storage-anonymous-off", SAND_STORE, NULL, NULL, NULL},
    {"storage-firewall-deny", PAY, NULL, PAY, "\"defaultAction\":\"Deny\""},
    {"storage-public-off", DATA, NULL, DATA,
     "\"publicNetworkAccess\":\"Disabled\""},
    {"storage-rotate-key", DATA, "key=key2", NULL, NULL},
    {"storage-shared-key-off", PAY, NULL, PAY,
     "\"allowSharedKeyAccess\":false"},
    {"tag", ETL, "value=suspect", NULL, NULL},
    {"user-confirm-compromised", "jan.devries@contoso.example", NULL, NULL,
     NULL},
    {"user-disable", SAND_USER, NULL, NULL, NULL},
    {"user-revoke-sessions", "ana.garcia@contoso.example", NULL, NULL, NULL},
    {"vm-deallocate", SAND_VM, NULL, SAND_VM "/instanceView",
     "PowerState/deallocated"},
    {"vm-isolate", JUMP, "allow-range=203.0.113.0/28", NIC "-b",
     "riposte-isolate-"},
    {"vm-power-off", SAND_VM2, NULL, SAND_VM2 "/instanceView",
     "PowerState/stopped"},
    {"vm-restart", ETL, NULL, NULL, NULL},
    {"webapp-stop", SAND_SHOP "/providers/Microsoft.Web/sites/app-shop", NULL,
     SAND_SHOP "/providers/Microsoft.Web/sites/app-shop",
     "\"state\":\"Stopped\""},
};

static const char *version_of(const char *resource)
{
    static const char *const versions[][2] = {
        {"Microsoft.Compute", "2024-03-01"},
        {"Microsoft.KeyVault", "2023-07-01"},
        {"Microsoft.Network", "2023-11-01"},
        {"Microsoft.Sql", "2021-11-01"},
        {"Microsoft.Storage", "2023-05-01"},
        {"Microsoft.Web", "2023-12-01"},
    };

    for (size_t i = 0; i < N(versions); i++) {
        if (strstr(resource, versions[i][0]))
            return versions[i][1];
    }
    return "";
}

static void see(struct house *house, const struct row *row, bool in_force)
{
    char url[1024];
    struct json *state;
    struct buf text;
    bool found;

    if (!row->resource)
        return;
    snprintf(url, sizeof(url), "%s?api-version=%s", row->resource,
             version_of(row->resource));
    state = sand_see(&house->sand, url);
    buf_init(&text);
    json_write(state, JSON_COMPACT, &text);
    found = str_find(buf_view(&text), str_of(row->in_force)) != STR_NOWHERE;
    if (found != in_force)
        fail_msg("%s: %.*s", row->action, STR_ARG(buf_view(&text)));
    buf_done(&text);
    json_free(state);
}

static int64_t start(struct house *house, const struct row *row)
{
    struct json *parameters = json_new_object();
    struct contain_wish wish = {
        .action = row->action,
        .target = row->target,
        .parameters = parameters,
        .why = "a test of all",
    };
    int64_t run = 0;

    if (row->parameter)
        assert_good(house, parameter_add(str_of(row->parameter), parameters,
                                         &house->err));
    if (!contain_wish(house->desk, &wish, &run, &house->err))
        fail_msg("%s: %s", row->action, house->err.text);
    json_free(parameters);
    return run;
}

static void ended(struct house *house, const char *what, int64_t run)
{
    if (house_run(house, run) == RUN_SUCCEEDED)
        return;
    house_tell(house, run);
    fail_msg("%s: run %lld", what, (long long)run);
}

/* What cannot be taken back waits for a second person. */
static void approve(struct house *house, int64_t run)
{
    const struct approval *approval;

    if (house_run(house, run) != RUN_WAITING)
        return;
    approval = house_waiting(house);
    assert_good(house, house_answer(house->second, approval->row, true, "seen",
                                    &house->err));
}

static const struct effect *effect_of(struct house *house, int64_t run)
{
    struct effect *effects;
    size_t n;

    assert_good(house, effects_list(house->desk->store, false, 0, 100,
                                    house->arena, &effects, &n, &house->err));
    for (size_t i = 0; i < n; i++) {
        if (effects[i].run == run)
            return &effects[i];
    }
    fail_msg("Run %lld has made no containment", (long long)run);
    return NULL;
}

static void test_all(void **state)
{
    struct house *house = *state;
    const struct catalogue *catalogue = house->desk->catalogue;
    int64_t runs[N(rows)];
    int64_t undos[N(rows)] = {0};

    assert_int_equal(catalogue->n, N(rows));
    house_engine(house, false);
    for (size_t i = 0; i < N(rows); i++) {
        assert_string_equal(catalogue->entries[i].name, rows[i].action);
        see(house, &rows[i], false);
        runs[i] = start(house, &rows[i]);
        if (catalogue->entries[i].class == CLASS_IRREVERSIBLE)
            approve(house, runs[i]);
    }
    for (size_t i = 0; i < N(rows); i++) {
        ended(house, rows[i].action, runs[i]);
        assert_int_equal(effect_of(house, runs[i])->state, EFFECT_OBSERVED);
        see(house, &rows[i], true);
    }
    for (size_t i = 0; i < N(rows); i++) {
        if (catalogue->entries[i].n_undos == 0)
            continue;
        if (!contain_undo(house->desk, effect_of(house, runs[i])->row, "done",
                          &undos[i], &house->err))
            fail_msg("%s: %s", rows[i].action, house->err.text);
    }
    for (size_t i = 0; i < N(rows); i++) {
        if (undos[i] == 0)
            continue;
        ended(house, rows[i].action, undos[i]);
        assert_int_equal(effect_of(house, runs[i])->state, EFFECT_UNDONE);
        see(house, &rows[i], false);
    }
}

/* Of several interfaces one is refused: which were changed is known, and just
 * those are taken back. */
static void test_partly(void **state)
{
    static const struct row row = {"vm-isolate", JUMP,
                                   "allow-range=203.0.113.0/28", NIC "-b",
                                   "riposte-isolate-"};
    static const struct row first = {"vm-isolate", JUMP, NULL, NIC,
                                     "riposte-isolate-"};
    struct house *house = *state;
    const struct effect *effect;
    const struct run *read;
    int64_t run, undo;

    house_engine(house, false);
    assert_int_equal(sand_arm(&house->sand, "PUT",
                              NIC
                              "-b/providers/Microsoft.Authorization/locks/keep"
                              "?api-version=2020-05-01",
                              "{\"properties\":{\"level\":\"ReadOnly\"}}"),
                     201);
    run = start(house, &row);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    see(house, &first, true);
    see(house, &row, false);
    effect = effect_of(house, run);
    assert_int_equal(effect->state, EFFECT_UNKNOWN);
    assert_good(house, contain_undo_anyway(house->desk, effect->row, "half",
                                           &undo, &house->err));
    ended(house, "undo", undo);
    read = house_read(house, undo);
    /* A look, one interface, and the look behind it. */
    assert_int_equal(read->n_steps, 3);
    assert_non_null(strstr(read->steps[1].name, "(1 of 2): nic-vm-jump-01"));
    assert_int_equal(effect_of(house, run)->state, EFFECT_UNDONE);
    see(house, &first, false);
}

/* Two tags on one resource are two containments; the same tag is one. */
static void test_parts(void **state)
{
    static const struct row one = {"tag", ETL, "tag=one", NULL, NULL};
    static const struct row two = {"tag", ETL, "tag=two", NULL, NULL};
    struct json *parameters = json_new_object();
    struct contain_wish wish = {.action = "tag",
                                .target = ETL,
                                .parameters = parameters,
                                .why = "again"};
    struct house *house = *state;
    int64_t run;

    house_engine(house, false);
    ended(house, "one", start(house, &one));
    ended(house, "two", start(house, &two));
    json_set_text(parameters, "tag", "one");
    assert_false(contain_wish(house->desk, &wish, &run, &house->err));
    assert_non_null(strstr(house->err.text, "already in force"));
    json_free(parameters);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_partly, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_parts, house_setup,
                                        house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
