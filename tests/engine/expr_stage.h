/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_stage.h - expressions asked by rows: a text, and what must come of it.
 *
 * The world has one root, given('x'); it is 2018-03-01T00:00:00Z, and there is
 * one zone but UTC: America/Los_Angeles, eight hours behind.
 */
#ifndef RIPOSTE_TESTS_ENGINE_EXPR_STAGE_H
#define RIPOSTE_TESTS_ENGINE_EXPR_STAGE_H

#include "engine/expr.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

struct expr_row {
    const char *text;
    const char *want; /* "fault: …" where it must fail and say that */
};

extern const struct expr_world expr_stage_world;
extern const struct expr_outside expr_stage_outside;

/* The text gives that. */
void expr_stage_ask(const struct expr_row *row);
/* The text is refused, when it is compiled or evaluated, and that is said. */
void expr_stage_refuse(const struct expr_row *row);
/* All rows of a table. */
void expr_stage_rows(const struct expr_row *rows, size_t n);

#endif
