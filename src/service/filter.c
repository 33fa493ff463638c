/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filter.c - answers of probes, remembered by term.
 */
#include "service/filter.h"

#include <string.h>

#include "model/canon.h"
#include "util/mem.h"

/* What a probe answers for one text or small number, once asked. */
enum memo { MEMO_UNKNOWN, MEMO_NO, MEMO_YES };

struct filter_leaf {
    const struct probe *probe;
    enum probe_shape shape;
    enum event_column column;
    enum event_number number;
    uint8_t *memo; /* by term, or by value of a byte column */
    size_t room;
};

struct filter {
    struct query *query;
    struct filter_leaf *leaves;
    size_t n;
    uint64_t *words; /* one for each probe */
    bool everything;
    bool shows_ignored;
};

/* Does the comparison ask whether an event is ignored? */
static bool asks_ignored(const struct probe *probe)
{
    return probe_shape(probe) == PROBE_NUMBER &&
           probe_number(probe) == NUMBER_FLAGS &&
           probe_ask_int(probe, EVENT_IGNORED) != probe_ask_int(probe, 0);
}

bool filter_new(struct str text, const struct query_env *env,
                struct filter **out, struct err *err)
{
    const struct probe *const *probes;
    struct filter *filter;
    struct query *query;

    if (!query_compile(text, env, &query, err))
        return false;
    filter = mem_new(sizeof(*filter));
    filter->query = query;
    filter->everything = str_trim(text).len == 0;
    filter->n = query_probes(query, &probes);
    filter->leaves = mem_array(filter->n + 1, sizeof(*filter->leaves));
    filter->words = mem_array(filter->n + 1, sizeof(*filter->words));
    for (size_t i = 0; i < filter->n; i++) {
        struct filter_leaf *leaf = &filter->leaves[i];

        leaf->probe = probes[i];
        leaf->shape = probe_shape(probes[i]);
        if (leaf->shape == PROBE_TEXT)
            leaf->column = probe_column(probes[i]);
        if (leaf->shape == PROBE_NUMBER)
            leaf->number = probe_number(probes[i]);
        filter->shows_ignored |= asks_ignored(probes[i]);
    }
    *out = filter;
    return true;
}

void filter_free(struct filter *filter)
{
    if (filter == NULL)
        return;
    for (size_t i = 0; i < filter->n; i++)
        mem_free(filter->leaves[i].memo);
    mem_free(filter->leaves);
    mem_free(filter->words);
    query_free(filter->query);
    mem_free(filter);
}

bool filter_everything(const struct filter *filter, const struct index *index)
{
    return filter->everything &&
           (filter->shows_ignored || index->n_ignored == 0);
}

void filter_show_ignored(struct filter *filter)
{
    filter->shows_ignored = true;
}

bool filter_holds(const struct filter *filter, struct query_subject *subject)
{
    return query_ask(filter->query, subject);
}

bool filter_moves(const struct filter *filter)
{
    return query_moves(filter->query);
}

void filter_at(struct filter *filter, int64_t now)
{
    query_at(filter->query, now);
    for (size_t i = 0; i < filter->n; i++) {
        if (filter->leaves[i].memo != NULL)
            memset(filter->leaves[i].memo, MEMO_UNKNOWN,
                   filter->leaves[i].room);
    }
}

static void memo_room(struct filter_leaf *leaf, size_t n)
{
    size_t room;

    if (n <= leaf->room)
        return;
    room = n + n / 4 + 64;
    leaf->memo = mem_grow(leaf->memo, room, 1);
    memset(leaf->memo + leaf->room, MEMO_UNKNOWN, room - leaf->room);
    leaf->room = room;
}

static uint64_t ask_texts(struct filter_leaf *leaf, const struct index *index,
                          const uint32_t *slots, size_t n)
{
    const uint32_t *terms = index->term[leaf->column];
    uint64_t word = 0;

    memo_room(leaf, index->n_terms + 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t term = terms[slots[i]];
        uint8_t memo = term < leaf->room ? leaf->memo[term] : MEMO_NO;

        if (memo == MEMO_UNKNOWN) {
            struct str text =
                term < index->n_terms ? index->text[term] : STR_NONE;

            memo = probe_ask_text(leaf->probe, text) == ANSWER_YES ? MEMO_YES
                                                                   : MEMO_NO;
            leaf->memo[term] = memo;
        }
        word |= (uint64_t)(memo == MEMO_YES) << i;
    }
    return word;
}

static uint64_t ask_bytes(struct filter_leaf *leaf, const uint8_t *column,
                          const uint32_t *slots, size_t n)
{
    uint64_t word = 0;

    memo_room(leaf, 256);
    for (size_t i = 0; i < n; i++) {
        uint8_t value = column[slots[i]];
        uint8_t memo = leaf->memo[value];

        if (memo == MEMO_UNKNOWN) {
            memo = probe_ask_int(leaf->probe, value) == ANSWER_YES ? MEMO_YES
                                                                   : MEMO_NO;
            leaf->memo[value] = memo;
        }
        word |= (uint64_t)(memo == MEMO_YES) << i;
    }
    return word;
}

static uint64_t ask_moments(const struct filter_leaf *leaf,
                            const struct index *index, const uint32_t *slots,
                            size_t n)
{
    uint64_t word = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t value = leaf->number == NUMBER_TIME
                            ? index->time[slots[i]]
                            : (int64_t)index->acknowledged[slots[i]] * 1000;

        word |= (uint64_t)(probe_ask_int(leaf->probe, value) == ANSWER_YES)
                << i;
    }
    return word;
}

static uint64_t ask_leaf(struct filter_leaf *leaf, const struct index *index,
                         const uint32_t *slots, size_t n)
{
    if (leaf->shape == PROBE_TEXT)
        return ask_texts(leaf, index, slots, n);
    if (leaf->shape != PROBE_NUMBER)
        return 0;
    switch (leaf->number) {
    case NUMBER_KIND:
        return ask_bytes(leaf, index->kind, slots, n);
    case NUMBER_SEVERITY:
        return ask_bytes(leaf, index->severity, slots, n);
    case NUMBER_AUTO:
        return ask_bytes(leaf, index->automation, slots, n);
    case NUMBER_FLAGS:
        return ask_bytes(leaf, index->flags, slots, n);
    default:
        return ask_moments(leaf, index, slots, n);
    }
}

static uint64_t ignored(const struct index *index, const uint32_t *slots,
                        size_t n)
{
    uint64_t word = 0;

    for (size_t i = 0; index->n_ignored > 0 && i < n; i++)
        word |= (uint64_t)((index->flags[slots[i]] & EVENT_IGNORED) != 0) << i;
    return word;
}

uint64_t filter_ask(struct filter *filter, const struct index *index,
                    const uint32_t *slots, size_t n, uint64_t *open)
{
    uint64_t all = n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
    uint64_t word;

    *open = 0;
    if (!filter->shows_ignored)
        all &= ~ignored(index, slots, n);
    if (filter->everything)
        return all;
    for (size_t i = 0; i < filter->n; i++)
        filter->words[i] = ask_leaf(&filter->leaves[i], index, slots, n);
    if (!query_needs_body(filter->query))
        return query_combine(filter->query, filter->words) & all;
    word = query_combine_open(filter->query, filter->words, open) & all;
    *open &= all;
    return word;
}

/* The stored bytes of one event, mapped when the query asks for them. */
struct stored_body {
    struct store *store;
    struct arena *arena;
    struct json *body;
};

static const struct json *fetch(void *of, const struct event *event)
{
    struct stored_body *stored = of;
    struct event whole;
    struct err ignored;

    if (events_get(stored->store, event->row, true, stored->arena, &whole,
                   &ignored))
        canon_body(whole.kind, whole.raw, &stored->body, &ignored);
    return stored->body;
}

bool filter_body(struct filter *filter, const struct index *index,
                 struct store *store, uint32_t slot)
{
    struct stored_body stored = {.store = store, .arena = arena_new()};
    struct query_subject subject;
    struct event event;
    bool yes;

    index_event(index, slot, &event);
    query_subject_init(&subject, &event, NULL);
    subject.fetch = fetch;
    subject.of = &stored;
    yes = query_ask(filter->query, &subject);
    query_subject_done(&subject);
    json_free(stored.body);
    arena_free(stored.arena);
    return yes;
}

bool filter_one(struct filter *filter, const struct index *index,
                struct store *store, uint32_t slot)
{
    uint64_t open;
    uint64_t yes = filter_ask(filter, index, &slot, 1, &open);

    return yes != 0 || (open != 0 && filter_body(filter, index, store, slot));
}
