/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zone.c - compiled zones (TZif), read with every bound checked.
 */
#include "util/zone.h"

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/file.h"
#include "util/text.h"
#include "util/when.h"
#include "util/zone_part.h"

/* The largest of the system has 4 KiB. */
#define MOST_BYTES   ((size_t)64 * 1024)
#define MOST_NAME    64
#define HEADER_BYTES 44
#define MOST_OFFSET  (26 * 3600)

struct zone {
    int64_t *moves; /* seconds; from here on goes the offset beside it */
    int32_t *offsets;
    size_t n;
    int32_t first; /* before the first move */
    struct zone_rule rule;
    bool ruled; /* after the last move the rule goes */
};

/* What the header says about one block of a file. */
struct block {
    uint32_t utc, standard, leaps, moves, types, letters;
    size_t wide; /* bytes of one moment */
};

static uint32_t number(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;

    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 |
           (uint32_t)byte[2] << 8 | byte[3];
}

static int64_t moment_at(const char *at)
{
    return (int64_t)((uint64_t)number(at) << 32 | number(at + 4));
}

static bool read_header(struct str *rest, size_t wide, struct block *out)
{
    const char *at = rest->at;

    if (rest->len < HEADER_BYTES || memcmp(at, "TZif", 4) != 0)
        return false;
    *out = (struct block){
        .utc = number(at + 20),
        .standard = number(at + 24),
        .leaps = number(at + 28),
        .moves = number(at + 32),
        .types = number(at + 36),
        .letters = number(at + 40),
        .wide = wide,
    };
    *rest = str_sub(*rest, HEADER_BYTES, rest->len);
    return true;
}

/* No count of a sound file is larger than the file. */
static bool block_bytes(const struct block *b, size_t *out)
{
    if (b->utc > MOST_BYTES || b->standard > MOST_BYTES ||
        b->leaps > MOST_BYTES || b->moves > MOST_BYTES ||
        b->types > MOST_BYTES || b->letters > MOST_BYTES)
        return false;
    *out = b->moves * (b->wide + 1) + (size_t)b->types * 6 + b->letters +
           b->leaps * (b->wide + 4) + b->standard + b->utc;
    return true;
}

static bool read_types(const char *at, const struct block *b, int32_t *offsets)
{
    for (size_t i = 0; i < b->types; i++) {
        offsets[i] = (int32_t)number(at + i * 6);
        if (offsets[i] < -MOST_OFFSET || offsets[i] > MOST_OFFSET)
            return false;
    }
    return true;
}

static bool read_moves(struct str text, const struct block *b,
                       struct arena *arena, struct zone *out)
{
    const char *which = text.at + (size_t)b->moves * 8;
    int32_t *types = arena_array(arena, b->types, sizeof(*types));

    if (b->types == 0 || !read_types(which + b->moves, b, types))
        return false;
    out->first = types[0];
    out->n = b->moves;
    out->moves = arena_array(arena, out->n, sizeof(*out->moves));
    out->offsets = arena_array(arena, out->n, sizeof(*out->offsets));
    for (size_t i = 0; i < out->n; i++) {
        size_t type = (unsigned char)which[i];

        out->moves[i] = moment_at(text.at + i * 8);
        if (type >= b->types || (i > 0 && out->moves[i] <= out->moves[i - 1]))
            return false;
        out->offsets[i] = types[type];
    }
    return true;
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n", or "\n\n": what is after the last move. */
static bool read_footer(struct str text, struct zone *out)
{
    struct str line;

    if (!str_starts(text, STR("\n")))
        return false;
    text = str_sub(text, 1, text.len);
    if (!str_cut(&text, '\n', &line) || str_empty(line))
        return true;
    out->ruled = zone_rule_parse(line, &out->rule);
    return out->ruled;
}

static bool read_zone(struct str text, struct arena *arena, struct zone *out)
{
    struct block block;
    size_t size;

    /* The first block has moments of 32 bits, for old readers. */
    if (!read_header(&text, 4, &block) || !block_bytes(&block, &size) ||
        text.len < size)
        return false;
    text = str_sub(text, size, text.len);
    if (!read_header(&text, 8, &block) || !block_bytes(&block, &size) ||
        text.len < size || !read_moves(text, &block, arena, out))
        return false;
    return read_footer(str_sub(text, size, text.len), out);
}

/* Nothing that could leave the directory of zones. */
static bool name_sound(struct str name)
{
    if (name.len > MOST_NAME || str_starts(name, STR("/")))
        return false;
    return str_made_of(name, "/_+-");
}

static bool is_utc(struct str name)
{
    static const char *const names[] = {"UTC", "Z", "Etc/UTC"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (str_eq_fold(name, str_of(names[i])))
            return true;
    }
    return false;
}

static bool fail_zone(const char *name, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("There is no time zone \"%.*s\" on this machine; use a "
                     "name such as Europe/Berlin, America/New_York or UTC."),
                   STR_ARG(str_sub(str_of(name), 0, MOST_NAME)));
}

bool zone_load(const char *name, struct arena *arena, const struct zone **out,
               struct err *err)
{
    struct zone *zone = arena_alloc(arena, sizeof(*zone));
    const char *dir = getenv("TZDIR");
    struct err ignored;
    struct buf text;
    bool ok;

    if (is_utc(str_of(name))) {
        *out = zone;
        return true;
    }
    if (!name_sound(str_of(name)))
        return fail_zone(name, err);
    if (dir == NULL || dir[0] != '/')
        dir = "/usr/share/zoneinfo";
    buf_init(&text);
    ok = file_read(file_join(arena, dir, name), MOST_BYTES, &text, &ignored) &&
         read_zone(buf_view(&text), arena, zone);
    buf_done(&text);
    if (!ok)
        return fail_zone(name, err);
    *out = zone;
    return true;
}

bool zone_check(const char *name, struct err *err)
{
    struct arena *arena = arena_new();
    const struct zone *zone;
    bool ok = zone_load(name, arena, &zone, err);

    arena_free(arena);
    return ok;
}

static int64_t whole_seconds(int64_t moment)
{
    return moment / 1000 - (moment % 1000 < 0);
}

int zone_offset(const struct zone *zone, int64_t moment)
{
    int64_t second = whole_seconds(moment);
    size_t from = 0;
    size_t to;

    if (zone == NULL)
        return 0;
    if (zone->ruled && (zone->n == 0 || second >= zone->moves[zone->n - 1]))
        return zone_rule_offset(&zone->rule, second);
    /* How many moves lie behind? */
    for (to = zone->n; from < to;) {
        size_t middle = from + (to - from) / 2;

        if (zone->moves[middle] <= second)
            from = middle + 1;
        else
            to = middle;
    }
    return from == 0 ? zone->first : zone->offsets[from - 1];
}

int64_t zone_local(const struct zone *zone, int64_t moment)
{
    return moment + zone_offset(zone, moment) * WHEN_SECOND;
}

int64_t zone_moment(const struct zone *zone, int64_t local)
{
    /* The offsets of the day before and the day after: between them lies at
     * most one move. */
    int64_t before = zone_offset(zone, local - WHEN_DAY) * WHEN_SECOND;
    int64_t after = zone_offset(zone, local + WHEN_DAY) * WHEN_SECOND;

    if (zone_local(zone, local - before) == local)
        return local - before;
    if (zone_local(zone, local - after) == local)
        return local - after;
    return local - before;
}
