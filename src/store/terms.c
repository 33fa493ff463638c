/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * terms.c - the dictionary: each distinct text once.
 */
#include "store/events.h"
#include "store/internal.h"
#include "util/mem.h"

/* The lookup cache is emptied at this size, some 5 MiB: entities are without
 * bound over the years, memory is not. */
#define TERMS_CACHED 32768u

void terms_forget(struct store *store)
{
    map_done(&store->terms);
    map_init(&store->terms, false);
}

static bool find_or_add(struct store *store, struct str text, uint32_t *out,
                        struct err *err)
{
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err, "SELECT id FROM term WHERE text = ?1",
                  "s", text))
        return false;
    found = db_next(&rows, err);
    if (found)
        *out = (uint32_t)db_int(&rows, 0);
    if (!db_done(&rows))
        return false;
    if (found)
        return true;
    if (!db_run(store->db, err, "INSERT INTO term(text) VALUES(?1)", "s", text))
        return false;
    *out = (uint32_t)db_last_row(store->db);
    return true;
}

static void remember(struct store *store, struct str text, uint32_t number)
{
    uint32_t at;

    if (store->terms.count >= TERMS_CACHED)
        terms_forget(store);
    at = map_add(&store->terms, text);
    if (at >= store->term_room) {
        store->term_room = store->term_room > 0 ? store->term_room * 2 : 1024;
        store->term_numbers =
            mem_grow(store->term_numbers, store->term_room, sizeof(uint32_t));
    }
    store->term_numbers[at] = number;
}

bool term_number(struct store *store, struct str text, uint32_t *out,
                 struct err *err)
{
    uint32_t at;

    if (text.len == 0) {
        *out = 0;
        return true;
    }
    at = map_find(&store->terms, text);
    if (at != MAP_NONE) {
        *out = store->term_numbers[at];
        return true;
    }
    if (!find_or_add(store, text, out, err))
        return false;
    remember(store, text, *out);
    return true;
}

bool terms_follow(struct store *store, uint32_t *last,
                  void (*each)(void *with, uint32_t term, struct str text),
                  void *with, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT id, text FROM term WHERE id > ?1 ORDER BY id", "i",
                  (int64_t)*last))
        return false;
    while (db_next(&rows, err)) {
        *last = (uint32_t)db_int(&rows, 0);
        each(with, *last, db_text(&rows, 1));
    }
    return db_done(&rows);
}

bool terms_text(struct store *store, uint32_t term, struct arena *arena,
                struct str *out, struct err *err)
{
    struct db_rows rows;
    struct str text;

    if (term == 0) {
        *out = STR_NONE;
        return true;
    }
    if (!db_query(store->db, &rows, err, "SELECT text FROM term WHERE id = ?1",
                  "i", (int64_t)term))
        return false;
    text = db_next(&rows, err) ? arena_str(arena, db_text(&rows, 0)) : STR_NONE;
    if (!db_done(&rows))
        return false;
    *out = text;
    return true;
}
