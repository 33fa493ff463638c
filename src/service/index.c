/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * index.c - filling the columns, and keeping them in step with the store.
 */
#include "service/index.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* More changed slots than this are not named one by one. */
#define CHANGES_NAMED 20000

void index_init(struct index *index)
{
    *index = (struct index){.texts = arena_new(), .sorted = true};
}

void index_done(struct index *index)
{
    mem_free(index->time);
    mem_free(index->acknowledged);
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        mem_free(index->term[i]);
    mem_free(index->kind);
    mem_free(index->severity);
    mem_free(index->automation);
    mem_free(index->flags);
    mem_free(index->text);
    mem_free(index->order);
    mem_free(index->fresh);
    arena_free(index->texts);
    *index = (struct index){0};
}

static void grow(struct index *index, size_t slots)
{
    size_t room = index->room;

    if (slots <= room)
        return;
    /* By a quarter: a million rows must not cost two million. */
    room = slots + slots / 4 + 4096;
    index->time = mem_grow(index->time, room, sizeof(*index->time));
    index->acknowledged =
        mem_grow(index->acknowledged, room, sizeof(*index->acknowledged));
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        index->term[i] = mem_grow(index->term[i], room, sizeof(uint32_t));
    index->kind = mem_grow(index->kind, room, 1);
    index->severity = mem_grow(index->severity, room, 1);
    index->automation = mem_grow(index->automation, room, 1);
    index->flags = mem_grow(index->flags, room, 1);
    memset(index->kind + index->room, INDEX_EMPTY, room - index->room);
    /* What is overwritten is looked at. */
    memset(index->flags + index->room, 0, room - index->room);
    index->room = room;
}

static void add_term(void *with, uint32_t term, struct str text)
{
    struct index *index = with;

    if (term >= index->term_room) {
        size_t room = (size_t)term + term / 4 + 1024;

        index->text = mem_grow(index->text, room, sizeof(*index->text));
        for (size_t i = index->term_room; i < room; i++)
            index->text[i] = STR_NONE;
        index->term_room = room;
    }
    index->text[term] = arena_str(index->texts, text);
    if (term >= index->n_terms)
        index->n_terms = (size_t)term + 1;
}

static bool shows(const struct index *index, unsigned flags)
{
    return index->standing || (flags & EVENT_STANDING) == 0;
}

bool index_shown(const struct index *index, uint32_t slot)
{
    return index->kind[slot] != INDEX_EMPTY && shows(index, index->flags[slot]);
}

static bool later(const struct index *index, uint32_t a, uint32_t b)
{
    return index->time[a] != index->time[b] ? index->time[a] > index->time[b]
                                            : a > b;
}

/* Of the first @high of `order`: how many stand before @slot. */
static size_t place_of(const struct index *index, uint32_t slot, size_t high)
{
    size_t low = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (later(index, slot, index->order[middle]))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void order_room(struct index *index, size_t n)
{
    if (n <= index->order_room)
        return;
    index->order_room = n + n / 4 + 4096;
    index->order = mem_grow(index->order, index->order_room, sizeof(uint32_t));
}

static void add_fresh(struct index *index, uint32_t slot)
{
    if (index->n_fresh == index->fresh_room) {
        index->fresh_room = index->fresh_room * 2 + 64;
        index->fresh =
            mem_grow(index->fresh, index->fresh_room, sizeof(uint32_t));
    }
    index->fresh[index->n_fresh++] = slot;
}

static int compare_slots(const void *a, const void *b, void *with)
{
    const uint32_t *left = a;
    const uint32_t *right = b;

    if (*left == *right)
        return 0;
    return later(with, *left, *right) ? 1 : -1;
}

/* In order, and once each: a row may have come more than once. */
static size_t sift_fresh(struct index *index)
{
    uint32_t *fresh = index->fresh;
    size_t n = 0;

    qsort_r(fresh, index->n_fresh, sizeof(*fresh), compare_slots, index);
    for (size_t i = 0; i < index->n_fresh; i++) {
        if (index_shown(index, fresh[i]) &&
            (n == 0 || fresh[n - 1] != fresh[i]))
            fresh[n++] = fresh[i];
    }
    return n;
}

/* From the latest on, so that whatever stands in the way moves only once,
 * however many come: old events may come by the thousand. */
static void place_fresh(struct index *index)
{
    size_t high = index->n_order;
    size_t n;

    if (index->n_fresh == 0)
        return;
    n = sift_fresh(index);
    order_room(index, high + n);
    for (size_t i = n; i > 0; i--) {
        uint32_t slot = index->fresh[i - 1];
        size_t at = place_of(index, slot, high);

        memmove(index->order + at + i, index->order + at,
                (high - at) * sizeof(uint32_t));
        index->order[at + i - 1] = slot;
        high = at;
    }
    index->n_order += n;
    index->n_fresh = 0;
}

static void displace(struct index *index, uint32_t slot)
{
    size_t at = place_of(index, slot, index->n_order);

    if (at >= index->n_order || index->order[at] != slot)
        return;
    index->n_order--;
    memmove(index->order + at, index->order + at + 1,
            (index->n_order - at) * sizeof(uint32_t));
}

/* What index_follow() carries through the store's callback. */
struct following {
    struct index *index;
    struct index_changes *changes;
    void (*forget)(void *with, uint32_t slot);
    void *with;
    size_t left;
};

static void write_slot(struct index *index, uint32_t slot,
                       const struct event_row *row)
{
    index->time[slot] = row->time;
    index->acknowledged[slot] = (uint32_t)(row->acknowledged / 1000);
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        index->term[i][slot] = row->term[i];
    index->kind[slot] = row->kind;
    index->severity[slot] = row->severity;
    index->automation[slot] = row->automation;
    if ((index->flags[slot] & EVENT_IGNORED) != 0 &&
        shows(index, index->flags[slot]))
        index->n_ignored--;
    index->flags[slot] = row->flags;
}

static void name_change(struct index_changes *changes, uint32_t slot)
{
    if (changes->many)
        return;
    if (changes->n == CHANGES_NAMED) {
        changes->many = true;
        return;
    }
    if (changes->n == changes->room) {
        changes->room = changes->room > 0 ? changes->room * 2 : 256;
        changes->slots =
            mem_grow(changes->slots, changes->room, sizeof(uint32_t));
    }
    changes->slots[changes->n++] = slot;
}

/* The first load: rows come by number, and are sorted at its end. */
static void append(struct index *index, uint32_t slot)
{
    order_room(index, index->n_order + 1);
    if (index->n_order > 0 &&
        !later(index, slot, index->order[index->n_order - 1]))
        index->sorted = false;
    index->order[index->n_order++] = slot;
}

/* Does it have a place in `order`, and keep it? */
static bool stays(const struct index *index, uint32_t slot,
                  const struct event_row *row)
{
    return index_shown(index, slot) && index->time[slot] == row->time &&
           shows(index, row->flags);
}

static bool take_row(void *with, const struct event_row *row)
{
    struct following *f = with;
    struct index *index = f->index;
    uint32_t slot = (uint32_t)(row->row - 1);
    bool placed = false;

    grow(index, (size_t)row->row);
    if ((size_t)row->row > index->n)
        index->n = (size_t)row->row;
    if (index->kind[slot] != INDEX_EMPTY) {
        if (f->forget != NULL)
            f->forget(f->with, slot);
        placed = stays(index, slot, row);
        if (!placed && index->complete) {
            displace(index, slot);
        } else if (!placed) {
            placed = index_shown(index, slot);
            index->sorted = false;
        }
    }
    write_slot(index, slot, row);
    if (!placed && index_shown(index, slot)) {
        if (index->complete)
            add_fresh(index, slot);
        else
            append(index, slot);
    }
    name_change(f->changes, slot);
    return --f->left > 0;
}

/* Least significant byte first, two bytes a pass: times of a queue lie close
 * together, so that most passes have nothing to do. */
static void sort_by_time(struct index *index)
{
    uint32_t *from = index->order;
    uint32_t *to = mem_array(index->order_room, sizeof(uint32_t));
    size_t n = index->n_order;
    uint32_t *count = mem_array(65536, sizeof(uint32_t));

    for (unsigned shift = 0; shift < 64; shift += 16) {
        uint32_t sum = 0;
        uint32_t *swap;

        memset(count, 0, 65536 * sizeof(uint32_t));
        for (size_t i = 0; i < n; i++)
            count[((uint64_t)index->time[from[i]] >> shift) & 0xffff]++;
        if (n > 0 &&
            count[((uint64_t)index->time[from[0]] >> shift) & 0xffff] == n)
            continue;
        for (size_t i = 0; i < 65536; i++) {
            uint32_t here = count[i];

            count[i] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[count[((uint64_t)index->time[from[i]] >> shift) & 0xffff]++] =
                from[i];
        swap = from;
        from = to;
        to = swap;
    }
    index->order = from;
    mem_free(to);
    mem_free(count);
    index->sorted = true;
}

/* Rows that changed while all were read may be shown no more. */
static void tidy(struct index *index)
{
    size_t n = 0;

    for (size_t i = 0; i < index->n_order; i++) {
        uint32_t slot = index->order[i];

        if (index_shown(index, slot) && (n == 0 || index->order[n - 1] != slot))
            index->order[n++] = slot;
    }
    index->n_order = n;
}

bool index_follow(struct index *index, struct store *store, size_t most,
                  void (*forget)(void *with, uint32_t slot), void *with,
                  struct index_changes *changes, bool *more, struct err *err)
{
    struct following f = {
        .index = index,
        .changes = changes,
        .forget = forget,
        .with = with,
        .left = most,
    };

    changes->n = 0;
    changes->many = false;
    *more = false;
    if (!terms_follow(store, &index->last_term, add_term, index, err) ||
        !events_follow(store, &index->cursor, take_row, &f, err) ||
        /* A row may have come with a term that the first look missed. */
        !terms_follow(store, &index->last_term, add_term, index, err))
        return false;
    place_fresh(index);
    *more = f.left == 0;
    if (!*more && !index->complete) {
        if (!index->sorted) {
            sort_by_time(index);
            tidy(index);
        }
        index->complete = true;
        changes->many = true;
    }
    if (changes->n > 0 || changes->many)
        index->revision++;
    return true;
}

bool index_load(struct index *index, struct store *store, struct err *err)
{
    struct index_changes changes = {0};
    bool more;
    bool ok;

    ok = index_follow(index, store, SIZE_MAX, NULL, NULL, &changes, &more, err);
    mem_free(changes.slots);
    return ok;
}

struct str index_text(const struct index *index, enum event_column column,
                      uint32_t slot)
{
    uint32_t term = index->term[column][slot];

    return term < index->n_terms ? index->text[term] : STR_NONE;
}

void index_event(const struct index *index, uint32_t slot, struct event *out)
{
    *out = (struct event){
        .row = (int64_t)slot + 1,
        .key = STR_NONE,
        .kind = (enum event_kind)index->kind[slot],
        .severity = (enum severity)index->severity[slot],
        .time = index->time[slot],
        .acknowledged = (int64_t)index->acknowledged[slot] * 1000,
        .automation = (enum event_auto)index->automation[slot],
        .flags = index->flags[slot],
        .arm_id = STR_NONE,
        .raw = STR_NONE,
    };
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        out->column[i] = index_text(index, (enum event_column)i, slot);
}
