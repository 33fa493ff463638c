/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tickets.h - what the ticket systems of the sandbox hold, and who may ask
 * them.
 *
 * Thread: one at a time.
 * Memory: at most TICKETS_MAX of each kind; then no more are made.
 */
#ifndef RIPOSTE_SANDBOX_TICKETS_H
#define RIPOSTE_SANDBOX_TICKETS_H

#include <stdbool.h>

#include "sandbox/call.h"
#include "util/err.h"
#include "util/json.h"

#define TICKETS_MAX 10000

struct sandbox;

struct tickets {
    struct json *incidents; /* ServiceNow: rows of its table, by number */
    struct json *issues;    /* Jira: by key */
    struct json *pages;     /* PagerDuty: incidents by dedup_key */
    int64_t spell;          /* of Teams' older connector, monotonic */
    int taken;              /* messages in that spell */
};

struct tickets *tickets_new(void);
void tickets_free(struct tickets *tickets);
/* Is it user and password, or the bearer token, of sandbox.h?  False: 401 was
 * answered. */
bool tickets_admit(struct call *call);
/* The same of one; false when there is no such state. */
bool incident_set(struct json *row, struct str state); /* servicenow.c */
bool issue_set(struct json *issue, struct str state);  /* jira.c */
/* Keeps a message to a channel. */
void tickets_message(struct sandbox *sandbox, struct call *call,
                     const char *service);

#endif
