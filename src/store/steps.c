/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * steps.c - the journal.
 */
#include "store/steps.h"

#include "store/internal.h"
#include "util/text.h"

/* A step that waits for a person has its due here: it is woken by the answer,
 * not by time. */
#define NEVER INT64_MAX

bool steps_add(struct store *store, struct step *step, struct err *err)
{
    struct buf fields;
    bool ok;

    buf_init(&fields);
    ok = db_run(store->db, err,
                "INSERT INTO step(run, number, name, kind, phase, class,"
                " state, journal, fields, key, request, response, operation,"
                " attempts, due, began, ended, give_up, note, turn, learnt,"
                " changed, lost, lane, first, auto) VALUES(?1, ?2, ?3, ?4, ?5,"
                " ?6, ?7, ?8, ?9, ?10, '', '', '', 0, ?11, 0, 0, 0, ?12, 0,"
                " '', 0, 0, ?13, NOT EXISTS (SELECT 1 FROM step WHERE run = ?1"
                " AND lane = ?13 AND state IN (0, 1)), EXISTS (SELECT 1 FROM"
                " run WHERE row = ?1 AND (rule <> 0 OR (by = 'riposte' AND"
                " (effect <> 0 OR playbook <> '')))))",
                "iittiiiistiti", step->run, (int64_t)step->number, step->name,
                step->kind, (int64_t)step->phase, (int64_t)step->class,
                (int64_t)step->state, (int64_t)step->journal,
                json_column(step->with, &fields), step->key, step->due,
                step->note, step->lane);
    buf_done(&fields);
    if (ok)
        step->row = db_last_row(store->db);
    return ok;
}

#define COLUMNS                                                                \
    "SELECT step.row, step.run, step.number, step.name, step.kind,"            \
    " step.phase, step.class, step.state, step.journal, step.fields,"          \
    " step.key, step.request, step.response, step.operation, step.attempts,"   \
    " step.due, step.began, step.ended, step.give_up, step.note, step.turn,"   \
    " step.learnt, step.changed, step.lost, step.lane"
#define STEP COLUMNS " FROM step"

static void read_step(const struct db_rows *rows, struct arena *arena,
                      struct step *out)
{
    *out = (struct step){
        .row = db_int(rows, 0),
        .run = db_int(rows, 1),
        .number = (int)db_int(rows, 2),
        .name = row_text(rows, 3, arena),
        .kind = row_text(rows, 4, arena),
        .phase = (enum step_phase)db_int(rows, 5),
        .class = (enum action_class)db_int(rows, 6),
        .state = (enum run_state)db_int(rows, 7),
        .journal = (enum journal)db_int(rows, 8),
        .with = row_json(rows, 9, arena),
        .key = row_text(rows, 10, arena),
        .request = row_json(rows, 11, arena),
        .response = row_json(rows, 12, arena),
        .operation = row_text(rows, 13, arena),
        .attempts = (int)db_int(rows, 14),
        .due = db_int(rows, 15),
        .began = db_int(rows, 16),
        .ended = db_int(rows, 17),
        .give_up = db_int(rows, 18),
        .note = row_text(rows, 19, arena),
        .turn = (int)db_int(rows, 20),
        .learnt = row_json(rows, 21, arena),
        .changed = db_int(rows, 22) != 0,
        .lost = (int)db_int(rows, 23),
        .lane = db_int(rows, 24),
    };
}

static bool collect(struct db_rows *rows, struct arena *arena,
                    struct step **out, size_t *n, struct err *err)
{
    struct step *items = NULL;
    size_t count = 0;

    while (db_next(rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_step(rows, arena, &items[count++]);
    }
    if (!db_done(rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool steps_of(struct store *store, int64_t run, struct arena *arena,
              struct step **out, size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    STEP " WHERE run = ?1 ORDER BY number", "i", run) &&
           collect(&rows, arena, out, n, err);
}

bool steps_with(struct store *store, int64_t step, struct arena *arena,
                struct step **out, size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    STEP " JOIN step s ON s.row = ?1 AND step.run = s.run"
                         " AND step.lane = s.lane ORDER BY step.number",
                    "i", step) &&
           collect(&rows, arena, out, n, err);
}

bool steps_lane(struct store *store, int64_t run, int64_t lane,
                struct arena *arena, struct step **out, size_t *n,
                struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    STEP " WHERE run = ?1 AND lane = ?2 ORDER BY number", "ii",
                    run, lane) &&
           collect(&rows, arena, out, n, err);
}

bool steps_unanswered(struct store *store, int64_t run, struct arena *arena,
                      struct step **out, size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    STEP " WHERE run = ?1 AND lane IN (SELECT lane FROM lane"
                         " WHERE run = ?1 AND place = 0) ORDER BY lane, number",
                    "i", run) &&
           collect(&rows, arena, out, n, err);
}

bool steps_last(struct store *store, int64_t run, int64_t *out, struct err *err)
{
    return row_number(store,
                      "SELECT coalesce(max(number), 0) FROM step"
                      " WHERE run = ?1",
                      run, out, err);
}

bool steps_run(struct store *store, int64_t step, int64_t *run, struct err *err)
{
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err, "SELECT run FROM step WHERE row = ?1",
                  "i", step))
        return false;
    found = db_next(&rows, err);
    if (found)
        *run = db_int(&rows, 0);
    if (!db_done(&rows))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT, _("There is no step %lld."),
                       (long long)step);
    return true;
}

/* The one that comes next is found by its due, so it carries a mark.  It is due
 * since now, that whoever waited longest goes first. */
static bool pass_on(struct store *store, const struct step *step,
                    struct err *err)
{
    if (!run_state_final(step->state))
        return true;
    return db_run(store->db, err,
                  "UPDATE step SET first = 1, due = max(due, ?2)"
                  " WHERE row = (SELECT row FROM step WHERE run = ?1"
                  " AND lane = ?3 AND state IN (0, 1)"
                  " ORDER BY number LIMIT 1)",
                  "iii", step->run, step->ended, step->lane) &&
           db_run(store->db, err,
                  "UPDATE run SET told = 0 WHERE row = ?1 AND told <> 0", "i",
                  step->run);
}

bool steps_save(struct store *store, const struct step *step, struct err *err)
{
    struct buf request;
    struct buf response;
    struct buf learnt;
    bool ok;

    buf_init(&request);
    buf_init(&response);
    buf_init(&learnt);
    ok = db_run(store->db, err,
                "UPDATE step SET state = ?2, journal = ?3, request = ?4,"
                " response = ?5, operation = ?6, attempts = ?7, due = ?8,"
                " began = ?9, ended = ?10, give_up = ?11, note = ?12,"
                " turn = ?13, learnt = ?14, changed = ?15, lost = ?16"
                " WHERE row = ?1 AND state IN (0, 1)",
                "iiisstiiiiitisii", step->row, (int64_t)step->state,
                (int64_t)step->journal, json_column(step->request, &request),
                json_column(step->response, &response), step->operation,
                (int64_t)step->attempts, step->due, step->began, step->ended,
                step->give_up, step->note, (int64_t)step->turn,
                json_column(step->learnt, &learnt), (int64_t)step->changed,
                (int64_t)step->lost);
    buf_done(&request);
    buf_done(&response);
    buf_done(&learnt);
    return ok &&
           touched_one(store,
                       _("There is no such step, or it has ended in "
                         "between."),
                       err) &&
           pass_on(store, step, err);
}

/* The first open step of each run.  What is asked for must say all that the
 * indexes step_due, step_free and step_held say, or they are not used: a
 * store may hold many thousand runs that only wait. */
#define FIRST " step.first = 1 AND step.state IN (0, 1)"
/* Phases 4 and 6 only look (PHASE_VERIFY, PHASE_UNDONE). */
#define FREE                                                                   \
    FIRST " AND (step.auto = 0 OR step.journal <> 0 OR step.changed <> 0"      \
          " OR step.phase IN (4, 6))"
#define HELD                                                                   \
    FIRST " AND step.auto = 1 AND step.journal = 0 AND step.changed = 0"       \
          " AND step.phase NOT IN (4, 6)"

static bool next_due(struct store *store, int64_t now, bool held, int64_t *out,
                     struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    held ? "SELECT min(due) FROM step WHERE" FREE
                           " AND due > ?1 AND due < ?2"
                         : "SELECT min(due) FROM step WHERE" FIRST
                           " AND due > ?1 AND due < ?2",
                    "ii", now, NEVER) &&
           db_one(&rows, out, err);
}

#define OPEN_RUN                                                               \
    " AND EXISTS (SELECT 1 FROM run WHERE run.row = step.run"                  \
    " AND run.state IN (0, 1))"
#define DUE OPEN_RUN " AND step.due <= ?1 ORDER BY step.due, step.run LIMIT ?2"

bool steps_due(struct store *store, int64_t now, bool held, size_t limit,
               struct arena *arena, struct step **out, size_t *n, int64_t *next,
               struct err *err)
{
    struct db_rows rows;

    return next_due(store, now, held, next, err) &&
           db_query(store->db, &rows, err,
                    held ? STEP " WHERE" FREE DUE : STEP " WHERE" FIRST DUE,
                    "ii", now, (int64_t)limit) &&
           collect(&rows, arena, out, n, err);
}

bool steps_ready(struct store *store, int64_t step, int64_t now, bool held,
                 bool *out, struct err *err)
{
    struct db_rows rows;
    bool ready;

    if (!db_query(store->db, &rows, err,
                  held ? "SELECT 1 FROM step WHERE" FREE OPEN_RUN
                         " AND row = ?1 AND due <= ?2"
                       : "SELECT 1 FROM step WHERE" FIRST OPEN_RUN
                         " AND row = ?1 AND due <= ?2",
                  "ii", step, now))
        return false;
    ready = db_next(&rows, err);
    if (!db_done(&rows))
        return false;
    *out = ready;
    return true;
}

bool steps_clock_back(struct store *store, int64_t from, int64_t to,
                      struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE step SET due = ?2 WHERE" FIRST
                  " AND due > ?2 AND due <= ?1",
                  "ii", from, to);
}

bool steps_held(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT count(DISTINCT run) FROM step WHERE" HELD, "") &&
           db_one(&rows, out, err);
}

bool steps_space(struct store *store, int64_t now, int64_t apart,
                 struct err *err)
{
    return db_run(store->db, err,
                  "WITH held AS (SELECT row, row_number() OVER"
                  " (ORDER BY due, run) - 1 AS place FROM step WHERE" HELD
                  " AND due <= ?1)"
                  " UPDATE step SET due = ?1 + ?2 * held.place FROM held"
                  " WHERE step.row = held.row",
                  "ii", now, apart);
}

bool steps_settle(struct store *store, const struct step *step,
                  enum run_state state, const char *note, int64_t now,
                  struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE step SET state = ?2, ended = ?3, note = ?4"
                  " WHERE row = ?1 AND state = 7",
                  "iiit", step->row, (int64_t)state, now, note) &&
           touched_one(store,
                       _("The step is not unknown any more. Look again."), err);
}

bool steps_finish(struct store *store, int64_t run, enum run_state state,
                  const char *note, int64_t now, struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE step SET state = ?2, ended = ?3, note = ?4"
                  " WHERE run = ?1 AND state IN (0, 1)",
                  "iiit", run, (int64_t)state, now, note);
}

bool steps_again(struct store *store, const struct step *step, struct err *err)
{
    struct buf fields;
    bool ok;

    buf_init(&fields);
    ok = db_run(store->db, err,
                "UPDATE step SET state = 0, journal = 0, fields = ?2,"
                " request = '', response = '', operation = '', attempts = 0,"
                " due = 0, began = 0, ended = 0, give_up = 0, note = ?3,"
                " turn = 0, learnt = '', lost = 0 WHERE row = ?1"
                " AND changed = 0",
                "ist", step->row, json_column(step->with, &fields), step->note);
    buf_done(&fields);
    return ok &&
           touched_one(store,
                       _("There is no such step, or it has changed "
                         "something already."),
                       err) &&
           db_run(store->db, err,
                  "UPDATE step SET first = (row = (SELECT row FROM step"
                  " WHERE run = ?1 AND lane = ?2 AND state IN (0, 1)"
                  " ORDER BY number LIMIT 1)) WHERE run = ?1 AND lane = ?2"
                  " AND state IN (0, 1)",
                  "ii", step->run, step->lane);
}

bool steps_unfold(struct store *store, const struct step *step,
                  struct step *steps, size_t n, struct err *err)
{
    if (!db_run(store->db, err,
                "DELETE FROM step WHERE row = ?1 AND state = 0 AND journal = 0",
                "i", step->row) ||
        !touched_one(store, _("There is no such step, or it has begun."),
                     err) ||
        !db_run(store->db, err,
                "UPDATE step SET number = number + ?3 WHERE run = ?1"
                " AND number > ?2",
                "iii", step->run, (int64_t)step->number, (int64_t)n - 1))
        return false;
    for (size_t i = 0; i < n; i++) {
        steps[i].run = step->run;
        steps[i].number = step->number + (int)i;
        steps[i].lane = step->lane;
        if (!steps_add(store, &steps[i], err))
            return false;
    }
    return true;
}
