/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * face.h - the real program on a terminal of its own, with a home and a store
 * that go when the test is over.
 *
 * What fails ends the test.
 *
 * Thread: one at a time.
 * Memory: face_open() to face_close().
 */
#ifndef RIPOSTE_TESTS_BADINPUT_FACE_H
#define RIPOSTE_TESTS_BADINPUT_FACE_H

#include "lib/vt.h"

struct face {
    char dir[256];
    char store[300];
    struct vt *vt; /* NULL: it does not run */
};

void face_open(struct face *face);
void face_close(struct face *face); /* ends the program too */

/* Runs @script by sh, $1 riposte, $2 riposte-sandbox, $3 the store, in the
 * directory; its status, and what it prints in @out (may be NULL). */
int face_shell(struct face *face, const char *script, char *out, size_t room);
/* Fills the store with invented alerts. */
void face_fill(struct face *face, const char *count, const char *hostile);
/* How many events the store holds, by the program's own account. */
int face_count(struct face *face);

/* Starts the screens as @start says, where argv is left out; @words: more
 * arguments, NULL ends, or NULL. */
void face_start(struct face *face, const struct vt_start *start,
                const char *const *words);
/* Waits for its end and lets go of it; the status as of waitpid(2). */
int face_end(struct face *face);
/* Tells it to go, and checks that it does so in good order. */
void face_quit(struct face *face);

/* The line is as it was, the first screen shown, the cursor seen, the marks
 * of pastes and the mouse off. */
void face_restored(const struct face *face);

#endif
