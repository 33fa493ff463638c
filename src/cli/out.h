/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * out.h - what a command prints: tables, facts and paragraphs that fit 80
 * columns, or JSON, one object a line.
 *
 * Text from outside is made harmless here (utf8_visible), so that no command
 * can forget it.  JSON escapes what is harmful by itself.  A reader that has
 * gone (`| head`) is no error: what is printed afterwards is dropped, and
 * out_closed() tells who prints a lot that he may stop.
 *
 * Thread: main.
 * Memory: out_init() on the caller's storage, out_done() frees.
 */
#ifndef RIPOSTE_CLI_OUT_H
#define RIPOSTE_CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

#define OUT_WIDTH 80

struct out {
    struct buf text;
    bool json;  /* the command is to print JSON */
    bool utc;   /* moments */
    bool ascii; /* the locale cannot show more */
    bool closed;
    int number; /* errno of a write that failed */
};

void out_init(struct out *out, bool json);
void out_done(struct out *out);
/* Writes what is there now. */
void out_flush(struct out *out);
/* Nobody reads any more, or the disk is full. */
bool out_closed(const struct out *out);
/* Writes the rest; ERR_LOCAL when something could not be written. */
bool out_finish(struct out *out, struct err *err);

/* One object a line; taken. */
void out_json_take(struct out *out, struct json *json);
/* Indented, for people: a body, a rule. */
void out_pretty(struct out *out, const struct json *json);
/* One object, indented unless JSON was asked for; taken. */
void out_whole_take(struct out *out, struct json *json);

/* A table: columns are one space apart, a width of 0 takes what is left, a
 * negative one is set to the right. */
struct out_column {
    const char *title; /* N_() */
    int width;
};
void out_head(struct out *out, const struct out_column *columns, size_t n);
void out_row(struct out *out, const struct out_column *columns, size_t n,
             const struct str *cells);

/* "Label:      value", wrapped; nothing when the value is empty. */
void out_fact(struct out *out, const char *label, struct str value);
void out_fact_number(struct out *out, const char *label, int64_t number);
void out_fact_when(struct out *out, const char *label, int64_t moment);
/* @head, then @text wrapped from @column on. */
void out_entry(struct out *out, size_t column, struct str head,
               struct str text);
/* A sentence or more, wrapped, @indent columns in. */
void out_text(struct out *out, int indent, struct str text);
void out_printf(struct out *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void out_line(struct out *out); /* an empty one */

/* "riposte: …" on standard error: each error once. */
void report(const char *text);

#endif
