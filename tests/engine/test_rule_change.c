/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/rule_code.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* From Active to Resolved, High to Medium, nobody to ann. */
static void test_awaited(void **state)
{
    static char status[] = "Status", severity[] = "severity", owner[] = "Owner";
    static char active[] = "new", resolved[] = "resolved", high[] = "high";
    static char medium[] = "Medium", ann[] = "ann", nobody[] = "nobody";
    static const struct {
        struct transition awaited;
        bool happened;
        bool closing;
        bool unknown; /* when it is not known what was before */
    } rows[] = {
        {{.property = status}, true, true, true},
        {{.property = status, .from = active}, true, true, true},
        {{.property = status, .to = resolved}, true, true, true},
        {{.property = status, .from = active, .to = resolved},
         true,
         true,
         true},
        {{.property = status, .from = resolved}, false, false, true},
        {{.property = status, .to = active}, false, false, false},
        {{.property = severity}, true, false, true},
        {{.property = severity, .moved = MOVED_LOWERED}, true, false, true},
        {{.property = severity, .moved = MOVED_RAISED}, false, false, true},
        {{.property = severity, .from = high, .to = medium}, true, false, true},
        {{.property = severity, .from = medium}, false, false, true},
        {{.property = severity, .to = high}, false, false, false},
        {{.property = owner, .to = ann}, true, false, true},
        {{.property = owner, .from = nobody, .to = ann}, false, false, true},
    };
    struct event event = {.severity = SEVERITY_MEDIUM};
    struct event_before before = {.severity = SEVERITY_HIGH};
    struct query_subject subject;
    struct rule rule = {.n_changes = 1};
    struct occasion occasion = {.subject = &subject};

    (void)state;
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        event.column[i] = before.column[i] = STR("same");
    before.column[COLUMN_STATUS] = STR("Active");
    event.column[COLUMN_STATUS] = STR("Resolved");
    before.column[COLUMN_OWNER] = STR_NONE;
    event.column[COLUMN_OWNER] = STR("Ann");
    query_subject_init(&subject, &event, NULL);
    for (size_t i = 0; i < N(rows); i++) {
        struct transition awaited = rows[i].awaited;
        bool closing = false;

        rule.changes = &awaited;
        occasion.before = &before;
        if (rule_awaited(&rule, &occasion, &closing) != rows[i].happened ||
            closing != rows[i].closing)
            fail_msg("row %zu", i);
        occasion.before = NULL;
        if (rule_awaited(&rule, &occasion, &closing) != rows[i].unknown)
            fail_msg("row %zu, unknown", i);
    }
    query_subject_done(&subject);
}

/* What is asked before the conditions, by marks of event and change. */
static void test_gate(void **state)
{
    static const struct {
        unsigned on;
        unsigned changes;
        unsigned flags;
        enum decision_reason reason;
    } rows[] = {
        {TRIGGER_CREATED, CHANGE_NEW, 0, DECISION_FIRED},
        {TRIGGER_CREATED, CHANGE_NEW, EVENT_OURS, DECISION_OURS},
        {TRIGGER_CREATED | TRIGGER_OURS, CHANGE_NEW, EVENT_OURS,
         DECISION_FIRED},
        {TRIGGER_CHANGED, CHANGE_OTHER, 0, DECISION_FIRED},
        {TRIGGER_CHANGED, CHANGE_OTHER | CHANGE_OURS, 0, DECISION_OURS},
        {TRIGGER_CHANGED | TRIGGER_OURS, CHANGE_OTHER | CHANGE_OURS, 0,
         DECISION_FIRED},
        {TRIGGER_CHANGED, CHANGE_OTHER | CHANGE_LOCAL, 0, DECISION_TRIGGER},
        {TRIGGER_CREATED, CHANGE_OTHER, 0, DECISION_TRIGGER},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event = {.flags = rows[i].flags};
        struct query_subject subject;
        struct occasion occasion = {.subject = &subject,
                                    .changes = rows[i].changes};
        struct rule rule = {.on = rows[i].on};

        query_subject_init(&subject, &event, NULL);
        if (rule_gate(&rule, &occasion, true) != rows[i].reason)
            fail_msg("row %zu", i);
        query_subject_done(&subject);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_awaited),
        cmocka_unit_test(test_gate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
