/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store.h - the memory of the house: open, close, transactions.
 *
 * What is kept is in events.h, rules.h, runs.h and state.h, each with its own
 * SQL in its own file; they speak to the database through db.h only, so that a
 * second database is one more file beside db_sqlite.c and its migrations.
 *
 * SQLite: WAL, synchronous=FULL, mode 0600, busy time-out, page cache bounded.
 * A database of another program and a store of a newer version are refused and
 * not touched; an older store is migrated in one transaction.
 *
 * Thread: a store is a connection and belongs to one thread; each thread opens
 * its own.
 * Memory: store_close() frees; what functions hand out lives in the arena that
 * is handed in.
 */
#ifndef RIPOSTE_STORE_STORE_H
#define RIPOSTE_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"

struct store;

enum store_mode {
    STORE_READ,  /* ERR_INPUT when it is not there */
    STORE_WRITE, /* made when it is not there, with its directories */
};

/* @url: a path, or "sqlite:PATH".  ERR_LOCAL (cannot open, disk full, read
 * only, damaged), ERR_INPUT (no store, of a newer version, not a store at all);
 * all name the file and say what to do. */
bool store_open(const char *url, enum store_mode mode, struct store **out,
                struct err *err);
/* ERR_DENIED when it is there and this person may only read it, says whose it
 * is; a store that is not there can be made. */
bool store_writable(const char *url, struct err *err);
void store_close(struct store *store); /* NULL is fine */
const char *store_path(const struct store *store);

/* Write transactions take the write lock at once, so that what is read inside
 * cannot change.  They do not nest.  ERR_AGAIN when another process holds the
 * lock for longer than the busy time-out (5 s). */
bool store_begin(struct store *store, struct err *err);
bool store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store); /* harmless outside of one */

/* What is read until store_let_go() is of one moment, and costs less: nobody is
 * asked about locks for every row.  For moments only, since the log of the
 * store cannot be cleared away meanwhile.  Outside of a transaction. */
void store_hold_still(struct store *store);
void store_let_go(struct store *store);

/* Has anybody else committed since the last call?  Costs one read of shared
 * memory. */
bool store_changed(struct store *store);

/* Deletes what retention allows: decisions, and runs with their steps and
 * approvals that ended before @before; never anything in force or waiting.
 * Events and the audit log stay.  One portion at a time, in small transactions
 * of its own; *more says whether there may be others. */
bool store_prune(struct store *store, int64_t before, bool *more,
                 struct err *err);

#endif
