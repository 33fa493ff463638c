/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_again.c - the run of a playbook done again: from the start, or from one
 * of its steps, with all that was answered before that as it was.
 */
#include <stdio.h>

#include "service/hand.h"
#include "service/play.h"
#include "service/play_part.h"
#include "util/text.h"

struct again {
    struct desk *desk;
    struct arena *arena;
    const struct run *old; /* with its steps */
    struct stored_play play;
    struct lane *lanes; /* of the old run */
    size_t n_lanes;
    int64_t place; /* those that were answered before it stand */
    int64_t now;
};

static const struct lane *lane_of(const struct again *again, int64_t number)
{
    for (size_t i = 0; i < again->n_lanes; i++) {
        if (again->lanes[i].lane == number)
            return &again->lanes[i];
    }
    return NULL;
}

static bool stands(const struct again *again, const struct lane *lane)
{
    return lane != NULL && lane->place > 0 && lane->place < again->place;
}

/* Of those that nobody has answered yet, all that was answered stands. */
static void find_place(struct again *again, int64_t from)
{
    const struct lane *lane;

    if (from == 0)
        return;
    lane = lane_of(again, again->old->steps[from - 1].lane);
    again->place = lane != NULL && lane->place > 0 ? lane->place : INT64_MAX;
}

/* From the start it is another run, with a name and GUIDs of its own. */
static void name_anew(struct again *again)
{
    char guid[GUID_SIZE];
    struct json *given = json_copy(again->play.given);
    struct json *run = json_member(json_member(given, "workflow"), "run");

    json_keep(again->arena, given);
    again->play.seed = arena_text(again->arena, digest_guid(guid));
    again->play.began = again->now;
    again->play.given = given;
    if (run != NULL)
        json_set_text(run, "name", again->play.seed);
}

static bool copy_lanes(const struct again *again, int64_t run, struct err *err)
{
    for (size_t i = 0; i < again->n_lanes; i++) {
        struct lane lane = again->lanes[i];

        if (stands(again, &lane) &&
            (!lanes_add(again->desk->store, run, &lane, err) ||
             !lanes_answer(again->desk->store, run, &lane, err)))
            return false;
    }
    return true;
}

static bool copy_steps(const struct again *again, int64_t run, struct err *err)
{
    for (size_t i = 0; i < again->old->n_steps; i++) {
        const struct step *old = &again->old->steps[i];
        struct step step = *old;

        if (!stands(again, lane_of(again, old->lane)))
            continue;
        step.run = run;
        step.state = RUN_WAITING;
        step.journal = JOURNAL_PLANNED;
        if (!steps_add(again->desk->store, &step, err))
            return false;
        step.state = old->state;
        step.journal = old->journal;
        if (!steps_save(again->desk->store, &step, err))
            return false;
    }
    return true;
}

static bool write_again(struct again *again, const char *why, int64_t *out,
                        struct err *err)
{
    const struct run *old = again->old;
    char object[40];
    struct run run = {
        .event = old->event,
        .rule = old->rule,
        .revision = old->revision,
        .name = old->name,
        .playbook = old->playbook,
        .by = again->desk->person,
        .why = why,
        .mode = old->mode,
        .state = RUN_RUNNING,
        .began = again->now,
        .origin = old->row,
        .attempt = old->attempt + 1,
    };

    if (!hand_room(again->desk, err) ||
        !runs_add(again->desk->store, &run, err))
        return false;
    again->play.run = run.row;
    again->play.parent = 0;
    *out = run.row;
    snprintf(object, sizeof(object), "run %lld", (long long)old->row);
    return plays_add(again->desk->store, &again->play, err) &&
           copy_lanes(again, run.row, err) && copy_steps(again, run.row, err) &&
           desk_deed(again->desk, again->desk->person, "resubmit", object,
                     old->event, why, err) &&
           play_progress(again->desk, run.row, again->now, err);
}

bool play_resubmit(struct desk *desk, const struct run *old, int64_t from,
                   const char *why, int64_t now, int64_t *out, struct err *err)
{
    struct again again = {
        .desk = desk,
        .arena = arena_new(),
        .old = old,
        .now = now,
    };
    bool ok = plays_get(desk->store, old->row, again.arena, &again.play, err) &&
              lanes_of(desk->store, old->row, again.arena, &again.lanes,
                       &again.n_lanes, err);

    if (ok) {
        find_place(&again, from);
        if (from == 0)
            name_anew(&again);
        ok = write_again(&again, why, out, err);
    }
    arena_free(again.arena);
    return ok;
}
