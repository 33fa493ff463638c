/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_tree.h - the run of a playbook as the tree of its actions.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_RUN_TREE_H
#define RIPOSTE_CLI_RUN_TREE_H

#include "cli/cli.h"

bool run_tree_print(struct call *call, int64_t run, struct err *err);
/* Adds definition, actions and answer to what is told of the run. */
void run_tree_json(struct call *call, int64_t run, struct json *out);

#endif
