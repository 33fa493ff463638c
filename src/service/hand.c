/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hand.c - runs by hand.
 */
#include "service/hand.h"

#include "model/limits.h"
#include "service/decide.h"
#include "service/progress.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/when.h"

bool hand_room(struct desk *desk, struct err *err)
{
    bool full;

    if (!runs_full(desk->store, LIMIT_RUNS, &full, err))
        return false;
    if (!full)
        return true;
    return err_set(err, ERR_AGAIN,
                   _("%d runs have not ended yet; nothing more begins until "
                     "some have. `riposte run list --open' shows them; answer "
                     "approvals, lift the hold, or cancel runs."),
                   LIMIT_RUNS);
}

enum policy_side hand_side(struct desk *desk, const char *target,
                           const struct event *event)
{
    struct body_source body = {.desk = desk};
    struct query_subject subject;
    const char *entry;

    query_subject_init(&subject, event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    entry = protect_find(&desk->protect, str_of(target),
                         event != NULL ? &subject : NULL);
    query_subject_done(&subject);
    body_source_done(&body);
    return entry != NULL ? POLICY_PROTECTED : POLICY_BY_HAND;
}

struct hand_work {
    const struct hand_run *hand;
    struct arena *arena;
    int64_t run;
};

static bool write_run(struct desk *desk, void *with, struct err *err)
{
    struct hand_work *work = with;
    const struct hand_run *hand = work->hand;
    const char *by = hand->by != NULL ? hand->by : desk->person;
    int64_t now = when_now();
    struct run run = {
        .event = hand->event,
        .effect = hand->effect,
        .name = hand->name,
        .by = by,
        .why = hand->why != NULL ? hand->why : "",
        .mode = RULE_AUTO,
        .state = RUN_RUNNING,
        .began = now,
        .steps = hand->steps,
        .n_steps = hand->n_steps,
    };

    for (size_t i = 0; i < hand->n_steps; i++) {
        char guid[GUID_SIZE];

        hand->steps[i].key = arena_text(work->arena, digest_guid(guid));
        if (hand->steps[i].note == NULL)
            hand->steps[i].note = "";
    }
    if (!hand_room(desk, err) || !runs_add(desk->store, &run, err) ||
        !progress_run(desk, run.row, now, err) ||
        !desk_deed(desk, by, hand->verb, hand->object, hand->event, run.why,
                   err))
        return false;
    work->run = run.row;
    return hand->also == NULL || hand->also(desk, run.row, hand->with, err);
}

bool hand_start(struct desk *desk, const struct hand_run *hand, int64_t *run,
                struct err *err)
{
    struct hand_work work = {.hand = hand, .arena = arena_new()};
    bool ok = desk_reason(hand->why, err) &&
              desk_transact(desk, write_run, &work, err);

    arena_free(work.arena);
    if (ok)
        *run = work.run;
    return ok;
}
