/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * events_read.c - finding events and reading along.
 */
#include "model/limits.h"
#include "store/events.h"
#include "store/internal.h"
#include "util/ascii.h"
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

/* What a search for the beginning of an id has found. */
struct finding {
    int64_t row;
    int n;
    bool whole; /* and no more than that: nothing else counts */
};

/* The first keys at or behind @low that begin with it. */
static bool find_beginning(struct store *store, struct str low,
                           struct finding *found, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT key, row FROM event_key WHERE key >= ?1"
                  " ORDER BY key LIMIT 2",
                  "s", low))
        return false;
    while (!found->whole && db_next(&rows, err) &&
           str_starts(db_text(&rows, 0), low)) {
        found->row = db_int(&rows, 1);
        found->whole = db_text(&rows, 0).len == low.len;
        found->n = found->whole ? 1 : found->n + 1;
    }
    return db_done(&rows);
}

static void fold(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        buf_char(out, ascii_lower(text.at[i]));
}

static bool find_number(struct store *store, int64_t number, bool *found,
                        struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err, "SELECT 1 FROM event WHERE row = ?1",
                  "i", number))
        return false;
    *found = db_next(&rows, err);
    return db_done(&rows);
}

/* Keys begin with the kind, which people leave out. */
static bool find_key(struct store *store, struct str id, struct finding *found,
                     struct err *err)
{
    struct buf key;
    bool ok = true;

    buf_init(&key);
    fold(id, &key);
    ok = find_beginning(store, buf_view(&key), found, err);
    for (int kind = 0; ok && !found->whole && kind < EVENT_KIND_N; kind++) {
        buf_clear(&key);
        buf_printf(&key, "%s:", event_kind_name((enum event_kind)kind));
        fold(id, &key);
        ok = find_beginning(store, buf_view(&key), found, err);
    }
    buf_done(&key);
    return ok;
}

bool events_find(struct store *store, struct str id, int64_t *row,
                 struct err *err)
{
    struct finding found = {.n = 0};
    struct str shown = str_sub(id, 0, 200);
    bool is_row = false;
    int64_t number;

    if (id.len < 19 && str_int(id, &number)) {
        if (!find_number(store, number, &is_row, err))
            return false;
        if (is_row) {
            *row = number;
            return true;
        }
    }
    if (id.len > 0 && !find_key(store, id, &found, err))
        return false;
    if (found.n == 0)
        return err_set(err, ERR_ABSENT,
                       _("There is no event %.*s in this store."),
                       STR_ARG(shown));
    if (found.n > 1)
        return err_set(err, ERR_INPUT,
                       _("More than one event begins with %.*s. Write more of "
                         "it."),
                       STR_ARG(shown));
    *row = found.row;
    return true;
}

static bool read_columns(struct store *store, int64_t row, struct arena *arena,
                         struct event *out, struct err *err)
{
    struct db_rows rows;
    struct event_row raw;
    bool found;

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
    if (!db_done(&rows))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT, _("There is no event %lld."),
                       (long long)row);
    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        if (!terms_text(store, raw.term[i], arena, &out->column[i], err))
            return false;
    }
    return true;
}

/* Key and ARM id are in no column: they stand in the body, which was read
 * once already when it was stored. */
static void read_ids(struct arena *arena, struct event *out)
{
    struct skim skim;
    struct skim_value value;
    struct event again;
    struct err ignored;

    skim_init(&skim, out->raw);
    if (!skim_value(&skim, &value, &ignored) ||
        !event_read(&value, out->column[COLUMN_SOURCE], out->arrived, arena,
                    &again, &ignored))
        return;
    out->key = arena_str(arena, again.key);
    out->arm_id = arena_str(arena, again.arm_id);
}

bool events_get(struct store *store, int64_t row, bool body,
                struct arena *arena, struct event *out, struct err *err)
{
    struct event event;

    if (!read_columns(store, row, arena, &event, err))
        return false;
    if (body) {
        if (!bodies_get(store, row, arena, &event.raw, err))
            return false;
        read_ids(arena, &event);
    }
    *out = event;
    return true;
}

bool events_bytes(struct store *store, int64_t row, struct arena *arena,
                  struct str *out, struct err *err)
{
    return bodies_get(store, row, arena, out, err);
}

bool events_newest(struct store *store, size_t limit, struct arena *arena,
                   struct event_row **out, size_t *n, struct err *err)
{
    struct event_row *items = arena_array(arena, limit + 1, sizeof(*items));
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT " COLUMNS " FROM event INDEXED BY event_time"
                  " WHERE flags & 64 = 0 ORDER BY time DESC LIMIT ?1",
                  "i", (int64_t)limit))
        return false;
    while (count < limit && db_next(&rows, err))
        read_row(&rows, &items[count++]);
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool events_count(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err, "SELECT max(row) FROM event", "") &&
           db_one(&rows, out, err);
}

static bool follow(struct store *store, const char *sql, int64_t from,
                   int64_t to, int64_t *cursor,
                   bool (*each)(void *with, const struct event_row *row),
                   void *with, bool *stopped, struct err *err)
{
    struct db_rows rows;
    struct event_row row;

    if (!db_query(store->db, &rows, err, sql, "ii", from, to))
        return false;
    while (!*stopped && db_next(&rows, err)) {
        read_row(&rows, &row);
        *cursor = db_int(&rows, 18);
        *stopped = !each(with, &row);
    }
    return db_done(&rows);
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
    if (!db_query(store->db, &rows, err,
                  "SELECT (SELECT ifnull(max(row), 0) FROM event),"
                  " (SELECT ifnull(max(seq), 0) FROM change)",
                  ""))
        return false;
    if (db_next(&rows, err)) {
        last_row = db_int(&rows, 0);
        last_change = db_int(&rows, 1);
    }
    if (!db_done(&rows))
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
