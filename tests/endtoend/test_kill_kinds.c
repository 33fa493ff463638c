/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at each point of the journal, for each kind of action: while its
 * request is on the way, while the answer is, while it is followed, and when
 * it is done and the next step is on the way.  The engine that comes after
 * goes on; what must not be repeated is not, and says that nobody knows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "connect/action.h"
#include "moments.h"
#include "service/azure.h"

#define SOC "/subscriptions/" SAND_SUB "/resourceGroups/rg-soc/providers"
#define APP SOC "/Microsoft.Logic/workflows/la-tell-soc"
#define AA  SOC "/Microsoft.Automation/automationAccounts/aa-soc"
#define BLOCK                                                                  \
    SAND_SHOP "/providers/Microsoft.Security/automations/block-brute-force"
#define RULES                                                                  \
    "/subscriptions/" SAND_SUB                                                 \
    "/providers/Microsoft.Security/alertsSuppressionRules/"

/* ---- kinds ---- */

static const struct kind_row {
    const char *kind;
    const char *with; /* CONFIG, BASE and SANDBOX stand for what they say */
    const char *method;
    const char *path; /* of the request that does it */
    const char *log;  /* end of its path in the sandbox's log; NULL: no log */
    /* How the step ends when nobody heard of it, and how often it may have
     * been sent then. */
    enum run_state lost;
    size_t most;
    bool goes_on;            /* elsewhere, and is asked after, */
    enum run_state followed; /* also when nobody remembers what is secret */
} rows[] = {
    {"http",
     "{\"url\":\"" SAND_STORE "/regenerateKey?api-version=2023-05-01\","
     "\"body\":\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","
     "\"class\":\"reversible\"}",
     "POST", "/regenerateKey", "/regenerateKey", RUN_UNKNOWN, 1, false,
     RUN_SUCCEEDED},
    {"call",
     "{\"url\":\"" SAND_STORE "/regenerateKey?api-version=2023-05-01\","
     "\"body\":\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","
     "\"class\":\"reversible\"}",
     "POST", "/regenerateKey", "/regenerateKey", RUN_UNKNOWN, 1, false,
     RUN_SUCCEEDED},
    {"status", "{\"to\":\"inProgress\"}", "POST", "/inProgress", "/inProgress",
     RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"mail",
     "{\"to\":\"soc@contoso.example\",\"subject\":\"x\",\"body\":\"y\"}",
     "Date:", ",", NULL, RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"servicenow", "{\"summary\":\"x\"}", "POST", "/table/incident",
     "/table/incident", RUN_SUCCEEDED, 1, false, RUN_SUCCEEDED},
    {"jira", "{\"connector\":\"jira\",\"project\":\"SEC\",\"summary\":\"x\"}",
     "POST", "/issue", "/issue", RUN_SUCCEEDED, 1, false, RUN_SUCCEEDED},
    {"teams", "{\"title\":\"x\"}", "POST", "/teams/", NULL, RUN_SUCCEEDED, 2,
     false, RUN_SUCCEEDED},
    {"slack", "{\"text\":\"x\"}", "POST", "/slack/", NULL, RUN_SUCCEEDED, 2,
     false, RUN_SUCCEEDED},
    {"pagerduty", "{\"summary\":\"x\"}", "POST", "/enqueue", "/enqueue",
     RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"logicapp", "{\"workflow\":\"" APP "\",\"class\":\"reversible\"}", "POST",
     "/listCallbackUrl", "/paths/invoke", RUN_SUCCEEDED, 1, true,
     RUN_SUCCEEDED},
    {"flow", "{\"url\":\"file:CONFIG.flow\",\"class\":\"reversible\"}", "POST",
     "/invoke", "/invoke", RUN_UNKNOWN, 1, false, RUN_SUCCEEDED},
    {"function",
     "{\"url\":\"BASE/api/notify\",\"key\":\"file:CONFIG.function\","
     "\"class\":\"reversible\"}",
     "POST", "/api/notify", "/api/notify", RUN_UNKNOWN, 1, false,
     RUN_SUCCEEDED},
    /* A durable one: the address that it gives is a secret, and goes with the
     * process. */
    {"function",
     "{\"url\":\"SANDBOX/api/enrich\",\"key\":\"file:CONFIG.function\","
     "\"class\":\"reversible\"}",
     NULL, NULL, "/api/enrich", RUN_UNKNOWN, 1, true, RUN_UNKNOWN},
    {"function",
     "{\"url\":\"SANDBOX/api/enrich\",\"key\":\"file:CONFIG.function-master\","
     "\"class\":\"reversible\"}",
     NULL, NULL, "/api/enrich", RUN_UNKNOWN, 1, true, RUN_SUCCEEDED},
    {"runbook",
     "{\"account\":\"" AA "\",\"runbook\":\"Isolate-Machine\","
     "\"parameters\":\"{\\\"Machine\\\":\\\"x\\\",\\\"Count\\\":3}\",\"class\":"
     "\"reversible\"}",
     "PUT", "/jobs/", NULL, RUN_SUCCEEDED, 2, true, RUN_SUCCEEDED},
    {"simulate",
     "{\"subscription\":\"" SAND_SUB "\",\"location\":\"westeurope\"}", "POST",
     "/simulate", "/simulate", RUN_UNKNOWN, 1, false, RUN_SUCCEEDED},
    {"suppress",
     "{\"change\":\"make\",\"id\":\"" RULES "quiet\",\"alert_type\":\"VM_x\","
     "\"reason\":\"Other\",\"until\":\"2027-01-01T00:00:00Z\"}",
     "PUT", "/alertsSuppressionRules/", NULL, RUN_SUCCEEDED, 2, false,
     RUN_SUCCEEDED},
    {"automation", "{\"change\":\"disable\",\"id\":\"" BLOCK "\"}", "PATCH",
     "/automations/", "/block-brute-force", RUN_SUCCEEDED, 2, false,
     RUN_SUCCEEDED},
    {"remote", "{\"change\":\"disable\",\"id\":\"" APP "\"}", "POST",
     "/disable", "/disable", RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"automation", "{\"change\":\"remove\",\"id\":\"" BLOCK "\"}", "DELETE",
     "/automations/", "/block-brute-force", RUN_SUCCEEDED, 2, false,
     RUN_SUCCEEDED},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* Done in the store, or here; nothing of them is on any wire. */
static const struct {
    const char *kind;
    const char *with;
} local_rows[] = {
    {"note", "{\"note\":\"x\"}"},
    {"owner", "{\"owner\":\"mara\"}"},
    {"tag", "{\"tags\":\"seen\"}"},
};

static void hold(struct scene *scene, const struct kind_row *row,
                 enum moment moment)
{
    bool mail = strcmp(row->kind, "mail") == 0;

    if (moment == MOMENT_NEXT)
        relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
    else if (moment != MOMENT_FOLLOW)
        relay_hold(mail ? &scene->smtp : &scene->http, row->method, row->path,
                   0, moment == MOMENT_ANSWER);
}

static void check(struct scene *scene, const struct kind_row *row,
                  enum moment moment, int64_t run, int64_t mark)
{
    struct house *house = &scene->house;
    const struct step *first = &house_read(house, run)->steps[0];
    enum run_state expect = moment == MOMENT_NEXT     ? RUN_SUCCEEDED
                            : moment == MOMENT_FOLLOW ? row->followed
                                                      : row->lost;
    size_t most = moment == MOMENT_ANSWER ? row->most : 1;
    size_t sent;

    if (first->state != expect) {
        house_tell(house, run);
        fail_msg("%s, %s: it is %s", row->kind, moment_name(moment),
                 run_state_name(first->state));
    }
    /* Nobody is left to guess. */
    assert_true(*first->note != '\0');
    assert_int_equal(house_read(house, run)->steps[1].state, RUN_SUCCEEDED);
    if (!row->log)
        return;
    sent = sand_count(&house->sand, mark, row->method, row->log);
    if (sent > most || (expect == RUN_SUCCEEDED && sent == 0))
        fail_msg("%s, %s: it was sent %zu times", row->kind,
                 moment_name(moment), sent);
    if (sent > 1)
        assert_non_null(strstr(first->note, "done twice"));
    if (sent > 1)
        assert_int_equal(sand_keys(&house->sand, mark, row->method, row->log),
                         1);
}

static void test_kinds(void **state)
{
    struct scene *scene = *state;

    for (size_t i = 0; i < ROWS; i++) {
        for (int m = 0; m < MOMENT_N; m++) {
            enum moment moment = (enum moment)m;
            int64_t mark = sand_mark(&scene->house.sand);
            int64_t run;

            if (moment == MOMENT_FOLLOW
                    ? !rows[i].goes_on
                    : moment != MOMENT_NEXT && !rows[i].method)
                continue;
            run = moments_begin(scene, rows[i].kind, rows[i].with);
            hold(scene, &rows[i], moment);
            moments_die(scene, run, rows[i].kind, moment,
                        moment == MOMENT_NEXT ? JOURNAL_DONE
                                              : JOURNAL_INTENDED);
            check(scene, &rows[i], moment, run, mark);
        }
    }
}

static void test_local(void **state)
{
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(local_rows) / sizeof(local_rows[0]); i++) {
        int64_t run;

        run = moments_begin(scene, local_rows[i].kind, local_rows[i].with);
        relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
        moments_die(scene, run, local_rows[i].kind, MOMENT_NEXT, JOURNAL_DONE);
        assert_int_equal(house_read(&scene->house, run)->state, RUN_SUCCEEDED);
    }
}

/* Whoever adds a kind adds its row here. */
static void test_all(void **state)
{
    enum {
        ACTS = 1 << MOMENT_SENDING | 1 << MOMENT_ANSWER | 1 << MOMENT_NEXT,
        LOCAL = 1 << MOMENT_NEXT,
    };
    /* Nobody is told that a script is about to begin, and an approval is asked
     * for at once.  Containments have rows of their own: shapes.c. */
    static const struct {
        const char *kind;
        unsigned must;
    } others[] = {
        {"script", 1 << MOMENT_ANSWER | 1 << MOMENT_NEXT},
        {"approval", 1 << MOMENT_FOLLOW | 1 << MOMENT_NEXT},
        {"contain", 0},
        /* Of playbooks: test_kill_plays.c, tests/service/test_play_way.c. */
        {"playbook", 0},
        {"wait", 0},
    };
    struct scene *scene = *state;
    const struct action_kind *kind;

    for (size_t i = 0; (kind = action_at(i)) != NULL; i++) {
        unsigned must = kind->local ? LOCAL : ACTS;
        unsigned left;

        for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++) {
            if (strcmp(others[k].kind, kind->name) == 0)
                must = others[k].must;
        }
        for (size_t k = 0; k < ROWS; k++) {
            if (strcmp(rows[k].kind, kind->name) == 0 && rows[k].goes_on)
                must |= 1 << MOMENT_FOLLOW;
        }
        left = must & ~scene->killed[i];
        for (int m = 0; m < MOMENT_N; m++) {
            if (left & 1u << m)
                fail_msg("Nobody kills the engine for %s: %s", kind->name,
                         moment_name((enum moment)m));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_script), cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_local),  cmocka_unit_test(test_approval),
        cmocka_unit_test(test_all),    cmocka_unit_test(test_crowd_ends),
    };

    return cmocka_run_group_tests(tests, scene_open_crowded, scene_close);
}
