/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The demo as a newcomer plays it: only what the line at the bottom says is
 * pressed, from the first alert to a containment that is taken back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/sand.h"
#include "lib/vt.h"

#define PATIENCE 90000

static char home[64];

static int open_home(void **state)
{
    (void)state;
    snprintf(home, sizeof(home), "/tmp/riposte-test-XXXXXX");
    assert_non_null(mkdtemp(home));
    return 0;
}

static int close_home(void **state)
{
    (void)state;
    return rmdir(home);
}

static size_t left_behind(void)
{
    DIR *dir = opendir(home);
    struct dirent *entry;
    size_t n = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir)))
        n += entry->d_name[0] != '.';
    closedir(dir);
    return n;
}

/* @there: what the keys act on, which may come a moment after the line. */
static void led(struct vt *vt, const char *line, const char *there,
                const char *keys)
{
    if (!vt_wait_text(vt, line, PATIENCE))
        fail_msg("The guide never says: %s", line);
    if (!vt_wait_text(vt, there, PATIENCE))
        fail_msg("%s; but it never shows: %s", line, there);
    vt_send(vt, keys);
}

/* A reason, then the button that is not the first one. */
static void confirm(struct vt *vt, const char *reason, const char *button)
{
    char chosen[80];

    assert_true(vt_wait_text(vt, "Reason", PATIENCE));
    vt_send(vt, reason);
    vt_send(vt, "\r");
    assert_true(vt_wait_text(vt, "[>Cancel<]", PATIENCE));
    vt_send(vt, "\033[C");
    snprintf(chosen, sizeof(chosen), "[>%s", button);
    assert_true(vt_wait_text(vt, chosen, PATIENCE));
    vt_send(vt, "\r");
}

static void test_demo(void **state)
{
    char program[512];
    char place[80];
    char config[80];
    const char *const argv[] = {sand_program("riposte", program), "--demo",
                                NULL};
    const char *const env[] = {place, config, NULL};
    struct vt *vt;
    int status;

    (void)state;
    snprintf(place, sizeof(place), "TMPDIR=%s", home);
    snprintf(config, sizeof(config), "XDG_CONFIG_HOME=%s", home);
    vt = vt_start(
        &(struct vt_start){.argv = argv, .env = env, .rows = 24, .cols = 80});
    led(vt, "Alerts come in", "Age", "\r");
    led(vt, "press 4", " 1!  5 ", "4");
    led(vt, "press A to approve", "You may answer", "A");
    confirm(vt, "somebody is inside", "Approve");
    led(vt, "Press 6", "6 C", "6");
    led(vt, "Press u to take it back", "vm-web-01", "u");
    confirm(vt, "it is clean", "");
    led(vt, "That was the whole way", "Contained", "\033");
    assert_true(vt_wait_gone(vt, "That was the whole way", PATIENCE));
    vt_send(vt, "q");
    assert_true(vt_wait_text(vt, "Facts", PATIENCE));
    vt_send(vt, "q");
    assert_true(vt_wait_text(vt, "Age", PATIENCE));
    vt_send(vt, "q");
    assert_true(vt_wait_exit(vt, &status, PATIENCE));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    vt_free(vt);
    assert_int_equal(left_behind(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_demo, open_home, close_home),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
