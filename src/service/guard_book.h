/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard_book.h - the guards' book in the store.
 *
 * What a rule did in shadow, or on a sample alert, is kept apart from what it
 * did live: a rule that is switched on starts fresh.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_GUARD_BOOK_H
#define RIPOSTE_SERVICE_GUARD_BOOK_H

#include "engine/guard.h"
#include "util/err.h"

struct store;

/* On the caller's storage, for as long as the book is used. */
struct store_book {
    struct store *store;
    bool live;
};
struct guard_book guard_book_of(struct store_book *where);

#endif
