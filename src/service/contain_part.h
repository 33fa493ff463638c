/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain_part.h - what the files of containments share, timers included.
 */
#ifndef RIPOSTE_SERVICE_CONTAIN_PART_H
#define RIPOSTE_SERVICE_CONTAIN_PART_H

#include "service/contain.h"
#include "service/desk_part.h"

/* ERR_INPUT names the nearest. */
bool contain_entry(const struct desk *desk, const char *action,
                   const struct containment **out, struct err *err);
/* What a person calls a target: the last part of its id. */
const char *contain_name(const char *target, struct arena *arena);
/* ERR_INPUT when LIMIT_CONTAINMENTS are in force. */
bool contain_room(struct desk *desk, struct err *err);

/* The run that is taking it back; 0: none is. */
bool contain_undoing(struct desk *desk, const struct effect *effect,
                     struct arena *arena, int64_t *run, struct err *err);
/* May it be taken back, or settled, now?  ERR_INPUT: it is over, or a run is
 * at work on it. */
bool contain_free(struct desk *desk, const struct effect *effect,
                  struct arena *arena, struct err *err);

struct back_wish {
    int64_t effect;
    const char *why;
    const char *by; /* NULL: the desk's person */
    bool anyway;
    int64_t until; /* the timer's: the end that is over; 0: a person's */
};
bool contain_back(struct desk *desk, const struct back_wish *wish, int64_t *run,
                  struct err *err);

#endif
