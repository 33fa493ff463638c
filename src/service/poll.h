/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poll.h - the sources: asks each when it is due, stores what came, and where
 * it stands, in one transaction.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_POLL_H
#define RIPOSTE_SERVICE_POLL_H

#include "connect/gate.h"
#include "connect/source.h"
#include "model/limits.h"
#include "service/conductor.h"
#include "service/desk_part.h"

/* Who fails so often in a row is not waited for. */
#define POLL_ATTEMPTS 3

struct poll_source {
    const struct source *source;
    struct source_settings set;
    struct source_state state;
    bool busy;
    bool read;          /* a sweep has come to its end */
    bool hurried;       /* somebody waits for the end of this sweep */
    int64_t last;       /* when the last answer came */
    struct err trouble; /* ERR_NONE: all is well */
    int64_t bad;        /* items of this sweep that could not be taken, */
    struct err fault;   /* and what is wrong with the first of them */
};

struct poll {
    struct desk *desk;
    struct gate *gate;
    struct arena *arena;
    struct poll_source
        sources[LIMIT_SOURCES + 1]; /* Defender's suppressions too */
    size_t n;
};

/* The subscriptions that stand at the top of the configuration hold for every
 * source that names none of its own; the result lives in @arena. */
const struct json *poll_settings(const struct config *config,
                                 const struct config_source *row,
                                 struct arena *arena);

bool poll_init(struct poll *poll, struct desk *desk, struct gate *gate,
               struct err *err);
void poll_done(struct poll *poll);
/* Another engine may have gone on: where each source stands is in the store. */
bool poll_reload(struct poll *poll, struct err *err);
/* Asks what is due; *next is the earliest later moment, 0 when there is none.
 */
void poll_start(struct poll *poll, int64_t now, int64_t *next);
bool poll_answer(struct poll *poll, const struct gate_done *done, int64_t now,
                 bool *worked, struct err *err);
/* Each is asked now, and until its sweep has come to its end without pauses. */
void poll_hurry(struct poll *poll);
/* Between two sweeps, and nothing is due now. */
bool poll_rests(const struct poll *poll, int64_t now);
/* Each has been read to its end since poll_init(), or goes on failing. */
bool poll_read(const struct poll *poll);
void poll_status(const struct poll *poll, struct engine_status *out);

#endif
