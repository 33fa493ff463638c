/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks.h - the workflows that were taken in, by name.
 */
#ifndef RIPOSTE_STORE_PLAYBOOKS_H
#define RIPOSTE_STORE_PLAYBOOKS_H

#include "model/rule.h"
#include "store/store.h"
#include "util/json.h"

struct stored_playbook {
    int64_t row;
    const char *name;
    enum rule_mode mode;
    int64_t saved;
    const char *editor;
    const struct json *json; /* engine/playbook.h writes and reads it */
    int64_t due;             /* when the clock starts it next; 0: it does not */
};

/* By name, in its order. */
bool playbooks_list(struct store *store, struct arena *arena,
                    struct stored_playbook **out, size_t *n, struct err *err);
/* Without case.  ERR_ABSENT names the nearest. */
bool playbooks_find(struct store *store, struct str name, struct arena *arena,
                    struct stored_playbook *out, struct err *err);
/* Adds it, or replaces the one of that name, which keeps its mode; *fresh says
 * which.  In the caller's transaction, as is the other. */
bool playbooks_put(struct store *store, const struct stored_playbook *playbook,
                   bool *fresh, struct err *err);
bool playbooks_switch(struct store *store, int64_t row, enum rule_mode mode,
                      struct err *err);
bool playbooks_set_due(struct store *store, int64_t row, int64_t due,
                       struct err *err);
/* Those that the clock starts by now; *next is the earliest later one, 0 none.
 */
bool playbooks_due(struct store *store, int64_t now, struct arena *arena,
                   struct stored_playbook **out, size_t *n, int64_t *next,
                   struct err *err);
bool playbooks_remove(struct store *store, int64_t row, struct err *err);

#endif
