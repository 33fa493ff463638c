/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runs.h - runs with their steps (the journal), approvals, and containments in
 * force.
 *
 * Each function that changes a state does so only from the state that the
 * caller saw (compare-and-swap): ERR_AGAIN says that somebody was faster.
 */
#ifndef RIPOSTE_STORE_RUNS_H
#define RIPOSTE_STORE_RUNS_H

#include "model/approval.h"
#include "model/containment.h"
#include "model/run.h"
#include "store/steps.h"
#include "store/store.h"

/* Adds the run with all its steps, in the caller's transaction; numbers are
 * set in place. */
bool runs_add(struct store *store, struct run *run, struct err *err);
bool runs_get(struct store *store, int64_t row, struct arena *arena,
              struct run *out, struct err *err);
/* Newest first; @event 0: of all; @open: not final only.  Steps are left out.
 */
struct runs_filter {
    int64_t event;
    int64_t rule;
    bool open;
    int64_t before; /* rows below this one; 0: from the newest */
    size_t limit;
};
bool runs_list(struct store *store, const struct runs_filter *filter,
               struct arena *arena, struct run **out, size_t *n,
               struct err *err);
bool runs_set(struct store *store, int64_t row, enum run_state from,
              enum run_state to, int64_t now, struct err *err);

bool approvals_add(struct store *store, struct approval *approval,
                   struct err *err);
bool approvals_get(struct store *store, int64_t row, struct arena *arena,
                   struct approval *out, struct err *err);
/* The newest that this run waits or waited for, be it a batch. */
bool approvals_of_run(struct store *store, int64_t run, struct arena *arena,
                      struct approval *out, bool *found, struct err *err);
/* Pending ones first, by expiry; then answered ones, newest first. */
bool approvals_list(struct store *store, bool pending_only, size_t limit,
                    struct arena *arena, struct approval **out, size_t *n,
                    struct err *err);
/* Pending → answer, once: ERR_AGAIN names who was faster.  ERR_DENIED when it
 * is to be approved and its time is over at @now, though nobody has noted it.
 */
bool approvals_answer(struct store *store, int64_t row,
                      enum approval_state answer, const char *by,
                      const char *reason, int64_t now, struct err *err);
/* Pending ones whose time is over. */
bool approvals_expired(struct store *store, int64_t now, struct arena *arena,
                       struct approval **out, size_t *n, struct err *err);

/* One run that waits for an approval together with others of its rule. */
struct batch_item {
    int64_t run;
    int64_t approval;
    const struct json *shown;  /* {run, event, target, does} for the list */
    const struct json *frozen; /* what each of its steps would do */
    const char *digest;        /* of that */
};
/* The batch that may be joined: pending, same rule, author and editor as
 * @like, asked for after @since, with less than @most runs; 0: none. */
bool batches_open(struct store *store, const struct approval *like,
                  int64_t since, int64_t most, int64_t *out, struct err *err);
/* The approval takes digest, expiry and class of @grown. */
bool batches_join(struct store *store, const struct batch_item *item,
                  const struct approval *grown, struct err *err);
bool batches_leave(struct store *store, int64_t run, struct err *err);
bool batches_of_run(struct store *store, int64_t run, struct arena *arena,
                    struct batch_item *out, bool *found, struct err *err);
bool batches_list(struct store *store, int64_t approval, size_t limit,
                  struct arena *arena, struct batch_item **out, size_t *n,
                  struct err *err);

bool effects_add(struct store *store, struct effect *effect, struct err *err);
bool effects_get(struct store *store, int64_t row, struct arena *arena,
                 struct effect *out, struct err *err);
bool effects_save(struct store *store, const struct effect *effect,
                  struct err *err);
/* @active: requested, accepted, observed, unknown, undoing. */
bool effects_list(struct store *store, bool active, int64_t event, size_t limit,
                  struct arena *arena, struct effect **out, size_t *n,
                  struct err *err);
/* The newest active one of this action on this target; *found. */
bool effects_on(struct store *store, const char *action, const char *target,
                struct arena *arena, struct effect *out, bool *found,
                struct err *err);

/* What the tabs show; nothing is read but the rows that count. */
struct counters {
    int64_t approvals_pending;
    int64_t effects_active;
    int64_t runs_open;
    int64_t rules;
};
bool counters_get(struct store *store, struct counters *out, struct err *err);

#endif
