/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * events_read.c - finding events and reading along.
 */
#include "model/limits.h"
#include "store/events.h"
#include "store/internal.h"
#include "util/text.h"

#define COLUMNS                                                                \
    "row, time, acknowledged, kind, severity, automation, flags, title,"       \
    " type, status, resource, entity, tactic, product, source, owner,"         \
    " closing, tags"

static void read_row(const struct db_rows *rows, struct event_row *out)
{
    *out = (struct event_row){
        .row = db_int(rows, 0),
        .time = db_int(rows, 1),
        .acknowledged = db_int(rows, 2),
        .kind = (uint8_t)db_int(rows, 3),
        .severity = (uint8_t)db_int(rows, 4),
        .automation = (uint8_t)db_int(rows, 5),
        .flags = (uint8_t)db_int(rows, 6),
    };
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        out->term[i] = (uint32_t)db_int(rows, 7 + i);
}

/* The first key at or behind @low that begins with it; then whether a second
 * one does. */
static bool find_beginning(struct store *store, struct str low, int64_t *row,
                           int *n, struct err *err)
{
    struct db_rows rows;

    *n = 0;
    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err,
                  "SELECT key, row FROM event_key WHERE key >= ?1"
                  " ORDER BY key LIMIT 2",
                  "s", low))
        return false;
    while (db_next(&rows, err) && str_starts(db_text(&rows, 0), low)) {
        bool whole = db_text(&rows, 0).len == low.len;

        if (++*n == 1)
            *row = db_int(&rows, 1);
        if (whole)
            break;
    }
    db_done(&rows);
    return err->code == ERR_NONE;
}

static void fold(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        buf_char(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
}

static bool find_number(struct store *store, int64_t number, bool *found,
                        struct err *err)
{
    struct db_rows rows;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err, "SELECT row FROM event WHERE row = ?1",
                  "i", number))
        return false;
    *found = db_next(&rows, err);
    db_done(&rows);
    return err->code == ERR_NONE;
}

bool events_find(struct store *store, struct str id, int64_t *row,
                 struct err *err)
{
    static const char *const kinds[] = {
        "", "alert:", "recommendation:", "compliance:"};
    int64_t number;
    int64_t found_row = 0;
    int total = 0;
    bool found = false;

    if (id.len > 0 && id.len < 19 && str_int(id, &number)) {
        if (!find_number(store, number, &found, err))
            return false;
        if (found) {
            *row = number;
            return true;
        }
    }
    for (size_t i = 0; i < 4 && total == 0 && id.len > 0; i++) {
        struct buf key;
        bool ok;

        buf_init(&key);
        buf_text(&key, kinds[i]);
        fold(id, &key);
        ok = find_beginning(store, buf_view(&key), &found_row, &total, err);
        buf_done(&key);
        if (!ok)
            return false;
    }
    if (total == 1) {
        *row = found_row;
        return true;
    }
    return err_set(err, ERR_INPUT,
                   total == 0 ? _("There is no event %.*s in this store.")
                              : _("More than one event begins with %.*s. "
                                  "Write more of it."),
                   id.len < 200 ? (int)id.len : 200, id.at);
}

static bool read_columns(struct store *store, int64_t row, struct arena *arena,
                         struct event *out, struct err *err)
{
    struct db_rows rows;
    struct event_row raw;
    bool found;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err,
                  "SELECT " COLUMNS ", arrived, changed FROM event"
                  " WHERE row = ?1",
                  "i", row))
        return false;
    found = db_next(&rows, err);
    if (found) {
        read_row(&rows, &raw);
        *out = (struct event){
            .row = raw.row,
            .time = raw.time,
            .acknowledged = raw.acknowledged,
            .kind = (enum event_kind)raw.kind,
            .severity = (enum severity)raw.severity,
            .automation = (enum event_auto)raw.automation,
            .flags = raw.flags,
            .arrived = db_int(&rows, 18),
            .changed = db_int(&rows, 19),
            .key = STR_NONE,
            .arm_id = STR_NONE,
            .raw = STR_NONE,
        };
    }
    db_done(&rows);
    if (err->code != ERR_NONE)
        return false;
    if (!found)
        return err_set(err, ERR_INPUT, _("There is no event %lld."),
                       (long long)row);
    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        if (!terms_text(store, raw.term[i], arena, &out->column[i], err))
            return false;
    }
    return true;
}

static bool read_body(struct store *store, int64_t row, struct arena *arena,
                      struct event *out, struct err *err)
{
    struct db_rows rows;
    bool ok = false;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err,
                  "SELECT key, packed FROM body WHERE row = ?1", "i", row))
        return false;
    if (db_next(&rows, err)) {
        out->key = arena_str(arena, db_text(&rows, 0));
        ok = pack_out(store->pack, db_bytes(&rows, 1), LIMIT_BODY,
                      &store->unpacked, err);
        if (ok)
            out->raw = arena_str(arena, buf_view(&store->unpacked));
    } else if (err->code == ERR_NONE) {
        err_set(err, ERR_LOCAL, _("The body of event %lld is missing."),
                (long long)row);
    }
    db_done(&rows);
    return ok;
}

/* The ARM id is not kept in a column: it stands in the body. */
static bool read_arm_id(struct arena *arena, struct event *out, struct err *err)
{
    struct skim skim;
    struct skim_value value;
    struct event again;

    skim_init(&skim, out->raw);
    if (!skim_value(&skim, &value, err) ||
        !event_read(&value, out->column[COLUMN_SOURCE], out->arrived, arena,
                    &again, err))
        return false;
    out->arm_id = again.arm_id;
    return true;
}

bool events_get(struct store *store, int64_t row, bool body,
                struct arena *arena, struct event *out, struct err *err)
{
    struct event event;

    if (!read_columns(store, row, arena, &event, err))
        return false;
    if (body && (!read_body(store, row, arena, &event, err) ||
                 !read_arm_id(arena, &event, err)))
        return false;
    *out = event;
    return true;
}

bool events_newest(struct store *store, size_t limit, struct arena *arena,
                   struct event_row **out, size_t *n, struct err *err)
{
    struct event_row *items = arena_array(arena, limit + 1, sizeof(*items));
    struct db_rows rows;
    size_t count = 0;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err,
                  "SELECT " COLUMNS " FROM event INDEXED BY event_time"
                  " WHERE flags & 64 = 0 ORDER BY time DESC LIMIT ?1",
                  "i", (int64_t)limit))
        return false;
    while (count < limit && db_next(&rows, err))
        read_row(&rows, &items[count++]);
    db_done(&rows);
    if (err->code != ERR_NONE)
        return false;
    *out = items;
    *n = count;
    return true;
}

bool events_count(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err, "SELECT max(row) FROM event", ""))
        return false;
    if (db_next(&rows, err))
        *out = db_int(&rows, 0);
    db_done(&rows);
    return err->code == ERR_NONE;
}

static bool follow(struct store *store, const char *sql, int64_t from,
                   int64_t to, int64_t *cursor,
                   bool (*each)(void *with, const struct event_row *row),
                   void *with, bool *stopped, struct err *err)
{
    struct db_rows rows;
    struct event_row row;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err, sql, "ii", from, to))
        return false;
    while (!*stopped && db_next(&rows, err)) {
        read_row(&rows, &row);
        *cursor = db_int(&rows, 18);
        *stopped = !each(with, &row);
    }
    db_done(&rows);
    return err->code == ERR_NONE;
}

bool events_follow(struct store *store, struct event_cursor *cursor,
                   bool (*each)(void *with, const struct event_row *row),
                   void *with, struct err *err)
{
    struct db_rows rows;
    int64_t last_row = 0;
    int64_t last_change = 0;
    bool stopped = false;

    /* Where both logs end now: what comes later is for the next call, so that
     * a change is never seen before its row. */
    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err,
                  "SELECT (SELECT ifnull(max(row), 0) FROM event),"
                  " (SELECT ifnull(max(seq), 0) FROM change)",
                  ""))
        return false;
    if (db_next(&rows, err)) {
        last_row = db_int(&rows, 0);
        last_change = db_int(&rows, 1);
    }
    db_done(&rows);
    if (err->code != ERR_NONE)
        return false;
    if (cursor->row == 0 && cursor->change == 0)
        cursor->change = last_change;
    return follow(store,
                  "SELECT " COLUMNS ", row FROM event"
                  " WHERE row > ?1 AND row <= ?2 ORDER BY row",
                  cursor->row, last_row, &cursor->row, each, with, &stopped,
                  err) &&
           follow(store,
                  "SELECT " COLUMNS ", c.seq FROM change c"
                  " JOIN event USING(row)"
                  " WHERE c.seq > ?1 AND c.seq <= ?2 ORDER BY c.seq",
                  cursor->change, last_change, &cursor->change, each, with,
                  &stopped, err);
}
