/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse.h - a playbook gone through with nothing sent: what is asked of
 * outside is answered from a list, else as in an earlier run, else by what the
 * playbook itself expects, else as the sandbox would.
 *
 * Waiting takes no time: the clock goes on to when something is due.
 *
 * It goes action by action, each answered as soon as it has asked, so that it
 * can be stopped before any of them.  Gone through again with the same things
 * given it is the same, up to where another answer or branch makes it
 * different: so going back is going again from the start.
 *
 * Thread: one at a time; pure.
 * Memory: rehearsal_free() frees all.
 */
#ifndef RIPOSTE_ENGINE_REHEARSE_H
#define RIPOSTE_ENGINE_REHEARSE_H

#include "engine/playbook.h"

struct rehearsal;

struct rehearsal_given {
    /* The event that starts it; NULL: one is made up that it can work with. */
    const struct json *event;
    /* As it is: otherwise what it lacks, and the playbook cannot go on without,
     * is made up. */
    bool as_it_is;
    /* By path ("For_each[3]/HTTP") or name of the action: its outputs, or only
     * the body of them.  A statusCode of 400 or more is a failure.  NULL: none.
     */
    const struct json *answers;
    /* The same of a run, by path alone; what the playbook has no action for is
     * not minded.  NULL: none. */
    const struct json *earlier;
    /* Of the sandbox, as its file has it: resources that are looked up, where
     * the playbook expects nothing of the answer.  NULL: none. */
    const struct json *estate;
    /* Branches that are taken whatever the condition says: as of wdl.h. */
    const struct json *branches;
    int64_t now;
    const struct expr_outside *outside; /* NULL: no zones */
};

/* Stands before its first action.  ERR_INPUT: it has no definition, or names an
 * answer for an action that is not there. */
bool rehearsal_new(const struct playbook *playbook,
                   const struct rehearsal_given *given, struct rehearsal **out,
                   struct err *err);
/* To its end at once. */
bool rehearse(const struct playbook *playbook,
              const struct rehearsal_given *given, struct rehearsal **out,
              struct err *err);
void rehearsal_free(struct rehearsal *rehearsal);

/* ---- step by step ---------------------------------------------------------*/

/* The action that it stands before; NULL: it is over.  @path, as of wdl.h, is
 * good until it goes on; it may be NULL. */
const struct wdl_action *rehearsal_next(struct rehearsal *rehearsal,
                                        const char **path);
/* How many actions have begun; those that were skipped do not count. */
size_t rehearsal_steps(const struct rehearsal *rehearsal);
/* So many more, or as many as there are.  ERR_INPUT: it asks for too much. */
bool rehearsal_play(struct rehearsal *rehearsal, size_t steps, struct err *err);

enum rehearsal_move {
    REHEARSE_STAY,
    REHEARSE_INTO, /* the next action, whatever is in it comes after */
    REHEARSE_OVER, /* with all that is in it */
    REHEARSE_OUT,  /* to behind what holds the next action */
    REHEARSE_TO,   /* up to an action */
    REHEARSE_END,
};
struct rehearsal_stops {
    const char *to; /* REHEARSE_TO: path, or name of an action */
    /* Names of actions that it stops before on its way, but not before the
     * first; an array of texts, or NULL. */
    const struct json *points;
};
bool rehearsal_go(struct rehearsal *rehearsal, enum rehearsal_move move,
                  const struct rehearsal_stops *stops, struct err *err);

/* What would be the answer of the action that it stands before; NULL: it asks
 * for none.  The caller's. */
struct json *rehearsal_offer(struct rehearsal *rehearsal);

/* ---- what came of it ------------------------------------------------------*/

const struct wdl_run *rehearsal_run(const struct rehearsal *rehearsal);
/* Where the answer of that step came from: "file", "run", "made", "sandbox",
 * "clock"; "" for one that asked nothing. */
const char *rehearsal_source(const struct rehearsal *rehearsal,
                             const char *path);
/* Members of the event that were made up. */
size_t rehearsal_made(const struct rehearsal *rehearsal,
                      const char *const **paths);
/* What it was started with. */
const struct json *rehearsal_trigger(const struct rehearsal *rehearsal);
/* As wdl_run_variable(). */
const char *rehearsal_variable(const struct rehearsal *rehearsal, size_t number,
                               const struct json **value);
/* Is it as it should be: it has succeeded, or was ended by its own Terminate?
 */
bool rehearsal_good(const struct rehearsal *rehearsal);

#endif
