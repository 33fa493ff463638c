/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "util/ascii.h"
#include "util/mem.h"
#include "util/text.h"

#define ALIGNMENT   16
#define FIRST_BLOCK ((size_t)4096)
#define LARGE_BLOCK ((size_t)256 * 1024)
#define GROWN_LEAST ((size_t)4)

struct block {
    struct block *next;
    size_t room;
    size_t used;
    _Alignas(ALIGNMENT) unsigned char at[];
};

struct deferred {
    struct deferred *next;
    void (*free_it)(void *what);
    void *what;
};

struct arena {
    struct deferred *deferred;
    struct block *first;
    struct block *current; /* the block that is being filled */
    size_t held;
};

static struct block *block_new(struct arena *arena, size_t room)
{
    struct block *block = mem_grow(NULL, 1, sizeof(*block) + room);

    *block = (struct block){.room = room};
    arena->held += sizeof(*block) + room;
    return block;
}

struct arena *arena_new(void)
{
    struct arena *arena = mem_new(sizeof(*arena));

    arena->held = sizeof(*arena);
    arena->first = block_new(arena, FIRST_BLOCK - sizeof(struct block));
    arena->current = arena->first;
    return arena;
}

static void blocks_free(struct block *block)
{
    while (block) {
        struct block *next = block->next;

        mem_free(block);
        block = next;
    }
}

static void deferred_free(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *one = arena->deferred;

        arena->deferred = one->next;
        one->free_it(one->what);
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    deferred_free(arena);
    blocks_free(arena->first);
    mem_free(arena);
}

void arena_clear(struct arena *arena)
{
    deferred_free(arena);
    blocks_free(arena->first->next);
    arena->first->next = NULL;
    arena->first->used = 0;
    arena->current = arena->first;
    arena->held = sizeof(*arena) + sizeof(struct block) + arena->first->room;
}

static struct block *arena_extend(struct arena *arena, size_t size)
{
    struct block *current = arena->current;
    size_t room = 2 * (current->room + sizeof(struct block));
    struct block *block;

    if (room > LARGE_BLOCK)
        room = LARGE_BLOCK;
    room -= sizeof(struct block);
    if (size > room / 4) {
        /* A block of its own; the current one goes on being filled. */
        block = block_new(arena, size);
        block->next = current->next;
        current->next = block;
        return block;
    }
    block = block_new(arena, room);
    block->next = current->next;
    current->next = block;
    arena->current = block;
    return block;
}

/* Bytes that are not cleared, for those who fill them at once. */
static void *arena_take(struct arena *arena, size_t size)
{
    struct block *block = arena->current;
    void *at;

    if (size > SIZE_MAX / 2)
        die("%s", _("More memory was asked for than any machine has."));
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (size > block->room - block->used)
        block = arena_extend(arena, size);
    at = block->at + block->used;
    block->used += size;
    return at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        die("%s", _("More memory was asked for than any machine has."));
    return arena_alloc(arena, count * size);
}

void *arena_grown(struct arena *arena, void *items, size_t n, size_t size)
{
    void *more;

    /* Doubles at each power of two, so that n items cost n moves. */
    if (n != 0 && (n < GROWN_LEAST || (n & (n - 1)) != 0))
        return items;
    more = arena_array(arena, n == 0 ? GROWN_LEAST : n * 2, size);
    if (n > 0)
        memcpy(more, items, n * size);
    return more;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text ? arena_textn(arena, text, strlen(text)) : NULL;
}

char *arena_textn(struct arena *arena, const char *at, size_t len)
{
    char *copy = arena_take(arena, len + 1);

    if (len > 0)
        memcpy(copy, at, len);
    copy[len] = '\0';
    return copy;
}

struct str arena_str(struct arena *arena, struct str text)
{
    return (struct str){
        .at = arena_textn(arena, text.at, text.len),
        .len = text.len,
    };
}

struct str arena_lower(struct arena *arena, struct str text)
{
    char *copy = arena_textn(arena, text.at, text.len);

    for (size_t i = 0; i < text.len; i++)
        copy[i] = ascii_lower(copy[i]);
    return (struct str){.at = copy, .len = text.len};
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    char draft[256];
    char *text;
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(draft, sizeof(draft), fmt, args);
    va_end(args);
    if (len < 0)
        die("%s", _("A text could not be formatted."));
    if ((size_t)len < sizeof(draft))
        return arena_textn(arena, draft, (size_t)len);
    text = arena_take(arena, (size_t)len + 1);
    va_start(args, fmt);
    vsnprintf(text, (size_t)len + 1, fmt, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, void (*free_it)(void *what), void *what)
{
    struct deferred *one = arena_alloc(arena, sizeof(*one));

    *one = (struct deferred){
        .next = arena->deferred,
        .free_it = free_it,
        .what = what,
    };
    arena->deferred = one;
}

size_t arena_size(const struct arena *arena)
{
    return arena->held;
}
