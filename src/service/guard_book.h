/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard_book.h - the guards' book in the store, and where each guard of a rule
 * stands.
 *
 * What a rule did in shadow, or on a sample alert, is kept apart from what it
 * did live: a rule that is switched on starts fresh.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_GUARD_BOOK_H
#define RIPOSTE_SERVICE_GUARD_BOOK_H

#include "engine/guard.h"
#include "service/desk.h"

struct store;

/* On the caller's storage, for as long as the book is used. */
struct store_book {
    struct store *store;
    bool live;
};
struct guard_book guard_book_of(struct store_book *where);

/* The counters of a rule as they are now; @target may be NULL: then those of
 * targets are left out. */
bool guard_counters(struct desk *desk, const struct rule *rule,
                    const char *target, int64_t now, struct arena *arena,
                    struct guard_counter **out, size_t *n, struct err *err);

#endif
