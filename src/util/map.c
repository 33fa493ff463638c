/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/map.h"

#include "util/mem.h"
#include "util/text.h"

#define LEAST_SLOTS 32
#define MOST_TEXTS  (UINT32_C(1) << 30)

void map_init(struct map *map, bool fold)
{
    *map = (struct map){.texts = arena_new(), .fold = fold};
}

void map_done(struct map *map)
{
    arena_free(map->texts);
    mem_free(map->text);
    mem_free(map->hash);
    mem_free(map->slot);
    *map = (struct map){0};
}

static uint64_t map_hash(const struct map *map, struct str text)
{
    return map->fold ? str_hash_fold(text) : str_hash(text);
}

static bool map_same(const struct map *map, struct str a, struct str b)
{
    return map->fold ? str_eq_fold(a, b) : str_eq(a, b);
}

static uint32_t map_search(const struct map *map, struct str text,
                           uint64_t hash)
{
    uint32_t mask = map->slots - 1;
    uint32_t at;

    if (map->slots == 0)
        return MAP_NONE;
    for (at = (uint32_t)hash & mask; map->slot[at]; at = (at + 1) & mask) {
        uint32_t number = map->slot[at] - 1;

        if (map->hash[number] == hash && map_same(map, map->text[number], text))
            return number;
    }
    return MAP_NONE;
}

static void map_occupy(struct map *map, uint32_t number)
{
    uint32_t mask = map->slots - 1;
    uint32_t at = (uint32_t)map->hash[number] & mask;

    while (map->slot[at])
        at = (at + 1) & mask;
    map->slot[at] = number + 1;
}

/* Doubles the table; at most half of the slots are ever taken. */
static void map_widen(struct map *map)
{
    uint32_t number;

    map->slots = map->slots ? 2 * map->slots : LEAST_SLOTS;
    mem_free(map->slot);
    map->slot = mem_array(map->slots, sizeof(*map->slot));
    map->room = map->slots / 2;
    map->text = mem_grow(map->text, map->room, sizeof(*map->text));
    map->hash = mem_grow(map->hash, map->room, sizeof(*map->hash));
    for (number = 0; number < map->count; number++)
        map_occupy(map, number);
}

uint32_t map_find(const struct map *map, struct str text)
{
    return map_search(map, text, map_hash(map, text));
}

uint32_t map_add(struct map *map, struct str text)
{
    uint64_t hash = map_hash(map, text);
    uint32_t number = map_search(map, text, hash);

    if (number != MAP_NONE)
        return number;
    if (map->count == MOST_TEXTS)
        die("%s", _("There are more distinct texts than can be numbered."));
    if (map->count == map->room)
        map_widen(map);
    number = map->count++;
    map->text[number] = arena_str(map->texts, text);
    map->hash[number] = hash;
    map_occupy(map, number);
    return number;
}

struct str map_text(const struct map *map, uint32_t number)
{
    return number < map->count ? map->text[number] : STR_NONE;
}
