/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db_sqlite_rows.c - statements, values and rows of SQLite.
 */
#include <stdarg.h>
#include <string.h>

#include "store/db_sqlite.h"
#include "util/mem.h"

/* Statements are named by the address of their literal.  One that is being
 * read is prepared a second time, in the next slot. */
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
        db_failed(db, err);
        return NULL;
    }
    statement->sql = sql;
    return statement;
}

void db_forget(struct db *db)
{
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        sqlite3_finalize(db->cache[i].handle);
    memset(db->cache, 0, sizeof(db->cache));
}

static void bind_text(sqlite3_stmt *handle, int i, struct str s)
{
    sqlite3_bind_text(handle, i, s.len > 0 ? s.at : "", (int)s.len,
                      SQLITE_STATIC);
}

/* Binding cannot fail: the places are there, and nothing is copied. */
static void bind(sqlite3_stmt *handle, const char *fmt, va_list values)
{
    for (int i = 1; fmt[i - 1] != '\0'; i++) {
        struct str s;

        switch (fmt[i - 1]) {
        case 'i':
            sqlite3_bind_int64(handle, i, va_arg(values, int64_t));
            break;
        case 't':
            bind_text(handle, i, str_of(va_arg(values, const char *)));
            break;
        case 's':
            bind_text(handle, i, va_arg(values, struct str));
            break;
        case 'b':
            s = va_arg(values, struct str);
            sqlite3_bind_blob(handle, i, s.len > 0 ? s.at : "", (int)s.len,
                              SQLITE_STATIC);
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
        db_failed(db, err);
    release(statement);
    return answer == SQLITE_DONE || answer == SQLITE_ROW;
}

bool db_script(struct db *db, const char *sql, struct err *err)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return db_failed(db, err);
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

    *rows = (struct db_rows){.db = db, .statement = prepared(db, sql, err)};
    if (rows->statement == NULL)
        return false;
    va_start(values, fmt);
    bind(rows->statement->handle, fmt, values);
    va_end(values);
    rows->statement->used = true;
    return true;
}

bool db_next(struct db_rows *rows, struct err *err)
{
    int answer;

    if (rows->statement == NULL)
        return false;
    answer = sqlite3_step(rows->statement->handle);
    if (answer == SQLITE_ROW)
        return true;
    if (answer != SQLITE_DONE) {
        db_failed(rows->db, err);
        rows->failed = true;
    }
    db_done(rows);
    return false;
}

int64_t db_int(const struct db_rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement->handle, column);
}

static struct str column_str(const struct db_rows *rows, int column,
                             const void *at)
{
    int len = sqlite3_column_bytes(rows->statement->handle, column);

    if (at == NULL)
        return STR_NONE;
    return (struct str){.at = at, .len = (size_t)len};
}

struct str db_text(const struct db_rows *rows, int column)
{
    return column_str(rows, column,
                      sqlite3_column_text(rows->statement->handle, column));
}

struct str db_bytes(const struct db_rows *rows, int column)
{
    return column_str(rows, column,
                      sqlite3_column_blob(rows->statement->handle, column));
}

bool db_stored_as(const struct db_rows *rows, const char *fmt)
{
    for (int i = 0; fmt[i] != '\0'; i++) {
        int type = sqlite3_column_type(rows->statement->handle, i);

        if (type != (fmt[i] == 'i'   ? SQLITE_INTEGER
                     : fmt[i] == 's' ? SQLITE_TEXT
                                     : SQLITE_BLOB))
            return false;
    }
    return true;
}

bool db_done(struct db_rows *rows)
{
    if (rows->statement != NULL)
        release(rows->statement);
    rows->statement = NULL;
    return !rows->failed;
}

bool db_one(struct db_rows *rows, int64_t *out, struct err *err)
{
    int64_t number = 0;

    if (db_next(rows, err))
        number = db_int(rows, 0);
    if (!db_done(rows))
        return false;
    *out = number;
    return true;
}

int64_t db_data_version(struct db *db)
{
    struct db_rows rows;
    struct err ignored;
    int64_t version = 0;

    if (!db_query(db, &rows, &ignored, "PRAGMA data_version", ""))
        return 0;
    if (db_next(&rows, &ignored))
        version = db_int(&rows, 0);
    db_done(&rows);
    return version;
}
