/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * help.h - what the program says of itself, made from the tables of its
 * commands and options.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_HELP_H
#define RIPOSTE_CLI_HELP_H

#include "cli/cli.h"

/* Of everything, of a noun, or of one command. */
void help_print(const struct cli *cli);
/* For shells and scripts: "event list<tab>[QUERY]<tab>--limit=N --json". */
void help_commands(void);
void help_version(void);

#endif
