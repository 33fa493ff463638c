/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * action.h - what can be done to a resource beyond GET, PUT, PATCH and DELETE:
 * one table, so that one action more is one row more (FACTS 14).
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_ACTION_H
#define RIPOSTE_SANDBOX_ACTION_H

#include "sandbox/call.h"
#include "util/json.h"

struct sandbox;

/* Is there an action of this method and name for the type of the resource in
 * the path?  Then it is done, or refused, and answered.  False otherwise. */
bool action_run(struct sandbox *sandbox, struct call *call);

/* What a machine that is new says of itself: it runs. */
struct json *action_begun(int64_t now);

#endif
