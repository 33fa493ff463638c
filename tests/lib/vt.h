/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vt.h - a program under test at a pseudo-terminal, its screen read by
 * libvterm.
 *
 * Every wait is for a state and has a deadline; nothing sleeps.  While it
 * waits, the harness reads what the program writes, feeds it to the emulator
 * and sends back the emulator's answers to queries.
 *
 * Thread: one at a time.
 * Memory: vt_start() is yours until vt_free(), which kills what still runs.
 */
#ifndef RIPOSTE_TESTS_LIB_VT_H
#define RIPOSTE_TESTS_LIB_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/* The default deadline: longer under VT_SLOW=n (valgrind), n times. */
#define VT_WAIT 10000

struct vt;

struct vt_start {
    const char *const *argv; /* NULL-terminated; argv[0] is a path */
    const char *const *env;  /* more or other variables: "A=B"; or NULL */
    int rows;                /* 0: 24 */
    int cols;                /* 0: 80 */
    const char *term;        /* NULL: xterm-256color; "": TERM unset */
    const char *locale;      /* LC_ALL; NULL: C.UTF-8 */
    const char *directory;   /* where it runs; NULL: here */
    bool shell;              /* an own session's shell-like parent: the program
                              * can be stopped and continued */
};

/* Starts it; environment: PATH, HOME, TMPDIR and sanitizer options of the
 * caller, TERM, LC_ALL and `env`.  Dies with a message when it cannot. */
struct vt *vt_start(const struct vt_start *start);
void vt_free(struct vt *vt);

/* Keys as bytes: "j", "\r", "\033[B". */
void vt_send(struct vt *vt, const char *bytes);
void vt_send_bytes(struct vt *vt, const char *at, size_t len);
void vt_paste(struct vt *vt, const char *text); /* bracketed */

/* True as soon as the screen shows the text, or a line matches the POSIX
 * extended regular expression; false after @milliseconds (0: VT_WAIT), the
 * screen is then printed to standard error. */
bool vt_wait_text(struct vt *vt, const char *text, int milliseconds);
bool vt_wait_match(struct vt *vt, const char *regex, int milliseconds);
bool vt_wait_gone(struct vt *vt, const char *text, int milliseconds);
/* True as soon as the bytes written so far hold @bytes. */
bool vt_wait_bytes(struct vt *vt, const char *bytes, int milliseconds);
/* One turn of waiting: until something has been read, or so long (20 ms at
 * most). */
void vt_turn(struct vt *vt, int milliseconds);
/* Reads until nothing has come for @quiet milliseconds: for counting bytes,
 * never for waiting until something has happened. */
void vt_settle(struct vt *vt, int quiet);

/* The screen as UTF-8, one line a row, trailing blanks cut.  Borrowed until
 * the next call. */
const char *vt_screen(struct vt *vt);
const char *vt_row(struct vt *vt, int row);
bool vt_shows(struct vt *vt, const char *text);
void vt_cursor(const struct vt *vt, int *row, int *col, bool *seen);
/* Attributes of a cell: letters of "b" bold, "u" underline, "r" reverse, "c"
 * another colour than the default; "" none. */
const char *vt_style(struct vt *vt, int row, int col);
bool vt_alternate(const struct vt *vt); /* the other screen is shown */
bool vt_mouse(const struct vt *vt);

/* Bytes that the program has written: since vt_mark(), or all. */
void vt_mark(struct vt *vt);
size_t vt_bytes(const struct vt *vt);
/* When the first and the last of them were read, in nanoseconds of
 * CLOCK_MONOTONIC; 0: there are none. */
void vt_times(const struct vt *vt, int64_t *first, int64_t *last);
const char *vt_raw(const struct vt *vt, size_t *len); /* since the mark */

void vt_resize(struct vt *vt, int rows, int cols);
bool vt_line(const struct vt *vt, struct termios *out); /* line settings */

pid_t vt_pid(const struct vt *vt);
void vt_signal(struct vt *vt, int number);
/* To the group in the foreground: with `shell`, the program itself. */
void vt_signal_foreground(struct vt *vt, int number);
void vt_hang_up(struct vt *vt); /* closes the line */
/* Waits for its end: true and *status as of waitpid(2). */
bool vt_wait_exit(struct vt *vt, int *status, int milliseconds);
/* Waits until it is stopped. */
bool vt_wait_stopped(struct vt *vt, int milliseconds);

#endif
