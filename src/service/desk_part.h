/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * desk_part.h - the inside of a desk, for the files of service/ only.
 */
#ifndef RIPOSTE_SERVICE_DESK_PART_H
#define RIPOSTE_SERVICE_DESK_PART_H

#include "engine/plan.h"
#include "engine/rules.h"
#include "model/approval.h"
#include "model/person.h"
#include "service/desk.h"
#include "service/ignores.h"
#include "service/pass.h"
#include "store/audit.h"
#include "store/events.h"
#include "store/rules.h"
#include "store/runs.h"
#include "store/state.h"
#include "util/digest.h"

struct desk {
    const struct config *config;
    struct store *store;
    struct catalogue *catalogue;
    char person[PERSON_NAME_SIZE];
    struct person_groups groups; /* of that person, when the desk was opened */
    bool moved; /* this desk has written since the conductor looked */

    /* The rules in force; loaded anew when their version moves. */
    struct rule **rules;
    size_t n_rules;
    struct ruleset *ruleset;
    bool awaits;           /* one of them waits for certain changes */
    int64_t rules_version; /* -1: not loaded */
    uint64_t lists;        /* watchlist_stamp() of what was compiled */
    int64_t rules_at;      /* ago() in conditions is asked anew every minute */

    struct ignores ignores; /* riposte's own suppressions in force */

    struct plan_kind *kinds; /* rows of connect/actions.c, for plans */
    struct protect protect;  /* what is never contained without asking */
    struct zone_shelf *zones;
    struct play_kept *kept; /* the run of a playbook that was moved last */
    struct passes secrets;  /* that playbooks were answered */
    int64_t drift_at;       /* no look after a containment before this */

    char host[64];
    char request[GUID_SIZE]; /* of what is being done now */
    int64_t epoch;           /* of the engine that acts; 0: a person does */
    struct err unkeyed;      /* why records have no key; ERR_NONE: they have */
};

/* The rules as they are now; cheap when nothing changed. */
bool desk_rules(struct desk *desk, int64_t now, struct err *err);
/* Rows of connect/actions.c as the planner knows them. */
size_t plan_kinds_count(void);
void plan_kinds_fill(struct plan_kind *out);
struct plan_env plan_env_of(const struct catalogue *catalogue,
                            const struct plan_kind *kinds);
struct plan_env desk_plan_env(const struct desk *desk);

/* The interpreter that was kept (play_keep.c). */
void play_forget(struct desk *desk);
/* Runs @work inside a write transaction; undone when it fails. */
bool desk_transact(struct desk *desk,
                   bool (*work)(struct desk *desk, void *with, struct err *err),
                   void *with, struct err *err);

/* A record of the audit log, in the transaction of what it tells of.  Members
 * that are NULL are those of whoever acts now. */
bool desk_record(struct desk *desk, const struct audit_entry *entry,
                 struct err *err);
/* The same for what has nothing before and after: @text says why, or what. */
bool desk_deed(struct desk *desk, const char *who, const char *verb,
               const char *object, int64_t event, const char *text,
               struct err *err);

/* What follows is one act: its records have one request id, and are by the
 * person (0), or by the engine of this epoch (-1: of none yet). */
void desk_begins(struct desk *desk, int64_t epoch);

/* ERR_INPUT when a text of a person is longer than LIMIT_REASON. */
bool desk_reason(const char *why, struct err *err);

#endif
