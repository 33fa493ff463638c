/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logic_run.h - the runs of Logic Apps: begun by logic.c, told by
 * logic_run.c.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_LOGIC_RUN_H
#define RIPOSTE_SANDBOX_LOGIC_RUN_H

#include <stdint.h>

#include "sandbox/call.h"
#include "util/digest.h"

#define LOGIC_RUNS 512

struct sandbox;

struct logic_run {
    char name[48];
    char tracking[128];
    char *workflow; /* id; NULL: this place is free */
    char *trigger;
    int64_t started, due; /* wall clock, monotonic */
    int64_t ended;        /* when it was cancelled; 0: it was not */
};

struct logic {
    char secret[GUID_SIZE]; /* of the signatures */
    struct logic_run run[LOGIC_RUNS];
    size_t next;
};

/* The id of the workflow that the path is in, as it stands on the shelf; empty
 * when there is none, and 404 is answered. */
struct str logic_workflow(struct sandbox *sandbox, struct call *call);
/* Has that trigger begun a run of that name? */
bool logic_has(const struct sandbox *sandbox, struct str workflow,
               struct str trigger, struct str name);
const struct logic_run *logic_begin(struct sandbox *sandbox, struct call *call,
                                    struct str workflow, struct str trigger);

#endif
