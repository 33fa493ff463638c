/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logic.h - Logic Apps: workflows, the addresses at which they are started, and
 * their runs, which come to an end by themselves (FACTS 10).
 *
 * A workflow is a resource like any other.  Its tag "sandbox-status" is how its
 * runs end, "Succeeded" when it has none; "sandbox-fails" names the action that
 * fails in them.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_LOGIC_H
#define RIPOSTE_SANDBOX_LOGIC_H

struct logic;

struct logic *logic_new(void);
void logic_free(struct logic *logic);

#endif
