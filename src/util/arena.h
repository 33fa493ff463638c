/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * arena.h - memory by lifetime: everything of one page, form or answer is
 * freed at once.
 *
 * Thread: an arena belongs to one thread at a time; it may be given away.
 * Memory: arena_new() is yours until arena_free().  Nothing taken from an
 * arena is freed alone.
 */
#ifndef RIPOSTE_UTIL_ARENA_H
#define RIPOSTE_UTIL_ARENA_H

#include <stddef.h>

#include "util/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);  /* NULL is fine */
void arena_clear(struct arena *arena); /* empties, keeps the first block */

void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned to 16 */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Room for one more behind the @n items of an array that begins as NULL and
 * has grown by this alone; items are moved when there is none left. */
void *arena_grown(struct arena *arena, void *items, size_t n, size_t size);
char *arena_text(struct arena *arena, const char *text); /* NULL stays NULL */
char *arena_textn(struct arena *arena, const char *at, size_t len);
struct str arena_str(struct arena *arena,
                     struct str text); /* terminated copy */
/* A terminated copy with the letters of ASCII in small. */
struct str arena_lower(struct arena *arena, struct str text);
char *arena_printf(struct arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Frees something that is not of an arena together with it: @free_it is called
 * with @what when the arena is cleared or freed, the last one first. */
void arena_defer(struct arena *arena, void (*free_it)(void *what), void *what);
size_t arena_size(const struct arena *arena); /* bytes held from the system */

#endif
