/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keyread.h - bytes of a terminal to keys; private to this room.
 *
 * Pure: bytes go in, keys come out, the caller owns clock and descriptor.
 * What terminfo says of a key is learned first; beside it stand the sequences
 * that xterm and its kin send whatever their terminfo says.  Answers to
 * queries, focus reports and sequences that nobody knows are swallowed, so
 * that they never look like typed keys.
 *
 * Thread: one at a time.
 * Memory: keyread_init() on the caller's storage, keyread_done() frees.
 */
#ifndef RIPOSTE_WIDGET_KEYREAD_H
#define RIPOSTE_WIDGET_KEYREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "widget/key.h"

#define KEYREAD_LEARNED_MAX  96
#define KEYREAD_SEQUENCE_MAX 15
#define KEYREAD_PASTE_MAX    (1024 * 1024) /* what is more is dropped */

struct keyread {
    struct buf bytes;
    size_t taken; /* bytes already read off the front */
    struct keyread_learned {
        char bytes[KEYREAD_SEQUENCE_MAX + 1];
        size_t len;
        uint32_t code;
    } learned[KEYREAD_LEARNED_MAX];
    size_t n_learned;
    struct buf paste;
    bool pasting;
    bool utf8;
};

void keyread_init(struct keyread *keyread, bool utf8);
void keyread_done(struct keyread *keyread);
/* A sequence that means a key; too long ones and one too many are ignored. */
void keyread_learn(struct keyread *keyread, const char *sequence,
                   uint32_t code);
void keyread_feed(struct keyread *keyread, const char *at, size_t len);
/* The next whole key.  With @complete no more bytes are to be expected, so
 * that Esc alone is a key and not the start of a sequence. */
bool keyread_next(struct keyread *keyread, bool complete, struct key *out);
/* Is there a beginning that more bytes may finish? */
bool keyread_waiting(const struct keyread *keyread);
/* Ends a paste whose end never came: what is there is given out. */
void keyread_give_up(struct keyread *keyread);

#endif
