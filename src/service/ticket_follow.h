/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ticket_follow.h - looks now and then how open tickets stand.
 *
 * A few at a time, each about as often as the settings say, and less and less
 * often where no answer is to be had.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_TICKET_FOLLOW_H
#define RIPOSTE_SERVICE_TICKET_FOLLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "connect/gate.h"
#include "service/desk_part.h"
#include "service/flights.h"

/* Tags of the gate: from here on they are numbers of tickets. */
#define TICKET_FOLLOW_TAG (UINT64_C(1) << 63)
/* Asked for at once. */
#define TICKET_FOLLOWED 4

struct ticket_follow {
    struct desk *desk;
    struct gate *gate;
    struct flights flying; /* tickets */
    int64_t next;          /* not before */
};
void ticket_follow_init(struct ticket_follow *follow, struct desk *desk,
                        struct gate *gate);
/* Asks for those that are due. */
bool ticket_follow_start(struct ticket_follow *follow, int64_t now,
                         struct err *err);
/* *changed: a ticket stands otherwise than before. */
bool ticket_follow_answer(struct ticket_follow *follow,
                          const struct gate_done *answer, int64_t now,
                          bool *changed, struct err *err);

#endif
