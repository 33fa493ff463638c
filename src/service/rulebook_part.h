/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rulebook_part.h - one rule checked and written, for the files of service/
 * that change several in one transaction.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_RULEBOOK_PART_H
#define RIPOSTE_SERVICE_RULEBOOK_PART_H

#include "service/desk_part.h"

/* rulebook_check(), and with the watchlists that there are. */
bool rulebook_check_here(struct desk *desk, const struct rule *rule,
                         struct err *err);
/* Inside a transaction: the next revision, saved by @who, who is the author of
 * one that is new.  One without an order keeps the one it had, or gets the
 * next that is free; *moved when its order is another than before. */
bool rulebook_write(struct desk *desk, struct rule *rule, const char *who,
                    bool *moved, struct err *err);
/* ERR_INPUT names the rule that has the same order. */
bool rulebook_order_free(struct desk *desk, const struct rule *rule,
                         struct err *err);
/* Inside a transaction. */
bool rulebook_drop(struct desk *desk, const struct rule *rule, struct err *err);

#endif
