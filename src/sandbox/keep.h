/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keep.h - what came in, numbered, until there is too much of it: calls,
 * mails, webhooks.
 *
 * Thread: one at a time.
 * Memory: the oldest make room for the newest.
 */
#ifndef RIPOSTE_SANDBOX_KEEP_H
#define RIPOSTE_SANDBOX_KEEP_H

#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/json.h"

#define KEEP_BYTES (64u << 20)

struct keep;

struct keep *keep_new(size_t bound);
void keep_free(struct keep *keep);
/* Numbers it from 1 on, in its member "n". */
void keep_add_take(struct keep *keep, struct json *entry);
/* Appends a JSON array of those whose number is above @since. */
void keep_write(const struct keep *keep, uint64_t since, struct buf *out);

#endif
