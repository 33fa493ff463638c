/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/plays.h"

#include "store/internal.h"
#include "util/digest.h"
#include "util/text.h"

/* ---- runs of playbooks ----------------------------------------------------*/

static bool add_definition(struct store *store, const struct json *definition,
                           int64_t *row, struct err *err)
{
    char hex[DIGEST_HEX_SIZE];
    struct db_rows rows;
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(definition, JSON_COMPACT, &text);
    digest_hex(buf_view(&text), hex);
    ok = db_run(store->db, err,
                "INSERT INTO definition(digest, json) VALUES(?1, ?2)"
                " ON CONFLICT(digest) DO NOTHING",
                "ts", hex, buf_view(&text)) &&
         db_query(store->db, &rows, err,
                  "SELECT row FROM definition WHERE digest = ?1", "t", hex);
    buf_done(&text);
    if (!ok)
        return false;
    if (db_next(&rows, err))
        *row = db_int(&rows, 0);
    return db_done(&rows);
}

bool plays_add(struct store *store, const struct stored_play *play,
               struct err *err)
{
    int64_t definition = 0;
    struct buf given;
    bool ok;

    if (!add_definition(store, play->definition, &definition, err))
        return false;
    buf_init(&given);
    ok = db_run(store->db, err,
                "INSERT INTO play(run, definition, editor, began, seed, given,"
                " parent, code, error, response) VALUES(?1, ?2, ?3, ?4, ?5,"
                " ?6, ?7, '', '', '')",
                "iititsi", play->run, definition, play->editor, play->began,
                play->seed, json_column(play->given, &given), play->parent);
    buf_done(&given);
    return ok;
}

bool plays_get(struct store *store, int64_t run, struct arena *arena,
               struct stored_play *out, struct err *err)
{
    struct stored_play play;
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err,
                  "SELECT run, digest, json, editor, began, seed, given,"
                  " parent, code, error, response FROM play"
                  " JOIN definition ON definition.row = play.definition"
                  " WHERE run = ?1",
                  "i", run))
        return false;
    found = db_next(&rows, err);
    if (found)
        play = (struct stored_play){
            .run = db_int(&rows, 0),
            .digest = row_text(&rows, 1, arena),
            .definition = row_json(&rows, 2, arena),
            .editor = row_text(&rows, 3, arena),
            .began = db_int(&rows, 4),
            .seed = row_text(&rows, 5, arena),
            .given = row_json(&rows, 6, arena),
            .parent = db_int(&rows, 7),
            .code = row_text(&rows, 8, arena),
            .error = row_text(&rows, 9, arena),
            .response = row_json(&rows, 10, arena),
        };
    if (!db_done(&rows))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT,
                       _("Run %lld is not the run of a playbook."),
                       (long long)run);
    *out = play;
    return true;
}

bool plays_of(struct store *store, int64_t step, int64_t *run, struct err *err)
{
    *run = 0;
    return row_number(store,
                      "SELECT coalesce(max(run.row), 0) FROM play"
                      " JOIN run ON run.row = play.run WHERE play.parent = ?1"
                      " AND play.parent > 0 AND run.state IN (0, 1)",
                      step, run, err);
}

bool plays_end(struct store *store, const struct stored_play *play,
               struct err *err)
{
    struct buf response;
    bool ok;

    buf_init(&response);
    ok = db_run(store->db, err,
                "UPDATE play SET code = ?2, error = ?3, response = ?4"
                " WHERE run = ?1",
                "itts", play->run, play->code, play->error,
                json_column(play->response, &response));
    buf_done(&response);
    return ok;
}

/* ---- lanes ----------------------------------------------------------------*/

bool lanes_add(struct store *store, int64_t run, const struct lane *lane,
               struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO lane(run, lane, place, time, state, code, error,"
                  " outputs, again, retry_after, secret) VALUES(?1, ?2, 0, 0,"
                  " 0, '', '', '', 0, -1, ?3)",
                  "iii", run, lane->lane, (int64_t)lane->secret);
}

bool lanes_came(struct store *store, int64_t run, const struct lane *lane,
                struct err *err)
{
    struct buf outputs;
    bool ok;

    buf_init(&outputs);
    ok = db_run(store->db, err,
                "UPDATE lane SET outputs = ?3, again = ?4, retry_after = ?5"
                " WHERE run = ?1 AND lane = ?2 AND place = 0",
                "iisii", run, lane->lane, json_column(lane->outputs, &outputs),
                (int64_t)lane->again, lane->retry_after);
    buf_done(&outputs);
    return ok;
}

bool lanes_answer(struct store *store, int64_t run, struct lane *lane,
                  struct err *err)
{
    int64_t last = 0;
    struct buf outputs;
    bool ok;

    if (!row_number(store,
                    "SELECT coalesce(max(place), 0) FROM lane WHERE run = ?1",
                    run, &last, err))
        return false;
    buf_init(&outputs);
    ok = db_run(store->db, err,
                "UPDATE lane SET place = ?3, time = max(?4, (SELECT time FROM"
                " lane WHERE run = ?1 ORDER BY place DESC LIMIT 1)),"
                " state = ?5, code = ?6,"
                " error = ?7, outputs = ?8, again = ?9, retry_after = ?10"
                " WHERE run = ?1 AND lane = ?2 AND place = 0",
                "iiiiittsii", run, lane->lane, last + 1, lane->time,
                (int64_t)lane->state, lane->code, lane->error,
                json_column(lane->outputs, &outputs), (int64_t)lane->again,
                lane->retry_after) &&
         touched_one(store, _("This has been answered already."), err);
    buf_done(&outputs);
    if (ok)
        lane->place = last + 1;
    return ok;
}

#define LANE                                                                   \
    "SELECT lane, place, time, state, code, error, outputs, again,"            \
    " retry_after, secret FROM lane"

static struct lane read_lane(const struct db_rows *rows, struct arena *arena)
{
    return (struct lane){
        .lane = db_int(rows, 0),
        .place = db_int(rows, 1),
        .time = db_int(rows, 2),
        .state = (enum run_state)db_int(rows, 3),
        .code = row_text(rows, 4, arena),
        .error = row_text(rows, 5, arena),
        .outputs = row_json(rows, 6, arena),
        .again = db_int(rows, 7) != 0,
        .retry_after = db_int(rows, 8),
        .secret = db_int(rows, 9) != 0,
    };
}

bool lanes_get(struct store *store, int64_t run, int64_t lane,
               struct arena *arena, struct lane *out, struct err *err)
{
    struct db_rows rows;
    struct lane read;
    bool found;

    if (!db_query(store->db, &rows, err, LANE " WHERE run = ?1 AND lane = ?2",
                  "ii", run, lane))
        return false;
    found = db_next(&rows, err);
    if (found)
        read = read_lane(&rows, arena);
    if (!db_done(&rows))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT, _("Run %lld has no lane %lld."),
                       (long long)run, (long long)lane);
    *out = read;
    return true;
}

static bool collect(struct db_rows *rows, struct arena *arena,
                    struct lane **out, size_t *n, struct err *err)
{
    struct lane *items = NULL;
    size_t count = 0;

    while (db_next(rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = read_lane(rows, arena);
    }
    if (!db_done(rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool lanes_open(struct store *store, int64_t run, struct arena *arena,
                struct lane **out, size_t *n, int64_t *last, struct err *err)
{
    struct db_rows rows;

    return row_number(store,
                      "SELECT coalesce(max(place), 0) FROM lane WHERE run = ?1",
                      run, last, err) &&
           db_query(store->db, &rows, err,
                    LANE
                    " WHERE run = ?1 AND unlikely(place = 0) ORDER BY lane",
                    "i", run) &&
           collect(&rows, arena, out, n, err);
}

bool lanes_of(struct store *store, int64_t run, struct arena *arena,
              struct lane **out, size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    LANE " WHERE run = ?1 ORDER BY place = 0, place, lane", "i",
                    run) &&
           collect(&rows, arena, out, n, err);
}
