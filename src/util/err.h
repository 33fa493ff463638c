/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * err.h - what went wrong, said once, to the person who can mend it.
 *
 * A function that can fail answers bool and takes a struct err as its last
 * parameter, never NULL.  The code says who must act; the text is a whole
 * sentence, translated, fit to show: what happened, where, and what to do.
 *
 * Thread: any; an err belongs to its caller.
 * Memory: none; the text is bounded and lies inside.
 */
#ifndef RIPOSTE_UTIL_ERR_H
#define RIPOSTE_UTIL_ERR_H

#include <stdarg.h>
#include <stdbool.h>

enum err_code {
    ERR_NONE,
    ERR_INPUT,   /* the person's input or file is wrong: mend it */
    ERR_ABSENT,  /* what the person names is not there: name another */
    ERR_DENIED,  /* not allowed: ask somebody, or sign in */
    ERR_AGAIN,   /* may well succeed later: it is retried, or try again */
    ERR_REMOTE,  /* the service said no, for good */
    ERR_LOCAL,   /* this machine: disk, file, memory, descriptor */
    ERR_STOPPED, /* cancelled, on hold, or leaving */
    ERR_BUG,     /* riposte itself is wrong */
    ERR_CODE_N
};

#define ERR_TEXT_SIZE 768

struct err {
    enum err_code code;
    char text[ERR_TEXT_SIZE]; /* UTF-8, cut at a character if too long */
};

/* Sets code and text; always answers false, so that a caller can return it. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Like err_set(), adding ": " and the text of errno @number.  ERR_LOCAL. */
bool err_errno(struct err *err, int number, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts context, then ": ", before the text that is there; answers false. */
bool err_prefix(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#ifdef __clang_analyzer__
/* The analyser sees one file at a time: this tells it what they answer, and
 * err.c writes the names it defines in parentheses. */
#define err_set(...)    ((void)(err_set)(__VA_ARGS__), false)
#define err_errno(...)  ((void)(err_errno)(__VA_ARGS__), false)
#define err_prefix(...) ((void)(err_prefix)(__VA_ARGS__), false)
#endif

void err_clear(struct err *err);

/* "input", "denied", … : stable names for JSON and logs. */
const char *err_code_name(enum err_code code);

/* The exit status of a command: 1 for ABSENT, 2 for INPUT, 3 for everything
 * else. */
int err_exit_status(const struct err *err);

#endif
