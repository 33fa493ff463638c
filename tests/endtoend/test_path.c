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
#include <string.h>

#include <cmocka.h>

#include "stage.h"

/* Moving, filtering, opening. */
static void look_round(struct stage *stage)
{
    stage_shows(stage, "live");
    stage_shows(stage, "Brute force");
    stage_press(stage, "fKind == 'alert'\r", "Kind == 'alert'");
    stage_shows(stage, "3 of ");
    stage_press_until(stage, "g", "^▌ H .*Odd process");
    stage_press_until(stage, "j", "^▌ H .*Strange login");
    stage_press_until(stage, "k", "^▌ H .*Odd process");
    stage_press_until(stage, "G", "^▌ H .*Brute force");
    assert_non_null(strstr(stage_cursor_row(stage), "vm-web-01"));
    stage_press(stage, "\r", "Facts  Story  Entities");
    stage_shows(stage, "VM_Bruteforce");
    stage_has(stage, "^Key +alert:p-1");
    stage_press(stage, "q", "Odd process");
}

/* A rule from this event, made to ask, tested while it is written, saved. */
static void make_rule(struct stage *stage)
{
    stage_press(stage, "r", "from this event");
    stage_press(stage, "e", "New rule");
    stage_shows(stage, "It fires.");
    stage_press_until(stage, "\t", "^▌ Mode ");
    stage_press_until(stage, STAGE_RIGHT, "^▌ Mode +< approve");
    stage_press_until(stage, "\t", "^▌ \\[ do");
    stage_press_until(stage, "\r", "^▌ Action 1 ");
    stage_press_until(stage, STAGE_RIGHT, "^▌ Action 1 +< Contain");
    stage_press_until(stage, "\t", "^▌ Containment");
    stage_press_until(stage, STAGE_RIGHT,
                      "^▌ Containment +< Stop and deallocate");
    stage_shows(stage, "It would");
    assert_false(vt_shows(stage->vt, "It does not fire"));
    /* What its approvals take. */
    stage_press_until(stage, "\t", "^▌ Others after");
    vt_send(stage->vt, "1h\tadmin\t");
    stage_has(stage, "Others +admin");
    stage_press(stage, "\023", "The rule is saved.");
    stage_shows(stage, "approve  Brute force");
}

static void approve(struct stage *stage)
{
    char seen[64];

    stage_alert(stage, "p-4", "Brute force", "VM_Bruteforce", "vm-web-01");
    stage_shows(stage, "4 Approvals 1!");
    stage_press(stage, "4", "You may answer");
    stage_has(stage, "^ *To +admin");
    stage_shows(stage, "/deallocate?api-version=2024-03-01");
    assert_string_equal(sand_power(&stage->sand, SAND_VM, seen),
                        "PowerState/running");
    stage_press(stage, "A", "Reason");
    vt_send(stage->vt, "it is real\r");
    /* The button that does nothing is the first. */
    stage_say_yes(stage, "Approve 1");
    assert_true(vt_wait_gone(stage->vt, "4 Approvals 1!", STAGE_PATIENCE));
}

static void contained(struct stage *stage)
{
    char seen[64];

    stage_press(stage, "6", "vm-web-01");
    stage_has(stage, "observed|in force");
    assert_string_equal(sand_power(&stage->sand, SAND_VM, seen),
                        "PowerState/deallocated");
    assert_int_equal(
        sand_keys(&stage->sand, 0, "POST", "/vm-web-01/deallocate"), 1);
}

static void take_back(struct stage *stage)
{
    stage_take_back(stage);
    assert_int_equal(sand_keys(&stage->sand, 0, "POST", "/vm-web-01/start"), 1);
}

/* What was done is told, step by step. */
static void runs(struct stage *stage)
{
    stage_press(stage, "5", "Undo: Stop and deallocate");
    stage_has(stage, "✓ succeeded +undone +Verify");
}

static void test_path(void **state)
{
    struct stage *stage = *state;

    stage_alert(stage, "p-1", "Brute force", "VM_Bruteforce", "vm-web-01");
    stage_alert(stage, "p-2", "Strange login", "VM_Login", "vm-web-02");
    stage_alert(stage, "p-3", "Odd process", "VM_Process", "vm-web-02");
    look_round(stage);
    make_rule(stage);
    approve(stage);
    contained(stage);
    take_back(stage);
    runs(stage);
    stage_press(stage, "1", "Kind == 'alert'");
    stage_leave(stage);
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
