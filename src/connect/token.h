/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token.h - tokens of Entra ID, by the identity that the configuration names
 * (FACTS 2).
 *
 * A kind of identity builds a request and judges its answer; it never waits
 * and touches no socket.  tokens.h keeps what was got, gate.h carries the
 * requests.
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

/* Is there a token to be used now? */
enum token_state {
    TOKEN_READY, /* *out is lent until the next call */
    TOKEN_ASKED, /* come again */
    TOKEN_NEVER  /* err says why */
};

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
/* What kinds share. */

/* Configured value, else that of the environment; "" when neither. */
const char *token_setting(const struct token_config *config, const char *value,
                          const char *variable);
/* "{login}/{tenant}/oauth2/v2.0/{leaf}"; ERR_INPUT when no tenant is set. */
bool token_url(const struct token_want *want, const char *tenant,
               const char *leaf, struct arena *arena, const char **out,
               struct err *err);
/* A POST of a form; the pairs end with a NULL name. */
struct token_pair {
    const char *name;
    struct str value;
};
void token_post(const char *url, const struct token_pair *pairs,
                struct token_ask *out);
/* The answer of every token endpoint: access_token with expires_in (number or
 * text) or expires_on; errors as FACTS 2.1 has them. */
void token_read(const struct response *response, int64_t now,
                struct token_answer *out);
/* Can it stand in a header? */
bool token_valid(struct str token);
/* Appends what a refusal says, harmless: "sentence (HTTP 401, error)". */
void token_said(const struct response *response, struct buf *out);
/* The `error` member of a refusal, "" when there is none. */
void token_error(const struct response *response, char *out, size_t size);

#endif
