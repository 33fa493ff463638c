/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/report.h"

#include "service/desk_part.h"
#include "util/mem.h"

int report_precision(const int64_t reviewed[REVIEW_N])
{
    int64_t n = 0;

    for (int i = 0; i < REVIEW_N; i++)
        n += reviewed[i];
    return n > 0 ? (int)(reviewed[REVIEW_TRUE] * 100 / n) : -1;
}

int report_regret(const struct report_figures *figures)
{
    if (figures->in_force == 0)
        return -1;
    return (int)(figures->undone * 100 / figures->in_force);
}

int64_t report_held(const struct report_figures *figures)
{
    int64_t n = 0;

    for (int i = 0; i < DECISION_REASON_N; i++) {
        if (!decision_fired((enum decision_reason)i))
            n += figures->held[i];
    }
    return n;
}

/* The spans of several rows cannot be added. */
static void add(struct report_figures *sum, const struct report_figures *of)
{
    sum->fired += of->fired;
    sum->shadowed += of->shadowed;
    for (int i = 0; i < DECISION_REASON_N; i++)
        sum->held[i] += of->held[i];
    for (int i = 0; i < APPROVAL_STATE_N; i++)
        sum->approvals[i] += of->approvals[i];
    for (int i = 0; i < RUN_STATE_N; i++)
        sum->runs[i] += of->runs[i];
    for (int i = 0; i < EFFECT_STATE_N; i++)
        sum->effects[i] += of->effects[i];
    sum->in_force += of->in_force;
    sum->undone += of->undone;
    sum->ended += of->ended;
    sum->gone += of->gone;
}

static void make_total(struct report_page *page)
{
    for (size_t i = 0; i < page->report.n; i++)
        add(&page->total, &page->report.rows[i]);
    page->total.answers = page->report.answers;
    for (int i = 0; i < REVIEW_N; i++)
        page->total.reviewed[i] = page->report.reviewed[i];
}

/* Rows are by number. */
static const struct report_figures *figures_of(const struct report *report,
                                               int64_t rule)
{
    size_t from = 0;
    size_t to = report->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (report->rows[middle].rule == rule)
            return &report->rows[middle];
        if (report->rows[middle].rule < rule)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static void add_row(struct report_page *page, const struct rule *rule,
                    const struct report_figures *figures)
{
    struct report_row *row = &page->rows[page->n++];

    *row = (struct report_row){
        .figures = figures,
        .name = arena_text(page->arena, rule->name),
        .mode = figures->removed ? RULE_OFF : rule->mode,
        .why = "",
    };
    if (!figures->removed)
        report_advise(&page->period, row, page->arena);
}

static bool add_live(struct desk *desk, struct report_page *page)
{
    struct rule **rules;
    size_t n;

    if (!rules_load(desk->store, &rules, &n, &page->error))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct report_figures *figures =
            figures_of(&page->report, rules[i]->row);

        if (figures != NULL && !figures->removed)
            add_row(page, rules[i], figures);
    }
    rules_free(rules, n);
    return true;
}

static bool did_something(const struct report_figures *figures)
{
    int64_t n = figures->fired + figures->shadowed + report_held(figures);

    for (int i = 0; i < RUN_STATE_N; i++)
        n += figures->runs[i];
    return n > 0;
}

static bool add_removed(struct desk *desk, struct report_page *page)
{
    for (size_t i = 0; i < page->report.n; i++) {
        const struct report_figures *figures = &page->report.rows[i];
        struct rule *rule;

        if (!figures->removed || !did_something(figures))
            continue;
        if (!rules_get(desk->store, figures->rule, &rule, &page->error))
            return false;
        add_row(page, rule, figures);
        rule_free(rule);
    }
    return true;
}

struct report_page *report_page_read(struct desk *desk,
                                     const struct report_period *period,
                                     size_t parts)
{
    struct report_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->period = *period;
    if (!report_read(desk->store, period, page->arena, &page->report,
                     &page->error) ||
        !report_parts(desk->store, period, parts, page->arena, &page->parts,
                      &page->error))
        return page;
    page->n_parts = parts;
    make_total(page);
    page->rows = arena_array(page->arena, page->report.n, sizeof(*page->rows));
    if (add_live(desk, page))
        add_removed(desk, page);
    return page;
}

void report_page_free(struct report_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
