/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conductor.h - polls the sources, carries out the steps that are due, and
 * keeps the lease: the engine without a screen.
 *
 * conductor_step() does one turn and sleeps at most as long as it is told, so
 * the worker thread, `serve`, headless commands and tests use the same code.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_CONDUCTOR_H
#define RIPOSTE_SERVICE_CONDUCTOR_H

#include "model/limits.h"
#include "model/run.h"
#include "service/desk.h"

struct conductor;

/* How one source stands, for the bottom line and `engine status`. */
struct source_status {
    char name[64];
    char text[256]; /* last error, one sentence; "" when all is well */
    enum err_code code;
    int64_t succeeded; /* last time; 0 never */
    int64_t next;      /* next poll */
    bool busy;
};

struct engine_status {
    bool here;        /* this process holds the lease */
    char holder[192]; /* who does */
    bool held;        /* hold is on */
    enum four_eyes four_eyes;
    bool roles; /* are there any?  Else everybody has all of them */
    struct source_status sources[LIMIT_SOURCES];
    size_t n_sources;
    int64_t approvals_pending;
    int64_t approvals_ending; /* of those: a warning is due */
    int64_t glass_loud; /* break-glass that nobody has confirmed in time */
    int64_t effects_active;
    int64_t effects_calling; /* somebody has to see to them */
    int64_t effects_ending;  /* soon, by themselves */
    int64_t runs_open;
    int64_t runs_held;  /* their next step waits for hold to be lifted */
    int64_t runs_stuck; /* they do not move */
    char sign_in[256];  /* device code: what to type where; "" otherwise */
};

/* @poll: sources too; else only steps (headless commands that act). */
bool conductor_new(struct desk *desk, bool poll, struct conductor **out,
                   struct err *err);
void conductor_free(struct conductor *conductor); /* drops the lease */

/* One turn: answers that came, steps that are due, polls that are due, then
 * sleeps until something happens, @wake (a descriptor, -1: none) is readable,
 * or @milliseconds have passed.  *worked says whether anything changed in the
 * store.  Errors of one source or step are recorded with it; false only when
 * the store fails, and until it is tried again: it sleeps meanwhile. */
bool conductor_step(struct conductor *conductor, int milliseconds, int wake,
                    bool *worked, struct err *err);
/* Nothing in flight and nothing due now: what tests wait for. */
bool conductor_idle(const struct conductor *conductor);
/* Each source has been read to its end, and no step is in flight or due:
 * `serve --once` may leave. */
bool conductor_once(const struct conductor *conductor);
/* Starts nothing new from now on; true when nothing is in flight any more. */
bool conductor_leave(struct conductor *conductor);
void conductor_refresh(struct conductor *conductor); /* poll all now */
bool conductor_status(struct conductor *conductor, struct engine_status *out,
                      struct err *err);
/* Turns until the run is final, somebody must answer, or time is up; works
 * also when another engine carries it out. */
bool conductor_await_run(struct conductor *conductor, int64_t run,
                         int64_t milliseconds, enum run_state *state,
                         struct err *err);

/* ---- engine_status.c: the same as anybody can read it from the store ---- */

bool engine_status_read(struct desk *desk, struct engine_status *out,
                        struct err *err);
/* All but the sources. */
bool engine_status_base(struct desk *desk, struct engine_status *out,
                        struct err *err);
/* The sources alone, as the engine left them that read them last. */
bool engine_status_sources(struct desk *desk, struct engine_status *out,
                           struct err *err);

#endif
