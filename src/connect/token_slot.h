/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token_slot.h - one token while it lives: what was got, for how long it is
 * used, and for how long a refusal counts.
 *
 * Only tokens.c and grant.c include it.  A token counts as gone five minutes
 * before it ends, or a quarter of its life where that is less.  A final refusal
 * is remembered for a while, so that a wrong secret does not lock an account.
 *
 * Thread: one at a time.
 */
#ifndef RIPOSTE_CONNECT_TOKEN_SLOT_H
#define RIPOSTE_CONNECT_TOKEN_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "connect/token.h"

struct token_slot {
    struct secret token;
    int64_t ends; /* minus the margin; 0: there is none */
    int64_t got;
    int64_t expires;
    int64_t renew; /* ask for the next one from then on; 0: at the end */
    bool wanted;
    bool flying;
    int64_t due;
    struct err failure;
    int64_t hold; /* the failure counts until then */
    struct token_memory memory;
};

void token_slot_init(struct token_slot *slot);
void token_slot_done(struct token_slot *slot);
enum token_state token_slot_get(struct token_slot *slot, int64_t now,
                                const struct secret **out, struct err *err);
/* A service said 401 to it. */
void token_slot_drop(struct token_slot *slot);
void token_slot_got(struct token_slot *slot, const struct token_answer *answer,
                    int64_t now);
void token_slot_failed(struct token_slot *slot, const struct err *err,
                       int64_t now);

#endif
