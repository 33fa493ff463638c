/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * secret.h - a password, key or token: kept in memory only, zeroed when done,
 * and with no way to print it.
 *
 * Thread: a secret belongs to one thread at a time.
 * Memory: secret_init() on the caller's storage, secret_done() zeroes and
 * frees.
 */
#ifndef RIPOSTE_UTIL_SECRET_H
#define RIPOSTE_UTIL_SECRET_H

#include <stdbool.h>

#include "util/err.h"
#include "util/str.h"

struct secret {
    char *bytes; /* only for those who hand it to a library or a peer */
    size_t len;
};

void secret_init(struct secret *secret);
void secret_done(struct secret *secret);
void secret_set(struct secret *secret, struct str value);
bool secret_empty(const struct secret *secret);
struct str secret_view(const struct secret *secret); /* borrowed */
/* Zeroes memory that the compiler must not leave out. */
void secret_wipe(void *at, size_t len);

/* Is it a reference: env:NAME, file:PATH, cmd:PROGRAM ARG…, cred:NAME?  A
 * literal is refused where a secret is expected. */
bool secret_reference(struct str text);
/* Fetches what a reference names; a trailing line end is dropped.  ERR_INPUT
 * for a literal, ERR_DENIED for a file that others can read. */
bool secret_fetch(struct str reference, struct secret *out, struct err *err);

#endif
