/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db_sqlite.c - the only door to SQLite.
 */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "util/mem.h"
#include "util/text.h"

/* More than there are statements in the store; a power of two. */
#define CACHE_SLOTS       256
#define BUSY_MILLISECONDS 5000

struct db_statement {
    const char *sql;
    sqlite3_stmt *handle;
    bool used;
};

struct db {
    sqlite3 *handle;
    char *path;
    struct db_statement cache[CACHE_SLOTS];
};

static bool failed(struct db *db, struct err *err)
{
    int code = sqlite3_errcode(db->handle);
    const char *said = sqlite3_errmsg(db->handle);

    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_AGAIN,
                       _("The store %s is busy: another process has been "
                         "writing to it for %d seconds. Try again."),
                       db->path, BUSY_MILLISECONDS / 1000);
    case SQLITE_FULL:
        return err_set(err, ERR_LOCAL,
                       _("The disk that holds the store %s is full. Nothing "
                         "of this was stored; make room and try again."),
                       db->path);
    case SQLITE_READONLY:
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be written to. Check the "
                         "permissions of the file and of its directory."),
                       db->path);
    case SQLITE_NOTADB:
        return err_set(err, ERR_INPUT,
                       _("%s is not a store of riposte. Name another file "
                         "with --store."),
                       db->path);
    case SQLITE_CORRUPT:
        return err_set(err, ERR_LOCAL,
                       _("The store %s is damaged (%s). Put back a copy, or "
                         "move it away and start with a new one."),
                       db->path, said);
    case SQLITE_CANTOPEN:
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be opened (%s). Check the path "
                         "and the permissions."),
                       db->path, said);
    case SQLITE_IOERR:
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be read or written (%s). Check "
                         "the disk."),
                       db->path, said);
    case SQLITE_CONSTRAINT:
        return err_set(err, ERR_INPUT, _("The store refuses this: %s."), said);
    default:
        return err_set(err, ERR_BUG, _("The store %s failed: %s."), db->path,
                       said);
    }
}

/* SQLite gives the journal files the mode of the store, so that making the
 * store private is enough. */
static bool make_private(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return err_errno(err, errno, _("The store %s cannot be made"), path);
    close(fd);
    return true;
}

static const char settings_write[] = "PRAGMA journal_mode=WAL;"
                                     "PRAGMA synchronous=FULL;"
                                     "PRAGMA foreign_keys=OFF;"
                                     "PRAGMA cache_size=-16000;"
                                     "PRAGMA temp_store=MEMORY;"
                                     "PRAGMA wal_autocheckpoint=4000;"
                                     "PRAGMA journal_size_limit=67108864;";

static const char settings_read[] = "PRAGMA query_only=ON;"
                                    "PRAGMA cache_size=-4000;"
                                    "PRAGMA temp_store=MEMORY;";

static bool open_handle(struct db *db, bool write, bool immutable,
                        struct err *err)
{
    struct db_rows rows;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    char *uri = NULL;
    bool ok;

    flags |= write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (immutable) {
        uri = sqlite3_mprintf("file:%s?immutable=1", db->path);
        flags |= SQLITE_OPEN_URI;
    }
    ok = sqlite3_open_v2(uri != NULL ? uri : db->path, &db->handle, flags,
                         NULL) == SQLITE_OK;
    sqlite3_free(uri);
    if (!ok)
        return failed(db, err);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
    if (!db_script(db, write ? settings_write : settings_read, err))
        return false;
    /* Opening is lazy: this is the first read of the file. */
    if (!db_query(db, &rows, err, "SELECT count(*) FROM sqlite_master", ""))
        return false;
    ok = db_next(&rows, err);
    db_done(&rows);
    return ok;
}

static void close_handle(struct db *db)
{
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        sqlite3_finalize(db->cache[i].handle);
    memset(db->cache, 0, sizeof(db->cache));
    sqlite3_close(db->handle);
    db->handle = NULL;
}

bool db_open(const char *path, bool write, struct db **out, struct err *err)
{
    struct db *db = mem_new(sizeof(*db));

    db->path = mem_text(path);
    if (write && !make_private(path, err))
        goto fail;
    if (!open_handle(db, write, false, err)) {
        /* A store on a read-only medium has no room for the shared memory
         * that WAL wants, and nobody can write to it either. */
        if (write || err->code != ERR_LOCAL)
            goto fail;
        close_handle(db);
        if (!open_handle(db, false, true, err))
            goto fail;
    }
    *out = db;
    return true;
fail:
    db_close(db);
    return false;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    close_handle(db);
    mem_free(db->path);
    mem_free(db);
}

/* Statements are named by the address of their literal. */
static struct db_statement *prepared(struct db *db, const char *sql,
                                     struct err *err)
{
    size_t slot = ((uintptr_t)sql >> 3) * 31 % CACHE_SLOTS;
    struct db_statement *statement;

    for (size_t i = 0;; i++) {
        if (i == CACHE_SLOTS) {
            err_set(err, ERR_BUG, "The statement cache is too small.");
            return NULL;
        }
        statement = &db->cache[(slot + i) % CACHE_SLOTS];
        if (statement->sql == NULL)
            break;
        if (statement->sql == sql && !statement->used)
            return statement;
    }
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                           &statement->handle, NULL) != SQLITE_OK) {
        failed(db, err);
        return NULL;
    }
    statement->sql = sql;
    return statement;
}

static void bind(sqlite3_stmt *handle, const char *fmt, va_list values)
{
    for (int i = 1; fmt[i - 1] != '\0'; i++) {
        struct str s;
        const char *text;

        switch (fmt[i - 1]) {
        case 'i':
            sqlite3_bind_int64(handle, i, va_arg(values, int64_t));
            break;
        case 't':
            text = va_arg(values, const char *);
            sqlite3_bind_text(handle, i, text, -1, SQLITE_TRANSIENT);
            break;
        case 's':
            s = va_arg(values, struct str);
            sqlite3_bind_text(handle, i, s.len > 0 ? s.at : "", (int)s.len,
                              SQLITE_TRANSIENT);
            break;
        case 'b':
            s = va_arg(values, struct str);
            sqlite3_bind_blob(handle, i, s.len > 0 ? s.at : "", (int)s.len,
                              SQLITE_TRANSIENT);
            break;
        default:
            die("bad format of a statement: %s", fmt);
        }
    }
}

static void release(struct db_statement *statement)
{
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->used = false;
}

bool db_run(struct db *db, struct err *err, const char *sql, const char *fmt,
            ...)
{
    struct db_statement *statement = prepared(db, sql, err);
    va_list values;
    int answer;

    if (statement == NULL)
        return false;
    va_start(values, fmt);
    bind(statement->handle, fmt, values);
    va_end(values);
    answer = sqlite3_step(statement->handle);
    if (answer != SQLITE_DONE && answer != SQLITE_ROW)
        failed(db, err);
    release(statement);
    return answer == SQLITE_DONE || answer == SQLITE_ROW;
}

bool db_script(struct db *db, const char *sql, struct err *err)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return failed(db, err);
    return true;
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes(db->handle);
}

int64_t db_last_row(struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

bool db_query(struct db *db, struct db_rows *rows, struct err *err,
              const char *sql, const char *fmt, ...)
{
    va_list values;

    *rows = (struct db_rows){.db = db, .ended = true};
    rows->statement = prepared(db, sql, err);
    if (rows->statement == NULL)
        return false;
    va_start(values, fmt);
    bind(rows->statement->handle, fmt, values);
    va_end(values);
    rows->statement->used = true;
    rows->ended = false;
    return true;
}

bool db_next(struct db_rows *rows, struct err *err)
{
    int answer;

    if (rows->ended)
        return false;
    answer = sqlite3_step(rows->statement->handle);
    if (answer == SQLITE_ROW)
        return true;
    if (answer != SQLITE_DONE)
        failed(rows->db, err);
    db_done(rows);
    return false;
}

int64_t db_int(const struct db_rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement->handle, column);
}

struct str db_text(const struct db_rows *rows, int column)
{
    const unsigned char *at =
        sqlite3_column_text(rows->statement->handle, column);

    if (at == NULL)
        return STR_NONE;
    return (struct str){
        .at = (const char *)at,
        .len = (size_t)sqlite3_column_bytes(rows->statement->handle, column),
    };
}

struct str db_bytes(const struct db_rows *rows, int column)
{
    const void *at = sqlite3_column_blob(rows->statement->handle, column);

    if (at == NULL)
        return STR_NONE;
    return (struct str){
        .at = at,
        .len = (size_t)sqlite3_column_bytes(rows->statement->handle, column),
    };
}

void db_done(struct db_rows *rows)
{
    if (rows->statement != NULL && !rows->ended)
        release(rows->statement);
    rows->ended = true;
}

int64_t db_data_version(struct db *db)
{
    struct db_rows rows;
    struct err err = {0};
    int64_t version = 0;

    if (!db_query(db, &rows, &err, "PRAGMA data_version", ""))
        return 0;
    if (db_next(&rows, &err))
        version = db_int(&rows, 0);
    db_done(&rows);
    return version;
}
