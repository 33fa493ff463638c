/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse.h - a playbook gone through with nothing sent: what is asked of
 * outside is answered from a list, else by what the playbook itself expects.
 *
 * Waiting takes no time: the clock goes on to when something is due.
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
    int64_t now;
    const struct expr_outside *outside; /* NULL: no zones */
};

/* To its end.  ERR_INPUT: it has no definition, or names an answer for an
 * action that is not there. */
bool rehearse(const struct playbook *playbook,
              const struct rehearsal_given *given, struct rehearsal **out,
              struct err *err);
void rehearsal_free(struct rehearsal *rehearsal);

const struct wdl_run *rehearsal_run(const struct rehearsal *rehearsal);
/* Where the answer of that step came from: "file", "made", "clock"; "" for one
 * that asked nothing. */
const char *rehearsal_source(const struct rehearsal *rehearsal,
                             const char *path);
/* Members of the event that were made up. */
size_t rehearsal_made(const struct rehearsal *rehearsal,
                      const char *const **paths);
/* Is it as it should be: it has succeeded, or was ended by its own Terminate?
 */
bool rehearsal_good(const struct rehearsal *rehearsal);

#endif
