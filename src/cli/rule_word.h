/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_word.h - a rule as it is typed behind a command: the name of a stored
 * one, or a file.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_RULE_WORD_H
#define RIPOSTE_CLI_RULE_WORD_H

#include "cli/cli.h"
#include "model/rule.h"

/* "-", the name of a file that is there, or what can be nothing else: .json. */
bool word_is_file(const char *word);
/* The rules of a file, checked; rulebook_free() frees them. */
bool word_rules_file(const struct call *call, const char *file,
                     struct rule ***out, size_t *n, struct err *err);
/* The one rule of a file, checked; ERR_INPUT when it holds another number of
 * them, or one that could not be saved. */
bool word_rule_file(const struct call *call, const char *file,
                    struct rule **out, struct err *err);

#endif
