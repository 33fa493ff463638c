/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every screen in every state, at three sizes, as text files under review.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "screen.h"
#include "util/buf.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    int rows;
    int cols;
} sizes[] = {{24, 80}, {40, 120}, {10, 40}};

static const char *const states[] = {"empty",   "one",  "many",
                                     "hostile", "wide", "error"};

/* Each in all states. */
static const struct {
    const char *name;
    const char *keys;
} everywhere[] = {
    {"queue", ""},       {"event", "\r"},
    {"rules", "2"},      {"playbooks", "3"},
    {"approvals", "4"},  {"runs", "5"},
    {"contained", "6"},  {"rehearsal", "3|t|ss"},
    {"insights", "7"},   {"suppressions", ":screen: suppr\r"},
    {"audit", "8"},      {"health", "9"},
    {"remote", "3|V|r"},
};

/* Each in one state, at all sizes; at a bar it is waited for the answers. */
static const struct {
    const char *name;
    const char *state;
    bool demo;
    const char *keys;
} once[] = {
    {"event-story", "many", false, "\r\t"},
    {"event-entities", "many", false, "\r\t\t"},
    {"event-why", "many", false, "w"},
    {"event-remediation", "many", false, "\r\t\t\t\t"},
    {"event-json", "many", false, "\r|\t\t\t\t\t|jj"},
    {"queue-marked", "many", false, "   jj "},
    {"queue-filter", "many", false, "fSeverity =< 'High'"},
    {"queue-complete", "many", false, "fSev\t"},
    {"queue-status", "many", false, "s"},
    {"queue-close", "many", false, "  e|3"},
    {"queue-contain", "one", false, "c"},
    {"queue-confirm", "one", false, "c|3"},
    {"queue-break-glass", "one", false, ":break-glass\r|3"},
    {"queue-parameter", "one", false, "c|4"},
    {"queue-parameter-wrong", "one", false, "c|4\025Whole\r"},
    {"queue-parameters", "one", false, "c|4\025ReadOnly\r\025CASE-7\r\r"},
    {"queue-rule", "many", false, "r"},
    {"queue-last", "many", false, "G"},
    {"queue-undone", "one", false, "a|u"},
    {"rules-mode", "many", false, "2|s"},
    {"rules-auto", "many", false, "2|sa"},
    {"rules-remove", "many", false, "2|W"},
    {"rules-why", "many", false, "2|w"},
    {"rules-history", "many", false, "2|H"},
    {"rules-rollback", "many", false, "2|B"},
    {"rules-back", "many", false, "2|B|\033[B|\r"},
    {"rules-drill", "many", false, "2|D"},
    {"samples", "many", false, ":sample\r"},
    {"rules-backtest", "many", false, "2|jt"},
    {"rules-backtest-pair", "many", false, "2|jt|c"},
    {"rules-backtest-half", "one", false, "2|t"},
    {"rules-noise", "many", false, "2|b"},
    {"editor-backtest", "many", false, "2|\r|\030|"},
    {"editor", "many", false, "2|\r"},
    {"editor-wide", "wide", false, "2|\r"},
    {"editor-new", "empty", false, "2a"},
    {"editor-property", "many", false, "2|a|\017Sta"},
    {"editor-path", "many", false, "2|a|\017ExtendedProperties."},
    {"editor-value", "many", false, "2|a|\017Severity\t\tH"},
    {"editor-expression", "many", false,
     "2|a|\017\t\t\t\t\t\t\t\r| mail\r|\t\t\ton @{toUpper(tri\t"},
    {"editor-lines", "many", false,
     "2|a|\017\t\t\t\t\t\t\t\r| mail\r|\t\t\t\t\r|one\r@{triggerBody()"},
    {"editor-hostile", "hostile", false,
     "2|a|\017\t\t\t\t\t\t\t\r| mail\r|\t\t\t@{triggerBody()"},
    {"editor-approval", "many", false,
     "2|e|\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
     "\t\t\t\t\t\t\t\t\t\t9\t, guest\t\t\t|"},
    {"editor-warned", "many", false, "2|\r|x\023|"},
    {"editor-leave", "many", false, "2|\r|x|\033|"},
    {"playbook-tree", "many", false, "3|j\r|jj"},
    {"playbook-tree-fold", "many", false, "3|j\r|jj\r|jjj\t"},
    {"playbook-mode", "many", false, "3|s"},
    {"playbook-remove", "many", false, "3|W"},
    {"playbook-refused", "many", false, "3|jj"},
    {"remote-whole", "many", false, "3|V|\r|"},
    {"remote-none", "many", false, "3|V|jr|"},
    {"remote-asked", "many", false, "3|V|jjr|"},
    {"remote-unasked", "many", false, "3|V|A|"},
    {"remote-offered", "hostile", false, "3|V|r|A"},
    {"remote-start", "many", false, "3|V|p"},
    {"remote-cancel", "many", false, "3|V|r|C"},
    {"remote-resubmit", "many", false, "3|V|r|A|0858-01\r"},
    {"remote-switch", "many", false, "3|V|js"},
    {"playbook-files", "many", false, "3|i"},
    {"playbook-import", "many", false, "3|i|all\r|j"},
    {"playbook-import-typed", "many", false,
     "3|i|\r|/srv/playbooks/all.json\r|"},
    {"playbook-import-pane", "many", false, "3|i|all\r|j\tj"},
    {"playbook-import-all", "many", false, "3|i|files here\r|"},
    {"playbook-keep", "many", false, "3|i|all\r|a"},
    {"playbook-kept", "many", false, "3|jj|i|all\r|a\t\r|"},
    {"runs-playbook-search", "many", false, "5|Gk|\r|/isol\rn|"},
    {"rehearsal-start", "many", false, "3|t"},
    {"rehearsal-over", "many", false, "3|t|sso"},
    {"rehearsal-into", "many", false, "3|t|ssss"},
    {"rehearsal-out", "many", false, "3|t|ssssO"},
    {"rehearsal-here", "many", false, "3|t|jjjjjc"},
    {"rehearsal-point", "many", false, "3|t|jjjjjb|e"},
    {"rehearsal-point-next", "many", false, "3|t|b"},
    {"rehearsal-missed", "many", false, "3|t|jjjjjjjjc|"},
    {"rehearsal-end", "many", false, "3|t|e"},
    {"rehearsal-been", "many", false, "3|t|e|c"},
    {"rehearsal-back", "many", false, "3|t|e|<"},
    {"rehearsal-again", "many", false, "3|t|e|0"},
    {"rehearsal-answer", "many", false, "3|t|ssa"},
    {"rehearsal-typed", "many", false,
     "3|t|jM|a\x15{\"SelectedOption\":\"Ignore\"}\r|e"},
    {"rehearsal-failed", "many", false,
     "3|t|jjjjja\x15{\"statusCode\":500}\r|e"},
    {"rehearsal-branch", "many", false, "3|t|jjf"},
    {"rehearsal-forced", "many", false, "3|t|jjf\033[B\033[B\r|e"},
    {"rehearsal-unforced", "many", false, "3|t|jjf\033[B\033[B\r|e|gjjf\r|"},
    {"rehearsal-leave", "many", false, "3|t|jjf\033[B\033[B\r|q"},
    {"rehearsal-event", "many", false, "3|t|v"},
    {"rehearsal-sample", "many", false, "3|t|vs|s"},
    {"composer-new", "many", false, "3|a|x"},
    {"composer-enter", "many", false, "3|a|x\r\r\r\r"},
    {"composer-step", "many", false, "3|a|x\t\t\t\r"},
    {"composer-condition", "many", false, "3|e"},
    {"composer-wrong", "many", false, "3|a|\023"},
    {"composer-leave", "many", false, "3|a|x|\033|"},
    {"approvals-answer", "many", false, "4|A"},
    {"approvals-marked", "many", false, "4|  A"},
    {"approvals-delegate", "many", false, "4|Pmara 7d\r|"},
    {"approvals-own", "many", false, "4|jA"},
    {"approvals-batch", "many", false, "4|jj"},
    {"runs-whole", "many", false, "5|\r|\t"},
    {"runs-again-marked", "many", false, "5|   |A"},
    {"runs-playbook", "many", false, "5|Gk|"},
    {"runs-playbook-tree", "many", false, "5|Gk|\r|jjjjjjj|"},
    {"runs-playbook-approval", "many", false, "5|Gk|\r|jjjjjjjjj|w|"},
    {"runs-playbook-failed", "many", false, "5|Gk|\r|j|\t|jj"},
    {"runs-playbook-again", "many", false, "5|Gkk|\r|j|a"},
    {"runs-playbook-value", "many", false, "5|Gk|\r|j|\tjjj\r|"},
    {"runs-playbook-hostile", "hostile", false, "5|Gk|\r|j|"},
    {"runs-playbook-wide", "wide", false, "5|Gk|\r|jj|"},
    {"runs-cancel", "many", false, "5|jjjjC"},
    {"contained-undo", "many", false, "6|u"},
    {"contained-marked", "many", false, "6|  |u"},
    {"contained-event", "many", false, "6|*|u"},
    {"contained-anyway", "one", false, "6|u"},
    {"contained-extend", "many", false, "6|t"},
    {"contained-settle", "many", false, "6|s"},
    {"rules-azure", "many", false, "2|G"},
    {"audit-verified", "many", false, "8|V|jj"},
    {"audit-tampered", "one", false, "8|V|\r"},
    {"audit-filter", "many", false, "8|f"},
    {"health-token", "many", false, "9|jjj\r"},
    {"insights-month", "many", false, "7|pp|jj"},
    {"insights-rule", "many", false, "7|j\r"},
    {"insights-removed", "many", false, "7|jjjjjj\r"},
    {"suppressions-away", "many", false, ":screen: suppr\r|u"},
    {"suppress-form", "many", false, "i|"},
    {"queue-views", "many", false, "V"},
    {"queue-view", "many", false, "f:mo\t\r"},
    {"queue-view-save", "many", false, ":save view\r"},
    {"suppress-defender", "hostile", false, "i|\033[C|"},
    {"suppress-wrong", "one", false, "i|\t\t\t\t\t\t\tx\023"},
    {"help", "many", false, "?"},
    {"palette", "many", false, ":"},
    {"palette-typed", "many", false, ":contained"},
    {"log", "one", false, "a|:command log\r"},
    {"sources", "error", false, ":sources\r"},
    {"hold", "many", false, ":hold\r"},
    {"hold-lift", "error", false, ":hold\r|why\tx\t\t\r"},
    {"blocked", "empty", false, "c"},
    {"roles-queue", "many:viewer", false, "c"},
    {"roles-rules", "many:analyst", false, "2|s"},
    {"roles-editor", "many:approver", false, "2|\r|x\023|"},
    {"roles-approvals", "many:author", false, "4|A"},
    {"roles-palette", "many:viewer", false, ":hold"},
    {"roles-help", "many:viewer", false, "?"},
    {"roles-sources", "many:admin", false, ":sources\r"},
    {"unknown", "many", false, "%"},
    {"guide-wait", "empty", true, ""},
    {"guide-find", "many", true, ""},
    {"guide-approve", "many", true, "\r"},
    {"guide-answer", "many", true, "\r|4"},
};

static int failures;

static void send_all(struct vt *vt, const char *keys)
{
    struct str rest = str_of(keys);
    struct str part;
    char some[128];

    while (str_cut(&rest, '|', &part)) {
        snprintf(some, sizeof(some), "%.*s", STR_ARG(part));
        if (str_eq(part, STR("\033")))
            screen_escape(vt, "go on editing");
        else
            screen_keys(vt, some);
    }
}

static void look(const char *name, const char *state, bool demo,
                 const char *keys)
{
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < N(sizes); i++) {
        struct vt *vt =
            screen_open(state, demo, sizes[i].rows, sizes[i].cols, NULL);

        screen_keys(vt, "");
        send_all(vt, keys);
        screen_put(vt, sizes[i].rows, sizes[i].cols, &text);
        screen_close(vt);
    }
    if (!screen_same(name, &text))
        failures++;
    buf_done(&text);
}

static void test_everywhere(void **state)
{
    char name[64];

    (void)state;
    failures = 0;
    for (size_t i = 0; i < N(everywhere); i++) {
        for (size_t k = 0; k < N(states); k++) {
            snprintf(name, sizeof(name), "%s-%s", everywhere[i].name,
                     states[k]);
            look(name, states[k], false, everywhere[i].keys);
        }
    }
    assert_int_equal(failures, 0);
}

static void test_once(void **state)
{
    (void)state;
    failures = 0;
    for (size_t i = 0; i < N(once); i++)
        look(once[i].name, once[i].state, once[i].demo, once[i].keys);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everywhere),
        cmocka_unit_test(test_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
