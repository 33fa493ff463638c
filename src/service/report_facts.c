/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report_facts.c - figures in words, for both faces.
 */
#include <inttypes.h>
#include <stdio.h>

#include "service/report.h"
#include "util/text.h"
#include "util/when.h"

/* In the unit in which one speaks of it. */
static const char *span_text(int64_t span, struct arena *arena)
{
    if (span < 2 * WHEN_MINUTE)
        return arena_printf(arena, _("%" PRId64 " s"), span / WHEN_SECOND);
    if (span < 2 * WHEN_HOUR)
        return arena_printf(arena, _("%" PRId64 " min"), span / WHEN_MINUTE);
    if (span < 2 * WHEN_DAY)
        return arena_printf(arena, _("%" PRId64 " h"), span / WHEN_HOUR);
    return arena_printf(arena, _("%" PRId64 " days"), span / WHEN_DAY);
}

static const char *spans_text(const struct report_spans *spans,
                              struct arena *arena)
{
    if (spans->n == 0)
        return _("none");
    return arena_printf(arena,
                        _("%" PRId64 ", half within %s, nine of ten within %s"),
                        spans->n, span_text(spans->median, arena),
                        span_text(spans->p90, arena));
}

static const char *reviewed_text(const int64_t reviewed[REVIEW_N],
                                 struct arena *arena)
{
    int precision = report_precision(reviewed);

    if (precision < 0)
        return _("no event was reviewed");
    return arena_printf(arena,
                        _("%" PRId64 " true positive, %" PRId64
                          " benign, %" PRId64 " false positive: precision "
                          "%d %%"),
                        reviewed[REVIEW_TRUE], reviewed[REVIEW_BENIGN],
                        reviewed[REVIEW_FALSE], precision);
}

/* "3 cooldown, 1 dedupe": counts of what has a name, those that are not 0. */
static const char *counts_text(const int64_t *counts, int n,
                               const char *(*name)(int kind),
                               struct arena *arena)
{
    const char *text = "";

    for (int i = 0; i < n; i++) {
        if (counts[i] != 0)
            text = arena_printf(arena, "%s%s%" PRId64 " %s", text,
                                *text != '\0' ? ", " : "", counts[i], name(i));
    }
    return *text != '\0' ? text : _("none");
}

static const char *reason_name(int kind)
{
    return decision_reason_name((enum decision_reason)kind);
}

static const char *approval_name(int kind)
{
    return approval_state_name((enum approval_state)kind);
}

static const char *run_name(int kind)
{
    return run_state_name((enum run_state)kind);
}

static const char *contained_text(const struct report_figures *f,
                                  struct arena *arena)
{
    const char *text;
    int64_t n = 0;

    for (int i = 0; i < EFFECT_STATE_N; i++)
        n += f->effects[i];
    if (n == 0)
        return _("none");
    if (f->in_force == 0)
        return arena_printf(arena,
                            _("%" PRId64 " asked for, %" PRId64
                              " failed, none was seen to be so"),
                            n, f->effects[EFFECT_FAILED]);
    text = arena_printf(arena,
                        _("%" PRId64 " asked for, %" PRId64 " seen to be so, "
                          "%" PRId64 " failed, %" PRId64 " taken back: regret "
                          "%d %%"),
                        n, f->in_force, f->effects[EFFECT_FAILED], f->undone,
                        report_regret(f));
    if (f->ended > 0)
        text = arena_printf(arena, _("%s; %" PRId64 " ended in time"), text,
                            f->ended);
    if (f->gone > 0)
        text = arena_printf(arena, _("%s; %" PRId64 " no longer so"), text,
                            f->gone);
    return text;
}

void report_facts(const struct report_figures *figures,
                  const struct report_spans *answers, struct arena *arena,
                  struct report_fact out[REPORT_FACTS])
{
    const struct report_fact facts[REPORT_FACTS] = {
        {_("Fired"),
         arena_printf(arena, _("%" PRId64 ", and %" PRId64 " in shadow"),
                      figures->fired, figures->shadowed)},
        {_("Held back"),
         counts_text(figures->held, DECISION_REASON_N, reason_name, arena)},
        {_("Reviewed"), reviewed_text(figures->reviewed, arena)},
        {_("Approvals"), counts_text(figures->approvals, APPROVAL_STATE_N,
                                     approval_name, arena)},
        {_("Answered"), spans_text(answers, arena)},
        {_("Runs"), counts_text(figures->runs, RUN_STATE_N, run_name, arena)},
        {_("Contained"), contained_text(figures, arena)},
    };

    for (int i = 0; i < REPORT_FACTS; i++)
        out[i] = facts[i];
}

bool report_broke_glass(const struct report *report)
{
    for (int i = 0; i < APPROVAL_STATE_N; i++) {
        if (report->glass[i] > 0)
            return true;
    }
    return false;
}

/* What somebody has to see to comes with what to do. */
static const char *glass_text(const int64_t n[APPROVAL_STATE_N],
                              struct arena *arena)
{
    int64_t all = 0;
    const char *text;

    for (int i = 0; i < APPROVAL_STATE_N; i++)
        all += n[i];
    if (all == 0)
        return _("none");
    text = arena_printf(arena,
                        _("%" PRId64 ", of which %" PRId64 " were confirmed "
                          "and %" PRId64 " disputed"),
                        all, n[APPROVAL_APPROVED], n[APPROVAL_DENIED]);
    if (n[APPROVAL_PENDING] > 0)
        text = arena_printf(arena,
                            _("%s; %" PRId64 " still to be confirmed: "
                              "`riposte approval list' names them"),
                            text, n[APPROVAL_PENDING]);
    return text;
}

void report_all_facts(const struct report_page *page, struct arena *arena,
                      struct report_fact out[REPORT_ALL_FACTS])
{
    const struct report *report = &page->report;
    const struct report_fact facts[REPORT_ALL_FACTS] = {
        {_("Events"), arena_printf(arena, "%" PRId64, report->events)},
        {_("Taken up by people"),
         spans_text(&report->taken_up[BY_PEOPLE], arena)},
        {_("Taken up by rules"),
         spans_text(&report->taken_up[BY_RULES], arena)},
        {_("Contained by people"),
         spans_text(&report->contained[BY_PEOPLE], arena)},
        {_("Contained by rules"),
         spans_text(&report->contained[BY_RULES], arena)},
        {_("Break-glass"), glass_text(report->glass, arena)},
    };

    for (int i = 0; i < REPORT_ALL_FACTS; i++)
        out[i] = facts[i];
}
