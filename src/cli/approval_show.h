/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approval_show.h - one approval whole: what it asks, what it takes, who has
 * answered, and how the target is now.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_APPROVAL_SHOW_H
#define RIPOSTE_CLI_APPROVAL_SHOW_H

#include "cli/cli.h"
#include "model/approval.h"

/* @cannot: why this person may not answer; NULL: may. */
void approval_print(struct call *call, const struct approval *approval,
                    const char *cannot);

#endif
