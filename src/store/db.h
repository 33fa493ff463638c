/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db.h - what the store asks of a database: statements, values, rows.
 *
 * The one interface behind which a database stands; the files named after
 * SQLite are its only door.  A statement is named by its SQL text, a string
 * literal, and is prepared once for each connection.  Values are bound by a
 * format, one letter each:
 *
 *     i  int64_t            t  const char *, NULL is the empty text
 *     s  struct str, text   b  struct str, bytes
 *
 * Texts and bytes are borrowed: until db_run() returns, until db_done() of a
 * query.
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

/* ERR_DENIED when it is there and cannot be written to. */
bool db_writable(const char *path, struct err *err);
/* Opens and reads the file, and changes nothing in it: it may be somebody
 * else's.  A file that is to be written is made when it is not there, 0600. */
bool db_open(const char *path, bool write, struct db **out, struct err *err);
/* What a store that is written to needs: WAL, and each commit on the disk.
 * After a commit the times of the file change: whoever watches it can read
 * what is new. */
bool db_durable(struct db *db, struct err *err);
/* What is committed until it is told again is of interest to nobody else. */
void db_hush(struct db *db, bool hush);
void db_close(struct db *db);

/* Runs one statement that gives no rows. */
bool db_run(struct db *db, struct err *err, const char *sql, const char *fmt,
            ...);
/* Runs a script of several statements; for migrations. */
bool db_script(struct db *db, const char *sql, struct err *err);
int64_t db_changes(struct db *db);  /* rows that the last statement touched */
int64_t db_last_row(struct db *db); /* number of the row added last */

/* Rows of a query.
 *     if (!db_query(db, &rows, err, "SELECT …", ""))
 *         return false;
 *     while (db_next(&rows, err)) …
 *     return db_done(&rows); */
struct db_rows {
    struct db *db;
    struct db_statement *statement; /* NULL when done */
    bool failed;
};
bool db_query(struct db *db, struct db_rows *rows, struct err *err,
              const char *sql, const char *fmt, ...);
/* Steps to the next row.  False at the end and on failure; err is set by a
 * failure only. */
bool db_next(struct db_rows *rows, struct err *err);
int64_t db_int(const struct db_rows *rows, int column);
struct str db_text(const struct db_rows *rows, int column); /* until next */
struct str db_bytes(const struct db_rows *rows, int column);
/* Is each value of the row stored as its letter says (i, s or b)?  A column of
 * one type may hold values of another.  To be asked before any is read. */
bool db_stored_as(const struct db_rows *rows, const char *fmt);
/* At any point, and again.  False when a step has failed. */
bool db_done(struct db_rows *rows);

/* The number in the first column of the only row, 0 when there is none; and it
 * is done.
 *     return db_query(db, &rows, err, "SELECT count(*) …", "") &&
 *            db_one(&rows, out, err); */
bool db_one(struct db_rows *rows, int64_t *out, struct err *err);

/* Grows whenever another connection commits. */
int64_t db_data_version(struct db *db);

#endif
