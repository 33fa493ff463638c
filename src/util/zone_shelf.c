/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zone_shelf.c - zones that were read once; see zone.h.
 */
#include "util/map.h"
#include "util/mem.h"
#include "util/zone.h"

struct zone_shelf {
    struct arena *arena;
    struct map names;
    const struct zone **zones; /* by number of the name */
};

struct zone_shelf *zone_shelf_new(void)
{
    struct zone_shelf *shelf = mem_new(sizeof(*shelf));

    shelf->arena = arena_new();
    map_init(&shelf->names, false);
    return shelf;
}

void zone_shelf_free(struct zone_shelf *shelf)
{
    if (shelf == NULL)
        return;
    map_done(&shelf->names);
    arena_free(shelf->arena);
    mem_free(shelf);
}

bool zone_shelf_get(struct zone_shelf *shelf, const char *name,
                    const struct zone **out, struct err *err)
{
    const struct zone *zone;
    uint32_t number;

    if (name == NULL) {
        *out = NULL;
        return true;
    }
    number = map_find(&shelf->names, str_of(name));
    if (number == MAP_NONE) {
        if (!zone_load(name, shelf->arena, &zone, err))
            return false;
        number = map_add(&shelf->names, str_of(name));
        shelf->zones = arena_grown(shelf->arena, shelf->zones, number,
                                   sizeof(*shelf->zones));
        shelf->zones[number] = zone;
    }
    *out = shelf->zones[number];
    return true;
}
