/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * grant.h - tokens that the systems of connectors hand out themselves, by
 * OAuth's grants of a password or a refresh token (FACTS 15): one for each
 * sign-in, in memory only.
 *
 * It says what is to be asked and is told what came of it; gate.c does the
 * asking, before a request that needs the token, and once more after a 401.  A
 * refresh token that came with an answer takes the place of the one that is
 * configured until it is refused.
 *
 * Thread: one at a time.
 * Memory: terms are copied.
 */
#ifndef RIPOSTE_CONNECT_GRANT_H
#define RIPOSTE_CONNECT_GRANT_H

#include "connect/token.h"

struct grants;
struct grant;

struct grants *grants_new(void);
void grants_free(struct grants *grants);
/* The one of these terms; there are as many as connectors.  Lent. */
struct grant *grants_find(struct grants *grants, const struct oauth *terms);
void grants_forget(struct grants *grants);
/* The next that is to be asked for, NULL when none is.  It then counts as in
 * flight until grant_answer() or grant_fail(). */
struct grant *grants_due(struct grants *grants);

const struct oauth *grant_terms(const struct grant *grant);
enum token_state grant_get(struct grant *grant, int64_t now,
                           const struct secret **out, struct err *err);
/* The system said 401 to it. */
void grant_drop(struct grant *grant);
/* What the references of the terms led to. */
void grant_ask(struct grant *grant, const struct secret *client_secret,
               const struct secret *secret, struct token_ask *out);
void grant_answer(struct grant *grant, const struct response *response,
                  int64_t now);
void grant_fail(struct grant *grant, const struct err *err, int64_t now);

#endif
