/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backtest.h - what would rules have done?  The engine's own judgement over
 * events that are stored, under a clock that follows them.
 *
 * Events are fed in the order of their times.  Each is taken as it was when it
 * was new: an alert Active, with no owner, tag or closing yet; the clock stands
 * at its time; guards remember what would have fired before.  An event that
 * has visibly changed since is fed once more, as changed, to rules that wait
 * for changes.  A rule that is off is taken as in shadow.  What an ignore in
 * force at the time hid is held back, and no guard counts it.
 *
 * Thread: one at a time.
 * Memory: backtest_new() is yours until backtest_free(), and borrows the rules
 * and what the setup points to.  A report lives in the arena given.
 */
#ifndef RIPOSTE_ENGINE_BACKTEST_H
#define RIPOSTE_ENGINE_BACKTEST_H

#include "engine/expr.h"
#include "engine/guard.h"
#include "engine/plan.h"
#include "engine/rules.h"

/* Bars of a histogram: a year of days, or two weeks of hours. */
#define BACKTEST_BARS 366
/* Rows shown of each sort, and targets. */
#define BACKTEST_SAMPLES 10
#define BACKTEST_TARGETS 10

/* How people closed events. */
enum backtest_closing {
    CLOSED_TRUE,
    CLOSED_BENIGN,
    CLOSED_FALSE,
    BACKTEST_CLOSING_N
};

struct backtest_setup {
    const struct rule *const *rules;
    size_t n;
    bool pair;  /* the rules are two: compare what they fire on */
    bool brief; /* counts only: no bars, targets or samples */
    struct query_env env;
    struct plan_env plan;
    const struct quota *budget; /* of containments, over all rules */
    size_t n_budget;
    struct zone_shelf *zones; /* for schedules */
    int64_t since;            /* the period: [since, until) */
    int64_t until;
    /* As of struct query_subject; each is called for the event being fed. */
    const struct json *(*fetch)(void *of, const struct event *event);
    struct str (*bytes)(void *of, const struct event *event);
    void *of;
    /* Does a suppression of riposte's own that was in force at the time of the
     * event hide it?  Why, in @arena; NULL: none does.  May be NULL. */
    const char *(*hidden)(void *of, struct query_subject *subject,
                          struct arena *arena);
    void *hidden_of;
    struct expr_outside outside; /* for templates; their clock is ours */
};

struct backtest_sample {
    int64_t event; /* row */
    int64_t when;
    enum decision_reason reason;
    const char *title;
    const char *target;
    const char *text; /* why it was held back; "" */
};
struct backtest_samples {
    struct backtest_sample at[BACKTEST_SAMPLES];
    size_t n;
};

struct backtest_target {
    const char *name;
    int64_t fired;
};

/* What one rule would have done. */
struct backtest_rule {
    const char *name;
    int64_t row;
    int64_t revision;
    const char *fault; /* why it cannot fire at all; NULL */
    int64_t fired;
    int64_t held[DECISION_REASON_N]; /* by guards, or ignored */
    int64_t tripped;     /* of those fired: they wait for a batch approval */
    enum rule_mode mode; /* that approvals are counted in: approve, or auto */
    int64_t approvals;
    int64_t closed[BACKTEST_CLOSING_N]; /* events of its kinds, by people */
    int64_t taken[BACKTEST_CLOSING_N];  /* and those that it matches */
    uint32_t *bars;                     /* fired, by struct backtest_report */
    struct backtest_target targets[BACKTEST_TARGETS]; /* most first */
    size_t n_targets;
    size_t all_targets;
    struct backtest_samples fires; /* the first ones */
    struct backtest_samples holds;
};
int64_t backtest_held(const struct backtest_rule *rule); /* all together */

struct backtest_report {
    int64_t since; /* from the first event on, where that is later */
    int64_t until;
    int64_t seen;  /* events */
    int64_t upto;  /* as far as it has come: the time of the last one */
    int64_t width; /* of a bar */
    size_t n_bars;
    struct backtest_rule *rules;
    size_t n;
    /* Of a pair: events on which one fires, or both. */
    int64_t only[2];
    int64_t both;
    struct backtest_samples only_samples[2];
    struct backtest_samples both_samples;
};
/* Fired in a day, on average as far as it has come (which counts as a day at
 * least): the noise to expect. */
double backtest_daily(const struct backtest_report *report,
                      const struct backtest_rule *rule);

struct backtest;
struct backtest *backtest_new(const struct backtest_setup *setup);
void backtest_free(struct backtest *test); /* NULL is fine */
/* One event of the period; all columns, but neither key nor bytes. */
void backtest_feed(struct backtest *test, const struct event *event);
/* What has come of it so far. */
void backtest_tell(struct backtest *test, struct arena *arena,
                   struct backtest_report *out);

#endif
