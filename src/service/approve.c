/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approve.c - answers, counted, and what they lead to.
 */
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "service/access.h"
#include "service/batch.h"
#include "service/govern.h"
#include "service/play.h"
#include "service/progress.h"
#include "service/sight.h"
#include "service/vote.h"
#include "util/text.h"
#include "util/when.h"

struct answer_work {
    int64_t row;
    const char *seen; /* the digest of what was read; NULL: as it is now */
    bool approve;
    const char *reason;
    struct arena *arena;
    int64_t now;
};

/* What waits goes on. */
static bool release(struct desk *desk, const struct approval *approval,
                    const char *note, int64_t now, struct arena *arena,
                    struct err *err)
{
    struct step *steps;
    size_t n;

    if (approval->batch > 0)
        return batch_release(desk, approval->row, note, now, arena, err);
    if (!steps_lane(desk->store, approval->run, approval->lane, arena, &steps,
                    &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (steps[i].phase == PHASE_APPROVAL &&
            !run_state_final(steps[i].state))
            return progress_step(desk, &steps[i], RUN_SUCCEEDED, note, now,
                                 err);
    }
    return err_set(err, ERR_INPUT,
                   _("Run %lld does not wait for an approval any more."),
                   (long long)approval->run);
}

/* What waits ends without it. */
static bool stop(struct desk *desk, const struct approval *approval,
                 const char *note, int64_t now, struct arena *arena,
                 struct err *err)
{
    bool answered;

    if (!play_refused(desk, approval, false, note, now, arena, &answered, err))
        return false;
    if (answered)
        return true;
    if (approval->batch > 0)
        return batch_stop(desk, approval->row, RUN_CANCELLED, note, now, arena,
                          err);
    return progress_stop(desk, approval->run, RUN_CANCELLED, note, now, err);
}

/* Runs may have joined the batch since somebody read it. */
static bool as_it_was(const struct approval *approval, const char *seen,
                      struct err *err)
{
    if (seen == NULL || strcmp(seen, approval->digest) == 0)
        return true;
    return err_set(err, ERR_AGAIN,
                   _("Approval %lld asks for more than when you read it: %lld "
                     "runs wait for it now. Look again, then answer."),
                   (long long)approval->row, (long long)approval->batch);
}

/* A denial always says why. */
static bool justified(const struct approval *approval,
                      const struct answer_work *work, struct err *err)
{
    if (!str_empty(str_trim(str_of(work->reason))) ||
        (work->approve && approval->demand.justify == JUSTIFY_NO))
        return true;
    return err_set(err, ERR_INPUT,
                   _("An answer needs a reason. Say why in a few words."));
}

static bool in_time(const struct approval *approval,
                    const struct answer_work *work, struct err *err)
{
    if (!work->approve || approval->glass || approval->expires > work->now)
        return true;
    return err_set(err, ERR_DENIED,
                   _("The time to approve %lld is over. What it asks for can "
                     "be asked again."),
                   (long long)approval->row);
}

/* "ann, bob in place of zoe" */
static const char *names_of(const struct approval *approval,
                            struct arena *arena)
{
    const char *all = "";

    for (size_t i = 0; i < approval->n_votes; i++) {
        const struct vote *vote = &approval->votes[i];
        const char *name = vote_by(vote, arena);

        if (vote->yes)
            all =
                *all == '\0' ? name : arena_printf(arena, "%s, %s", all, name);
    }
    return all;
}

static bool deny(struct desk *desk, const struct approval *approval,
                 const struct answer_work *work, struct err *err)
{
    const char *note = arena_printf(work->arena, _("Denied by %s: %s"),
                                    desk->person, work->reason);

    return approvals_answer(desk->store, approval->row, APPROVAL_DENIED,
                            desk->person, work->reason, work->now, err) &&
           (approval->glass ||
            stop(desk, approval, note, work->now, work->arena, err));
}

/* Enough of them: what waits goes on. */
static bool grant(struct desk *desk, const struct approval *approval,
                  const struct answer_work *work, struct err *err)
{
    const char *names = names_of(approval, work->arena);
    const char *note =
        *work->reason == '\0'
            ? arena_printf(work->arena, _("Approved by %s."), names)
            : arena_printf(work->arena, _("Approved by %s: %s"), names,
                           work->reason);

    return approvals_answer(desk->store, approval->row, APPROVAL_APPROVED,
                            names, work->reason, work->now, err) &&
           approvals_seen(desk->store, approval->row, approval->seen, err) &&
           (approval->glass ||
            release(desk, approval, note, work->now, work->arena, err));
}

static bool add_vote(struct desk *desk, struct approval *approval,
                     const struct standing *standing,
                     const struct answer_work *work, struct err *err)
{
    struct vote vote = {
        .person = desk->person,
        .behalf = standing->behalf,
        .roles = standing->roles,
        .n_roles = standing->n_roles,
        .yes = work->approve,
        .when = work->now,
        .reason = work->reason,
    };

    if (!sight_read(desk, approval, work->arena, &vote.seen, err))
        return false;
    approval->seen = vote.seen;
    return votes_add(desk->store, approval->row, approval->digest, &vote,
                     err) &&
           vote_fill(desk, approval, work->arena, err);
}

static bool count(struct desk *desk, const struct approval *approval,
                  const struct answer_work *work, struct err *err)
{
    if (!work->approve)
        return deny(desk, approval, work, err);
    return !demand_met(&approval->demand, approval->votes, approval->n_votes) ||
           grant(desk, approval, work, err);
}

static const char *verb_of(const struct approval *approval, bool yes)
{
    if (approval->glass)
        return yes ? "confirm" : "dispute";
    return yes ? "approve" : "deny";
}

/* Who answers in somebody's place, with whose right, is part of the record. */
static bool record(struct desk *desk, const struct approval *approval,
                   const struct standing *standing,
                   const struct answer_work *work, struct err *err)
{
    char object[40];
    struct json *after = NULL;
    struct audit_entry entry = {
        .who = desk->person,
        .verb = verb_of(approval, work->approve),
        .object = object,
        .event = approval->event,
        .why = work->reason,
    };
    bool ok;

    snprintf(object, sizeof(object), "approval %lld", (long long)work->row);
    if (*standing->behalf != '\0') {
        after = json_new_object();
        json_set_text(after, "inPlaceOf", standing->behalf);
    }
    entry.after = after;
    ok = desk_record(desk, &entry, err);
    json_free(after);
    return ok;
}

static bool write_answer(struct desk *desk, void *with, struct err *err)
{
    struct answer_work *work = with;
    struct approval approval;
    struct standing standing;

    return approvals_get(desk->store, work->row, work->arena, &approval, err) &&
           vote_fill(desk, &approval, work->arena, err) &&
           as_it_was(&approval, work->seen, err) &&
           vote_standing(desk, &approval, work->approve, work->now, work->arena,
                         &standing, err) &&
           justified(&approval, work, err) && in_time(&approval, work, err) &&
           add_vote(desk, &approval, &standing, work, err) &&
           count(desk, &approval, work, err) &&
           record(desk, &approval, &standing, work, err);
}

bool approval_answer(struct desk *desk, int64_t approval, const char *digest,
                     bool approve, const char *reason, struct err *err)
{
    struct answer_work work = {
        .row = approval,
        .seen = digest,
        .approve = approve,
        .reason = reason != NULL ? reason : "",
        .arena = arena_new(),
        .now = when_now(),
    };
    bool ok = desk_reason(reason, err) &&
              desk_transact(desk, write_answer, &work, err);

    arena_free(work.arena);
    return ok;
}

static bool write_look(struct desk *desk, void *with, struct err *err)
{
    const int64_t *row = with;
    struct arena *arena = arena_new();
    struct approval approval;
    bool ok = approvals_get(desk->store, *row, arena, &approval, err) &&
              sight_write(desk, &approval, true, desk->person, when_now(),
                          arena, err);

    arena_free(arena);
    return ok;
}

bool approval_look(struct desk *desk, int64_t approval, struct err *err)
{
    return access_may(desk, RIGHT_LOOK, err) &&
           desk_transact(desk, write_look, &approval, err);
}
