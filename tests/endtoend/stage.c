/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <regex.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "util/when.h"

int stage_open(void **state)
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

int stage_close(void **state)
{
    struct stage *stage = *state;

    vt_free(stage->vt);
    sand_stop(&stage->sand);
    return 0;
}

void stage_alert(struct stage *stage, const char *name, const char *title,
                 const char *type, const char *vm)
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

void stage_shows(struct stage *stage, const char *text)
{
    if (!vt_wait_text(stage->vt, text, STAGE_PATIENCE))
        fail_msg("The screen never shows: %s", text);
}

void stage_press(struct stage *stage, const char *keys, const char *text)
{
    vt_send(stage->vt, keys);
    if (!vt_wait_text(stage->vt, text, STAGE_PATIENCE))
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

void stage_press_until(struct stage *stage, const char *key, const char *match)
{
    for (int i = 0; i < 60; i++) {
        char before[16384];

        snprintf(before, sizeof(before), "%s", vt_screen(stage->vt));
        if (matches(stage, match))
            return;
        vt_send(stage->vt, key);
        for (int64_t until = when_monotonic() + STAGE_PATIENCE;
             strcmp(before, vt_screen(stage->vt)) == 0;) {
            assert_true(when_monotonic() < until);
            vt_settle(stage->vt, 20);
        }
    }
    fail_msg("However often %s is pressed, no line matches %s", key, match);
}

void stage_has(struct stage *stage, const char *match)
{
    if (!vt_wait_match(stage->vt, match, STAGE_PATIENCE))
        fail_msg("No line of the screen ever matches: %s", match);
}

void stage_say_yes(struct stage *stage, const char *button)
{
    char lit[80];

    stage_shows(stage, "[>Cancel<]");
    snprintf(lit, sizeof(lit), "[>%s<]", button);
    stage_press(stage, STAGE_RIGHT, lit);
    vt_send(stage->vt, "\r");
    if (!vt_wait_gone(stage->vt, lit, STAGE_PATIENCE))
        fail_msg("The question does not go away: %s", lit);
}

void stage_take_back(struct stage *stage)
{
    int64_t until = when_monotonic() + STAGE_PATIENCE;
    char seen[64];

    stage_press(stage, "u", "Reason");
    vt_send(stage->vt, "it is clean\r");
    stage_say_yes(stage, "Take back 1");
    while (strcmp(sand_power(&stage->sand, SAND_VM, seen),
                  "PowerState/running") != 0) {
        if (when_monotonic() > until)
            fail_msg("It is not taken back:\n%s", vt_screen(stage->vt));
        vt_settle(stage->vt, 50);
    }
}

const char *stage_cursor_row(struct stage *stage)
{
    for (int row = 0; row < 40; row++) {
        const char *text = vt_row(stage->vt, row);

        if (strncmp(text, "▌", strlen("▌")) == 0)
            return text;
    }
    return "";
}

void stage_leave(struct stage *stage)
{
    int status;

    vt_send(stage->vt, "q");
    assert_true(vt_wait_exit(stage->vt, &status, STAGE_PATIENCE));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}
