/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trial_text.c - the figures of a backtest, its targets and samples.
 */
#include "ui/trial_view.h"
#include "ui/words.h"
#include "util/text.h"

static const char *const closings[BACKTEST_CLOSING_N] = {
    [CLOSED_TRUE] = N_("true positive"),
    [CLOSED_BENIGN] = N_("benign"),
    [CLOSED_FALSE] = N_("false positive"),
};

static void pair_printf(struct view *view, const char *label,
                        const struct buf *value)
{
    words_pair(view, label, buf_view(value));
}

static void write_held(struct view *view, const struct backtest_rule *rule)
{
    char count[WHEN_TEXT_SIZE];
    struct buf text;

    buf_init(&text);
    for (int i = 0; i < DECISION_REASON_N; i++) {
        if (rule->held[i])
            buf_printf(&text, "%s%s %s", text.len ? ", " : "",
                       decision_reason_name((enum decision_reason)i),
                       words_count(rule->held[i], count));
    }
    pair_printf(view, _("Held back"), &text);
    buf_done(&text);
}

/* What people said of the events that it matches. */
static void write_closed(struct view *view, const struct backtest_rule *rule)
{
    char taken[WHEN_TEXT_SIZE];
    char closed[WHEN_TEXT_SIZE];
    struct buf text;

    buf_init(&text);
    for (int i = 0; i < BACKTEST_CLOSING_N; i++) {
        if (rule->closed[i])
            buf_printf(&text, _("%s%s of %s closed as %s"),
                       text.len ? ", " : "", words_count(rule->taken[i], taken),
                       words_count(rule->closed[i], closed), _(closings[i]));
    }
    pair_printf(view, _("Matches"), &text);
    buf_done(&text);
}

static void write_figures(struct view *view,
                          const struct backtest_report *report,
                          const struct backtest_rule *rule)
{
    char count[WHEN_TEXT_SIZE];
    struct buf text;

    buf_init(&text);
    buf_printf(&text,
               _n("%s time, %.1f a day", "%s times, %.1f a day",
                  (unsigned long)rule->fired),
               words_count(rule->fired, count), backtest_daily(report, rule));
    pair_printf(view, _("Fires"), &text);
    write_held(view, rule);
    buf_clear(&text);
    buf_printf(&text, _("%s in mode %s"), words_count(rule->approvals, count),
               rule_mode_name(rule->mode));
    pair_printf(view, _("Approvals"), &text);
    buf_clear(&text);
    if (rule->tripped)
        buf_printf(&text, _("%s wait for a batch approval"),
                   words_count(rule->tripped, count));
    pair_printf(view, _("Tripped"), &text);
    buf_done(&text);
    write_closed(view, rule);
}

static void write_targets(struct view *view, const struct backtest_rule *rule)
{
    char count[WHEN_TEXT_SIZE];

    if (!rule->n_targets)
        return;
    words_head(view, _("Targets"));
    for (size_t i = 0; i < rule->n_targets; i++) {
        view_printf(view, STYLE_DIM, " %7s  ",
                    words_count(rule->targets[i].fired, count));
        view_indent(view, 10);
        view_add(view, STYLE_TEXT, words_short(rule->targets[i].name));
        view_end(view, 0);
    }
    if (rule->all_targets > rule->n_targets) {
        view_printf(view, STYLE_DIM,
                    _n("          of %s target", "          of %s targets",
                       rule->all_targets),
                    words_count((int64_t)rule->all_targets, count));
        view_end(view, 0);
    }
}

static void write_samples(struct view *view, const char *title,
                          const struct backtest_samples *samples, bool utc)
{
    char when[WHEN_TEXT_SIZE];

    if (!samples->n)
        return;
    words_head(view, title);
    for (size_t i = 0; i < samples->n; i++) {
        const struct backtest_sample *sample = &samples->at[i];

        view_printf(view, STYLE_DIM, " %7lld  %s  ", (long long)sample->event,
                    when_local(sample->when, utc, when));
        view_indent(view, 10);
        view_add(view, STYLE_TEXT, str_of(sample->title));
        if (*sample->text)
            view_printf(view, STYLE_WARN, "  %s", sample->text);
        view_end(view, 0);
    }
}

static void write_pair(struct view *view, const struct backtest_report *report,
                       bool utc)
{
    char both[WHEN_TEXT_SIZE];
    char old[WHEN_TEXT_SIZE];
    char new[WHEN_TEXT_SIZE];
    struct buf text;

    buf_init(&text);
    buf_printf(
        &text, _("both %s, only revision %lld %s, only this one %s"),
        words_count(report->both, both), (long long)report->rules[0].revision,
        words_count(report->only[0], old), words_count(report->only[1], new));
    pair_printf(view, _("Compared"), &text);
    buf_done(&text);
    write_samples(view, _("Only the earlier one fires on"),
                  &report->only_samples[0], utc);
    write_samples(view, _("Only this one fires on"), &report->only_samples[1],
                  utc);
}

void trial_text_write(struct view *view, const struct backtest_page *page,
                      bool utc)
{
    const struct backtest_report *report = &page->report;
    const struct backtest_rule *rule;

    if (page->error.code != ERR_NONE)
        view_line(view, STYLE_ERROR, str_of(page->error.text));
    if (report->n == 0)
        return;
    rule = &report->rules[report->n - 1];
    if (rule->fault) {
        view_line(view, STYLE_ERROR, str_of(rule->fault));
        return;
    }
    write_figures(view, report, rule);
    if (report->n == 2)
        write_pair(view, report, utc);
    write_targets(view, rule);
    write_samples(view, _("It fires on"), &rule->fires, utc);
    write_samples(view, _("It is held back for"), &rule->holds, utc);
}
