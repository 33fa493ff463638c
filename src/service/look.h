/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * look.h - asks how a target is at present.
 *
 * Whoever wants to know writes a wish into the store.  The engine carries it
 * out through the gate (looker.h), with the entry's request of "before" or of
 * "verify", and what it found is in the store for all to read: the look itself
 * by its number, the newest one by what it looked at.
 *
 *     look_write(desk, &(struct look_wish){.action = …, .target = …}, person,
 *                when_now(), &row, err)
 *     …
 *     look_get(desk, row, arena, &look, err), until its state is not
 *     LOOK_WANTED any more
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_LOOK_H
#define RIPOSTE_SERVICE_LOOK_H

#include "model/look.h"
#include "service/desk.h"
#include "util/arena.h"

struct look_wish {
    const char *action;            /* name in the catalogue */
    const char *target;            /* that it fits */
    enum step_phase phase;         /* PHASE_VERIFY, or else PHASE_BEFORE */
    const struct json *parameters; /* of the entry; NULL: its defaults */
    int64_t effect; /* that is looked after, whose values fill in; 0 */
};

/* Inside of a transaction.  Is the same asked already, then that is the one.
 * ERR_INPUT: no such entry, it has no such request, it does not fit. */
bool look_write(struct desk *desk, const struct look_wish *wish, const char *by,
                int64_t now, int64_t *row, struct err *err);
bool look_get(struct desk *desk, int64_t row, struct arena *arena,
              struct look *out, struct err *err);
/* The newest that was answered (seen or blind). */
bool look_newest(struct desk *desk, const struct look_wish *wish,
                 struct arena *arena, struct look *out, bool *found,
                 struct err *err);

#endif
