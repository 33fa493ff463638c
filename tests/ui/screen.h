/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screen.h - starts the program of show.c, sends keys, waits until it is idle,
 * and compares what is on the screen with a text file under review.
 */
#ifndef RIPOSTE_TESTS_UI_SCREEN_H
#define RIPOSTE_TESTS_UI_SCREEN_H

#include "lib/vt.h"

/* @drafts: the directory in which drafts are kept; NULL: none are. */
struct vt *screen_open(const char *state, bool demo, int rows, int cols,
                       const char *drafts);
/* Sends keys and waits until nothing is on its way any more. */
void screen_keys(struct vt *vt, const char *keys);
/* Escape alone, which ends when the screen shows @text: with the key of
 * screen_keys() behind it, it would be another key. */
void screen_escape(struct vt *vt, const char *text);
/* Leaves by signal and checks that it ends well. */
void screen_close(struct vt *vt);
/* Appends the screen with its size to @out. */
struct buf;
void screen_put(struct vt *vt, int rows, int cols, struct buf *out);
/* Compares with tests/data/screens/NAME.txt, or writes it when the variable
 * UPDATE_SCREENS is set.  False: they differ, and where. */
bool screen_same(const char *name, const struct buf *text);

#endif
