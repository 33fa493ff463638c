/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/backtest_show.h"

#include <stdio.h>

#include "model/rule.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

/* Columns that the bars may take, and their heights. */
#define BARS_WIDE  60
#define BAR_LEVELS 8
#define BAR_LOWEST 0x2581u /* ▁ */
#define ID_WIDE    8

static const char *const closing_titles[BACKTEST_CLOSING_N] = {
    [CLOSED_TRUE] = N_("true positive"),
    [CLOSED_BENIGN] = N_("benign"),
    [CLOSED_FALSE] = N_("false positive"),
};

static const char *const closing_names[BACKTEST_CLOSING_N] = {
    [CLOSED_TRUE] = "truePositive",
    [CLOSED_BENIGN] = "benign",
    [CLOSED_FALSE] = "falsePositive",
};

/* ---- JSON -----------------------------------------------------------------*/

static struct json *held_json(const struct backtest_rule *rule)
{
    struct json *json = json_new_object();

    for (int i = 0; i < DECISION_REASON_N; i++) {
        if (rule->held[i] > 0)
            json_set_int(json, decision_reason_name((enum decision_reason)i),
                         rule->held[i]);
    }
    return json;
}

static struct json *closed_json(const struct backtest_rule *rule)
{
    struct json *json = json_new_object();

    for (int i = 0; i < BACKTEST_CLOSING_N; i++) {
        struct json *one = json_new_object();

        json_set_int(one, "closed", rule->closed[i]);
        json_set_int(one, "matched", rule->taken[i]);
        json_set_take(json, closing_names[i], one);
    }
    return json;
}

static struct json *bars_json(const struct backtest_report *report,
                              const struct backtest_rule *rule)
{
    struct json *json = json_new_object();
    struct json *bars = json_new_array();
    char text[WHEN_TEXT_SIZE];

    json_set_text(json, "width", when_span(report->width, text));
    for (size_t i = 0; rule->bars && i < report->n_bars; i++)
        json_add_take(bars, json_new_int(rule->bars[i]));
    json_set_take(json, "fired", bars);
    return json;
}

static struct json *targets_json(const struct backtest_rule *rule)
{
    struct json *json = json_new_array();

    for (size_t i = 0; i < rule->n_targets; i++) {
        struct json *one = json_new_object();

        json_set_text(one, "target", rule->targets[i].name);
        json_set_int(one, "fired", rule->targets[i].fired);
        json_add_take(json, one);
    }
    return json;
}

static struct json *samples_json(const struct backtest_samples *samples)
{
    struct json *json = json_new_array();
    char text[WHEN_TEXT_SIZE];

    for (size_t i = 0; i < samples->n; i++) {
        const struct backtest_sample *sample = &samples->at[i];
        struct json *one = json_new_object();

        json_set_int(one, "event", sample->event);
        json_set_text(one, "time", when_iso(sample->when, text));
        json_set_text(one, "title", sample->title);
        json_set_text(one, "target", sample->target);
        json_set_text(one, "reason", decision_reason_name(sample->reason));
        json_set_text(one, "text", sample->text);
        json_add_take(json, one);
    }
    return json;
}

static struct json *pair_json(const struct backtest_report *report)
{
    struct json *json = json_new_object();

    json_set_int(json, "revision", report->rules[0].revision);
    json_set_int(json, "fired", report->rules[0].fired);
    json_set_int(json, "onlyThat", report->only[0]);
    json_set_int(json, "onlyThis", report->only[1]);
    json_set_int(json, "both", report->both);
    json_set_take(json, "onlyThatSamples",
                  samples_json(&report->only_samples[0]));
    json_set_take(json, "onlyThisSamples",
                  samples_json(&report->only_samples[1]));
    json_set_take(json, "bothSamples", samples_json(&report->both_samples));
    return json;
}

/* What one line of --all has, too. */
static struct json *rule_json(const struct backtest_page *page,
                              const struct backtest_rule *rule)
{
    const struct backtest_report *report = &page->report;
    struct json *json = json_new_object();
    char text[WHEN_TEXT_SIZE];

    json_set_text(json, "name", rule->name);
    json_set_int(json, "rule", rule->row);
    json_set_int(json, "revision", rule->revision);
    json_set_text(json, "since", when_iso(report->since, text));
    json_set_text(json, "until", when_iso(report->until, text));
    json_set_bool(json, "complete", page->over);
    json_set_int(json, "events", report->seen);
    json_set_int(json, "fired", rule->fired);
    json_set_take(json, "perDay", json_new_real(backtest_daily(report, rule)));
    json_set_take(json, "held", held_json(rule));
    json_set_int(json, "tripped", rule->tripped);
    json_set_int(json, "approvals", rule->approvals);
    json_set_text(json, "mode", rule_mode_name(rule->mode));
    json_set_take(json, "closed", closed_json(rule));
    json_set_text(json, "fault", rule->fault);
    return json;
}

static void show_json(struct out *out, const struct backtest_page *page)
{
    const struct backtest_report *report = &page->report;
    const struct backtest_rule *rule = &report->rules[report->n - 1];
    struct json *json = rule_json(page, rule);

    json_set_take(json, "histogram", bars_json(report, rule));
    json_set_take(json, "targets", targets_json(rule));
    json_set_take(json, "firedSamples", samples_json(&rule->fires));
    json_set_take(json, "heldSamples", samples_json(&rule->holds));
    if (report->n == 2)
        json_set_take(json, "against", pair_json(report));
    out_json_take(out, json);
}

/* ---- text -----------------------------------------------------------------*/

/* Neighbours share a column where there are more bars than columns. */
static void put_bars(const struct out *out,
                     const struct backtest_report *report,
                     const struct backtest_rule *rule, struct buf *text)
{
    size_t per = (report->n_bars + BARS_WIDE - 1) / BARS_WIDE;
    uint64_t most = 1;
    uint64_t sums[BARS_WIDE] = {0};

    for (size_t i = 0; i < report->n_bars; i++) {
        sums[i / per] += rule->bars[i];
        most = sums[i / per] > most ? sums[i / per] : most;
    }
    for (size_t i = 0; i * per < report->n_bars; i++) {
        unsigned level =
            (unsigned)((sums[i] * (out->ascii ? 9 : BAR_LEVELS) + most - 1) /
                       most);

        if (level == 0)
            buf_char(text, '.');
        else if (out->ascii)
            buf_char(text, (char)('0' + level));
        else
            utf8_put(text, BAR_LOWEST + level - 1);
    }
}

static void show_bars(struct out *out, const struct backtest_report *report,
                      const struct backtest_rule *rule)
{
    char span[WHEN_TEXT_SIZE];
    struct buf text;
    size_t per;

    if (report->n_bars < 2 || rule->fired == 0)
        return;
    per = (report->n_bars + BARS_WIDE - 1) / BARS_WIDE;
    buf_init(&text);
    put_bars(out, report, rule, &text);
    buf_printf(&text, _(" by %s"),
               when_span(report->width * (int64_t)per, span));
    out_fact(out, _("When"), buf_view(&text));
    buf_done(&text);
}

static void show_held(struct out *out, const struct backtest_rule *rule)
{
    struct buf text;

    if (backtest_held(rule) == 0)
        return;
    buf_init(&text);
    buf_printf(&text, "%lld:", (long long)backtest_held(rule));
    for (int i = 0; i < DECISION_REASON_N; i++) {
        if (rule->held[i] > 0)
            buf_printf(&text, " %s %lld",
                       decision_reason_name((enum decision_reason)i),
                       (long long)rule->held[i]);
    }
    out_fact(out, _("Held back"), buf_view(&text));
    buf_done(&text);
}

static void show_closed(struct out *out, const struct backtest_rule *rule)
{
    struct buf text;

    buf_init(&text);
    for (int i = 0; i < BACKTEST_CLOSING_N; i++) {
        if (rule->closed[i] > 0)
            buf_printf(&text, _("%s%lld of %lld closed as %s"),
                       text.len > 0 ? "; " : "", (long long)rule->taken[i],
                       (long long)rule->closed[i], _(closing_titles[i]));
    }
    out_fact(out, _("Matches"), buf_view(&text));
    buf_done(&text);
}

static void show_samples(struct out *out, const char *title,
                         const struct backtest_samples *samples)
{
    char when[WHEN_TEXT_SIZE];
    char id[24];

    if (samples->n == 0)
        return;
    out_line(out);
    out_text(out, 0, str_of(title));
    for (size_t i = 0; i < samples->n; i++) {
        const struct backtest_sample *sample = &samples->at[i];
        struct buf text;

        buf_init(&text);
        buf_printf(&text, "%s  %s", when_local(sample->when, out->utc, when),
                   sample->title);
        if (*sample->text)
            buf_printf(&text, ": %s", sample->text);
        snprintf(id, sizeof(id), "%lld", (long long)sample->event);
        out_entry(out, ID_WIDE, str_of(id), buf_view(&text));
        buf_done(&text);
    }
}

static void show_targets(struct out *out, const struct backtest_rule *rule)
{
    char number[24];

    if (rule->n_targets == 0)
        return;
    out_line(out);
    out_printf(out, _("On %zu targets, most often on"), rule->all_targets);
    for (size_t i = 0; i < rule->n_targets; i++) {
        snprintf(number, sizeof(number), "%lld",
                 (long long)rule->targets[i].fired);
        out_entry(out, ID_WIDE, str_of(number), str_of(rule->targets[i].name));
    }
}

static void show_pair(struct out *out, const struct backtest_report *report)
{
    if (report->n < 2)
        return;
    out_line(out);
    out_printf(out,
               _("Compared with revision %lld of %s: both fire on %lld events, "
                 "only that one on %lld, only this one on %lld."),
               (long long)report->rules[0].revision, report->rules[0].name,
               (long long)report->both, (long long)report->only[0],
               (long long)report->only[1]);
    show_samples(out, _("Only that one fires on"), &report->only_samples[0]);
    show_samples(out, _("Only this one fires on"), &report->only_samples[1]);
}

static void show_head(struct out *out, const struct backtest_page *page,
                      const struct backtest_rule *rule)
{
    const struct backtest_report *report = &page->report;
    char fired[64];

    out_fact(out, _("Rule"), str_of(rule->name));
    if (rule->revision > 0)
        out_fact_number(out, _("Revision"), rule->revision);
    out_fact_when(out, _("Since"), report->since);
    out_fact_when(out, _("Until"), report->until);
    out_fact_number(out, _("Events"), report->seen);
    snprintf(fired, sizeof(fired), _("%lld, %.1f a day"),
             (long long)rule->fired, backtest_daily(report, rule));
    out_fact(out, _("Fires"), str_of(fired));
}

void backtest_show(struct out *out, const struct backtest_page *page)
{
    const struct backtest_report *report = &page->report;
    const struct backtest_rule *rule = &report->rules[report->n - 1];
    char approvals[80];

    if (out->json) {
        show_json(out, page);
        return;
    }
    show_head(out, page, rule);
    show_held(out, rule);
    snprintf(approvals, sizeof(approvals), _("%lld in mode %s"),
             (long long)rule->approvals, rule_mode_name(rule->mode));
    out_fact(out, _("Approvals"), str_of(approvals));
    if (rule->tripped > 0)
        out_fact_number(out, _("Tripped"), rule->tripped);
    show_closed(out, rule);
    show_bars(out, report, rule);
    show_targets(out, rule);
    show_samples(out, _("It fires on"), &rule->fires);
    show_samples(out, _("It is held back for"), &rule->holds);
    show_pair(out, report);
}

/* ---- all rules ------------------------------------------------------------*/

static const struct out_column columns[] = {
    {N_("Number"), -6}, {N_("A day"), -8}, {N_("Fires"), -8},
    {N_("Held"), -8},   {N_("Rule"), 0},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void show_row(struct out *out, const struct backtest_report *report,
                     const struct backtest_rule *rule)
{
    char number[24];
    char daily[32];
    char fired[24];
    char held[24];
    struct buf name;

    snprintf(number, sizeof(number), "%lld", (long long)rule->row);
    snprintf(daily, sizeof(daily), "%.1f", backtest_daily(report, rule));
    snprintf(fired, sizeof(fired), "%lld", (long long)rule->fired);
    snprintf(held, sizeof(held), "%lld", (long long)backtest_held(rule));
    buf_init(&name);
    buf_text(&name, rule->name);
    if (rule->fault)
        buf_printf(&name, ": %s", rule->fault);
    out_row(out, columns, COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(daily),
                str_of(fired),
                str_of(held),
                buf_view(&name),
            });
    buf_done(&name);
}

void backtest_show_all(struct out *out, const struct backtest_page *page)
{
    const struct backtest_report *report = &page->report;

    if (!out->json && report->n > 0)
        out_head(out, columns, COLUMNS);
    for (size_t i = 0; i < report->n; i++) {
        if (out->json)
            out_json_take(out, rule_json(page, &report->rules[i]));
        else
            show_row(out, report, &report->rules[i]);
    }
}
