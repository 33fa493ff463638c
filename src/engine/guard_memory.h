/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard_memory.h - a book of the guards that is kept in memory: for backtests.
 *
 * Thread: one at a time.
 * Memory: guard_memory_free() frees all.
 */
#ifndef RIPOSTE_ENGINE_GUARD_MEMORY_H
#define RIPOSTE_ENGINE_GUARD_MEMORY_H

#include "engine/guard.h"

struct guard_memory;

struct guard_memory *guard_memory_new(void);
void guard_memory_free(struct guard_memory *memory); /* NULL is fine */
/* The book that writes there, lent until it is freed. */
struct guard_book guard_memory_book(struct guard_memory *memory);

#endif
