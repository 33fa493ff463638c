/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * errand.h - what may wait for a program or a person, done in a thread of its
 * own: fetching secrets (cmd: may ask for a touch), running az, and scripts.
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

#include "model/http.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/secret.h"

#define ERRAND_SECRETS 21

struct errand {
    uint64_t tag; /* the asker's */
    struct arena *arena;
    const char *reference[ERRAND_SECRETS]; /* NULL: none in this place */
    const char *const *argv;               /* NULL: no program to run */
    const struct request *script;          /* "RUN"; borrowed; NULL: none */
    struct secret secret[ERRAND_SECRETS];  /* what was fetched */
    struct secret output;                  /* what the program printed */
    struct buf printed;                    /* what the script printed */
    bool ok;
    struct err err;
};
struct errand *errand_new(uint64_t tag);
void errand_free(struct errand *errand);
void errand_fetch(struct errand *errand, size_t place, struct str reference);
void errand_run(struct errand *errand, const char *const *argv);

struct errands;

struct errands *errands_new(void);
/* Waits for the one that runs, which its time limit bounds; the others are
 * dropped. */
void errands_free(struct errands *errands);
/* Takes the errand.  ERR_AGAIN when too many wait, ERR_LOCAL when there can be
 * no thread; it is freed then. */
bool errands_ask(struct errands *errands, struct errand *take_errand,
                 struct err *err);
struct errand *errands_take(struct errands *errands); /* NULL: none is done */
int errands_descriptor(const struct errands *errands);

#endif
