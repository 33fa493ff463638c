/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db.h - what the store asks of a database: statements, values, rows.
 *
 * The one interface behind which a database stands; db_sqlite.c is SQLite's
 * only door.  A statement is named by its SQL text, a string literal, and is
 * prepared once for each connection.  Values are bound by a format, one letter
 * each:
 *
 *     i  int64_t            t  const char *, NULL binds NULL
 *     s  struct str, text   b  struct str, bytes
 *
 * Thread: a connection belongs to one thread.
 */
#ifndef RIPOSTE_STORE_DB_H
#define RIPOSTE_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"
#include "util/str.h"

struct db;
struct db_statement;

bool db_open(const char *path, bool write, struct db **out, struct err *err);
void db_close(struct db *db);

/* Runs one statement that gives no rows. */
bool db_run(struct db *db, struct err *err, const char *sql, const char *fmt,
            ...);
/* Runs a script of several statements; for migrations. */
bool db_script(struct db *db, const char *sql, struct err *err);
int64_t db_changes(struct db *db);  /* rows that the last statement touched */
int64_t db_last_row(struct db *db); /* number of the row added last */

/* Rows of a query; db_done() may be called at any point, and again. */
struct db_rows {
    struct db *db;
    struct db_statement *statement;
    bool ended;
};
bool db_query(struct db *db, struct db_rows *rows, struct err *err,
              const char *sql, const char *fmt, ...);
/* Steps to the next row.  False at the end (err untouched) and on failure
 * (err set; its code is not ERR_NONE). */
bool db_next(struct db_rows *rows, struct err *err);
int64_t db_int(const struct db_rows *rows, int column);
struct str db_text(const struct db_rows *rows, int column); /* until next */
struct str db_bytes(const struct db_rows *rows, int column);
void db_done(struct db_rows *rows);

/* Grows whenever another connection commits. */
int64_t db_data_version(struct db *db);

#endif
