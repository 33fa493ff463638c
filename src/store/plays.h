/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plays.h - playbooks that run: what each was started with, the definition it
 * goes by, and its lanes: what was asked of outside, and what came of it.
 *
 * A run of a playbook keeps no state of the interpreter.  That is made again
 * from what is here: the same start, and the same answers at the same moments
 * in the same order.
 */
#ifndef RIPOSTE_STORE_PLAYS_H
#define RIPOSTE_STORE_PLAYS_H

#include "model/run.h"
#include "store/store.h"

struct stored_play {
    int64_t run;
    const char *digest;            /* SHA-256 of the definition, hex */
    const struct json *definition; /* engine/playbook.h reads it */
    const char *editor;            /* who had taken it in */
    int64_t began;                 /* as the interpreter was told */
    const char *seed;              /* of the GUIDs it makes */
    const struct json *given;      /* {"trigger", "parameters", "workflow"} */
    int64_t parent;                /* step that waits for its end; 0 */
    /* Once it has ended. */
    const char *code;
    const char *error;
    const struct json *response; /* of its Response; NULL */
};
/* All that write are for the caller's transaction.  The definition is kept
 * once, however many run by it. */
bool plays_add(struct store *store, const struct stored_play *play,
               struct err *err);
bool plays_get(struct store *store, int64_t run, struct arena *arena,
               struct stored_play *out, struct err *err);
/* The run that this step waits for, if it has not ended; 0: none. */
bool plays_of(struct store *store, int64_t step, int64_t *run, struct err *err);
bool plays_end(struct store *store, const struct stored_play *play,
               struct err *err);

struct lane {
    int64_t lane;  /* number of the effect, plus 1 */
    int64_t place; /* in the order of the answers, from 1 on; 0: none yet */
    int64_t time;
    enum run_state state;
    const char *code;
    const char *error;
    const struct json *outputs;
    bool again;
    int64_t retry_after;
    bool secret; /* its outputs are kept in memory only */
};
bool lanes_add(struct store *store, int64_t run, const struct lane *lane,
               struct err *err);
/* What the service has answered, whatever will be made of it. */
bool lanes_came(struct store *store, int64_t run, const struct lane *lane,
                struct err *err);
/* The next in the order of the answers; sets place. */
bool lanes_answer(struct store *store, int64_t run, struct lane *lane,
                  struct err *err);
/* ERR_ABSENT when it is not there. */
bool lanes_get(struct store *store, int64_t run, int64_t lane,
               struct arena *arena, struct lane *out, struct err *err);
/* Those that were not, and the place of the last that was. */
bool lanes_open(struct store *store, int64_t run, struct arena *arena,
                struct lane **out, size_t *n, int64_t *last, struct err *err);
/* Those that were answered, in the order of the answers; then the others. */
bool lanes_of(struct store *store, int64_t run, struct arena *arena,
              struct lane **out, size_t *n, struct err *err);

#endif
