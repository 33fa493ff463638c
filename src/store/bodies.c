/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bodies.c - bodies, packed with what their kind has in common.
 *
 * Events of a kind share most of their words.  So a dictionary is learned from
 * the first few hundred of a kind and kept beside them; which one a body was
 * packed with is written in its row, so that those before it stay readable.
 */
#include "model/limits.h"
#include "store/internal.h"
#include "util/text.h"

/* How often it is tried, how many of the newest rows are looked at, how many
 * bodies of the kind it takes, and how much of each. */
#define LEARN_EVERY 256
#define LEARN_BACK  1024
#define LEARN_LEAST 128
#define LEARN_MOST  256
#define LEARN_BYTES (8 * (size_t)1024)

void bodies_init(struct bodies *bodies)
{
    *bodies = (struct bodies){.pack = {pack_new(STR_NONE)}};
    buf_init(&bodies->packed);
    buf_init(&bodies->plain);
}

void bodies_forget(struct bodies *bodies)
{
    for (int i = 1; i < PACKS; i++) {
        pack_free(bodies->pack[i]);
        bodies->pack[i] = NULL;
        bodies->asked[i] = false;
    }
}

void bodies_done(struct bodies *bodies)
{
    bodies_forget(bodies);
    pack_free(bodies->pack[0]);
    buf_done(&bodies->packed);
    buf_done(&bodies->plain);
}

/* Looks whether there is a dictionary of this number; maybe another process
 * has learned it by now. */
static bool ask(struct store *store, int64_t number, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT bytes FROM dictionary WHERE number = ?1", "i",
                  number))
        return false;
    if (db_next(&rows, err))
        store->bodies.pack[number] = pack_new(db_bytes(&rows, 0));
    store->bodies.asked[number] = true;
    return db_done(&rows);
}

/* Bodies of a kind that lie among the newest rows, one behind the other. */
static bool gather(struct store *store, int64_t row, enum event_kind kind,
                   struct buf *texts, size_t sizes[LEARN_MOST], size_t *n,
                   struct err *err)
{
    struct bodies *bodies = &store->bodies;
    struct db_rows rows;
    struct err ignored;

    *n = 0;
    if (!db_query(store->db, &rows, err,
                  "SELECT b.packed FROM event e JOIN body b ON b.row = e.row"
                  " WHERE e.row > ?1 AND e.kind = ?2 AND b.dictionary = 0"
                  " ORDER BY e.row LIMIT ?3",
                  "iii", row - LEARN_BACK, (int64_t)kind, (int64_t)LEARN_MOST))
        return false;
    while (db_next(&rows, err)) {
        struct str text;

        /* One that is damaged is no reason not to store the next. */
        if (!pack_out(bodies->pack[0], db_bytes(&rows, 0), LIMIT_BODY,
                      &bodies->plain, &ignored))
            continue;
        text = str_sub(buf_view(&bodies->plain), 0, LEARN_BYTES);
        buf_str(texts, text);
        sizes[(*n)++] = text.len;
    }
    return db_done(&rows);
}

static bool learn(struct store *store, int64_t row, enum event_kind kind,
                  int64_t number, struct err *err)
{
    size_t sizes[LEARN_MOST];
    struct buf texts, learned;
    size_t n;
    bool ok;

    buf_init(&texts);
    buf_init(&learned);
    ok = gather(store, row, kind, &texts, sizes, &n, err);
    if (ok && n >= LEARN_LEAST &&
        pack_learn(buf_view(&texts), sizes, n, &learned)) {
        ok = db_run(store->db, err,
                    "INSERT INTO dictionary(number, bytes) VALUES(?1, ?2)",
                    "ib", number, buf_view(&learned));
        if (ok)
            store->bodies.pack[number] = pack_new(buf_view(&learned));
    }
    buf_done(&texts);
    buf_done(&learned);
    return ok;
}

/* The number of the dictionary for a new body. */
static bool choose(struct store *store, int64_t row, enum event_kind kind,
                   int64_t *out, struct err *err)
{
    struct bodies *bodies = &store->bodies;
    int64_t number = (int64_t)kind + 1;
    bool due = row % LEARN_EVERY == 0;

    if (bodies->pack[number] == NULL && (due || !bodies->asked[number]) &&
        !ask(store, number, err))
        return false;
    if (bodies->pack[number] == NULL && due &&
        !learn(store, row, kind, number, err))
        return false;
    *out = bodies->pack[number] != NULL ? number : 0;
    return true;
}

bool bodies_put(struct store *store, int64_t row, enum event_kind kind,
                struct str raw, struct err *err)
{
    struct buf *packed = &store->bodies.packed;
    int64_t number;

    if (!choose(store, row, kind, &number, err))
        return false;
    pack_in(store->bodies.pack[number], raw, packed);
    return db_run(store->db, err,
                  "INSERT INTO body(row, dictionary, packed)"
                  " VALUES(?1, ?2, ?3) ON CONFLICT(row) DO UPDATE"
                  " SET dictionary = ?2, packed = ?3",
                  "iib", row, number, buf_view(packed));
}

static bool unpack(struct store *store, int64_t number, struct str packed,
                   struct err *err)
{
    struct bodies *bodies = &store->bodies;

    if (number < 0 || number >= PACKS)
        return err_set(err, ERR_LOCAL, _("It is damaged."));
    if (bodies->pack[number] == NULL && !ask(store, number, err))
        return false;
    if (bodies->pack[number] == NULL)
        return err_set(err, ERR_LOCAL,
                       _("The dictionary it was packed with is missing."));
    return pack_out(bodies->pack[number], packed, LIMIT_BODY, &bodies->plain,
                    err);
}

bool bodies_get(struct store *store, int64_t row, struct arena *arena,
                struct str *out, struct err *err)
{
    struct db_rows rows;
    bool found, ok;

    if (!db_query(store->db, &rows, err,
                  "SELECT dictionary, packed FROM body WHERE row = ?1", "i",
                  row))
        return false;
    found = db_next(&rows, err);
    ok = found && unpack(store, db_int(&rows, 0), db_bytes(&rows, 1), err);
    if (!db_done(&rows))
        return false;
    if (!found)
        err_set(err, ERR_LOCAL, _("It is missing."));
    if (!ok)
        return err_prefix(err, _("The body of event %lld"), (long long)row);
    *out = arena_str(arena, buf_view(&store->bodies.plain));
    return true;
}
