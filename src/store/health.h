/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * health.h - the newest of what is kept: how far the queue has come, and what
 * was last done.
 */
#ifndef RIPOSTE_STORE_HEALTH_H
#define RIPOSTE_STORE_HEALTH_H

#include "store/store.h"
#include "util/json.h"

struct newest_event {
    int64_t row; /* 0: there is none */
    int64_t time;
    int64_t arrived;
};
bool queue_newest(struct store *store, struct newest_event *out,
                  struct err *err);

struct step_use {
    const char *kind;
    const struct json *with;
    int64_t ended;
    bool failed;
    const char *note;
};
/* Those that were carried out and ended, the newest first: at most 1000 are
 * looked at. */
bool steps_newest(struct store *store, struct arena *arena,
                  struct step_use **out, size_t *n, struct err *err);

#endif
