/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/glass.h"

#include <stdio.h>

#include "service/demanded.h"
#include "service/freeze.h"
#include "util/text.h"
#include "util/when.h"

static const struct step *first_act(const struct run *run)
{
    for (size_t i = 0; i < run->n_steps; i++) {
        if (run->steps[i].phase == PHASE_CONTAIN)
            return &run->steps[i];
    }
    return NULL;
}

bool glass_ask(struct desk *desk, int64_t row, void *unused, struct err *err)
{
    struct arena *arena = arena_new();
    int64_t now = when_now();
    struct approval approval;
    const struct step *step = NULL;
    struct run run;
    char object[40];
    bool ok;

    (void)unused;
    ok = runs_get(desk->store, row, arena, &run, err);
    if (ok)
        step = first_act(&run);
    ok = ok &&
         (step != NULL ||
          err_set(err, ERR_BUG, _("There is nothing to confirm."))) &&
         freeze_approval(desk, &run, step, now, arena, &approval, err);
    if (ok) {
        approval.glass = true;
        ok = demanded_fill(desk, &approval, arena, err) &&
             approvals_add(desk->store, &approval, err);
    }
    if (ok) {
        snprintf(object, sizeof(object), "approval %lld",
                 (long long)approval.row);
        ok = desk_deed(desk, desk->person, "break-glass", object, run.event,
                       run.why, err);
    }
    arena_free(arena);
    return ok;
}

struct over {
    const struct approval *approvals;
    size_t n;
    int64_t now;
};

static bool write_over(struct desk *desk, void *with, struct err *err)
{
    const struct over *over = with;
    const char *why =
        _("It was taken back, or never done: there is nothing to confirm.");

    for (size_t i = 0; i < over->n; i++) {
        if (!approvals_answer(desk->store, over->approvals[i].row,
                              APPROVAL_CANCELLED, PERSON_ENGINE, why, over->now,
                              err) ||
            !desk_deed(desk, PERSON_ENGINE, "settle break-glass",
                       over->approvals[i].title, over->approvals[i].event, why,
                       err))
            return false;
    }
    return true;
}

bool glass_clock(struct desk *desk, int64_t now, bool *worked, struct err *err)
{
    struct arena *arena = arena_new();
    struct over over = {.now = now};
    struct approval *approvals;
    bool ok = approvals_settled(desk->store, arena, &approvals, &over.n, err);

    over.approvals = approvals;
    /* Somebody may answer in the same moment. */
    if (ok && over.n > 0)
        ok = desk_transact(desk, write_over, &over, err) ||
             err->code == ERR_AGAIN;
    *worked |= ok && over.n > 0;
    arena_free(arena);
    return ok;
}
