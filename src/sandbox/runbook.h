/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runbook.h - Azure Automation: a webhook that starts a runbook, and jobs,
 * which come to an end by themselves (FACTS 11).
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_RUNBOOK_H
#define RIPOSTE_SANDBOX_RUNBOOK_H

struct jobs;

struct jobs *jobs_new(void);
void jobs_free(struct jobs *jobs);

#endif
