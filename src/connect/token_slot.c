/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/token_slot.h"

#include "util/when.h"

/* FACTS 2.3. */
#define MARGIN    (5 * WHEN_MINUTE)
#define LONG_LIFE (2 * WHEN_HOUR)
/* How long a refusal is remembered: a final one so that it is not repeated
 * with every request, a passing one so that a failing host has peace. */
#define HOLD_FINAL   (15 * WHEN_MINUTE)
#define HOLD_PASSING (5 * WHEN_SECOND)
#define RENEW_LATER  WHEN_MINUTE

void token_slot_init(struct token_slot *slot)
{
    *slot = (struct token_slot){0};
    secret_init(&slot->token);
    token_memory_init(&slot->memory);
}

void token_slot_done(struct token_slot *slot)
{
    secret_done(&slot->token);
    token_memory_done(&slot->memory);
}

enum token_state token_slot_get(struct token_slot *slot, int64_t now,
                                const struct secret **out, struct err *err)
{
    if (slot->ends > now) {
        if (slot->renew && slot->renew <= now)
            slot->wanted = true;
        *out = &slot->token;
        return TOKEN_READY;
    }
    if (slot->hold > now) {
        *err = slot->failure;
        return TOKEN_NEVER;
    }
    slot->wanted = true;
    return TOKEN_ASKED;
}

void token_slot_drop(struct token_slot *slot)
{
    secret_done(&slot->token);
    secret_init(&slot->token);
    slot->ends = 0;
    slot->renew = 0;
}

void token_slot_got(struct token_slot *slot, const struct token_answer *answer,
                    int64_t now)
{
    /* Some live for minutes only: the margin must leave them a life. */
    int64_t margin = answer->lives / 4 < MARGIN ? answer->lives / 4 : MARGIN;

    secret_set(&slot->token, secret_view(&answer->token));
    slot->ends = now + answer->lives - margin;
    slot->got = now;
    slot->expires = now + answer->lives;
    slot->renew = answer->lives >= LONG_LIFE ? now + answer->lives / 2 : 0;
    slot->wanted = false;
    slot->due = 0;
    slot->hold = 0;
}

void token_slot_failed(struct token_slot *slot, const struct err *err,
                       int64_t now)
{
    slot->wanted = false;
    slot->due = 0;
    slot->failure = *err;
    slot->hold = now + (err->code == ERR_AGAIN ? HOLD_PASSING : HOLD_FINAL);
    if (slot->renew)
        slot->renew = now + RENEW_LATER;
}
