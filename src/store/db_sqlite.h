/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db_sqlite.h - what the two files of the door to SQLite share.
 */
#ifndef RIPOSTE_STORE_DB_SQLITE_H
#define RIPOSTE_STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db.h"

/* More than there are statements in the store; a power of two. */
#define CACHE_SLOTS 256

struct db_statement {
    const char *sql;
    sqlite3_stmt *handle;
    bool used;
};

struct db {
    sqlite3 *handle;
    char *path;
    bool hush; /* commits are not told */
    struct db_statement cache[CACHE_SLOTS];
};

/* Says what SQLite has just refused, and what to do; false. */
bool db_failed(struct db *db, struct err *err);
/* Frees what is prepared. */
void db_forget(struct db *db);

#endif
