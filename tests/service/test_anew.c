/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has changed between the yes and the act is asked anew, and the new
 * approval says what differs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "house.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/when.h"

#define ASK                                                                    \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"contain\",\"with\":{\"action\":\"storage-public-off\"}}]}"
#define TAG                                                                    \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"contain\",\"with\":{\"action\":\"tag\"}}]}"
#define ISOLATE                                                                \
    "{\"name\":\"cut\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"contain\",\"with\":{\"action\":\"vm-isolate\",\"for\":\"2h\"," \
    "\"target\":\"" SAND_SHOP                                                  \
    "/providers/Microsoft.Compute/virtualMachines/vm-web-01\","                \
    "\"parameters\":\"allow-range=203.0.113.0/28\"}}]}"
#define RUN                                                                    \
    "{\"name\":\"run\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"script\",\"with\":{\"script\":\"s\"}}]}"
#define BATCH                                                                  \
    "{\"name\":\"many\",\"order\":1,\"mode\":\"auto\",\"guards\":{"            \
    "\"quotas\":[\"1 per 1d\"]},\"actions\":[{\"kind\":\"contain\",\"with\":"  \
    "{\"action\":\"storage-public-off\"}}]}"

static void set_public(struct house *house, const char *value)
{
    char merge[120];

    snprintf(merge, sizeof(merge),
             "{\"properties\":{\"publicNetworkAccess\":\"%s\"}}", value);
    sand_state(&house->sand, SAND_STORE, merge);
}

/* The engine has looked at what waits. */
static bool is_seen(struct house *house, const void *with)
{
    struct approval_page *page = approval_page_read(house->second, true);
    bool seen = page->n == 1 && json_length(page->rows[0].live) > 0;

    (void)with;
    approval_page_free(page);
    return seen;
}

static void approve(struct house *house)
{
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    true, "looked at it", &house->err));
}

static size_t patches(struct house *house)
{
    return sand_count(&house->sand, 0, "PATCH", "");
}

static int64_t ask(struct house *house)
{
    int64_t run;

    house_rule(house, house->desk, ASK);
    house_take(house,
               &(struct house_alert){.name = "a-1", .resource = SAND_STORE});
    run = house_newest(house, 0);
    house_engine(house, false);
    assert_true(house_until(house, is_seen, NULL, HOUSE_WAIT));
    return run;
}

/* Somebody has changed the target after the approvers saw it. */
static void test_target(void **state)
{
    struct house *house = *state;
    const struct approval *second;
    const struct json *differs;
    int64_t run = ask(house);

    approve(house);
    set_public(house, "SecuredByPerimeter");
    assert_int_equal(house_run(house, run), RUN_WAITING);
    assert_int_equal(patches(house), 0);
    second = house_waiting(house);
    assert_int_equal(second->row, 2);
    differs = json_get(json_get(second->frozen, "again"), "differs");
    assert_int_equal(json_length(differs), 1);
    assert_string_equal(json_text(json_get(json_item(differs, 0), "was")).at,
                        "Enabled");
    assert_string_equal(json_text(json_get(json_item(differs, 0), "now")).at,
                        "SecuredByPerimeter");
    assert_non_null(strstr(
        json_text(json_get(json_item(differs, 0), "what")).at, "ublicNetwork"));
    /* Nobody has seen it since: as it is now it is approved. */
    assert_true(house_until(house, is_seen, NULL, HOUSE_WAIT));
    approve(house);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(patches(house), 1);
}

/* What was not there, and is now, is one difference. */
static void test_absent(void **state)
{
    struct house *house = *state;
    const struct json *differs;
    int64_t run;

    house_rule(house, house->desk, TAG);
    house_take(house,
               &(struct house_alert){.name = "a-1", .resource = SAND_STORE});
    run = house_newest(house, 0);
    house_engine(house, false);
    assert_true(house_until(house, is_seen, NULL, HOUSE_WAIT));
    approve(house);
    sand_state(&house->sand, SAND_STORE, "{\"tags\":{\"riposte\":\"mine\"}}");
    assert_int_equal(house_run(house, run), RUN_WAITING);
    differs =
        json_get(json_get(house_waiting(house)->frozen, "again"), "differs");
    assert_int_equal(json_length(differs), 1);
    assert_null(json_get(json_item(differs, 0), "was"));
}

/* What was approved for a time goes for each of the interfaces, which only the
 * look before finds, and it ends by itself. */
static void test_term(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_rule(house, house->desk, ISOLATE);
    house_take(house, &(struct house_alert){.name = "a-1"});
    run = house_newest(house, 0);
    house_engine(house, false);
    assert_true(house_until(house, is_seen, NULL, HOUSE_WAIT));
    approve(house);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
    assert_true(house_last_effect(house)->until > when_now());
}

/* What does not matter may change. */
static void test_other(void **state)
{
    struct house *house = *state;
    int64_t run = ask(house);

    approve(house);
    sand_state(&house->sand, SAND_STORE, "{\"tags\":{\"team\":\"blue\"}}");
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(patches(house), 1);
}

/* The same for one of a batch: it waits with the next batch of its rule. */
static void test_batch(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_rule(house, house->desk, BATCH);
    house_take(house, &(struct house_alert){.name = "a-1",
                                            .resource = SAND_SHOP
                                            "/providers/Microsoft.Storage/"
                                            "storageAccounts/stother"});
    house_take(house,
               &(struct house_alert){.name = "a-2", .resource = SAND_STORE});
    run = house_newest(house, 0);
    house_engine(house, false);
    assert_true(house_until(house, is_seen, NULL, HOUSE_WAIT));
    approve(house);
    set_public(house, "SecuredByPerimeter");
    assert_int_equal(house_run(house, run), RUN_WAITING);
    assert_int_equal(house_waiting(house)->row, 2);
    assert_int_equal(house_waiting(house)->batch, 1);
    approve(house);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
}

static void put(const char *dir, const char *name, const char *text)
{
    char path[200];
    struct err err;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    if (!file_write(path, str_of(text), &err))
        fail_msg("%s", err.text);
    assert_int_equal(chmod(path, 0700), 0);
}

static void test_script(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    char dir[] = "/tmp/riposte-scripts-XXXXXX";
    const char *sets[] = {NULL, NULL};
    const struct json *differs;
    struct house house;
    char set[100];
    int64_t run;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(set, sizeof(set), "scripts.directory=%s", dir);
    sets[0] = set;
    put(dir, "s", "#!/bin/sh\necho well\n");
    house_open(&house, options, sets);
    house_rule(&house, house.desk, RUN);
    house_take(&house, &(struct house_alert){.name = "a-1"});
    run = house_newest(&house, 0);
    approve(&house);
    put(dir, "s", "#!/bin/sh\necho evil\n");
    house_engine(&house, false);
    assert_int_equal(house_run(&house, run), RUN_WAITING);
    differs =
        json_get(json_get(house_waiting(&house)->frozen, "again"), "differs");
    assert_int_equal(json_length(differs), 1);
    approve(&house);
    assert_int_equal(house_run(&house, run), RUN_SUCCEEDED);
    assert_string_equal(house_read(&house, run)->steps[1].note, "evil");
    house_close(&house);
    snprintf(set, sizeof(set), "%s/s", dir);
    unlink(set);
    rmdir(dir);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_target), ROW(test_absent), ROW(test_term),
        ROW(test_other),  ROW(test_batch),  cmocka_unit_test(test_script),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
