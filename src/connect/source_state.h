/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source_state.h - how source.c changes a source_state.
 *
 * Only source*.c include it; others see the value, in source.h.
 */
#ifndef RIPOSTE_CONNECT_SOURCE_STATE_H
#define RIPOSTE_CONNECT_SOURCE_STATE_H

#include "connect/source.h"

/* Puts an entry before the one at @at.  False when the list is full. */
bool source_todo_add(struct source_state *state, size_t at, int level,
                     struct str url, const char *subscription);
void source_todo_drop(struct source_state *state); /* the first */
void source_todo_clear(struct source_state *state);

/* Another failure of the first entry; NULL: there is none any more. */
void source_fault_set(struct source_state *state, const char *text);
void source_trouble_set(struct source_state *state, const char *subscription,
                        const char *text, int64_t since);
void source_trouble_clear(struct source_state *state, const char *subscription);

#endif
