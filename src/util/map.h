/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * map.h - texts to numbers: the dictionary of a column, a set of names.
 *
 * Open addressing over the hash of the text; a text gets the next number when
 * it is added, so the numbers are 0, 1, 2 … and texts can be walked by number.
 *
 * Thread: one at a time.
 * Memory: the map keeps copies of its texts; map_text() is valid until
 * map_done().
 */
#ifndef RIPOSTE_UTIL_MAP_H
#define RIPOSTE_UTIL_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/str.h"

#define MAP_NONE UINT32_MAX

struct map {
    struct arena *texts;
    struct str *text; /* by number */
    uint64_t *hash;   /* by number */
    uint32_t *slot;   /* number + 1, 0 is free */
    uint32_t count;
    uint32_t slots; /* a power of two */
    uint32_t room;
    bool fold; /* names compare without case */
};

void map_init(struct map *map, bool fold);
void map_done(struct map *map);
uint32_t map_find(const struct map *map, struct str text); /* or MAP_NONE */
uint32_t map_add(struct map *map, struct str text); /* finds it or adds it */
struct str map_text(const struct map *map, uint32_t number); /* terminated */

#endif
