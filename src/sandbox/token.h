/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token.h - tokens: who issued one for which audience, until when.
 *
 * They have the shape of Entra ID's (RFC 7519), so that whoever wants to know
 * what he may do can read it there: `roles` of an application, `scp` of a
 * person.  Their signature is none.
 *
 * token.c answers the token endpoint of Entra ID with its grants, and the two
 * endpoints that a managed identity asks (FACTS 2).
 *
 * Thread: main.
 * Memory: the newest TOKENS_MAX are remembered; older ones are unknown again.
 */
#ifndef RIPOSTE_SANDBOX_TOKEN_H
#define RIPOSTE_SANDBOX_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "util/json.h"
#include "util/str.h"

#define TOKENS_MAX 4096

struct tokens;

struct token_claim {
    const char *audience; /* NULL when the token is unknown */
    bool is_expired;
};

struct tokens *tokens_new(void);
void tokens_free(struct tokens *tokens);
/* @grants are claims more; NULL for none.  @life in seconds from @now
 * (milliseconds). */
const char *tokens_issue(struct tokens *tokens, const char *audience,
                         const struct json *grants, int64_t now, int64_t life);
struct token_claim tokens_check(const struct tokens *tokens, struct str text,
                                int64_t now);

/* The audience that a scope or resource names: "arm", "graph", …, NULL when
 * unknown.  The sandbox's own address @base is "any": one port serves all. */
const char *audience_of(struct str scope, const char *base);
/* May a token for @have be used where @want is asked for? */
bool audience_covers(const char *have, const char *want);

#endif
