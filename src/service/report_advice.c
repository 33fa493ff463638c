/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report_advice.c - what the figures of a rule say that somebody should do.
 *
 * One rule of thumb a row, each with the least number of cases below which it
 * says nothing: a single false alarm is no reason to retire anything.
 */
#include <inttypes.h>

#include "service/report.h"
#include "util/text.h"
#include "util/when.h"

/* Cases that are needed before anything is said. */
#define LEAST_RUNS      4
#define LEAST_CONTAINED 3
#define LEAST_BENIGN    5
#define LEAST_RETIRE    20
#define LEAST_EXPIRED   3
#define LEAST_PROMOTE   10
#define LEAST_HELD      50
#define LEAST_FIRED     10
#define NEVER_DAYS      14
#define RETIRE_DAYS     90
/* Per cent of reviewed events. */
#define GOOD_PRECISION 90
#define BAD_PRECISION  10

struct advising {
    const struct report_figures *f;
    enum rule_mode mode;
    int64_t days; /* since it was made */
    int64_t reviewed;
    struct arena *arena;
};

static int64_t failed_runs(const struct report_figures *f)
{
    return f->runs[RUN_FAILED] + f->runs[RUN_TIMED_OUT] + f->runs[RUN_UNKNOWN];
}

static const char *say_failing(const struct advising *a)
{
    int64_t failed = failed_runs(a->f);
    int64_t n = failed + a->f->runs[RUN_SUCCEEDED];

    if (n < LEAST_RUNS || failed * 4 < n)
        return NULL;
    return arena_printf(a->arena,
                        _("%" PRId64 " of %" PRId64 " runs failed, or nobody "
                          "knows how they ended: look at the steps of one, and "
                          "mend what fails."),
                        failed, n);
}

static const char *say_regret(const struct advising *a)
{
    if (a->f->in_force < LEAST_CONTAINED || a->f->undone * 3 < a->f->in_force)
        return NULL;
    return arena_printf(
        a->arena,
        a->mode == RULE_AUTO
            ? _("%" PRId64 " of %" PRId64 " containments were taken back: let "
                "it wait for approval, or narrow its conditions.")
            : _("%" PRId64 " of %" PRId64 " containments were taken back: "
                "narrow its conditions, or contain less."),
        a->f->undone, a->f->in_force);
}

static const char *say_retire(const struct advising *a)
{
    int64_t good = a->f->reviewed[REVIEW_TRUE];

    if (a->reviewed >= LEAST_RETIRE && good * 100 < a->reviewed * BAD_PRECISION)
        return arena_printf(a->arena,
                            _("%" PRId64 " of %" PRId64 " reviewed events were "
                              "true positives: retire it, or narrow its "
                              "conditions."),
                            good, a->reviewed);
    if (a->f->last_fired == 0 && a->days >= RETIRE_DAYS)
        return arena_printf(a->arena,
                            _("No firing is on record, although it was made "
                              "%" PRId64 " days ago: retire it, unless a "
                              "backtest shows what it waits for."),
                            a->days);
    return NULL;
}

static const char *say_benign(const struct advising *a)
{
    if (a->reviewed < LEAST_BENIGN || a->f->reviewed[REVIEW_TRUE] > 0)
        return NULL;
    return arena_printf(a->arena,
                        _("All %" PRId64 " reviewed events were benign or "
                          "false: narrow its conditions; a backtest shows what "
                          "that changes."),
                        a->reviewed);
}

static const char *say_expiring(const struct advising *a)
{
    const int64_t *n = a->f->approvals;
    int64_t over =
        n[APPROVAL_APPROVED] + n[APPROVAL_DENIED] + n[APPROVAL_EXPIRED];

    if (n[APPROVAL_EXPIRED] < LEAST_EXPIRED || n[APPROVAL_EXPIRED] * 2 < over)
        return NULL;
    return arena_printf(a->arena,
                        _("%" PRId64 " of %" PRId64 " approvals expired "
                          "without an answer: make sure that somebody is told, "
                          "or let it ask less."),
                        n[APPROVAL_EXPIRED], over);
}

static const char *say_never(const struct advising *a)
{
    if (a->f->last_fired != 0 || a->days < NEVER_DAYS)
        return NULL;
    return arena_printf(a->arena,
                        _("No firing is on record, although it was made "
                          "%" PRId64 " days ago: a backtest shows whether it "
                          "can fire."),
                        a->days);
}

/* From shadow to approve by what people said of its events; from there to auto
 * by what they said to its requests too. */
static const char *say_promote(const struct advising *a)
{
    const int64_t *n = a->f->approvals;
    int64_t good = a->f->reviewed[REVIEW_TRUE];

    if (a->reviewed < LEAST_PROMOTE ||
        good * 100 < a->reviewed * GOOD_PRECISION || a->mode == RULE_AUTO)
        return NULL;
    if (a->mode == RULE_SHADOW)
        return arena_printf(a->arena,
                            _("%" PRId64 " of %" PRId64 " reviewed events were "
                              "true positives: it could act with approval."),
                            good, a->reviewed);
    if (n[APPROVAL_APPROVED] < LEAST_PROMOTE || n[APPROVAL_DENIED] > 0 ||
        n[APPROVAL_EXPIRED] > 0 || a->f->undone > 0)
        return NULL;
    return arena_printf(a->arena,
                        _("All %" PRId64 " approvals were given, and nothing "
                          "was taken back: it could act by itself where that "
                          "can be undone."),
                        n[APPROVAL_APPROVED]);
}

static const char *say_held(const struct advising *a)
{
    int64_t held = report_held(a->f);
    int64_t fired = a->f->fired + a->f->shadowed;

    if (held < LEAST_HELD || held < fired * 10)
        return NULL;
    return arena_printf(a->arena,
                        _("It was held back %" PRId64 " times and fired "
                          "%" PRId64 " times: narrow its conditions, so that "
                          "guards are the exception."),
                        held, fired);
}

static const char *say_review(const struct advising *a)
{
    int64_t fired = a->f->fired + a->f->shadowed;

    if (fired < LEAST_FIRED || a->reviewed > 0)
        return NULL;
    return arena_printf(a->arena,
                        _("It fired %" PRId64 " times and no event was "
                          "reviewed: close some with a classification, so that "
                          "its precision is known."),
                        fired);
}

static const struct {
    const char *name;
    const char *(*say)(const struct advising *a);
} advices[ADVICE_N] = {
    [ADVICE_NONE] = {.name = ""},
    [ADVICE_FAILING] = {.name = "failing", .say = say_failing},
    [ADVICE_REGRET] = {.name = "regret", .say = say_regret},
    [ADVICE_RETIRE] = {.name = "retire", .say = say_retire},
    [ADVICE_BENIGN] = {.name = "benign", .say = say_benign},
    [ADVICE_EXPIRING] = {.name = "expiring", .say = say_expiring},
    [ADVICE_NEVER] = {.name = "never", .say = say_never},
    [ADVICE_PROMOTE] = {.name = "promote", .say = say_promote},
    [ADVICE_HELD] = {.name = "held", .say = say_held},
    [ADVICE_REVIEW] = {.name = "review", .say = say_review},
};

const char *report_advice_name(enum report_advice advice)
{
    return advices[advice].name;
}

void report_advise(const struct report_period *period, struct report_row *row,
                   struct arena *arena)
{
    struct advising a = {.f = row->figures, .mode = row->mode, .arena = arena};

    row->advice = ADVICE_NONE;
    row->why = "";
    if (row->mode == RULE_OFF)
        return;
    if (a.f->made != 0)
        a.days = (period->until - a.f->made) / WHEN_DAY;
    for (int i = 0; i < REVIEW_N; i++)
        a.reviewed += a.f->reviewed[i];
    for (int i = ADVICE_NONE + 1; i < ADVICE_N; i++) {
        const char *why = advices[i].say(&a);

        if (why == NULL)
            continue;
        row->advice = (enum report_advice)i;
        row->why = why;
        return;
    }
}
