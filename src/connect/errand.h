/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * errand.h - what may wait for a program or a person, done in a thread of its
 * own: fetching secrets (cmd: may ask for a touch), and running az.
 *
 * The thread starts with the first errand; they are done one after another.
 *
 * Thread: one asks and takes; the work is done in another.
 * Memory: an errand is given away, and comes back with its answer.
 */
#ifndef RIPOSTE_CONNECT_ERRAND_H
#define RIPOSTE_CONNECT_ERRAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/secret.h"

#define ERRAND_SECRETS 20

struct errand {
    uint64_t tag;                    /* the asker's */
    char *reference[ERRAND_SECRETS]; /* owned; NULL: none in this place */
    char **argv;                     /* owned, or NULL: no program */
    struct secret secret[ERRAND_SECRETS];
    struct secret output; /* what the program printed */
    bool ok;
    struct err err;
};
struct errand *errand_new(uint64_t tag);
void errand_free(struct errand *errand);

struct errands;

struct errands *errands_new(void);
void errands_free(struct errands *errands); /* waits for the one that runs */
/* False, with the reason in errand->err, when it cannot be taken; it is still
 * the caller's then. */
bool errands_ask(struct errands *errands, struct errand *take_errand);
struct errand *errands_take(struct errands *errands);  /* NULL: none is done */
int errands_descriptor(const struct errands *errands); /* -1: none asked yet */

#endif
