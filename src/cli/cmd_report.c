/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_report.c - riposte report: what rules and people did in a period, and
 * what to do about it.
 */
#include <stdio.h>

#include "cli/words.h"
#include "model/codec.h"
#include "service/report.h"
#include "service/rulebook.h"
#include "util/text.h"
#include "util/when.h"

#define SINCE_DEFAULT (30 * WHEN_DAY)

/* ---- JSON -----------------------------------------------------------------*/

static struct json *percent_json(int percent)
{
    return percent < 0 ? NULL : json_new_int(percent);
}

/* Null when it is not known. */
static void set_percent(struct json *json, const char *name, int percent)
{
    struct json *value = percent_json(percent);

    if (value != NULL)
        json_set_take(json, name, value);
    else
        json_set_copy(json, name, NULL);
}

static struct json *spans_json(const struct report_spans *spans)
{
    struct json *json = json_new_object();

    json_set_int(json, "count", spans->n);
    if (spans->n > 0) {
        json_set_int(json, "medianSeconds", spans->median / WHEN_SECOND);
        json_set_int(json, "p90Seconds", spans->p90 / WHEN_SECOND);
    } else {
        json_set_copy(json, "medianSeconds", NULL);
        json_set_copy(json, "p90Seconds", NULL);
    }
    return json;
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

static const char *review_name(int kind)
{
    return report_review_name((enum report_review)kind);
}

static void set_counts(struct json *json, const char *name,
                       const int64_t *counts, int n,
                       const char *(*name_of)(int kind))
{
    struct json *object = json_new_object();

    for (int i = 0; i < n; i++) {
        if (counts[i] != 0)
            json_set_int(object, name_of(i), counts[i]);
    }
    json_set_take(json, name, object);
}

static struct json *contained_json(const struct report_figures *f)
{
    struct json *json = json_new_object();
    int64_t n = 0;

    for (int i = 0; i < EFFECT_STATE_N; i++)
        n += f->effects[i];
    json_set_int(json, "asked", n);
    json_set_int(json, "observed", f->in_force);
    json_set_int(json, "failed", f->effects[EFFECT_FAILED]);
    json_set_int(json, "unknown", f->effects[EFFECT_UNKNOWN]);
    json_set_int(json, "undone", f->undone);
    json_set_int(json, "ended", f->ended);
    json_set_int(json, "gone", f->gone);
    set_percent(json, "regretPercent", report_regret(f));
    return json;
}

static void set_figures(struct json *json, const struct report_figures *f)
{
    json_set_int(json, "fired", f->fired);
    json_set_int(json, "shadowed", f->shadowed);
    json_set_int(json, "heldBack", report_held(f));
    set_counts(json, "held", f->held, DECISION_REASON_N, reason_name);
    set_counts(json, "reviewed", f->reviewed, REVIEW_N, review_name);
    set_percent(json, "precisionPercent", report_precision(f->reviewed));
    set_counts(json, "approvals", f->approvals, APPROVAL_STATE_N,
               approval_name);
    json_set_take(json, "answered", spans_json(&f->answers));
    set_counts(json, "runs", f->runs, RUN_STATE_N, run_name);
    json_set_take(json, "containments", contained_json(f));
}

static struct json *row_json(const struct report_row *row)
{
    struct json *json = json_new_object();

    json_set_int(json, "rule", row->figures->rule);
    json_set_text(json, "name", row->name);
    json_set_text(json, "mode", rule_mode_name(row->mode));
    json_set_bool(json, "removed", row->figures->removed);
    json_set_time(json, "made", row->figures->made);
    json_set_time(json, "lastFired", row->figures->last_fired);
    set_figures(json, row->figures);
    json_set_text(json, "advice", report_advice_name(row->advice));
    json_set_text(json, "why", row->why);
    return json;
}

static struct json *severities_json(const struct report_page *page)
{
    struct json *json = json_new_object();

    for (int i = SEVERITY_N - 1; i >= 0; i--) {
        const char *name =
            i == SEVERITY_NONE ? "none" : severity_name((enum severity)i);
        int64_t n = 0;

        for (size_t k = 0; k < page->n_parts; k++)
            n += page->parts[k].count[i];
        if (n != 0)
            json_set_int(json, name, n);
    }
    return json;
}

static struct json *pair_json(const struct report_spans pair[2])
{
    struct json *json = json_new_object();

    json_set_take(json, "people", spans_json(&pair[BY_PEOPLE]));
    json_set_take(json, "rules", spans_json(&pair[BY_RULES]));
    return json;
}

static struct json *page_json(const struct report_page *page)
{
    struct json *json = json_new_object();
    struct json *rules = json_new_array();

    json_set_time(json, "since", page->period.since);
    json_set_time(json, "until", page->period.until);
    if (page->period.rule == 0) {
        json_set_int(json, "events", page->report.events);
        json_set_take(json, "severities", severities_json(page));
        set_figures(json, &page->total);
    }
    json_set_take(json, "takenUp", pair_json(page->report.taken_up));
    json_set_take(json, "contained", pair_json(page->report.contained));
    set_counts(json, "breakGlass", page->report.glass, APPROVAL_STATE_N,
               approval_name);
    for (size_t i = 0; i < page->n; i++)
        json_add_take(rules, row_json(&page->rows[i]));
    json_set_take(json, "rules", rules);
    return json;
}

/* ---- text -----------------------------------------------------------------*/

static const struct out_column columns[] = {
    {N_("Mode"), 8},   {N_("Fired"), -7},     {N_("Shadow"), -7},
    {N_("Held"), -7},  {N_("Precision"), -9}, {N_("Undone"), -6},
    {N_("Advice"), 8}, {N_("Rule"), 0},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static struct str number(int64_t value, char out[24])
{
    snprintf(out, 24, "%lld", (long long)value);
    return str_of(out);
}

/* What is not known is no 0. */
static struct str percent(int value, char out[24])
{
    if (value < 0)
        return STR("-");
    snprintf(out, 24, "%d%%", value);
    return str_of(out);
}

static void show_row(struct out *out, const struct report_row *row)
{
    const struct report_figures *f = row->figures;
    char texts[5][24];

    out_row(out, columns, COLUMNS,
            (const struct str[]){
                str_of(f->removed ? _("removed") : rule_mode_name(row->mode)),
                number(f->fired, texts[0]),
                number(f->shadowed, texts[1]),
                number(report_held(f), texts[2]),
                percent(report_precision(f->reviewed), texts[3]),
                percent(report_regret(f), texts[4]),
                str_of(report_advice_name(row->advice)),
                str_of(row->name),
            });
}

static void show_facts(struct out *out, const struct report_fact *facts,
                       size_t n)
{
    for (size_t i = 0; i < n; i++)
        out_entry(out, 22, str_of(facts[i].label), str_of(facts[i].text));
}

static void show_figures(struct out *out, const struct report_page *page,
                         const struct report_figures *figures)
{
    struct report_fact facts[REPORT_FACTS];

    report_facts(figures, &figures->answers, page->arena, facts);
    show_facts(out, facts, REPORT_FACTS);
}

static void show_period(struct out *out, const struct report_page *page)
{
    struct report_fact facts[REPORT_ALL_FACTS];
    char since[WHEN_TEXT_SIZE];
    char until[WHEN_TEXT_SIZE];
    size_t first = page->period.rule != 0 ? 1 : 0;

    out_printf(out, _("From %s to %s"),
               when_local(page->period.since, out->utc, since),
               when_local(page->period.until, out->utc, until));
    out_line(out);
    /* How many events there are says nothing of one rule. */
    report_all_facts(page, page->arena, facts);
    show_facts(out, facts + first, REPORT_ALL_FACTS - first);
}

static void show_advice(struct out *out, const struct report_page *page)
{
    bool any = false;

    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].advice == ADVICE_NONE)
            continue;
        if (!any)
            out_line(out);
        any = true;
        out_text(out, 0, str_of(page->rows[i].name));
        out_text(out, 4, str_of(page->rows[i].why));
    }
}

static void show(struct out *out, const struct report_page *page)
{
    bool all = page->period.rule == 0;

    show_period(out, page);
    if (all)
        show_figures(out, page, &page->total);
    for (size_t i = 0; !all && i < page->n; i++)
        show_figures(out, page, page->rows[i].figures);
    if (all && page->n > 0) {
        out_line(out);
        out_head(out, columns, COLUMNS);
        for (size_t i = 0; i < page->n; i++)
            show_row(out, &page->rows[i]);
    }
    if (all && page->n == 0) {
        out_line(out);
        out_text(out, 0,
                 str_of(_("There are no rules yet: `riposte rule import' "
                          "brings some in.")));
    }
    show_advice(out, page);
}

/* ---- the verb -------------------------------------------------------------*/

static bool read_period(struct call *call, struct report_period *out,
                        struct err *err)
{
    const struct opts *opts = call->opts;
    int64_t now = when_now();
    struct rule *rule;

    if (!option_moment("since", opts->since, now - SINCE_DEFAULT, &out->since,
                       err) ||
        !option_moment("until", opts->until, now, &out->until, err) ||
        !option_period(out->since, out->until, err))
        return false;
    out->rule = 0;
    if (!opts->rule)
        return true;
    if (!rulebook_get(call->desk, str_of(opts->rule), &rule, err))
        return false;
    out->rule = rule->row;
    rule_free(rule);
    return true;
}

static bool report_verb(struct call *call, struct err *err)
{
    struct report_period period;
    struct report_page *page;
    bool ok;

    if (!read_period(call, &period, err))
        return false;
    page = report_page_read(call->desk, &period, 1);
    ok = page_good(&page->error, err);
    if (ok && call->out->json)
        out_json_take(call->out, page_json(page));
    else if (ok)
        show(call->out, page);
    report_page_free(page);
    return ok;
}

static const struct option options[] = {
    {.name = "since",
     .argument = "SPAN|MOMENT",
     .help = N_("from then on: a span such as 7d, or a moment; the default is "
                "30d"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, since)},
    {.name = "until",
     .argument = "SPAN|MOMENT",
     .help = N_("up to then; the default is now"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, until)},
    {.name = "rule",
     .argument = "NAME",
     .help = N_("this one alone"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, rule)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "",
     .help = N_("Tell what rules and people did, and what to do about it"),
     .options = options,
     .needs = NEEDS_READ,
     .run = report_verb},
    {.run = NULL},
};

const struct noun cmd_report = {
    .name = "report",
    .help = N_("What rules and people did in a period, with advice"),
    .verbs = verbs,
};
