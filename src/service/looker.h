/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * looker.h - carries out the looks that are wanted: a few at a time, through
 * the gate, each a few times where no answer comes.
 *
 * A look changes nothing, so that hold does not stop it, and one that was in
 * flight when a process died is simply made again.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_LOOKER_H
#define RIPOSTE_SERVICE_LOOKER_H

#include "connect/gate.h"
#include "service/desk_part.h"
#include "service/flights.h"

/* Tags of the gate: from here on they are numbers of looks. */
#define LOOKER_TAG (UINT64_C(3) << 62)
/* Asked for at once. */
#define LOOKER_AT_ONCE 4

struct looker {
    struct desk *desk;
    struct gate *gate;
    struct flights flying; /* looks */
    int64_t next;          /* not before; 0: nothing is wanted */
};
void looker_init(struct looker *looker, struct desk *desk, struct gate *gate);
/* Asks for those that are due. */
bool looker_start(struct looker *looker, int64_t now, struct err *err);
bool looker_answer(struct looker *looker, const struct gate_done *answer,
                   int64_t now, struct err *err);
/* Nothing is in flight, and nothing due. */
bool looker_rests(const struct looker *looker, int64_t now);

#endif
