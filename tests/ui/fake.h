/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake.h - answers for the screens, made by hand: what the reader and the
 * worker would say, in states that a test names.
 */
#ifndef RIPOSTE_TESTS_UI_FAKE_H
#define RIPOSTE_TESTS_UI_FAKE_H

#include "service/console.h"

enum fake_state {
    FAKE_EMPTY,
    FAKE_ONE,
    FAKE_MANY,
    FAKE_HOSTILE,
    FAKE_WIDE,
    FAKE_ERROR,
    FAKE_STATE_N
};

#define FAKE_NOW INT64_C(1772714040000) /* 2026-03-05T12:34:00Z */

/* Longer than its column, and the name at its end matters. */
#define FAKE_LONG                                                              \
    "Switch off public network access of storage account: stcontososhop"

struct fake {
    enum fake_state state;
    const struct catalogue *catalogue;
    const char *refusal; /* why this person may answer nothing; NULL: may */
    bool fresh;          /* nothing is contained yet */
    int64_t arrived;     /* rows that came later, above the others */
    bool escalated;      /* this person may answer what others were asked */
};

bool fake_state_parse(const char *name, enum fake_state *out);
/* How many rows of each kind there are. */
size_t fake_rows(const struct fake *fake);
/* A text of row @number; @what keeps several of one row apart. */
const char *fake_text(const struct fake *fake, struct arena *arena,
                      const char *what, size_t number);
struct note *fake_answer(const struct fake *fake, const struct ask *ask);
struct note *fake_done(const struct fake *fake, const struct command *command);
struct note *fake_status(const struct fake *fake);

/* ---- fake_pages.c ---- */
/* A list never has more of these than a person could have made. */
size_t fake_few(const struct fake *fake);
/* What is amiss with a page. */
struct err fake_trouble(const struct fake *fake);
struct json *fake_parsed(struct arena *arena, const char *text);
struct event_page *fake_event(const struct fake *fake, int64_t row);
struct rule_page *fake_rules(const struct fake *fake);
struct rule *fake_rule(const struct fake *fake, int64_t row);
struct test_page *fake_test(const struct fake *fake);
struct backtest_page *fake_backtest(const struct fake *fake, bool all,
                                    bool pair);
struct revision_page *fake_history(const struct fake *fake);
struct report_page *fake_report(const struct fake *fake, const struct ask *ask);
struct health_page *fake_health(const struct fake *fake);
struct audit_page *fake_audit(const struct fake *fake);
struct verify_page *fake_verify(const struct fake *fake);
struct decision_page *fake_decisions(const struct fake *fake);
struct approval_page *fake_approvals(const struct fake *fake);
struct run_page *fake_runs(const struct fake *fake, bool one, int64_t row);
struct effect_page *fake_effects(const struct fake *fake);
struct playbook_page *fake_playbooks(const struct fake *fake);
struct remote_page *fake_remote(const struct fake *fake, const struct ask *ask);
/* The run that asks for what the Logic App of the command did. */
int64_t fake_remote_run(const struct command *command);
struct playbook_import *fake_import(const struct fake *fake,
                                    const struct ask *ask);
struct browse_page *fake_browse(const struct fake *fake, const struct ask *ask);
struct play_page *fake_play(const struct fake *fake);
struct rehearse_page *fake_rehearse(const struct fake *fake,
                                    const struct ask *ask);
struct suppression_page *fake_suppressions(const struct fake *fake);
struct view_page_list *fake_views(const struct fake *fake);
struct preview_page *fake_preview(const struct fake *fake);

#endif
