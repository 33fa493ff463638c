/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pack.h - compresses stored bodies; the only door to zstd.
 *
 * Thread: a pack belongs to one thread.
 */
#ifndef RIPOSTE_UTIL_PACK_H
#define RIPOSTE_UTIL_PACK_H

#include <stdbool.h>

#include "util/buf.h"
#include "util/err.h"
#include "util/str.h"

struct pack;

/* @dictionary may be empty; alerts share most of their words, so that one
 * learned from a few hundred of them makes them a quarter of the size in a
 * third of the time. */
struct pack *pack_new(struct str dictionary);
void pack_free(struct pack *pack);
/* Replaces the content of @out. */
void pack_in(struct pack *pack, struct str bytes, struct buf *out);
/* ERR_LOCAL when it is damaged, or larger than @limit. */
bool pack_out(struct pack *pack, struct str packed, size_t limit,
              struct buf *out, struct err *err);
/* Makes a dictionary of @n texts that lie one behind the other in @texts.
 * False when they are too few, or have too little in common. */
bool pack_learn(struct str texts, const size_t *sizes, size_t n,
                struct buf *out);

#endif
