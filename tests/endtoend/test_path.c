/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way of an alert through the real program on a terminal: it arrives, a
 * rule is made from it, the next one asks, is approved, contained, seen to be
 * so, and taken back.  Also when the service misbehaves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <regex.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lib/sand.h"
#include "lib/vt.h"
#include "util/when.h"

#define RIGHT    "\033[C"
#define PATIENCE 60000

struct stage {
    struct sand sand;
    struct vt *vt;
};

static int stage_open(void **state)
{
    const char *fault = *state;
    const char *const options[] = {"--scenario", "none", "--speed", "20",
                                   "--fault",    fault,  NULL};
    static struct stage stage;
    char program[512];
    char store[320];
    char home[300];
    const char *const env[] = {home, NULL};
    const char *const argv[] = {sand_program("riposte", program),
                                "--config",
                                stage.sand.config,
                                "--store",
                                store,
                                "--set",
                                "approvals.four_eyes=off",
                                NULL};

    sand_start(&stage.sand, options);
    snprintf(store, sizeof(store), "%s/store.db", stage.sand.dir);
    snprintf(home, sizeof(home), "XDG_CONFIG_HOME=%s", stage.sand.dir);
    stage.vt = vt_start(
        &(struct vt_start){.argv = argv, .env = env, .rows = 40, .cols = 120});
    *state = &stage;
    return 0;
}

static int stage_close(void **state)
{
    struct stage *stage = *state;

    vt_free(stage->vt);
    sand_stop(&stage->sand);
    return 0;
}

/* An alert of just now, so that it stands on top. */
static void raise_alert(struct stage *stage, const char *name,
                        const char *title, const char *type, const char *vm)
{
    char time[WHEN_TEXT_SIZE];
    char text[2000];

    snprintf(text, sizeof(text),
             "{\"id\":\"" SAND_SHOP "/providers/Microsoft.Security/locations/"
             "westeurope/alerts/%s\",\"name\":\"%s\",\"type\":"
             "\"Microsoft.Security/Locations/alerts\",\"properties\":{"
             "\"systemAlertId\":\"%s\",\"alertType\":\"%s\","
             "\"alertDisplayName\":\"%s\",\"severity\":\"High\",\"status\":"
             "\"Active\",\"intent\":\"InitialAccess\",\"timeGeneratedUtc\":"
             "\"%s\",\"compromisedEntity\":\"%s\",\"resourceIdentifiers\":[{"
             "\"type\":\"AzureResource\",\"azureResourceId\":\"" SAND_SHOP
             "/providers/Microsoft.Compute/virtualMachines/%s\"}],"
             "\"entities\":[]}}",
             name, name, name, type, title, when_iso(when_now(), time), vm, vm);
    sand_alert(&stage->sand, text);
}

static void shows(struct stage *stage, const char *text)
{
    if (!vt_wait_text(stage->vt, text, PATIENCE))
        fail_msg("The screen never shows: %s", text);
}

static void press(struct stage *stage, const char *keys, const char *text)
{
    vt_send(stage->vt, keys);
    if (!vt_wait_text(stage->vt, text, PATIENCE))
        fail_msg("After %s the screen never shows: %s", keys, text);
}

/* Does a line of the screen match now? */
static bool matches(struct stage *stage, const char *match)
{
    regex_t regex;
    bool yes = false;

    assert_int_equal(regcomp(&regex, match, REG_EXTENDED | REG_NOSUB), 0);
    for (int row = 0; !yes && row < 40; row++)
        yes = regexec(&regex, vt_row(stage->vt, row), 0, NULL, 0) == 0;
    regfree(&regex);
    return yes;
}

/* Presses the key, each time when the screen has answered to it, until a line
 * matches. */
static void press_until(struct stage *stage, const char *key, const char *match)
{
    for (int i = 0; i < 60; i++) {
        char before[16384];

        snprintf(before, sizeof(before), "%s", vt_screen(stage->vt));
        if (matches(stage, match))
            return;
        vt_send(stage->vt, key);
        for (int64_t until = when_monotonic() + PATIENCE;
             strcmp(before, vt_screen(stage->vt)) == 0;) {
            assert_true(when_monotonic() < until);
            vt_settle(stage->vt, 20);
        }
    }
    fail_msg("However often %s is pressed, no line matches %s", key, match);
}

/* The row with the mark of the cursor. */
static const char *cursor_row(struct stage *stage)
{
    for (int row = 0; row < 40; row++) {
        const char *text = vt_row(stage->vt, row);

        if (strncmp(text, "▌", strlen("▌")) == 0)
            return text;
    }
    return "";
}

/* Moving, filtering, opening. */
static void look_round(struct stage *stage)
{
    shows(stage, "live");
    shows(stage, "Brute force");
    press(stage, "fKind == 'alert'\r", "Kind == 'alert'");
    shows(stage, "3 of ");
    press_until(stage, "g", "^▌ H .*Odd process");
    press_until(stage, "j", "^▌ H .*Strange login");
    press_until(stage, "k", "^▌ H .*Odd process");
    press_until(stage, "G", "^▌ H .*Brute force");
    assert_non_null(strstr(cursor_row(stage), "vm-web-01"));
    press(stage, "\r", "Facts  Story  Entities");
    shows(stage, "VM_Bruteforce");
    assert_true(vt_wait_match(stage->vt, "^Key +alert:p-1", PATIENCE));
    press(stage, "q", "Odd process");
}

/* A rule from this event, made to ask, tested while it is written, saved. */
static void make_rule(struct stage *stage)
{
    press(stage, "r", "from this event");
    press(stage, "e", "New rule");
    shows(stage, "It fires.");
    press_until(stage, "\t", "^▌ Mode ");
    press_until(stage, RIGHT, "^▌ Mode +< approve");
    press_until(stage, "\t", "^▌ \\[ do");
    press_until(stage, "\r", "^▌ Action 1 ");
    press_until(stage, RIGHT, "^▌ Action 1 +< Contain");
    press_until(stage, "\t", "^▌ Containment");
    press_until(stage, RIGHT, "^▌ Containment +< Stop and deallocate");
    shows(stage, "It would");
    assert_false(vt_shows(stage->vt, "It does not fire"));
    /* What its approvals take. */
    press_until(stage, "\t", "^▌ Others after");
    vt_send(stage->vt, "1h\tadmin\t");
    assert_true(vt_wait_match(stage->vt, "Others +admin", PATIENCE));
    press(stage, "\023", "The rule is saved.");
    shows(stage, "approve  Brute force");
}

static void approve(struct stage *stage)
{
    char seen[64];

    raise_alert(stage, "p-4", "Brute force", "VM_Bruteforce", "vm-web-01");
    shows(stage, "4 Approvals 1!");
    press(stage, "4", "You may answer");
    assert_true(vt_wait_match(stage->vt, "^ *To +admin", PATIENCE));
    shows(stage, "/deallocate?api-version=2024-03-01");
    assert_string_equal(sand_power(&stage->sand, SAND_VM, seen),
                        "PowerState/running");
    press(stage, "A", "Reason");
    /* The button that does nothing is the first. */
    press(stage, "it is real\r", "[>Cancel<]");
    press(stage, RIGHT, "[>Approve 1<]");
    vt_send(stage->vt, "\r");
    assert_true(vt_wait_gone(stage->vt, "4 Approvals 1!", PATIENCE));
}

static void contained(struct stage *stage)
{
    char seen[64];

    press(stage, "6", "vm-web-01");
    assert_true(vt_wait_match(stage->vt, "observed|in force", PATIENCE));
    assert_string_equal(sand_power(&stage->sand, SAND_VM, seen),
                        "PowerState/deallocated");
    assert_int_equal(
        sand_keys(&stage->sand, 0, "POST", "/vm-web-01/deallocate"), 1);
}

static void take_back(struct stage *stage)
{
    int64_t until = when_monotonic() + PATIENCE;
    char seen[64];

    press(stage, "u", "Reason");
    press(stage, "it is clean\r", "[>Cancel<]");
    vt_send(stage->vt, RIGHT);
    assert_true(vt_wait_gone(stage->vt, "[>Cancel<]", PATIENCE));
    vt_send(stage->vt, "\r");
    while (strcmp(sand_power(&stage->sand, SAND_VM, seen),
                  "PowerState/running") != 0) {
        assert_true(when_monotonic() < until);
        vt_settle(stage->vt, 50);
    }
    assert_int_equal(sand_keys(&stage->sand, 0, "POST", "/vm-web-01/start"), 1);
}

/* What was done is told, step by step. */
static void runs(struct stage *stage)
{
    press(stage, "5", "Undo: Stop and deallocate");
    assert_true(
        vt_wait_match(stage->vt, "✓ succeeded +undone +Verify", PATIENCE));
}

static void test_path(void **state)
{
    struct stage *stage = *state;
    int status;

    raise_alert(stage, "p-1", "Brute force", "VM_Bruteforce", "vm-web-01");
    raise_alert(stage, "p-2", "Strange login", "VM_Login", "vm-web-02");
    raise_alert(stage, "p-3", "Odd process", "VM_Process", "vm-web-02");
    look_round(stage);
    make_rule(stage);
    approve(stage);
    contained(stage);
    take_back(stage);
    runs(stage);
    press(stage, "1", "Kind == 'alert'");
    vt_send(stage->vt, "q");
    assert_true(vt_wait_exit(stage->vt, &status, PATIENCE));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define FAULTS                                                                 \
    "401:0.04,429:0.04,500:0.04,cut:0.04,garbage:0.04,slow:0.04,reset:0.04"    \
    ";seed=3"

#define ROW(fault)                                                             \
    cmocka_unit_test_prestate_setup_teardown(test_path, stage_open,            \
                                             stage_close, fault)

int main(void)
{
    static char none[] = "";
    static char faults[] = FAULTS;
    const struct CMUnitTest tests[] = {ROW(none), ROW(faults)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
