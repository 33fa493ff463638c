/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_approval.c - riposte approval: what waits for a second person.
 */
#include <stdio.h>

#include "cli/follow.h"
#include "cli/words.h"
#include "service/govern.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Number"), -6}, {N_("State"), 9}, {N_("Asked"), -5}, {N_("Left"), -4},
    {N_("Class"), 12},  {N_("By"), 16},   {N_("Title"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static void list_row(struct out *out, const struct approval *approval)
{
    int64_t now = when_now();
    char number[24];
    char asked[WHEN_TEXT_SIZE];
    char left[WHEN_TEXT_SIZE] = "";

    snprintf(number, sizeof(number), "%lld", (long long)approval->row);
    when_age(now - approval->asked, asked);
    if (approval->state == APPROVAL_PENDING)
        when_age(approval->expires - now, left);
    out_row(out, list_columns, LIST_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(approval_state_name(approval->state)),
                str_of(asked),
                str_of(left),
                str_of(class_name(approval->class)),
                str_of(approval->requester),
                str_of(approval->title),
            });
}

static bool approval_list(struct call *call, struct err *err)
{
    struct approval_page *page =
        approval_page_read(call->desk, !call->opts->all);
    bool ok =
        page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, approval_to_json(&page->rows[i]));
        else
            list_row(call->out, &page->rows[i]);
    }
    approval_page_free(page);
    return ok;
}

static bool find(struct call *call, const struct approval_page *page,
                 const struct approval **out, struct err *err)
{
    int64_t row;

    if (!page_good(&page->error, err) ||
        !word_row(call, 0, "approval list --all", &row, err))
        return false;
    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].row == row) {
            *out = &page->rows[i];
            return true;
        }
    }
    return err_set(err, ERR_ABSENT,
                   _("There is no approval %lld. `riposte approval list "
                     "--all' lists them."),
                   (long long)row);
}

static void show(struct call *call, const struct approval *approval)
{
    struct out *out = call->out;
    struct err cannot;
    char text[64];

    out_text(out, 0, str_of(approval->title));
    out_line(out);
    snprintf(text, sizeof(text), "%lld, %s", (long long)approval->row,
             approval_state_name(approval->state));
    out_fact(out, _("Approval"), str_of(text));
    out_fact(out, _("Class"), str_of(class_name(approval->class)));
    out_fact(out, _("Asked by"), str_of(approval->requester));
    out_fact_when(out, _("Asked"), approval->asked);
    out_fact_when(out, _("Expires"), approval->expires);
    if (approval->batch)
        out_fact_number(out, _("Runs"), approval->batch);
    else
        out_fact_number(out, _("Run"), approval->run);
    if (approval->event)
        out_fact_number(out, _("Event"), approval->event);
    out_fact_when(out, _("Answered"), approval->answered);
    out_fact(out, _("Answered by"), str_of(approval->answered_by));
    out_fact(out, _("Reason"), str_of(approval->reason));
    out_fact(out, _("Digest"), str_of(approval->digest));
    if (approval->state == APPROVAL_PENDING &&
        !approval_may_answer(call->desk, approval, &cannot))
        out_fact(out, _("You"), str_of(cannot.text));
    out_line(out);
    out_pretty(out, approval->frozen);
}

static bool approval_show(struct call *call, struct err *err)
{
    struct approval_page *page = approval_page_read(call->desk, false);
    const struct approval *approval;
    bool ok = find(call, page, &approval, err);

    if (ok && call->out->json)
        out_json_take(call->out, approval_to_json(approval));
    else if (ok)
        show(call, approval);
    approval_page_free(page);
    return ok;
}

static bool answer(struct call *call, bool approve, struct err *err)
{
    struct approval_page *page = approval_page_read(call->desk, false);
    const struct approval *approval;
    int64_t run = 0;
    bool ok;

    ok = find(call, page, &approval, err) &&
         approval_answer_seen(call->desk, approval->row, approval->digest,
                              approve, call->opts->reason, err);
    if (ok) {
        run = approval->run;
        if (!call->out->json)
            out_printf(call->out, approve ? _("Approved: %s") : _("Denied: %s"),
                       approval->title);
        out_flush(call->out);
    }
    approval_page_free(page);
    return ok && (run == 0 || follow_run(call, run, err));
}

static bool approval_approve(struct call *call, struct err *err)
{
    return answer(call, true, err);
}

/* That nothing is done is what was asked for. */
static bool approval_deny(struct call *call, struct err *err)
{
    bool ok = answer(call, false, err);

    call->status = STATUS_DONE;
    return ok;
}

static const struct option list_options[] = {
    {.name = "all",
     .help = N_("those that were answered too"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, all)},
    {.name = NULL},
};

static const struct option approve_options[] = {
    OPTION_REASON(true),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option deny_options[] = {
    OPTION_REASON(true),
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List what waits for an answer"),
     .options = list_options,
     .needs = NEEDS_READ,
     .run = approval_list},
    {.name = "show",
     .words = "NUMBER",
     .help = N_("Show what would be done, and how it is taken back"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = approval_show},
    {.name = "approve",
     .words = "NUMBER",
     .help = N_("Let it be done"),
     .options = approve_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = approval_approve},
    {.name = "deny",
     .words = "NUMBER",
     .help = N_("Keep it from being done"),
     .options = deny_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = approval_deny},
    {.run = NULL},
};

const struct noun cmd_approval = {
    .name = "approval",
    .help = N_("What waits for a second person"),
    .verbs = verbs,
};
