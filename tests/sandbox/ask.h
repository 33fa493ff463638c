/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ask.h - a sandbox without a network: calls go to serve() and come back.
 *
 * Most tests are rows: what is asked, and what must be answered.
 */
#ifndef RIPOSTE_TESTS_SANDBOX_ASK_H
#define RIPOSTE_TESTS_SANDBOX_ASK_H

#include <stddef.h>

#include "sandbox/call.h"
#include "sandbox/options.h"
#include "sandbox/sandbox.h"
#include "util/json.h"
#include "util/str.h"

/* The estate of data/sandbox/estate.json. */
#define SUB  "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"
#define DEV  "/subscriptions/c41e9a72-58b3-4d0f-8c27-91f0a3b5d6e8"
#define SHOP SUB "/resourceGroups/rg-shop/providers"
#define SEC  "/providers/Microsoft.Security"
#define VM   SHOP "/Microsoft.Compute/virtualMachines/vm-web-01"

#define ASK_HEADERS 8

struct ask {
    struct options options;
    struct sandbox *sandbox;
    struct call call;  /* the last one */
    struct json *json; /* its answer, NULL when it is none */
    const char *query;
    const char *token;                   /* instead of the fitting one */
    struct call_pair extra[ASK_HEADERS]; /* of the next call */
    size_t extras;
};

/* Options as on the command line, NULL at the end. */
void ask_open(struct ask *ask, const char *const *args);
void ask_close(struct ask *ask);
void ask_header(struct ask *ask, const char *name, const char *value);
/* Answers the status. */
unsigned ask_do(struct ask *ask, const char *method, const char *target,
                const char *body);
/* Text, number or truth at a path in the answer; "" when nothing is there. */
const char *ask_text(struct ask *ask, const char *path);
/* A header of the answer; "" when it is not there. */
const char *ask_reply(struct ask *ask, const char *name);
/* GETs until the text at that path is so; fails after five seconds. */
void ask_until(struct ask *ask, const char *target, const char *path,
               const char *is);

struct ask_row {
    const char *method, *target, *body;
    unsigned status;
    const char *at, *is; /* NULL for whatever is answered */
};
void ask_rows(struct ask *ask, const struct ask_row *row, size_t n);

#define ASK_ROWS(ask, rows)                                                    \
    ask_rows((ask), (rows), sizeof(rows) / sizeof((rows)[0]))

#endif
