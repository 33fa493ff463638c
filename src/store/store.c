/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store.c - opening, migrating, transactions.
 */
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

/* "Ript": marks a database as ours (PRAGMA application_id). */
#define APPLICATION_ID 1382641780

static bool read_number(struct db *db, const char *sql, int64_t *out,
                        struct err *err)
{
    struct db_rows rows;
    bool ok;

    if (!db_query(db, &rows, err, sql, ""))
        return false;
    ok = db_next(&rows, err);
    if (ok)
        *out = db_int(&rows, 0);
    db_done(&rows);
    return ok;
}

/* A file of somebody else is not ours to change; an empty one may be. */
static bool check_ours(struct store *store, int64_t *version, struct err *err)
{
    int64_t owner;
    int64_t tables;
    bool empty;

    if (!read_number(store->db, "PRAGMA user_version", version, err) ||
        !read_number(store->db, "PRAGMA application_id", &owner, err) ||
        !read_number(store->db, "SELECT count(*) FROM sqlite_master", &tables,
                     err))
        return false;
    empty = owner == 0 && *version == 0 && tables == 0;
    if (owner != APPLICATION_ID && !empty)
        return err_set(err, ERR_INPUT,
                       _("%s is a database of another program. Name another "
                         "file with --store."),
                       store->path);
    if (*version > store_version)
        return err_set(err, ERR_INPUT,
                       _("The store %s is of a newer riposte (version %d; "
                         "this program knows %d). Use that riposte, or name "
                         "another store."),
                       store->path, (int)*version, store_version);
    return true;
}

static bool migrate(struct store *store, struct err *err)
{
    int64_t version;
    char mark[96];

    if (!store_begin(store, err))
        return false;
    /* Another process may have been here first: look again inside. */
    if (!check_ours(store, &version, err))
        goto fail;
    for (; version < store_version; version++) {
        const char *const *script = store_migrations[version];

        for (; *script != NULL; script++) {
            if (!db_script(store->db, *script, err))
                goto fail;
        }
    }
    snprintf(mark, sizeof(mark),
             "PRAGMA user_version=%d; PRAGMA application_id=%d", store_version,
             APPLICATION_ID);
    if (!db_script(store->db, mark, err))
        goto fail;
    if (store_commit(store, err))
        return true;
fail:
    store_rollback(store);
    return err_prefix(err, _("The store could not be brought up to date"));
}

static bool make_place(const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    char *dir;
    bool ok;

    if (slash == NULL || slash == path)
        return true;
    dir = mem_textn(path, (size_t)(slash - path));
    ok = file_make_dir(dir, err);
    mem_free(dir);
    return ok;
}

static bool open_path(struct store *store, enum store_mode mode,
                      struct err *err)
{
    int64_t version;

    if (mode == STORE_READ && !file_exists(store->path))
        return err_set(err, ERR_INPUT,
                       _("There is no store at %s. Name another with "
                         "--store, or fill one with `riposte event ingest'."),
                       store->path);
    if (mode == STORE_WRITE && !make_place(store->path, err))
        return false;
    if (!db_open(store->path, mode == STORE_WRITE, &store->db, err) ||
        !check_ours(store, &version, err))
        return false;
    if (mode == STORE_WRITE)
        return db_durable(store->db, err) &&
               (version == store_version || migrate(store, err));
    if (version == store_version)
        return true;
    return err_set(err, ERR_INPUT,
                   _("The store %s is empty or of an older riposte. Open it "
                     "once with a command that writes, such as `riposte "
                     "serve --once'."),
                   store->path);
}

/* Cuts "sqlite:" off. */
static bool find_path(const char *url, struct str *out, struct err *err)
{
    *out = str_of(url);
    if (str_starts(*out, STR("sqlite:")))
        *out = str_sub(*out, 7, out->len);
    else if (str_find(*out, STR("://")) != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("%s is no store that this riposte can open: it knows "
                         "files only, as PATH or sqlite:PATH."),
                       url);
    return true;
}

bool store_writable(const char *url, struct err *err)
{
    struct str path;

    return find_path(url, &path, err) && db_writable(path.at, err);
}

bool store_open(const char *url, enum store_mode mode, struct store **out,
                struct err *err)
{
    static const struct audit_author nobody = {.who = "riposte"};
    struct str name;
    struct store *store;

    if (!find_path(url, &name, err))
        return false;
    store = mem_new(sizeof(*store));
    store->path = mem_textn(name.at, name.len);
    map_init(&store->terms, false);
    bodies_init(&store->bodies);
    audit_seals_init(&store->seals);
    store->authored = arena_new();
    store_author(store, &nobody);
    if (!open_path(store, mode, err)) {
        store_close(store);
        return false;
    }
    store->seen = db_data_version(store->db);
    *out = store;
    return true;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    db_close(store->db);
    map_done(&store->terms);
    mem_free(store->term_numbers);
    bodies_done(&store->bodies);
    audit_seals_done(&store->seals);
    arena_free(store->authored);
    mem_free(store->path);
    mem_free(store);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

bool store_begin(struct store *store, struct err *err)
{
    if (!db_run(store->db, err, "BEGIN IMMEDIATE", ""))
        return false;
    store->inside = true;
    return true;
}

/* Where this fails, rows are read one by one as ever. */
void store_hold_still(struct store *store)
{
    struct err ignored;

    if (!store->inside)
        db_run(store->db, &ignored, "BEGIN", "");
}

void store_let_go(struct store *store)
{
    struct err ignored;

    if (!store->inside)
        db_run(store->db, &ignored, "COMMIT", "");
}

bool store_commit(struct store *store, struct err *err)
{
    if (!db_run(store->db, err, "COMMIT", "")) {
        store_rollback(store);
        return false;
    }
    store->inside = false;
    return true;
}

void store_rollback(struct store *store)
{
    struct err ignored;

    if (!store->inside)
        return;
    /* SQLite may have rolled back by itself (disk full): then this fails, and
     * that is all right. */
    db_run(store->db, &ignored, "ROLLBACK", "");
    store->inside = false;
    /* What was added inside is gone again. */
    terms_forget(store);
    bodies_forget(&store->bodies);
}

bool store_changed(struct store *store)
{
    int64_t version = db_data_version(store->db);
    bool changed = version != store->seen;

    store->seen = version;
    return changed;
}

bool row_number(struct store *store, const char *sql, int64_t row, int64_t *out,
                struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err, sql, "i", row) &&
           db_one(&rows, out, err);
}

const char *row_text(const struct db_rows *rows, int column,
                     struct arena *arena)
{
    return arena_str(arena, db_text(rows, column)).at;
}

const struct json *row_json(const struct db_rows *rows, int column,
                            struct arena *arena)
{
    struct str text = db_text(rows, column);
    struct json *json = NULL;
    struct err ignored;

    if (text.len == 0 || !json_parse(text, &json, &ignored))
        return NULL;
    json_keep(arena, json);
    return json;
}

struct str json_column(const struct json *json, struct buf *buf)
{
    buf_clear(buf);
    if (json != NULL)
        json_write(json, JSON_COMPACT, buf);
    return buf_view(buf);
}

bool touched_one(struct store *store, const char *text, struct err *err)
{
    if (db_changes(store->db) == 1)
        return true;
    return err_set(err, ERR_AGAIN, "%s", text);
}
