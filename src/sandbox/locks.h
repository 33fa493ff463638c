/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * locks.h - management locks: on a resource, its group or its subscription
 * (FACTS 14).
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_LOCKS_H
#define RIPOSTE_SANDBOX_LOCKS_H

#include <stdbool.h>

#include "sandbox/call.h"

struct change;
struct sandbox;

/* Is there a lock that forbids this call to change @id?  Then it has been
 * answered 409. */
bool locks_hinder(struct sandbox *sandbox, struct call *call, struct str id);

/* Is it a lock as there are any?  Answers 400 itself when not. */
bool locks_check(struct sandbox *sandbox, struct call *call,
                 struct change *change);

#endif
