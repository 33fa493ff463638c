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
 * made of a few of them halves both size and time. */
struct pack *pack_new(struct str dictionary);
void pack_free(struct pack *pack);
/* Replaces the content of @out. */
void pack_in(struct pack *pack, struct str bytes, struct buf *out);
/* ERR_LOCAL when it is damaged, or larger than @limit. */
bool pack_out(struct pack *pack, struct str packed, size_t limit,
              struct buf *out, struct err *err);

#endif
