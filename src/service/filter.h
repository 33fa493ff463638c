/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filter.h - a query asked of the whole index: each comparison once for each
 * distinct text, then every row by looking up numbers.
 *
 * Rows that only their body can decide are fetched one by one, and only when
 * the columns left them open.
 *
 * Thread: the reader's.
 */
#ifndef RIPOSTE_SERVICE_FILTER_H
#define RIPOSTE_SERVICE_FILTER_H

#include "engine/query.h"
#include "service/index.h"

struct filter;

/* ERR_INPUT as query_compile(). */
bool filter_new(struct str text, const struct query_env *env,
                struct filter **out, struct err *err);
void filter_free(struct filter *filter); /* NULL is fine */
/* The empty query, while nothing is ignored. */
bool filter_everything(const struct filter *filter, const struct index *index);
/* Rows that are ignored (EVENT_IGNORED) are left out unless the query asks for
 * them, or this was said. */
void filter_show_ignored(struct filter *filter);
/* Does it hold for this event, whatever is ignored? */
bool filter_holds(const struct filter *filter, struct query_subject *subject);
bool filter_moves(const struct filter *filter); /* has ago() or now() */
void filter_at(struct filter *filter, int64_t now);

/* 64 slots at a time: bit i says that slots[i] matches.  *open: only the body
 * can decide those; ask filter_body() for each. */
uint64_t filter_ask(struct filter *filter, const struct index *index,
                    const uint32_t *slots, size_t n, uint64_t *open);
bool filter_body(struct filter *filter, const struct index *index,
                 struct store *store, uint32_t slot);
/* One slot, body and all. */
bool filter_one(struct filter *filter, const struct index *index,
                struct store *store, uint32_t slot);

#endif
