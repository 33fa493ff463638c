/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * steps.h - the journal: one row for each step of a run.
 */
#ifndef RIPOSTE_STORE_STEPS_H
#define RIPOSTE_STORE_STEPS_H

#include "model/run.h"
#include "store/store.h"

bool steps_add(struct store *store, struct step *step, struct err *err);
/* All steps of a run, in their order. */
bool steps_of(struct store *store, int64_t run, struct arena *arena,
              struct step **out, size_t *n, struct err *err);
/* Those of the run of @step that are in its lane. */
bool steps_with(struct store *store, int64_t step, struct arena *arena,
                struct step **out, size_t *n, struct err *err);
bool steps_lane(struct store *store, int64_t run, int64_t lane,
                struct arena *arena, struct step **out, size_t *n,
                struct err *err);
/* Those of a playbook's run whose lane has not been answered. */
bool steps_unanswered(struct store *store, int64_t run, struct arena *arena,
                      struct step **out, size_t *n, struct err *err);
/* The highest number of a run; 0. */
bool steps_last(struct store *store, int64_t run, int64_t *out,
                struct err *err);
/* The run that a step belongs to. */
bool steps_run(struct store *store, int64_t step, int64_t *run,
               struct err *err);
/* Writes the whole step (state, journal, request, response, due …).  One that
 * has ended never changes again: ERR_AGAIN. */
bool steps_save(struct store *store, const struct step *step, struct err *err);
/* The next thing to do: the first unfinished step of each open lane, due at
 * @now or before, the one that waited longest first.  Costs what it finds, not
 * what waits.  *next_due is the earliest later moment, 0 when there is none.
 * @held: what a rule plans and has not begun is left out, but for looking
 * whether something is so. */
bool steps_due(struct store *store, int64_t now, bool held, size_t limit,
               struct arena *arena, struct step **out, size_t *n,
               int64_t *next_due, struct err *err);
/* Would steps_due() name this step?  To be asked again inside the transaction
 * that begins it: somebody may have cancelled, held or begun it in between. */
bool steps_ready(struct store *store, int64_t step, int64_t now, bool held,
                 bool *out, struct err *err);
/* The step, ended or not, stands as it was planned, with its fields and note:
 * it will be done again.  ERR_AGAIN when it has changed something. */
bool steps_again(struct store *store, const struct step *step, struct err *err);
/* The clock has gone back: what was due is due. */
bool steps_clock_back(struct store *store, int64_t from, int64_t to,
                      struct err *err);
/* Runs whose next step hold stops, or would stop. */
bool steps_held(struct store *store, int64_t *out, struct err *err);
/* Those of them that are due become due one by one, @apart milliseconds from
 * each other. */
bool steps_space(struct store *store, int64_t now, int64_t apart,
                 struct err *err);
/* One that is unknown, as somebody has found it to be; ERR_AGAIN when it is
 * not. */
bool steps_settle(struct store *store, const struct step *step,
                  enum run_state state, const char *note, int64_t now,
                  struct err *err);
/* Puts @n steps in the place of one that has not begun; those behind it move
 * on.  They get row, run and number. */
bool steps_unfold(struct store *store, const struct step *step,
                  struct step *steps, size_t n, struct err *err);
/* All unfinished steps of a run take this final state. */
bool steps_finish(struct store *store, int64_t run, enum run_state state,
                  const char *note, int64_t now, struct err *err);

#endif
