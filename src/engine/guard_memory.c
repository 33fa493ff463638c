/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/guard_memory.h"

#include <string.h>

#include "util/map.h"
#include "util/mem.h"

/* What is known of one key of one rule. */
struct page {
    struct guard_facts facts;
    int64_t *times; /* counted, in the order of the clock */
    size_t n;
    size_t room;
};

struct guard_memory {
    struct map keys; /* the rule's number and its key */
    struct page *pages;
    size_t room;
    struct buf name;
};

struct guard_memory *guard_memory_new(void)
{
    struct guard_memory *memory = mem_new(sizeof(*memory));

    map_init(&memory->keys, false);
    buf_init(&memory->name);
    return memory;
}

void guard_memory_free(struct guard_memory *memory)
{
    if (memory == NULL)
        return;
    for (uint32_t i = 0; i < memory->keys.count; i++)
        mem_free(memory->pages[i].times);
    mem_free(memory->pages);
    map_done(&memory->keys);
    buf_done(&memory->name);
    mem_free(memory);
}

static struct str name_of(struct guard_memory *memory, int64_t rule,
                          struct str key)
{
    buf_clear(&memory->name);
    buf_printf(&memory->name, "%lld ", (long long)rule);
    buf_str(&memory->name, key);
    return buf_view(&memory->name);
}

static struct page *find(struct guard_memory *memory, int64_t rule,
                         struct str key)
{
    uint32_t number = map_find(&memory->keys, name_of(memory, rule, key));

    return number == MAP_NONE ? NULL : &memory->pages[number];
}

static struct page *make(struct guard_memory *memory, int64_t rule,
                         struct str key)
{
    uint32_t number = map_add(&memory->keys, name_of(memory, rule, key));

    if (number == memory->room) {
        size_t room = memory->room ? memory->room * 2 : 64;

        memory->pages = mem_grow(memory->pages, room, sizeof(*memory->pages));
        memset(memory->pages + memory->room, 0,
               (room - memory->room) * sizeof(*memory->pages));
        memory->room = room;
    }
    return &memory->pages[number];
}

static bool book_last(void *of, int64_t rule, struct str key,
                      struct guard_facts *out, struct err *err)
{
    const struct page *page = find(of, rule, key);

    (void)err;
    *out = page ? page->facts : (struct guard_facts){0};
    return true;
}

static bool book_count(void *of, int64_t rule, struct str key,
                       struct guard_window *window, struct err *err)
{
    const struct page *page = find(of, rule, key);

    (void)err;
    window->used = 0;
    window->oldest = 0;
    for (size_t i = page ? page->n : 0; i > 0; i--) {
        int64_t time = page->times[i - 1];

        if (time <= window->from || window->used == window->most)
            break;
        if (time > window->to)
            continue;
        window->used++;
        window->oldest = time;
    }
    return true;
}

/* Lets go of what no window reaches before it grows. */
static void add_time(struct page *page, int64_t time, int64_t keep)
{
    size_t old = 0;

    if (page->n == page->room) {
        while (old < page->n && page->times[old] <= time - keep)
            old++;
        page->n -= old;
        if (old > 0)
            memmove(page->times, page->times + old,
                    page->n * sizeof(*page->times));
        if (page->n * 2 >= page->room) {
            page->room = page->room ? page->room * 2 : 8;
            page->times =
                mem_grow(page->times, page->room, sizeof(*page->times));
        }
    }
    page->times[page->n++] = time;
}

static bool book_record(void *of, const struct guard_note *note,
                        struct err *err)
{
    struct page *page = make(of, note->rule, note->key);

    (void)err;
    if (note->kind == GUARD_COUNTED) {
        add_time(page, note->time, note->keep);
        return true;
    }
    page->facts.seen = note->time;
    if (note->kind == GUARD_FIRED) {
        page->facts.fired = note->time;
        page->facts.run = note->run;
    }
    return true;
}

struct guard_book guard_memory_book(struct guard_memory *memory)
{
    return (struct guard_book){
        .last = book_last,
        .count = book_count,
        .record = book_record,
        .of = memory,
    };
}
