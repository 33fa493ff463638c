/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/text.h"

static void (*last_wish)(void);

void die_hook(void (*hook)(void))
{
    last_wish = hook;
}

void die(const char *fmt, ...)
{
    char line[512] = "riposte: ";
    size_t start = strlen(line);
    void (*hook)(void) = last_wish;
    va_list args;

    /* A hook that dies itself must not be run again. */
    last_wish = NULL;
    if (hook)
        hook();
    va_start(args, fmt);
    vsnprintf(line + start, sizeof(line) - start - 1, fmt, args);
    va_end(args);
    strcat(line, "\n");
    if (write(STDERR_FILENO, line, strlen(line)) < 0)
        abort(); /* Nobody can be told. */
    abort();
}

static void *checked(void *at)
{
    if (!at)
        die("%s", _("This machine is out of memory. Close other programs and "
                    "start again."));
    return at;
}

void *mem_new(size_t size)
{
    return mem_array(1, size);
}

/*
 * A size of 0 still gives an address, so that NULL never means "empty"; a size
 * that no object can have never reaches the allocator.
 */
static size_t product(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
        checked(NULL);
    return bytes > 0 ? bytes : 1;
}

void *mem_array(size_t count, size_t size)
{
    return checked(calloc(1, product(count, size)));
}

void *mem_grow(void *old, size_t count, size_t size)
{
    return checked(realloc(old, product(count, size)));
}

char *mem_text(const char *text)
{
    return text ? mem_textn(text, strlen(text)) : NULL;
}

char *mem_textn(const char *at, size_t len)
{
    char *copy = checked(len < PTRDIFF_MAX ? malloc(len + 1) : NULL);

    if (len > 0)
        memcpy(copy, at, len);
    copy[len] = '\0';
    return copy;
}

void mem_free(void *at)
{
    free(at);
}
