/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_read.c - reading the audit log.
 */
#include <string.h>

#include "store/internal.h"

#define RECORD                                                                 \
    "SELECT seq, time, who, role, uid, verb, object, event, why, before,"      \
    " after, request, host, pid, epoch, key, prev, mac FROM audit"

/* Verbs that end so are written down by the store itself. */
#define STATES "'% state'"

/* ?2 … ?9: who, verb, object, text, event, since, until, acts. */
#define MATCHES                                                                \
    " AND (?2 = '' OR instr(lower(who), lower(?2)) > 0)"                       \
    " AND (?3 = '' OR lower(substr(verb, 1, length(?3))) = lower(?3))"         \
    " AND (?4 = '' OR instr(lower(object), lower(?4)) > 0)"                    \
    " AND (?5 = '' OR instr(lower(who || ' ' || verb || ' ' || object ||"      \
    " ' ' || why || ' ' || before || ' ' || after), lower(?5)) > 0)"           \
    " AND (?7 = 0 OR time >= ?7) AND (?8 = 0 OR time < ?8)"                    \
    " AND (?9 = 0 OR verb NOT LIKE " STATES ")"
#define OF_EVENT " AND event = ?6 AND event <> 0"

static bool read_seal(struct str bytes, unsigned char out[DIGEST_SIZE])
{
    memset(out, 0, DIGEST_SIZE);
    if (bytes.len == DIGEST_SIZE)
        memcpy(out, bytes.at, DIGEST_SIZE);
    return bytes.len == DIGEST_SIZE;
}

/* What is stored otherwise than it was written may read the same: a number with
 * a text behind it, say. */
static void read_record(const struct db_rows *rows, struct audit_record *out)
{
    out->altered = !db_stored_as(rows, "iissississsssiisbb");
    out->seq = db_int(rows, 0);
    out->when = db_int(rows, 1);
    out->who = db_text(rows, 2);
    out->role = db_text(rows, 3);
    out->uid = db_int(rows, 4);
    out->verb = db_text(rows, 5);
    out->object = db_text(rows, 6);
    out->event = db_int(rows, 7);
    out->why = db_text(rows, 8);
    out->before = db_text(rows, 9);
    out->after = db_text(rows, 10);
    out->request = db_text(rows, 11);
    out->host = db_text(rows, 12);
    out->pid = db_int(rows, 13);
    out->epoch = db_int(rows, 14);
    out->key = db_text(rows, 15);
    if (!read_seal(db_bytes(rows, 16), out->prev) ||
        !read_seal(db_bytes(rows, 17), out->mac))
        out->altered = true;
}

static void keep(struct audit_record *record, struct arena *arena)
{
    struct str *const texts[] = {
        &record->who,  &record->role,   &record->verb,  &record->object,
        &record->why,  &record->before, &record->after, &record->request,
        &record->host, &record->key,
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i] = arena_str(arena, *texts[i]);
}

/* One statement for each order and for each index. */
static bool begin(struct store *store, const struct audit_filter *f,
                  int64_t from, size_t limit, bool down, struct db_rows *rows,
                  struct err *err)
{
    static const char *const sql[2][2] = {
        {RECORD " WHERE seq >= ?1" MATCHES " ORDER BY seq LIMIT ?10",
         RECORD " WHERE seq >= ?1" OF_EVENT MATCHES " ORDER BY seq LIMIT ?10"},
        {RECORD " WHERE seq < ?1" MATCHES " ORDER BY seq DESC LIMIT ?10", RECORD
         " WHERE seq < ?1" OF_EVENT MATCHES " ORDER BY seq DESC LIMIT ?10"},
    };

    return db_query(store->db, rows, err, sql[down][f->event != 0],
                    "ittttiiiii", from, f->who, f->verb, f->object, f->text,
                    f->event, f->since, f->until, (int64_t)f->acts,
                    (int64_t)limit);
}

bool audit_list(struct store *store, const struct audit_filter *filter,
                int64_t before, size_t limit, struct arena *arena,
                struct audit_record **out, size_t *n, struct err *err)
{
    struct audit_record *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!begin(store, filter, before > 0 ? before : INT64_MAX, limit, true,
               &rows, err))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_record(&rows, &items[count]);
        keep(&items[count++], arena);
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool audit_each(struct store *store, const struct audit_filter *filter,
                int64_t from, size_t limit,
                bool (*each)(void *with, const struct audit_record *record),
                void *with, struct err *err)
{
    struct audit_record record;
    struct db_rows rows;

    if (!begin(store, filter, from, limit, false, &rows, err))
        return false;
    while (db_next(&rows, err)) {
        read_record(&rows, &record);
        if (!each(with, &record))
            break;
    }
    return db_done(&rows);
}
