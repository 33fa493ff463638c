/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_run.c - riposte run: what was done, step by step.
 */
#include <stdio.h>

#include "cli/follow.h"
#include "cli/run_tree.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/govern.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Number"), -6}, {N_("Age"), -4}, {N_("State"), 9},
    {N_("Event"), -8},  {N_("By"), 16},  {N_("Name"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static void list_row(struct out *out, const struct run *run)
{
    char number[24];
    char event[24] = "";
    char age[WHEN_TEXT_SIZE];

    snprintf(number, sizeof(number), "%lld", (long long)run->row);
    if (run->event)
        snprintf(event, sizeof(event), "%lld", (long long)run->event);
    when_age(when_now() - run->began, age);
    out_row(out, list_columns, LIST_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(age),
                str_of(run->stuck  ? _("stuck")
                       : run->held ? _("held")
                                   : run_state_name(run->state)),
                str_of(event),
                str_of(run->by),
                str_of(run->name),
            });
}

static bool run_list(struct call *call, struct err *err)
{
    struct run_page *page;
    int64_t event;
    bool ok;

    if (!option_event(call, &event, err))
        return false;
    page = call->opts->stuck
               ? run_page_stuck(call->desk)
               : run_page_read(call->desk, event, call->opts->open,
                               (size_t)call->opts->limit);
    ok =
        page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS, err);
    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, run_to_json(&page->rows[i]));
        else
            list_row(call->out, &page->rows[i]);
    }
    run_page_free(page);
    return ok;
}

static void show_call(struct out *out, const char *label,
                      const struct json *call)
{
    struct buf text;

    if (!call)
        return;
    buf_init(&text);
    json_write(call, JSON_COMPACT, &text);
    out_entry(out, 18, str_of(label), buf_view(&text));
    buf_done(&text);
}

static void show_head(struct out *out, const struct run *run)
{
    char text[64];

    out_text(out, 0, str_of(run->name));
    out_line(out);
    snprintf(text, sizeof(text), "%lld, %s", (long long)run->row,
             run_state_name(run->state));
    out_fact(out, _("Run"), str_of(text));
    out_fact(out, _("By"), str_of(run->by));
    out_fact(out, _("Reason"), str_of(run->why));
    if (run->origin) {
        snprintf(text, sizeof(text), _("%lld of run %lld"),
                 (long long)run->attempt, (long long)run->origin);
        out_fact(out, _("Attempt"), str_of(text));
    }
    if (run->event)
        out_fact_number(out, _("Event"), run->event);
    if (run->held)
        out_fact(out, _("Waits"), str_of(_("for hold to be lifted")));
    out_fact_when(out, _("Stuck since"), run->stuck);
    out_fact_when(out, _("Began"), run->began);
    out_fact_when(out, _("Ended"), run->ended);
    out_line(out);
}

static bool show_run(struct call *call, const struct run *run, struct err *err)
{
    struct out *out = call->out;

    show_head(out, run);
    if (run_plays(run) && !run_tree_print(call, run->row, err))
        return false;
    for (size_t i = 0; i < run->n_steps; i++) {
        print_step(out, &run->steps[i]);
        if (run_plays(run))
            continue;
        show_call(out, _("     request"), run->steps[i].request);
        show_call(out, _("     response"), run->steps[i].response);
        show_call(out, _("     learnt"), run->steps[i].learnt);
    }
    return true;
}

static void run_json(struct call *call, const struct run *run)
{
    struct json *json = run_to_json(run);

    if (run_plays(run))
        run_tree_json(call, run->row, json);
    out_json_take(call->out, json);
}

static bool run_show(struct call *call, struct err *err)
{
    struct run_page *page;
    int64_t row;
    bool ok;

    if (!word_row(call, 0, "run list", &row, err))
        return false;
    page = run_page_one(call->desk, row);
    ok = page_good(&page->error, err);
    if (ok && call->out->json)
        run_json(call, page->rows);
    else if (ok)
        ok = show_run(call, page->rows, err);
    run_page_free(page);
    return ok;
}

static const struct option list_options[] = {
    {.name = "open",
     .help = N_("only those that have not ended"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, open)},
    {.name = "stuck",
     .help = N_("only those that should have moved by now"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, stuck)},
    {.name = "event",
     .argument = "ID",
     .help = N_("only those for this event"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    {.name = "limit",
     .argument = "N",
     .help = N_("print the newest N at most; the default is 1000"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, limit)},
    {.name = NULL},
};

#define OPTION_QUERY                                                           \
    {                                                                          \
        .name = "query", .argument = "QUERY",                                  \
        .help = N_("those about the events that match"), .type = OPTION_TEXT,  \
        .at = offsetof(struct opts, query),                                    \
    }

static const struct option cancel_options[] = {
    OPTION_REASON(true),
    OPTION_QUERY,
    {.name = "remote",
     .help = N_("stop what it has started elsewhere too: the run of a Logic "
                "App, the job of a runbook"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, remote)},
    OPTION_WAIT(N_("with --remote: wait so long; the default is 60s")),
    {.name = NULL},
};

static const struct option resubmit_options[] = {
    OPTION_REASON(false),
    OPTION_QUERY,
    {.name = "from",
     .argument = "STEP",
     .help = N_("begin at this step; what is before it stands as it is"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, from)},
    OPTION_WAIT(N_("wait so long for the end; the default is 60s")),
    {.name = NULL},
};

static const struct option settle_options[] = {
    {.name = "step",
     .argument = "STEP",
     .help = N_("the step that is unknown"),
     .type = OPTION_COUNT,
     .needed = true,
     .at = offsetof(struct opts, step)},
    {.name = "as",
     .argument = "HOW",
     .help = N_("done or not-done"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, as)},
    OPTION_REASON(true),
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List runs, newest first"),
     .options = list_options,
     .needs = NEEDS_READ,
     .run = run_list},
    {.name = "show",
     .words = "NUMBER",
     .help = N_("Show a run with its steps, requests and answers"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = run_show},
    {.name = "cancel",
     .words = "NUMBER…",
     .help = N_("Stop runs before their next step"),
     .options = cancel_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = run_cancel_verb},
    {.name = "resubmit",
     .words = "NUMBER…",
     .help = N_("Do runs that have ended again"),
     .options = resubmit_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = run_resubmit_verb},
    {.name = "settle",
     .words = "NUMBER",
     .help = N_("Say how a step stands that nobody knows of"),
     .options = settle_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = run_settle_verb},
    {.run = NULL},
};

const struct noun cmd_run = {
    .name = "run",
    .help = N_("What was done, step by step"),
    .verbs = verbs,
};
