/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What keys cost, what stays under the finger, and how one leaves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "screen.h"
#include "util/file.h"

/* Bytes until the row is under the finger; the details come when it rests. */
static size_t cost(struct vt *vt, const char *keys, const char *regex)
{
    vt_mark(vt);
    vt_send(vt, keys);
    assert_true(vt_wait_match(vt, regex, 0));
    return vt_bytes(vt);
}

static void test_cost(void **state)
{
    struct vt *vt = screen_open("many", false, 40, 120, NULL);
    char many[501];
    char regex[64];
    size_t sum = 0;

    (void)state;
    screen_keys(vt, "");
    assert_true(cost(vt, "j", "^▌ L    9m") < 260);
    screen_keys(vt, "");
    for (int i = 0; i < 20; i++)
        screen_keys(vt, "j");
    /* From here on the list scrolls; rows differ in what they cost. */
    for (int i = 0; i < 10; i++) {
        snprintf(regex, sizeof(regex), "^▌ .*vm-web-%02d", 18 - i);
        sum += cost(vt, "j", regex);
        screen_keys(vt, "");
    }
    assert_true(sum / 10 < 260);
    memset(many, 'j', 500);
    many[500] = '\0';
    vt_mark(vt);
    vt_send(vt, many);
    assert_true(vt_wait_match(vt, "^▌ . +2d .*vm-web-29", 0));
    screen_keys(vt, "");
    assert_true(vt_shows(vt, "1,000 of"));
    screen_close(vt);
}

/* What cannot be saved leads to the row that is to blame, wherever one is. */
static void test_blame(void **state)
{
    struct vt *vt = screen_open("empty", false, 40, 120, NULL);

    (void)state;
    screen_keys(vt, "2");
    screen_keys(vt, "a");
    screen_keys(vt, "loud\023");
    assert_true(vt_wait_match(vt, "^▌ \\[ do … \\]", 0));
    screen_keys(vt, "\t\t\t\t\t\t\t\t"); /* Subscriptions */
    vt_send(vt, "x");
    assert_true(vt_wait_text(vt, "│x ", 0));
    vt_send(vt, "\033");
    assert_true(vt_wait_gone(vt, "┌", 0));
    screen_keys(vt, "\t\t\t\t\t\t\023");
    assert_true(vt_wait_match(vt, "^▌ Subscriptions +x +✗", 0));
    screen_close(vt);
}

/* A burst is one repaint. */
static void test_burst(void **state)
{
    struct vt *vt = screen_open("many", false, 40, 120, NULL);
    char many[501];

    (void)state;
    screen_keys(vt, "");
    memset(many, 'j', 500);
    many[500] = '\0';
    vt_mark(vt);
    vt_send(vt, many);
    assert_true(vt_wait_match(vt, "^▌ . +2d .*vm-web-20", 0));
    assert_true(vt_bytes(vt) < 10000);
    screen_close(vt);
}

/* Ctrl-A lets three rows arrive. */
static void test_arrive(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);
    int row;
    int col;
    bool seen;

    (void)state;
    screen_keys(vt, "");
    for (int i = 0; i < 15; i++)
        screen_keys(vt, "j");
    vt_cursor(vt, &row, &col, &seen);
    assert_true(
        vt_shows(vt, "▌ H    1h  Unusual number of blobs exfi…  vm-web-25"));
    screen_keys(vt, "\001");
    assert_true(
        vt_shows(vt, "▌ H    1h  Unusual number of blobs exfi…  vm-web-25"));
    assert_true(vt_shows(vt, "↑ 3 new"));
    vt_cursor(vt, &col, &col, &seen);
    screen_keys(vt, "Z\001");
    assert_true(vt_shows(vt, "⏸ paused"));
    assert_true(vt_shows(vt, "1,003 of"));
    screen_keys(vt, "F");
    assert_true(vt_shows(vt, "1,006 of"));
    assert_true(vt_shows(vt, "follows"));
    screen_close(vt);
}

static void test_search(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    screen_keys(vt, "");
    screen_keys(vt, "/tor exit\r");
    assert_non_null(strstr(vt_row(vt, 5), "▌ M   16m  Access from a Tor"));
    screen_keys(vt, "n");
    assert_true(vt_wait_match(vt, "^▌ .*51m  Access from a Tor", 0));
    screen_keys(vt, "N");
    assert_true(vt_wait_match(vt, "^▌ .*16m  Access from a Tor", 0));
    screen_keys(vt, "/nowhere\r");
    assert_true(vt_shows(vt, "No row shows “nowhere”."));
    screen_close(vt);
}

/* Places are remembered, as in a browser. */
static void test_places(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    screen_keys(vt, "");
    screen_keys(vt, "jjj\r");
    screen_keys(vt, "\t\tj");
    screen_keys(vt, "\r");
    assert_true(vt_shows(vt, "entity.host == 'vm-web-01'"));
    screen_keys(vt, "[");
    assert_true(vt_shows(vt, "everything"));
    assert_true(vt_shows(vt, "Entities"));
    screen_keys(vt, "]");
    assert_true(vt_shows(vt, "entity.host == 'vm-web-01'"));
    screen_close(vt);
}

/* What an automation in Azure cannot do is refused by every key. */
static void test_azure(void **state)
{
    static const char *const keys[] = {"e", "w", "t", "H", "B", "D", "W"};

    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        struct vt *vt = screen_open("many", false, 24, 80, NULL);

        screen_keys(vt, "");
        screen_keys(vt, "2");
        screen_keys(vt, "G");
        screen_keys(vt, keys[i]);
        if (!vt_shows(vt, "This automation lives in Azure"))
            fail_msg("%s", keys[i]);
        screen_close(vt);
    }
}

/* Logic Apps in Azure: what cannot be now says why, what is confirmed goes with
 * its reason, and to look at one is everybody's. */
static void test_remote(void **state)
{
    struct vt *vt = screen_open("many", false, 40, 120, NULL);

    (void)state;
    screen_keys(vt, "");
    screen_keys(vt, "3");
    screen_keys(vt, "V");
    assert_true(vt_shows(vt, "la-tell-soc-00"));
    screen_keys(vt, "C");
    assert_true(vt_shows(vt, "r asks Azure for them"));
    screen_keys(vt, "r");
    assert_true(vt_shows(vt, "0858-00"));
    screen_keys(vt, "C");
    screen_keys(vt, "0858-01\r");
    assert_true(vt_shows(vt, "It has ended"));
    screen_escape(vt, "la-tell-soc-16");
    screen_keys(vt, "C");
    screen_keys(vt, "\r");
    screen_keys(vt, "\t\t\r");
    assert_true(vt_shows(vt, "Type a reason first"));
    screen_keys(vt, "\tnot this one\t\t\r");
    assert_true(vt_shows(vt, "The Logic App is being asked"));
    screen_keys(vt, ":command log\r");
    assert_true(vt_wait_match(vt, "command-[0-9]+ 0858-00 not this one", 0));
    screen_close(vt);
    vt = screen_open("many:viewer", false, 40, 120, NULL);
    screen_keys(vt, "3");
    screen_keys(vt, "V");
    screen_keys(vt, "s");
    assert_false(vt_shows(vt, "Switch 1"));
    screen_keys(vt, "r");
    assert_true(vt_shows(vt, "0858-00"));
    screen_escape(vt, "isolate-machine");
    screen_close(vt);
    vt = screen_open("hostile", false, 40, 120, NULL);
    screen_keys(vt, "3");
    screen_keys(vt, "V");
    screen_keys(vt, "jr");
    assert_true(vt_shows(vt, "too long to be one of Azure"));
    screen_close(vt);
}

/* Who, without for how long: it says what is missing. */
static void test_delegate(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    screen_keys(vt, "");
    screen_keys(vt, "4");
    screen_keys(vt, "P");
    screen_keys(vt, "mara\r");
    assert_true(vt_shows(vt, "A delegation needs an end"));
    screen_keys(vt, "P");
    screen_keys(vt, "mara 7d\r");
    assert_true(vt_shows(vt, "mara may answer"));
    screen_close(vt);
}

static void test_paste(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    screen_keys(vt, "");
    vt_paste(vt, "qqq");
    screen_keys(vt, "");
    assert_true(vt_shows(vt, "1 Queue"));
    screen_keys(vt, "f");
    vt_paste(vt, "Title has\n'qqq'");
    screen_keys(vt, "");
    assert_true(vt_shows(vt, "filter Title has 'qqq'"));
    screen_close(vt);
}

static void leave(struct vt *vt)
{
    int status;

    assert_true(vt_wait_exit(vt, &status, 0));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    vt_free(vt);
}

/* The bell is for whom an approval waits for, from when on it does. */
static void test_call(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "4 App[a-z]* [0-9]*!", 0));
    vt_mark(vt);
    vt_send(vt, "\005");
    assert_true(vt_wait_bytes(vt, "An approval waits for an answer.", 0));
    screen_close(vt);
}

static void test_leave(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    screen_keys(vt, "");
    screen_keys(vt, "\r");
    screen_keys(vt, "q");
    screen_keys(vt, "6");
    assert_false(vt_shows(vt, "everything"));
    screen_keys(vt, "q");
    assert_true(vt_shows(vt, "everything"));
    vt_send(vt, "q");
    leave(vt);
    vt = screen_open("many", false, 24, 80, NULL);
    vt_hang_up(vt);
    leave(vt);
}

/* What was being written when the line dropped is there the next time. */
static void test_draft(void **state)
{
    const char *drafts = getenv("XDG_STATE_HOME");
    struct vt *vt;

    (void)state;
    assert_non_null(drafts);
    vt = screen_open("many", false, 24, 80, drafts);
    screen_keys(vt, "");
    screen_keys(vt, "2");
    screen_keys(vt, "a");
    screen_keys(vt, "half a rule");
    vt_hang_up(vt);
    leave(vt);
    vt = screen_open("many", false, 24, 80, drafts);
    screen_keys(vt, "");
    screen_keys(vt, "2");
    screen_keys(vt, "E");
    assert_true(vt_shows(vt, "half a rule"));
    screen_escape(vt, "go on editing");
    screen_keys(vt, "w");
    assert_false(vt_shows(vt, "half a rule"));
    screen_keys(vt, "E");
    assert_true(vt_shows(vt, "No draft was kept."));
    screen_close(vt);
}

/* What is wrong with JSON is said when the editor ends, and nothing of it is
 * lost; then it is right. */
static void test_editor(void **state)
{
    static const char script[] =
        "if [ -e \"$0.again\" ]; then\n"
        "printf '%s' '{\"name\":\"by-hand\",\"definition\":{\"triggers\":"
        "{\"manual\":{\"type\":\"Request\"}},\"actions\":{}}}' >\"$1\"\n"
        "else : >\"$0.again\"; printf '{\"name\": ,' >\"$1\"; fi\n";
    const char *drafts = getenv("XDG_STATE_HOME");
    char path[4096];
    char editor[4200];
    struct err err = {0};
    struct vt *vt;

    (void)state;
    assert_non_null(drafts);
    snprintf(path, sizeof(path), "%s/edit.sh", drafts);
    snprintf(editor, sizeof(editor), "sh '%s'", path);
    assert_true(file_write(path, str_of(script), &err));
    setenv("EDITOR", editor, 1);
    unsetenv("VISUAL");
    vt = screen_open("many", false, 24, 80, drafts);
    screen_keys(vt, "3");
    vt_send(vt, "J");
    assert_true(vt_wait_text(vt, "It cannot be taken as it is", 0));
    vt_send(vt, "\033");
    assert_true(vt_wait_text(vt, "E goes on with it", 0));
    vt_send(vt, "E");
    assert_true(vt_wait_text(vt, "by-hand", 0));
    assert_true(vt_shows(vt, "Keep 1"));
    screen_close(vt);
}

/* Whatever a viewer presses, and confirms, nothing is asked of the house that
 * would change something: show.c ends badly when it is. */
static void test_viewer(void **state)
{
    static const char tabs[] = "123456789";
    char keys[16];

    (void)state;
    for (size_t tab = 0; tab < sizeof(tabs) - 1; tab++) {
        for (char key = 'A'; key <= 'z'; key++) {
            struct vt *vt;

            /* Those leave, or show the page outside. */
            if ((key > 'Z' && key < 'a') || strchr("qQY", key))
                continue;
            vt = screen_open("many:viewer", false, 24, 80, NULL);
            screen_keys(vt, (const char[]){tabs[tab], '\0'});
            snprintf(keys, sizeof(keys), "%cbecause\r\r", key);
            screen_keys(vt, keys);
            screen_close(vt);
        }
    }
}

/* What is known of a step is read in peace: news leaves the cursor in it, and
 * Esc leads back to the tree. */
static void test_facts(void **state)
{
    struct vt *vt = screen_open("many", false, 24, 80, NULL);

    (void)state;
    screen_keys(vt, "5");
    screen_keys(vt, "Gk");
    screen_keys(vt, "\r");
    screen_keys(vt, "j");
    screen_keys(vt, "\tjjj");
    assert_true(vt_shows(vt, "  ▌   error"));
    screen_keys(vt, "R");
    assert_true(vt_shows(vt, "  ▌   error"));
    screen_escape(vt, "─ Request and answer");
    screen_keys(vt, "j");
    assert_true(vt_shows(vt, " ▌   ✓ Tell"));
    screen_close(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cost),   cmocka_unit_test(test_blame),
        cmocka_unit_test(test_burst),  cmocka_unit_test(test_arrive),
        cmocka_unit_test(test_search), cmocka_unit_test(test_places),
        cmocka_unit_test(test_azure),  cmocka_unit_test(test_delegate),
        cmocka_unit_test(test_paste),  cmocka_unit_test(test_leave),
        cmocka_unit_test(test_draft),  cmocka_unit_test(test_viewer),
        cmocka_unit_test(test_editor), cmocka_unit_test(test_facts),
        cmocka_unit_test(test_call),   cmocka_unit_test(test_remote),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
