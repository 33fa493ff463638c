/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_print.h - how rules differ, as commands print it.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_RULE_PRINT_H
#define RIPOSTE_CLI_RULE_PRINT_H

#include "cli/out.h"
#include "service/rulebook.h"

/* One line for each row and side: "- path: was", "+ path: is". */
void print_diff(struct out *out, const struct rule_diff_row *rows, size_t n);
struct json *diff_to_json(const struct rule_diff_row *rows, size_t n);
/* What becomes of a rule: for rule_import.each, with a struct out.  It is
 * written at once: what follows changes the store. */
void print_change(void *with, const struct rule_change *change);

/* A rule asked about an event. */
void print_test(struct out *out, const struct test_page *page);
struct json *test_to_json(const struct test_page *page);

#endif
