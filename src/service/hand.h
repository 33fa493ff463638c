/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hand.h - runs that a person starts: the deed and the run in one transaction.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_HAND_H
#define RIPOSTE_SERVICE_HAND_H

#include "service/desk_part.h"

struct hand_run {
    const char *name;   /* "Close event 81" */
    const char *verb;   /* of the deed */
    const char *object; /* of the deed: "event 81" */
    const char *by;     /* NULL: the desk's person; else "riposte" */
    const char *why;
    int64_t event;      /* 0: none */
    int64_t effect;     /* undo: which; 0 */
    struct step *steps; /* planned; keys and notes are filled in */
    size_t n_steps;
    /* More that belongs into the same transaction, or NULL. */
    bool (*also)(struct desk *desk, int64_t run, void *with, struct err *err);
    void *with;
};

/* ERR_AGAIN when LIMIT_RUNS are open already: then nothing more begins. */
bool hand_room(struct desk *desk, struct err *err);
/* A protected target asks a second person, whoever wants it.  @event may be
 * NULL. */
enum policy_side hand_side(struct desk *desk, const char *target,
                           const struct event *event);
bool hand_start(struct desk *desk, const struct hand_run *hand, int64_t *run,
                struct err *err);

#endif
