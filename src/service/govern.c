/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * govern.c - acts on approvals, containments and runs.
 */
#include "service/govern.h"

#include <stdio.h>
#include <string.h>

#include "service/access.h"
#include "service/batch.h"
#include "service/desk_part.h"
#include "service/effect_part.h"
#include "service/freeze.h"
#include "service/progress.h"
#include "util/text.h"
#include "util/when.h"

struct cancel_work {
    int64_t run;
    const char *why;
};

static bool write_cancel(struct desk *desk, void *with, struct err *err)
{
    struct cancel_work *work = with;
    struct arena *arena = arena_new();
    int64_t now = when_now();
    struct approval approval;
    struct run run;
    char object[40];
    bool waits;
    bool ok;

    snprintf(object, sizeof(object), "run %lld", (long long)work->run);
    ok = runs_get(desk->store, work->run, arena, &run, err);
    if (ok && run_state_final(run.state))
        ok = err_set(err, ERR_INPUT, _("Run %lld has already ended: %s."),
                     (long long)run.row, run_state_name(run.state));
    ok = ok && approvals_of_run(desk->store, run.row, 0, arena, &approval,
                                &waits, err);
    if (ok && waits && approval.state == APPROVAL_PENDING &&
        approval.run != run.row)
        ok = batch_leave(desk, run.row, approval.row, work->why, now, arena,
                         err);
    else if (ok && waits && approval.state == APPROVAL_PENDING)
        ok = approvals_answer(desk->store, approval.row, APPROVAL_CANCELLED,
                              desk->person, work->why, now, err);
    ok = ok &&
         progress_stop(desk, run.row, RUN_CANCELLED,
                       arena_printf(arena, _("Cancelled by %s: %s"),
                                    desk->person, work->why),
                       now, err) &&
         desk_deed(desk, desk->person, "cancel", object, run.event, work->why,
                   err);
    arena_free(arena);
    return ok;
}

bool run_cancel(struct desk *desk, int64_t run, const char *why,
                struct err *err)
{
    struct cancel_work work = {.run = run, .why = why != NULL ? why : ""};

    if (!access_may(desk, RIGHT_RUN, err))
        return false;
    return desk_reason(why, err) &&
           desk_transact(desk, write_cancel, &work, err);
}
