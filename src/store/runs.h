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
/* The newest of a playbook; *row 0: there is none. */
bool runs_newest(struct store *store, const char *playbook, int64_t *row,
                 enum run_state *state, int64_t *began, struct err *err);
/* The run of @step, with the steps of its lane only. */
bool runs_get_with(struct store *store, int64_t row, int64_t step,
                   struct arena *arena, struct run *out, struct err *err);
/* The run without its steps. */
bool runs_head(struct store *store, int64_t row, struct arena *arena,
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
/* Are that many runs open, or more? */
bool runs_full(struct store *store, int64_t most, bool *out, struct err *err);
/* The open run that does @run again; 0: there is none. */
bool runs_again(struct store *store, int64_t run, int64_t *out,
                struct err *err);

/* Open runs that should have moved by now: since three times as long as the
 * rule usually takes (but a minute), or since @patience where that is not
 * known.  What waits for a person, for its time or because of hold is well. */
struct stuck_run {
    int64_t run;
    int64_t event;
    const char *name;
    int64_t since; /* it moved last */
    int64_t usual; /* milliseconds; 0: not known */
    bool told;
};
bool runs_stuck(struct store *store, int64_t now, int64_t patience, bool held,
                struct arena *arena, struct stuck_run **out, size_t *n,
                struct err *err);
/* Somebody was told of it at @now; once it moves it is forgotten. */
bool runs_tell(struct store *store, int64_t run, int64_t now, struct err *err);
/* Of the rows of a page: those whose next step hold stops.  @rows in falling
 * order. */
bool runs_mark_held(struct store *store, struct run *rows, size_t n,
                    struct err *err);
bool runs_set(struct store *store, int64_t row, enum run_state from,
              enum run_state to, int64_t now, struct err *err);

/* How many wait for an answer. */
bool approvals_pending(struct store *store, int64_t *out, struct err *err);
bool approvals_add(struct store *store, struct approval *approval,
                   struct err *err);
bool approvals_get(struct store *store, int64_t row, struct arena *arena,
                   struct approval *out, struct err *err);
/* All that this run waited for, the oldest first. */
bool approvals_by_run(struct store *store, int64_t run, struct arena *arena,
                      struct approval **out, size_t *n, struct err *err);
/* The newest that this lane of the run waits or waited for, be it a batch. */
bool approvals_of_run(struct store *store, int64_t run, int64_t lane,
                      struct arena *arena, struct approval *out, bool *found,
                      struct err *err);
/* Pending ones first, by expiry; then answered ones, newest first. */
bool approvals_list(struct store *store, const struct approvals_filter *filter,
                    struct arena *arena, struct approval **out, size_t *n,
                    struct err *err);
/* Pending → answer, once: ERR_AGAIN names who was faster.  ERR_DENIED when it
 * is to be approved and its time is over at @now, though nobody has noted it.
 */
bool approvals_answer(struct store *store, int64_t row,
                      enum approval_state answer, const char *by,
                      const char *reason, int64_t now, struct err *err);
/* Pending ones whose time is over; break-glass is never rejected. */
bool approvals_expired(struct store *store, int64_t now, struct arena *arena,
                       struct approval **out, size_t *n, struct err *err);
/* What the target was like when the last one said yes. */
bool approvals_seen(struct store *store, int64_t row, const struct json *seen,
                    struct err *err);
/* Pending ones of which something is to be told: that they were asked for,
 * that time runs out, that others are asked now, that nobody has confirmed. */
bool approvals_untold(struct store *store, int64_t now, size_t limit,
                      struct arena *arena, struct approval **out, size_t *n,
                      struct err *err);
/* It was told (set of enum approval_told), first in the mail @thread. */
bool approvals_tell(struct store *store, int64_t row, unsigned told,
                    const char *thread, struct err *err);
/* How many wait whose time is nearly over. */
bool approvals_ending(struct store *store, int64_t now, int64_t *out,
                      struct err *err);
/* Break-glass that waits for its confirmation, though all of it was taken back
 * or never done. */
bool approvals_settled(struct store *store, struct arena *arena,
                       struct approval **out, size_t *n, struct err *err);
/* All that is or was to be confirmed after break-glass, the newest first. */
bool approvals_glass(struct store *store, size_t limit, struct arena *arena,
                     struct approval **out, size_t *n, struct err *err);
/* Break-glass that nobody has confirmed in time, or that was denied and is in
 * force. */
bool approvals_loud(struct store *store, int64_t now, int64_t *out,
                    struct err *err);

/* A person's answer to what has this digest, once: ERR_DENIED when the person
 * has answered already, ERR_AGAIN when it does not wait any more or asks for
 * something else by now. */
bool votes_add(struct store *store, int64_t approval, const char *digest,
               const struct vote *vote, struct err *err);
/* Answers to what has this digest; "": all, also those to a batch that was
 * smaller then. */
bool votes_of(struct store *store, int64_t approval, const char *digest,
              struct arena *arena, struct vote **out, size_t *n,
              struct err *err);

bool delegations_add(struct store *store, struct delegation *delegation,
                     struct err *err);
/* ERR_INPUT: it is not in force, or not this person's (NULL: anybody's). */
bool delegations_revoke(struct store *store, int64_t row, const char *person,
                        const char *by, int64_t now, struct err *err);
/* Newest first; @delegate: those in force at @now for this person only. */
bool delegations_list(struct store *store, const char *delegate, int64_t now,
                      struct arena *arena, struct delegation **out, size_t *n,
                      struct err *err);

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
/* The approval takes digest, class, demand and moments of @grown. */
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
/* All that are in force or under way there, newest first. */
bool effects_all_on(struct store *store, const char *action, const char *target,
                    struct arena *arena, struct effect **out, size_t *n,
                    struct err *err);

/* Those whose time is over at @now and for which no timer has begun a run, the
 * earliest first; *next is the earliest later end, 0 none. */
bool effects_ended(struct store *store, int64_t now, size_t limit,
                   struct arena *arena, struct effect **out, size_t *n,
                   int64_t *next, struct err *err);
/* Those that end within @lead, or the last quarter of their time where that is
 * shorter, and for whose end no warning was given. */
bool effects_ending(struct store *store, int64_t now, int64_t lead,
                    size_t limit, struct arena *arena, struct effect **out,
                    size_t *n, struct err *err);
/* When the next of these warnings is due, 0 none. */
bool effects_warn_next(struct store *store, int64_t now, int64_t lead,
                       int64_t *next, struct err *err);
/* Observed ones whose look is due; *next is the earliest later one. */
bool effects_to_look(struct store *store, int64_t now, size_t limit,
                     struct arena *arena, struct effect **out, size_t *n,
                     int64_t *next, struct err *err);
/* How many are active. */
bool effects_count(struct store *store, int64_t *out, struct err *err);

/* What the tabs show; nothing is read but the rows that count. */
struct counters {
    int64_t approvals_pending;
    int64_t effects_active;
    int64_t effects_calling; /* somebody has to see to them */
    int64_t effects_ending;  /* of whose end a warning was given */
    int64_t runs_open;
    int64_t rules;
};
bool counters_get(struct store *store, struct counters *out, struct err *err);

#endif
