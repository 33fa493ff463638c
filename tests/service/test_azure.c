/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Automations that live in Azure: listed, switched, validated, removed; and
 * what comes in from files and goes out again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "service/azure.h"
#include "service/exchange.h"
#include "service/house.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/json.h"

#define LIMIT       (1024 * 1024)
#define AUTOMATIONS SAND_SHOP "/providers/Microsoft.Security/automations/"
#define BLOCK       AUTOMATIONS "block-brute-force"
#define VERSION     "?api-version=2023-12-01-preview"

static int open_house(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static struct house house;

    house_open(&house, options, NULL);
    *state = &house;
    return 0;
}

static int close_house(void **state)
{
    house_close(*state);
    return 0;
}

static size_t rows(struct house *house, struct azure_row **out)
{
    size_t n = 0;

    assert_good(house,
                azure_rows(house->desk, house->arena, out, &n, &house->err));
    return n;
}

static bool listed(struct house *house, const void *with)
{
    struct azure_row *ignored;

    return rows(house, &ignored) == *(const size_t *)with;
}

static void wait_rows(struct house *house, size_t n)
{
    assert_true(house_until(house, listed, &n, 10000));
}

static void test_list(void **state)
{
    struct house *house = *state;
    struct azure_row *row;
    struct rule_page *page;

    house_engine(house, true);
    wait_rows(house, 3);
    assert_int_equal(rows(house, &row), 3);
    assert_string_equal(row[0].name, "block-brute-force");
    assert_string_equal(row[0].sources, "Alerts");
    assert_string_equal(row[0].actions, "LogicApp block-ip");
    assert_true(row[0].enabled);
    assert_false(row[1].enabled);
    page = rule_page_all(house->desk);
    assert_int_equal(page->n, 3);
    assert_string_equal(page->rows[0].azure, BLOCK);
    assert_true(page->rows[0].row < 0);
    rule_page_free(page);
}

static bool enabled(const struct json *resource)
{
    bool on = false;

    assert_true(json_bool(json_at(resource, STR("properties.isEnabled")), &on));
    return on;
}

/* Here and there alike. */
static bool enabled_there(struct house *house)
{
    struct json *here;
    struct json *there;
    bool on;

    /* It fetches a token first. */
    assert_int_equal(sand_arm(&house->sand, "GET", BLOCK VERSION, NULL), 200);
    sand_ask(&house->sand, "GET", BLOCK VERSION, NULL, &there);
    assert_good(house, azure_get(house->desk, STR(BLOCK), &here, &house->err));
    on = enabled(there);
    assert_int_equal(enabled(here), on);
    json_free(here);
    json_free(there);
    return on;
}

static void run_switch(struct house *house, bool on)
{
    int64_t mark = sand_mark(&house->sand);
    int64_t run;

    assert_good(house, azure_switch(house->desk, STR("azure:Block-Brute-Force"),
                                    on, "drill", &run, &house->err));
    if (house_run(house, run) != RUN_SUCCEEDED) {
        house_tell(house, run);
        fail();
    }
    assert_int_equal(
        sand_count(&house->sand, mark, "PATCH", "/block-brute-force"), 1);
    assert_int_equal(enabled_there(house), on);
    assert_string_equal(house_read(house, run)->why, "drill");
}

static void test_switch(void **state)
{
    struct house *house = *state;
    struct json *none = NULL;
    int64_t run;

    house_engine(house, true);
    wait_rows(house, 3);
    run_switch(house, false);
    run_switch(house, true);
    assert_false(
        azure_get(house->desk, STR("azure:nothing"), &none, &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
    assert_true(azure_means(STR("azure:x")));
    assert_false(azure_means(STR("brute force")));
    assert_good(house,
                azure_remove(house->desk, STR(BLOCK), "", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_arm(&house->sand, "GET", BLOCK VERSION, NULL), 404);
    wait_rows(house, 2);
}

static void test_validate(void **state)
{
    struct house *house = *state;
    struct json *json;
    struct buf body;
    int64_t run;

    house_engine(house, true);
    wait_rows(house, 3);
    assert_good(house, azure_get(house->desk, STR(BLOCK), &json, &house->err));
    buf_init(&body);
    json_write(json, JSON_COMPACT, &body);
    assert_good(house,
                azure_validate(house->desk, BLOCK, body.at, &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_good(house, azure_validate(house->desk, BLOCK, "{\"properties\":{}}",
                                      &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_FAILED);
    buf_done(&body);
    json_free(json);
}

/* ---- files ---- */

struct told {
    size_t rules;
    size_t notes;
};

static void count_note(void *with, const struct exchange_note *note)
{
    assert_true(*note->path != '\0' && *note->text != '\0');
    ((struct told *)with)->notes++;
}

static void count_rule(void *with, const struct rule_change *change)
{
    assert_string_equal(change->what, "added");
    ((struct told *)with)->rules++;
}

static bool import(struct house *house, const char *file, const char *given,
                   bool dry_run, struct told *told)
{
    const char *top = getenv("srcdir");
    const struct exchange_given in = {.parameters = str_of(given),
                                      .scope = "/subscriptions/" SAND_SUB
                                               "/resourceGroups/rg-shop"};
    const struct rule_import wish = {
        .dry_run = dry_run, .each = count_rule, .with = told};
    struct rule **rules = NULL;
    size_t n = 0;
    char path[1024];
    struct buf text;
    bool ok;

    snprintf(path, sizeof(path), "%s/tests/data/automations/%s",
             top ? top : ".", file);
    buf_init(&text);
    assert_good(house, file_read(path, LIMIT, &text, &house->err));
    *told = (struct told){.rules = 0};
    ok = exchange_read(house->desk, buf_view(&text), &in, count_note, told,
                       &rules, &n, &house->err) &&
         rulebook_import(house->desk, rules, n, &wish, &house->err);
    rulebook_free(rules, n);
    buf_done(&text);
    return ok;
}

static size_t own_rules(struct house *house)
{
    struct rule_page *page = rule_page_read(house->desk);
    size_t n = page->n;

    rule_page_free(page);
    return n;
}

#define API "api/2023-12-01-preview/"

static void test_exchange(void **state)
{
    static const char *const name[] = {"WABlockSqlBruteForceAttack"};
    struct house *house = *state;
    struct exchange_body *bodies;
    struct told told;
    struct json *out;
    size_t n;

    assert_good(house, import(house, "template/blocksqlbruteforceattack.json",
                              "", true, &told));
    assert_int_equal(told.rules, 1);
    assert_int_equal(own_rules(house), 0);
    assert_good(house, import(house, "template/blocksqlbruteforceattack.json",
                              "", false, &told));
    assert_int_equal(own_rules(house), 1);
    assert_good(house,
                exchange_export(house->desk, name, 1, true, &out, &house->err));
    assert_int_equal(
        json_length(json_at(out, STR("properties.sources.0.ruleSets"))), 3);
    json_free(out);
    assert_good(
        house, exchange_export(house->desk, name, 1, false, &out, &house->err));
    assert_true(str_starts(
        json_text(json_at(out, STR("resources.0.properties.actions.0.uri"))),
        STR("[listCallbackUrl(")));
    json_free(out);
    assert_good(house, exchange_rule(house->desk, str_of(name[0]),
                                     &(struct exchange_given){
                                         .scope = SAND_SHOP,
                                     },
                                     house->arena, &bodies, &n, &house->err));
    assert_int_equal(n, 1);
    assert_string_equal(bodies[0].id, AUTOMATIONS "WABlockSqlBruteForceAttack");
    /* As the API's documentation has it: the answer, or what was sent. */
    assert_good(house,
                import(house, API "GetAutomationsSubscription_example.json", "",
                       true, &told));
    assert_int_equal(told.rules, 1);
    assert_good(house, import(house, API "ValidateAutomation_example.json", "",
                              true, &told));
    assert_int_equal(told.rules, 1);
    /* A parameter is missing: nothing is changed. */
    assert_false(import(
        house,
        "policy/ASC_WorkflowAutomationAzureSecurityCenterAlerts_DINE.json", "",
        false, &told));
    assert_non_null(strstr(house->err.text, "--parameters"));
    assert_int_equal(own_rules(house), 1);
    assert_good(house, import(house, "template/export-workspace.json",
                              "{\"resourceGroupName\":\"rg\","
                              "\"resourceGroupLocation\":\"westeurope\","
                              "\"workspaceResourceId\":\"/subscriptions/x\"}",
                              false, &told));
    assert_int_equal(told.rules, 2);
    assert_true(told.notes > 0);
    assert_int_equal(own_rules(house), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_list, open_house, close_house),
        cmocka_unit_test_setup_teardown(test_switch, open_house, close_house),
        cmocka_unit_test_setup_teardown(test_validate, open_house, close_house),
        cmocka_unit_test_setup_teardown(test_exchange, open_house, close_house),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
