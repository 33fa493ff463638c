/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token.h - tokens of Entra ID, by the identity that the configuration names
 * (FACTS 2).
 *
 * A kind of identity builds a request and judges its answer; it never waits
 * and touches no socket.  What is kept for each audience (the token, when it
 * ends, whether it is being asked for) is kept here, in memory only.  gate.h
 * carries the requests.
 *
 * Thread: one at a time.
 * Memory: token_config and hosts are borrowed.
 */
#ifndef RIPOSTE_CONNECT_TOKEN_H
#define RIPOSTE_CONNECT_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "connect/hosts.h"
#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/secret.h"

/* Empty texts are looked up in the environment (FACTS 2.4, 2.5). */
struct token_config {
    const char *identity;      /* row of tokens.c: "secret", "device" … */
    const char *tenant;        /* AZURE_TENANT_ID */
    const char *client_id;     /* AZURE_CLIENT_ID; user-assigned managed
                                  identity: client id or ARM id */
    const char *client_secret; /* reference; env:AZURE_CLIENT_SECRET */
    const char *token_file;    /* AZURE_FEDERATED_TOKEN_FILE */
    const char *(*env)(const char *name); /* NULL: getenv(3) */
};

/* What somebody who signs in by device code has to do. */
struct token_prompt {
    char code[64]; /* "ABCD-EFGH" */
    char url[256]; /* "https://microsoft.com/devicelogin" */
    int64_t expires;
};

/* What a kind needs to be asked. */
struct token_want {
    const struct token_config *config;
    const struct hosts *hosts;
    enum audience audience;
    const struct secret *secret; /* what `reference` named; may be empty */
    struct token_memory *memory;
    int64_t now;
};
/* What a kind remembers from one request to the next. */
struct token_memory {
    int step; /* the kind's own */
    int attempts;
    struct secret held;    /* device code, key of Azure Arc */
    struct secret refresh; /* refresh token */
    int64_t interval;
    struct token_prompt prompt;
};
void token_memory_init(struct token_memory *memory);
void token_memory_done(struct token_memory *memory);

/* One thing to do for a token: a request, or a program to run. */
struct token_ask {
    struct request request;      /* method NULL: run argv */
    struct secret form;          /* the body */
    struct secret authorization; /* value of that header, "" none */
    const char *const *argv;
};
void token_ask_init(struct token_ask *ask);
void token_ask_done(struct token_ask *ask);

enum token_verdict {
    TOKEN_GOT,    /* token, lives */
    TOKEN_WAIT,   /* ask again after `wait` */
    TOKEN_REFUSED /* err; code AGAIN: a later try may do */
};
struct token_answer {
    enum token_verdict verdict;
    int64_t wait;
    int64_t lives; /* milliseconds from now */
    struct secret token;
    struct err err;
};
void token_answer_init(struct token_answer *answer);
void token_answer_done(struct token_answer *answer);

/* To add one: write tok_NAME.c, add its row in tokens.c. */
struct token_kind {
    const char *name;
    const char *title; /* N_() */
    /* The reference to be fetched before ask(), NULL or "" when none. */
    const char *(*reference)(const struct token_config *config);
    bool shared; /* one sign-in for all audiences */
    bool (*ask)(const struct token_want *want, struct arena *arena,
                struct token_ask *out, struct err *err);
    /* For a program: response.status 200 and what it printed. */
    void (*judge)(const struct token_want *want,
                  const struct response *response, struct token_answer *out);
};
const struct token_kind *token_kind_find(struct str name); /* or NULL */
const struct token_kind *token_kind_at(size_t index);      /* NULL ends */

/* Configured value, else that of the environment; "" when neither. */
const char *token_setting(const struct token_config *config, const char *value,
                          const char *variable);
/* The answer of every token endpoint: access_token with expires_in (number or
 * text) or expires_on; errors as FACTS 2.1 has them. */
void token_read(const struct response *response, int64_t now,
                struct token_answer *out);

/* Tokens per audience. */
struct tokens;

bool tokens_new(const struct token_config *config, const struct hosts *hosts,
                struct tokens **out, struct err *err);
void tokens_free(struct tokens *tokens);
const struct token_kind *tokens_kind(const struct tokens *tokens);

enum token_state {
    TOKEN_READY, /* *out is lent until the next call */
    TOKEN_ASKED, /* come again */
    TOKEN_NEVER  /* err says why */
};
enum token_state tokens_get(struct tokens *tokens, enum audience audience,
                            int64_t now, const struct secret **out,
                            struct err *err);
/* A service said 401 to it. */
void tokens_drop(struct tokens *tokens, enum audience audience);
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
