/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runs.c - runs.
 */
#include "store/runs.h"

#include <stdio.h>

#include "store/internal.h"
#include "store/steps.h"
#include "util/text.h"

static bool note_made(struct store *store, const struct run *run,
                      struct err *err)
{
    struct json *after = json_new_object();
    struct audit_entry entry = {
        .verb = "run begin",
        .event = run->event,
        .why = run->why,
        .after = after,
    };
    char object[40];
    bool ok;

    snprintf(object, sizeof(object), "run %lld", (long long)run->row);
    entry.object = object;
    json_set_text(after, "name", run->name);
    json_set_text(after, "by", run->by);
    json_set_text(after, "mode", rule_mode_name(run->mode));
    json_set_text(after, "state", run_state_name(run->state));
    if (run->rule != 0) {
        json_set_int(after, "rule", run->rule);
        json_set_int(after, "revision", run->revision);
    }
    ok = audit_add(store, &entry, err);
    json_free(after);
    return ok;
}

bool runs_add(struct store *store, struct run *run, struct err *err)
{
    if (!db_run(store->db, err,
                "INSERT INTO run(event, rule, revision, effect, name, by, why,"
                " mode, state, began, ended, origin, attempt, playbook, told)"
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                " ?13, ?14, 0)",
                "iiiitttiiiiiit", run->event, run->rule, run->revision,
                run->effect, run->name, run->by, run->why, (int64_t)run->mode,
                (int64_t)run->state, run->began, run->ended, run->origin,
                run->attempt > 0 ? run->attempt : 1,
                run->playbook ? run->playbook : ""))
        return false;
    run->row = db_last_row(store->db);
    if (!note_made(store, run, err))
        return false;
    for (size_t i = 0; i < run->n_steps; i++) {
        run->steps[i].run = run->row;
        if (!steps_add(store, &run->steps[i], err))
            return false;
    }
    return true;
}

#define RUN                                                                    \
    "SELECT row, event, rule, revision, effect, name, by, why, mode, state,"   \
    " began, ended, origin, attempt, playbook,"                                \
    " coalesce((SELECT t.text FROM event e, term t WHERE e.row = run.event"    \
    " AND t.id = e.entity), '') FROM run"

static void read_run(const struct db_rows *rows, struct arena *arena,
                     struct run *out)
{
    *out = (struct run){
        .row = db_int(rows, 0),
        .event = db_int(rows, 1),
        .rule = db_int(rows, 2),
        .revision = db_int(rows, 3),
        .effect = db_int(rows, 4),
        .name = row_text(rows, 5, arena),
        .by = row_text(rows, 6, arena),
        .why = row_text(rows, 7, arena),
        .mode = (enum rule_mode)db_int(rows, 8),
        .state = (enum run_state)db_int(rows, 9),
        .began = db_int(rows, 10),
        .ended = db_int(rows, 11),
        .origin = db_int(rows, 12),
        .attempt = db_int(rows, 13),
        .playbook = row_text(rows, 14, arena),
        .about = row_text(rows, 15, arena),
    };
}

bool runs_head(struct store *store, int64_t row, struct arena *arena,
               struct run *out, struct err *err)
{
    struct db_rows rows;
    struct run run;
    bool found;

    if (!db_query(store->db, &rows, err, RUN " WHERE row = ?1", "i", row))
        return false;
    found = db_next(&rows, err);
    if (found)
        read_run(&rows, arena, &run);
    if (!db_done(&rows))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT, _("There is no run %lld."),
                       (long long)row);
    *out = run;
    return true;
}

bool runs_newest(struct store *store, const char *playbook, int64_t *row,
                 enum run_state *state, int64_t *began, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT row, state, began FROM run WHERE playbook = ?1 AND"
                  " playbook <> '' ORDER BY row DESC LIMIT 1",
                  "t", playbook))
        return false;
    *row = 0;
    if (db_next(&rows, err)) {
        *row = db_int(&rows, 0);
        *state = (enum run_state)db_int(&rows, 1);
        *began = db_int(&rows, 2);
    }
    return db_done(&rows);
}

bool runs_get(struct store *store, int64_t row, struct arena *arena,
              struct run *out, struct err *err)
{
    struct run run;

    if (!runs_head(store, row, arena, &run, err) ||
        !steps_of(store, row, arena, &run.steps, &run.n_steps, err))
        return false;
    *out = run;
    return true;
}

bool runs_get_with(struct store *store, int64_t row, int64_t step,
                   struct arena *arena, struct run *out, struct err *err)
{
    struct run run;

    if (!runs_head(store, row, arena, &run, err) ||
        !steps_with(store, step, arena, &run.steps, &run.n_steps, err))
        return false;
    *out = run;
    return true;
}

bool runs_list(struct store *store, const struct runs_filter *filter,
               struct arena *arena, struct run **out, size_t *n,
               struct err *err)
{
    int64_t before = filter->before > 0 ? filter->before : INT64_MAX;
    int64_t limit = (int64_t)filter->limit;
    struct run *items = NULL;
    struct db_rows rows;
    size_t count = 0;
    bool ok;

    if (filter->event != 0)
        ok = db_query(store->db, &rows, err,
                      RUN " WHERE event = ?1 AND row < ?2"
                          " ORDER BY row DESC LIMIT ?3",
                      "iii", filter->event, before, limit);
    else if (filter->open)
        ok = db_query(store->db, &rows, err,
                      RUN " WHERE state IN (0, 1) AND row < ?1"
                          " ORDER BY row DESC LIMIT ?2",
                      "ii", before, limit);
    else
        ok = db_query(store->db, &rows, err,
                      RUN " WHERE row < ?1 AND (?2 = 0 OR rule = ?2)"
                          " ORDER BY row DESC LIMIT ?3",
                      "iii", before, filter->rule, limit);
    if (!ok)
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_run(&rows, arena, &items[count++]);
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool runs_set(struct store *store, int64_t row, enum run_state from,
              enum run_state to, int64_t now, struct err *err)
{
    struct audit_move move = {
        .verb = "run state",
        .noun = "run",
        .row = row,
        .from = run_state_name(from),
        .to = run_state_name(to),
    };

    return db_run(store->db, err,
                  "UPDATE run SET state = ?3, ended = ?4"
                  " WHERE row = ?1 AND state = ?2",
                  "iiii", row, (int64_t)from, (int64_t)to,
                  run_state_final(to) ? now : (int64_t)0) &&
           touched_one(store, _("The run has moved on in between. Look again."),
                       err) &&
           row_number(store, "SELECT event FROM run WHERE row = ?1", row,
                      &move.event, err) &&
           audit_moved(store, &move, err);
}
