/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way of a playbook through the real program on a terminal: one of the
 * ready ones is taken in, rehearsed on an alert, let act, started, followed to
 * its end, and what it did is taken back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stage.h"

static void take_in(struct stage *stage)
{
    stage_press(stage, "3", "There are no playbooks.");
    stage_press(stage, "i", "(ready playbooks)");
    stage_press(stage, "ready\r", "snapshot-and-stop.json");
    stage_press(stage, "snapshot\r", "nothing is kept yet");
    stage_has(stage, "^▌ ✓ runs +snapshot-and-stop +new");
    vt_send(stage->vt, "a");
    stage_say_yes(stage, "Keep 1");
    stage_has(stage, "^▌ ✓ runs +· shadow +snapshot-and-stop");
}

/* On an event made up, then on the alert; nothing is sent. */
static void rehearse(struct stage *stage)
{
    int64_t mark = sand_mark(&stage->sand);

    stage_press(stage, "t", "event made up · 0 steps · next: Azure_resources");
    stage_press(stage, "s", "1 step · next: Resource");
    stage_press(stage, "e", "steps · ✓ succeeded");
    stage_press(stage, "v", "Which event starts it?");
    stage_press(stage, "e", "0 steps · next: Azure_resources");
    stage_press(stage, "e", "steps · ✓ succeeded");
    stage_has(stage, "^▌ +✓ Tell ");
    stage_shows(stage, "Stopped: vm-web-01");
    assert_int_equal(sand_count(&stage->sand, mark, "PUT", ""), 0);
    assert_int_equal(sand_count(&stage->sand, mark, "POST", "/deallocate"), 0);
    vt_send(stage->vt, "q");
    stage_has(stage, "^▌ ✓ runs +· shadow +snapshot-and-stop");
}

/* It may do by itself what can be undone; a snapshot cannot, and asks. */
static void let_act(struct stage *stage)
{
    stage_press(stage, "s", "shadow: decides, sends nothing");
    vt_send(stage->vt, "a");
    stage_say_yes(stage, "Switch 1 to auto");
    stage_has(stage, "^▌ ✓ runs +● auto +snapshot-and-stop");
    stage_press(stage, "p", "Reason");
    vt_send(stage->vt, "the evidence first\r");
    stage_say_yes(stage, "Start 1");
    stage_shows(stage, "4 Approvals 1!");
    assert_int_equal(sand_count(&stage->sand, 0, "PUT", ""), 0);
    stage_press(stage, "4", "You may answer");
    stage_press(stage, "A", "Reason");
    vt_send(stage->vt, "it is real\r");
    stage_say_yes(stage, "Approve 1");
}

/* Its tree to the end, what it contained, and the way back. */
static void follow(struct stage *stage)
{
    char seen[64];

    stage_press(stage, "3r", "#1 Playbook snapshot-and-stop");
    stage_has(stage, "^ ✓ succeeded +mode auto .*the evidence first");
    stage_has(stage, "✓ Snapshot +Http · irreversible");
    stage_has(stage, "✓ Tell +Send a mail");
    assert_int_equal(sand_keys(&stage->sand, 0, "PUT", ""), 1);
    assert_string_equal(sand_power(&stage->sand, SAND_VM, seen),
                        "PowerState/deallocated");
    vt_send(stage->vt, "6");
    stage_has(stage, "● observed +Stop and deallocate .* vm-web-01");
    stage_take_back(stage);
}

static void test_path(void **state)
{
    struct stage *stage = *state;

    stage_alert(stage, "p-1", "Brute force", "VM_Bruteforce", "vm-web-01");
    stage_shows(stage, "Brute force");
    take_in(stage);
    rehearse(stage);
    let_act(stage);
    follow(stage);
    stage_press(stage, "1", "Brute force");
    stage_leave(stage);
}

#define ROW(fault)                                                             \
    cmocka_unit_test_prestate_setup_teardown(test_path, stage_open,            \
                                             stage_close, fault)

int main(void)
{
    static char none[] = "";
    const struct CMUnitTest tests[] = {ROW(none)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
