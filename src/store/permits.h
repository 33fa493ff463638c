/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * permits.h - what the services have said that riposte may do there, when, and
 * for which identity.
 */
#ifndef RIPOSTE_STORE_PERMITS_H
#define RIPOSTE_STORE_PERMITS_H

#include "store/store.h"
#include "util/json.h"

struct permit {
    const char *scope;       /* an ARM id in small letters, or an audience */
    const char *identity;    /* who it is about */
    int64_t asked;           /* when the answer came; 0: not yet */
    int64_t due;             /* when it is to be asked for; 0: not any more */
    const char *fault;       /* why it cannot be known; "": it is */
    const struct json *body; /* the sets of ARM, or the claims of a token */
};

/* All, by scope. */
bool permits_list(struct store *store, struct arena *arena, struct permit **out,
                  size_t *n, struct err *err);
/* An answer; those that are older than @before go. */
bool permits_put(struct store *store, const struct permit *permit,
                 int64_t before, struct err *err);
/* To be asked for at @due at the latest.  Writes only what is new. */
bool permits_wish(struct store *store, const char *scope, const char *identity,
                  int64_t due, struct err *err);

#endif
