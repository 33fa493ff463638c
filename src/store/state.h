/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state.h - small facts that outlive a process: settings such as hold, where
 * each source stands, and who is the engine.
 */
#ifndef RIPOSTE_STORE_STATE_H
#define RIPOSTE_STORE_STATE_H

#include "store/store.h"
#include "util/json.h"
#include "util/str.h"

/* "hold", "source:defender-alerts/SUBSCRIPTION", …; *out is "" when unset. */
bool state_get(struct store *store, const char *name, struct arena *arena,
               struct str *out, struct err *err);
bool state_set(struct store *store, const char *name, struct str value,
               struct err *err);

/* The lease says who polls and acts. */
struct lease {
    char holder[192]; /* "host:pid:guid" */
    int64_t epoch;    /* grows with every new holder */
    int64_t expires;
};
/* Takes the lease when it is free, expired or already ours; renews it.
 * *held says whether it is ours now; *out who has it. */
bool lease_take(struct store *store, const char *holder, int64_t now,
                int64_t life, bool *held, struct lease *out, struct err *err);
bool lease_drop(struct store *store, const char *holder, struct err *err);
/* Who has it at present; expires 0 when nobody ever did. */
bool lease_look(struct store *store, struct lease *out, struct err *err);

#endif
