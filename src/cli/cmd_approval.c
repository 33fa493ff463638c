/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_approval.c - riposte approval: what waits for a second person.
 */
#include <stdio.h>

#include "cli/approval_show.h"
#include "cli/follow.h"
#include "cli/words.h"
#include "service/govern.h"
#include "service/rulebook.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Number"), -6}, {N_("State"), 9}, {N_("Asked"), -5}, {N_("Left"), -4},
    {N_("Class"), 12},  {N_("By"), 16},   {N_("Title"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

/* To the nearest minute, where it is minutes. */
static const char *left_of(const struct approval *approval, int64_t now,
                           char out[WHEN_TEXT_SIZE])
{
    int64_t left = approval->expires - now;

    if (approval->state != APPROVAL_PENDING)
        return "";
    if (left <= 0)
        return _("over");
    return when_age(left < WHEN_MINUTE ? left : left + WHEN_MINUTE / 2, out);
}

static void list_row(struct out *out, const struct approval *approval)
{
    int64_t now = when_now();
    char number[24];
    char asked[WHEN_TEXT_SIZE];
    char left[WHEN_TEXT_SIZE];

    snprintf(number, sizeof(number), "%lld", (long long)approval->row);
    when_age(now - approval->asked, asked);
    out_row(out, list_columns, LIST_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(approval_state_name(approval->state)),
                str_of(asked),
                str_of(left_of(approval, now, left)),
                str_of(class_name(approval->class)),
                str_of(approval->requester),
                str_of(approval->title),
            });
}

/* The rule of that name; 0: any. */
static bool rule_of(struct call *call, int64_t *out, struct err *err)
{
    struct rule *rule;

    *out = 0;
    if (!call->opts->rule)
        return true;
    if (!rulebook_get(call->desk, str_of(call->opts->rule), &rule, err))
        return false;
    *out = rule->row;
    rule_free(rule);
    return true;
}

static bool filter_of(struct call *call, struct approvals_filter *out,
                      struct err *err)
{
    const struct opts *opts = call->opts;

    *out = (struct approvals_filter){
        .pending = !opts->all && !opts->state,
        .one_state = opts->state != NULL,
        .person = opts->by,
        .limit = opts->limit > 0 ? (size_t)opts->limit : 0,
    };
    if (opts->state && !approval_state_parse(str_of(opts->state), &out->state))
        return err_set(err, ERR_INPUT,
                       _("--state is one of pending, approved, denied, "
                         "expired, cancelled, not %s."),
                       opts->state);
    return rule_of(call, &out->rule, err) &&
           option_event(call, &out->event, err) &&
           option_moment("since", opts->since, 0, &out->since, err);
}

/* What is left out must not look like nothing. */
static void more_than_shown(size_t n)
{
    struct err note;

    err_set(&note, ERR_INPUT,
            _("These are the first %zu, and there may be more: --rule, "
              "--event, --by, --since and --state tell them apart."),
            n);
    report(note.text);
}

static bool approval_list(struct call *call, struct err *err)
{
    struct approvals_filter filter;
    struct approval_page *page;
    bool ok;

    if (!filter_of(call, &filter, err))
        return false;
    page = approval_page_find(call->desk, &filter);
    ok =
        page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS, err);
    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, approval_to_json(&page->rows[i]));
        else
            list_row(call->out, &page->rows[i]);
    }
    if (ok && page->n == GOVERN_ROWS && call->opts->limit == 0)
        more_than_shown(page->n);
    approval_page_free(page);
    return ok;
}

static struct approval_page *find(struct call *call, struct err *err)
{
    struct approval_page *page;
    int64_t row;

    if (!word_row(call, 0, "approval list --all", &row, err))
        return NULL;
    page = approval_page_one(call->desk, row);
    if (page_good(&page->error, err))
        return page;
    approval_page_free(page);
    return NULL;
}

static bool approval_show(struct call *call, struct err *err)
{
    struct approval_page *page = find(call, err);

    if (!page)
        return false;
    if (call->out->json)
        out_json_take(call->out, approval_to_json(page->rows));
    else
        approval_print(call, page->rows, page->cannot[0]);
    approval_page_free(page);
    return true;
}

/* What became of the answer: perhaps more of them are needed. */
static bool tell(struct call *call, int64_t row, bool approve, int64_t *run,
                 struct err *err)
{
    struct approval_page *page = approval_page_one(call->desk, row);
    bool ok = page_good(&page->error, err);
    struct buf progress;

    buf_init(&progress);
    if (ok && page->rows->state == APPROVAL_PENDING)
        approval_progress(page->rows, &progress);
    else if (ok && !page->rows->glass)
        *run = page->rows->run;
    if (ok && call->out->json && *run == 0)
        out_json_take(call->out, approval_to_json(page->rows));
    if (ok && !call->out->json && progress.len > 0)
        out_printf(call->out, _("Your yes counts: %s. It waits for more: %s"),
                   progress.at, page->rows->title);
    else if (ok && !call->out->json)
        out_printf(call->out, approve ? _("Approved: %s") : _("Denied: %s"),
                   page->rows->title);
    out_flush(call->out);
    buf_done(&progress);
    approval_page_free(page);
    return ok;
}

static bool answer(struct call *call, bool approve, bool confirms,
                   struct err *err)
{
    struct approval_page *page = find(call, err);
    int64_t row;
    int64_t run = 0;
    bool ok = page != NULL;

    if (ok && confirms && !page->rows->glass)
        ok = err_set(err, ERR_INPUT,
                     _("Approval %lld was not break-glass: approve or deny "
                       "it."),
                     (long long)page->rows->row);
    if (ok) {
        row = page->rows->row;
        ok = approval_answer(call->desk, row, page->rows->digest, approve,
                             call->opts->reason, err) &&
             tell(call, row, approve, &run, err);
    }
    approval_page_free(page);
    return ok && (run == 0 || follow_run(call, run, err));
}

static bool approval_approve(struct call *call, struct err *err)
{
    return answer(call, true, false, err);
}

/* That nothing is done is what was asked for. */
static bool approval_deny(struct call *call, struct err *err)
{
    bool ok = answer(call, false, false, err);

    call->status = STATUS_DONE;
    return ok;
}

/* What was done with break-glass already goes on as it is. */
static bool approval_confirm(struct call *call, struct err *err)
{
    return answer(call, true, true, err);
}

/* An engine that works carries it out; `approval show' tells what it saw. */
static bool approval_look_verb(struct call *call, struct err *err)
{
    int64_t row;

    return word_row(call, 0, "approval list", &row, err) &&
           approval_look(call->desk, row, err);
}

static const struct out_column delegation_columns[] = {
    {N_("Number"), -6}, {N_("From"), 16},  {N_("To"), 16},
    {N_("Until"), 20},  {N_("State"), 10}, {N_("Why"), 0},
};
#define DELEGATION_COLUMNS                                                     \
    (sizeof(delegation_columns) / sizeof(delegation_columns[0]))

static void delegation_row(struct out *out, const struct delegation *row)
{
    char number[24];
    char until[WHEN_TEXT_SIZE];
    const char *state = delegation_holds(row, when_now()) ? _("in force")
                        : row->revoked                    ? _("revoked")
                                                          : _("over");

    snprintf(number, sizeof(number), "%lld", (long long)row->row);
    out_row(out, delegation_columns, DELEGATION_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(row->person),
                str_of(row->delegate),
                str_of(when_local(row->until, out->utc, until)),
                str_of(state),
                str_of(row->why),
            });
}

static bool approval_delegations(struct call *call, struct err *err)
{
    struct delegation_page *page = delegation_page_read(call->desk);
    bool ok = page_list(call, &page->error, page->n, delegation_columns,
                        DELEGATION_COLUMNS, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, delegation_to_json(&page->rows[i]));
        else
            delegation_row(call->out, &page->rows[i]);
    }
    delegation_page_free(page);
    return ok;
}

static void tell_delegation(struct call *call, int64_t row)
{
    struct delegation_page *page = delegation_page_read(call->desk);
    char until[WHEN_TEXT_SIZE];

    for (size_t i = 0; i < page->n; i++) {
        const struct delegation *one = &page->rows[i];

        if (one->row == row && call->out->json)
            out_json_take(call->out, delegation_to_json(one));
        else if (one->row == row)
            out_printf(call->out,
                       _("%s may answer in your place until %s; `riposte "
                         "approval revoke %lld' ends it."),
                       one->delegate,
                       when_local(one->until, call->out->utc, until),
                       (long long)row);
    }
    delegation_page_free(page);
}

static bool approval_delegate_verb(struct call *call, struct err *err)
{
    const struct opts *opts = call->opts;
    int64_t until;
    int64_t row;

    if (!delegation_until(str_of(opts->until), when_now(), &until, err) ||
        !approval_delegate(call->desk, opts->to, until, opts->reason, &row,
                           err))
        return false;
    tell_delegation(call, row);
    return true;
}

static bool approval_revoke_verb(struct call *call, struct err *err)
{
    int64_t row;

    return word_row(call, 0, "approval delegations", &row, err) &&
           approval_revoke(call->desk, row, call->opts->reason, err);
}

static const struct option list_options[] = {
    {.name = "all",
     .help = N_("those that were answered too"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, all)},
    {.name = "state",
     .argument = "STATE",
     .help = N_("pending, approved, denied, expired or cancelled"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, state)},
    {.name = "rule",
     .argument = "NAME",
     .help = N_("only those that this rule asks for"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, rule)},
    {.name = "event",
     .argument = "EVENT",
     .help = N_("only those about this event"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    {.name = "by",
     .argument = "PERSON",
     .help = N_("only those that this person asked for or answered"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, by)},
    {.name = "since",
     .argument = "WHEN",
     .help = N_("asked for then or later: a span back, or a date"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, since)},
    {.name = "limit",
     .argument = "N",
     .help = N_("at most so many; the default and the most is 1000"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, limit)},
    {.name = NULL},
};

/* Whether a yes needs a reason is a setting. */
static const struct option approve_options[] = {
    OPTION_REASON(false),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option delegate_options[] = {
    {.name = "to",
     .argument = "PERSON",
     .help = N_("who may answer in your place"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, to)},
    {.name = "until",
     .argument = "WHEN",
     .help = N_("when it ends: a span such as 7d, or a date"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, until)},
    OPTION_REASON(true),
    {.name = NULL},
};

static const struct option revoke_options[] = {
    OPTION_REASON(false),
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
    {.name = "confirm",
     .words = "NUMBER",
     .help = N_("Confirm what somebody did with break-glass"),
     .options = deny_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = approval_confirm},
    {.name = "look",
     .words = "NUMBER",
     .help = N_("Have the target looked at again"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = approval_look_verb},
    {.name = "delegate",
     .help = N_("Let somebody answer in your place for a while"),
     .options = delegate_options,
     .needs = NEEDS_ACT,
     .run = approval_delegate_verb},
    {.name = "delegations",
     .help = N_("List who may answer in whose place"),
     .needs = NEEDS_READ,
     .run = approval_delegations},
    {.name = "revoke",
     .words = "NUMBER",
     .help = N_("End a delegation before its time"),
     .options = revoke_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = approval_revoke_verb},
    {.run = NULL},
};

const struct noun cmd_approval = {
    .name = "approval",
    .help = N_("What waits for a second person"),
    .verbs = verbs,
};
