/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mem.h - allocation that cannot fail, and the one way to die.
 *
 * Sizes that come from outside are bounded before they reach here
 * (model/limits.h), so running out of memory means that the machine is out of
 * it: die() runs the hook, which gives the terminal back, and aborts.
 *
 * Thread: any.  die_hook() is set once, before threads start.
 * Memory: what mem_* returns is freed with mem_free().
 */
#ifndef RIPOSTE_UTIL_MEM_H
#define RIPOSTE_UTIL_MEM_H

#include <stddef.h>

void *mem_new(size_t size);                 /* zeroed */
void *mem_array(size_t count, size_t size); /* zeroed; overflow dies */
void *mem_grow(void *old, size_t count, size_t size); /* realloc of an array */
char *mem_text(const char *text);            /* copy; NULL stays NULL */
char *mem_textn(const char *at, size_t len); /* copy, terminated */
void mem_free(void *at);

/* Registers what is done before the process dies; NULL removes it. */
void die_hook(void (*hook)(void));

/* Says why on stderr after the hook has run, then aborts. */
void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
