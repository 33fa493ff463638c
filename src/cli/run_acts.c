/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_acts.c - what is done with runs, one or many.
 */
#include <stdio.h>
#include <string.h>

#include "cli/follow.h"
#include "cli/many.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/govern.h"
#include "service/queue.h"
#include "service/redo.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- which runs are meant ---- */

static bool add_event(void *with, const struct event *event)
{
    many_add(with, event->row);
    return true;
}

/* @open: those that go on; else those that ended and did not succeed. */
static bool add_runs(struct call *call, int64_t event, bool open,
                     struct many *out, struct err *err)
{
    struct run_page *page = run_page_read(call->desk, event, false, 0);
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        enum run_state state = page->rows[i].state;
        bool ended = run_state_final(state);

        if (open ? !ended
                 : ended && state != RUN_SUCCEEDED && state != RUN_SKIPPED)
            many_add(out, page->rows[i].row);
    }
    run_page_free(page);
    return ok;
}

static bool by_query(struct call *call, bool open, struct many *out,
                     struct err *err)
{
    struct many events = {0};
    bool ok = queue_list(call->desk, str_of(call->opts->query), LIMIT_MARKS,
                         true, add_event, &events, err);

    for (size_t i = 0; ok && i < events.n; i++)
        ok = add_runs(call, events.rows[i], open, out, err);
    many_done(&events);
    return ok;
}

static bool choose(struct call *call, bool open, struct many *out,
                   struct err *err)
{
    if (call->opts->query == NULL && call->n_words == 0)
        return err_set(err, ERR_INPUT,
                       _("Say which runs: their numbers, or --query with a "
                         "query for the events that they are about."));
    if (call->opts->query == NULL)
        return many_words(call, "run list", out, err);
    if (call->n_words > 0)
        return err_set(err, ERR_INPUT,
                       _("Numbers and --query do not go together."));
    return by_query(call, open, out, err);
}

/* ---- one by one ---- */

static bool each_run(struct call *call, bool open,
                     bool (*act)(struct call *call, int64_t row, bool alone,
                                 struct err *err),
                     struct err *err)
{
    struct many rows = {0};
    bool ok =
        choose(call, open, &rows, err) &&
        many_each(call, &rows, call->opts->query == NULL, _("Run"), act, err);

    many_done(&rows);
    return ok;
}

/* What had been done, in one line for each step. */
static bool tell_run(struct call *call, int64_t row, bool alone,
                     struct err *err)
{
    struct run_page *page = run_page_one(call->desk, row);
    bool ok = page_good(&page->error, err);
    const struct run *run = page->rows;

    if (ok && call->out->json) {
        out_json_take(call->out, run_to_json(run));
    } else if (ok) {
        out_printf(call->out, _("Run %lld: %s: %s"), (long long)run->row,
                   run_state_name(run->state), run->name);
        for (size_t i = 0; alone && i < run->n_steps; i++)
            print_step(call->out, &run->steps[i]);
    }
    run_page_free(page);
    return ok;
}

static bool cancel_one(struct call *call, int64_t row, bool alone,
                       struct err *err)
{
    int64_t stop;

    if (!run_cancel(call->desk, row, call->opts->reason, err))
        return false;
    if (!call->opts->remote)
        return tell_run(call, row, alone, err);
    return run_cancel_remote(call->desk, row, call->opts->reason, &stop, err) &&
           tell_run(call, row, alone, err) && follow_run(call, stop, err);
}

bool run_cancel_verb(struct call *call, struct err *err)
{
    return each_run(call, true, cancel_one, err);
}

static bool resubmit_one(struct call *call, int64_t row, bool alone,
                         struct err *err)
{
    int64_t again;

    if (!run_resubmit(call->desk, row, call->opts->from, call->opts->reason,
                      &again, err))
        return false;
    return alone ? follow_run(call, again, err)
                 : tell_run(call, again, false, err);
}

bool run_resubmit_verb(struct call *call, struct err *err)
{
    return each_run(call, false, resubmit_one, err);
}

bool run_settle_verb(struct call *call, struct err *err)
{
    const char *as = call->opts->as;
    bool done = strcmp(as, "done") == 0;
    int64_t row;

    if (!done && strcmp(as, "not-done") != 0)
        return err_set(err, ERR_INPUT,
                       _("--as must be done or not-done, not \"%.40s\"."), as);
    return word_row(call, 0, "run list", &row, err) &&
           run_settle(call->desk, row, call->opts->step, done,
                      call->opts->reason, err) &&
           tell_run(call, row, true, err);
}
