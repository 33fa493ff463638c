/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vt_own.h - the inside of struct vt, for vt.c and vt_screen.c.
 */
#ifndef RIPOSTE_TESTS_LIB_VT_OWN_H
#define RIPOSTE_TESTS_LIB_VT_OWN_H

#include <vterm.h>

#include "vt.h"

struct vt {
    VTerm *vterm;
    VTermScreen *screen;
    int master; /* -1: hung up */
    pid_t pid;
    int rows;
    int cols;
    bool closed; /* nobody has the other end open */
    bool exited;
    bool stopped;
    int status;
    bool cursor_seen;
    bool alternate;
    bool mouse;
    char *raw; /* all that was written, terminated */
    size_t len;
    size_t room;
    size_t mark;
    int64_t first_read; /* since the mark, nanoseconds */
    int64_t last_read;
    char *text;
    char held[16]; /* the beginning of a sequence */
    size_t n_held;
    char last; /* character written */
};

void vt_make_emulator(struct vt *vt);
_Noreturn void vt_fail(const char *what);

#endif
