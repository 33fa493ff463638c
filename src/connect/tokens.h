/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tokens.h - the kinds of identity, and the tokens that one of them got: one
 * for each audience, in memory only.
 *
 * It says what is to be asked and is told what came of it; gate.c does the
 * asking.  One request is in flight for an audience, and one at all where the
 * kind shares a sign-in.  A token counts as gone five minutes before it ends,
 * and one that lives two hours or more is asked for anew at half of its life,
 * while the old one is still used.  A final refusal is remembered for a
 * while, so that a wrong secret does not lock an account.
 *
 * Thread: one at a time.
 * Memory: config and hosts are borrowed.
 */
#ifndef RIPOSTE_CONNECT_TOKENS_H
#define RIPOSTE_CONNECT_TOKENS_H

#include "connect/claims.h"
#include "connect/token.h"

/* The one list of identities.  To add one: write connect/tok_NAME.c, add it
 * here. */
#define TOKEN_KINDS(X)                                                         \
    X(secret)                                                                  \
    X(device)                                                                  \
    X(managed)                                                                 \
    X(federated)                                                               \
    X(cli)

#define TOKEN_DECLARE(name) extern const struct token_kind token_kind_##name;
TOKEN_KINDS(TOKEN_DECLARE)
#undef TOKEN_DECLARE

const struct token_kind *token_kind_find(struct str name); /* or NULL */

struct tokens;

bool tokens_new(const struct token_config *config, const struct hosts *hosts,
                struct tokens **out, struct err *err);
void tokens_free(struct tokens *tokens);
/* The reference to be fetched before tokens_ask(), "" when there is none. */
const char *tokens_reference(const struct tokens *tokens);

enum token_state tokens_get(struct tokens *tokens, enum audience audience,
                            int64_t now, const struct secret **out,
                            struct err *err);
/* A service said 401 to what was sent at @sent: the token of that time is not
 * used any more.  One that came since then stays. */
void tokens_drop(struct tokens *tokens, enum audience audience, int64_t sent);

/* How one stands, for people; never the token itself. */
struct token_facts {
    const char *identity;      /* the kind that it is asked for by */
    int64_t got;               /* 0: there is none */
    int64_t ends;              /* when the service stops taking it */
    const struct json *claims; /* claims.h; NULL: opaque */
    const char *failure;       /* why there is none; "" */
};
void tokens_look(const struct tokens *tokens, enum audience audience,
                 int64_t now, struct arena *arena, struct token_facts *out);
void tokens_forget(struct tokens *tokens); /* everything but sign-ins */

/* Which audience is to be asked for now?  It then counts as in flight until
 * tokens_answer() or tokens_fail().  False when none is. */
bool tokens_due(struct tokens *tokens, int64_t now, enum audience *out);
/* When one will be; 0 when nothing is planned. */
int64_t tokens_next(const struct tokens *tokens);
bool tokens_ask(struct tokens *tokens, enum audience audience,
                const struct secret *secret, int64_t now, struct arena *arena,
                struct token_ask *out, struct err *err);
void tokens_answer(struct tokens *tokens, enum audience audience,
                   const struct response *response, int64_t now);
void tokens_fail(struct tokens *tokens, enum audience audience,
                 const struct err *err, int64_t now);
bool tokens_prompt(const struct tokens *tokens, int64_t now,
                   struct token_prompt *out);

#endif
