/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_lane.c - what is remembered of each value of a column.
 */
#include "engine/rules_part.h"

#include "util/mem.h"

#define GRAM 3

void numbers_add(struct numbers *numbers, uint32_t number, struct arena *arena)
{
    numbers->at =
        arena_grown(arena, numbers->at, numbers->n, sizeof(*numbers->at));
    numbers->at[numbers->n++] = number;
}

/* ---- texts to shares ------------------------------------------------------*/

static struct numbers *texts_list(struct texts *texts, struct str text)
{
    uint32_t number = map_add(&texts->map, text);

    if (number >= texts->room) {
        uint32_t room = texts->room ? 2 * texts->room : 64;

        texts->lists = mem_grow(texts->lists, room, sizeof(*texts->lists));
        for (uint32_t i = texts->room; i < room; i++)
            texts->lists[i] = (struct numbers){0};
        texts->room = room;
    }
    return &texts->lists[number];
}

static const struct numbers *texts_find(const struct texts *texts,
                                        struct str text)
{
    uint32_t number = map_find(&texts->map, text);

    return number == MAP_NONE ? NULL : &texts->lists[number];
}

static void texts_done(struct texts *texts)
{
    map_done(&texts->map);
    mem_free(texts->lists);
}

/* ---- the lane -------------------------------------------------------------*/

void lane_init(struct lane *lane, enum event_column column)
{
    *lane = (struct lane){.column = column, .arena = arena_new()};
    for (size_t i = 0; i < SLOT_N; i++)
        map_init(&lane->same[i].map, true);
    map_init(&lane->grams.map, true);
    map_init(&lane->values, false);
}

void lane_done(struct lane *lane)
{
    for (size_t i = 0; i < SLOT_N; i++)
        texts_done(&lane->same[i]);
    texts_done(&lane->grams);
    map_done(&lane->values);
    mem_free(lane->memos);
    mem_free(lane->asked);
    arena_free(lane->arena);
}

/* Of the grams of a text, the one that fewest shares wait for. */
static struct numbers *rarest_gram(struct lane *lane, struct str text)
{
    struct numbers *best = NULL;

    for (size_t i = 0; i + GRAM <= text.len; i++) {
        struct str gram = str_sub(text, i, GRAM);
        const struct numbers *list = texts_find(&lane->grams, gram);

        if (!list)
            return texts_list(&lane->grams, gram);
        if (!best || list->n < best->n)
            best = texts_list(&lane->grams, gram);
    }
    return best;
}

static bool watch_same(struct lane *lane, struct ruleset *set, uint32_t number)
{
    const struct probe *probe = set->shares[number].probe;
    size_t slot = probe->property.place == PLACE_PART
                      ? SLOT_PARTS + (size_t)probe->property.part
                      : SLOT_WHOLE;

    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].type != LITERAL_TEXT)
            return false;
    }
    for (size_t i = 0; i < probe->n_values; i++)
        numbers_add(texts_list(&lane->same[slot], probe->values[i].text),
                    number, set->arena);
    return true;
}

static bool watch_grams(struct lane *lane, struct ruleset *set, uint32_t number)
{
    const struct probe *probe = set->shares[number].probe;

    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].text.len < GRAM)
            return false;
    }
    for (size_t i = 0; i < probe->n_values; i++)
        numbers_add(rarest_gram(lane, probe->values[i].text), number,
                    set->arena);
    return true;
}

void lane_watch(struct lane *lane, struct ruleset *set, uint32_t share)
{
    enum how how = set->shares[share].probe->row->how;
    bool watched = false;

    if (how == HOW_SAME && set->shares[share].probe->n_ranges == 0)
        watched = watch_same(lane, set, share);
    else if (how == HOW_HOLDS || how == HOW_WORD || how == HOW_STARTS ||
             how == HOW_ENDS)
        watched = watch_grams(lane, set, share);
    if (!watched)
        numbers_add(&lane->others, share, set->arena);
}

/* ---- values ---------------------------------------------------------------*/

/* A value that is being looked at for the first time. */
struct arrival {
    struct lane *lane;
    struct ruleset *set;
    struct memo *memo;
    struct str value;
};

static void ask_share(const struct arrival *arrival, uint32_t number)
{
    struct lane *lane = arrival->lane;
    const struct share *share = &arrival->set->shares[number];
    struct memo *memo = arrival->memo;
    uint64_t bit = UINT64_C(1) << share->local % 64;

    if (lane->asked[number] == lane->turn)
        return;
    lane->asked[number] = lane->turn;
    memo->known[share->local / 64] |= bit;
    if (probe_ask_text(share->probe, arrival->value) != ANSWER_YES)
        return;
    memo->yes[share->local / 64] |= bit;
    for (uint32_t i = 0; i < share->calls.n; i++)
        numbers_add(&memo->calls, share->calls.at[i], lane->arena);
}

static void ask_list(const struct arrival *arrival, const struct numbers *list)
{
    for (uint32_t i = 0; list && i < list->n; i++)
        ask_share(arrival, list->at[i]);
}

static void ask_same(const struct arrival *arrival)
{
    struct lane *lane = arrival->lane;
    struct column_each each = column_each(lane->column, arrival->value);
    struct str part;

    while (column_next(&each, &part))
        ask_list(arrival, texts_find(&lane->same[SLOT_WHOLE], part));
    for (int i = 0; lane->column == COLUMN_RESOURCE && i < PART_N; i++) {
        part = resource_part(arrival->value, (enum resource_part)i);
        ask_list(arrival, texts_find(&lane->same[SLOT_PARTS + i], part));
    }
}

static void ask_grams(const struct arrival *arrival)
{
    const struct texts *grams = &arrival->lane->grams;
    struct str value = arrival->value;

    for (size_t i = 0; grams->map.count > 0 && i + GRAM <= value.len; i++)
        ask_list(arrival, texts_find(grams, str_sub(value, i, GRAM)));
}

static void ask_scopes(const struct arrival *arrival)
{
    struct lane *lane = arrival->lane;

    for (uint32_t i = 0; i < lane->scoped.n; i++) {
        uint32_t code = lane->scoped.at[i];

        if (rule_in_scope(arrival->set->codes[code].rule, arrival->value))
            numbers_add(&arrival->memo->calls, code, lane->arena);
    }
}

/* More values than there is memory for: begin anew. */
static void lane_forget(struct lane *lane)
{
    map_done(&lane->values);
    map_init(&lane->values, false);
    arena_clear(lane->arena);
}

static struct memo *lane_add(struct lane *lane, struct ruleset *set,
                             struct str value)
{
    size_t words = (lane->n_shares + 63) / 64;
    uint32_t number;
    struct memo *memo;

    if (arena_size(lane->arena) > LANE_MEMORY ||
        lane->values.count == LANE_VALUES)
        lane_forget(lane);
    number = map_add(&lane->values, value);
    if (number >= lane->room) {
        lane->room = lane->room ? 2 * lane->room : 256;
        lane->memos = mem_grow(lane->memos, lane->room, sizeof(*lane->memos));
    }
    if (!lane->asked)
        lane->asked = mem_array(set->n_shares + 1, sizeof(*lane->asked));
    lane->turn++;
    memo = &lane->memos[number];
    *memo = (struct memo){
        .known = arena_array(lane->arena, words + 1, sizeof(uint64_t)),
        .yes = arena_array(lane->arena, words + 1, sizeof(uint64_t)),
    };
    return memo;
}

const struct memo *lane_find(struct lane *lane, struct ruleset *set,
                             struct str value)
{
    uint32_t number = map_find(&lane->values, value);
    struct arrival arrival = {.lane = lane, .set = set, .value = value};

    if (number != MAP_NONE)
        return &lane->memos[number];
    arrival.memo = lane_add(lane, set, value);
    if (lane->column == COLUMN_STATUS)
        arrival.memo->open = event_status_open(value);
    ask_same(&arrival);
    ask_grams(&arrival);
    ask_list(&arrival, &lane->others);
    ask_scopes(&arrival);
    return arrival.memo;
}
