/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rights.h - what the identity may do: all that riposte needs, less what
 * --deny names (FACTS 14, column "permission").
 *
 * A right is an action of Azure's roles ("Microsoft.Compute/virtualMachines/
 * deallocate/action"), a data action, or an application permission
 * ("Machine.Isolate").  In what is denied "*" stands for any text.
 *
 * Thread: main.
 * Memory: rights_init() to rights_done().
 */
#ifndef RIPOSTE_SANDBOX_RIGHTS_H
#define RIPOSTE_SANDBOX_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "sandbox/call.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

#define RIGHTS_MAX 64

struct sandbox;

struct rights {
    char *text; /* what was denied, separated by commas */
};

void rights_init(struct rights *rights);
void rights_done(struct rights *rights);
/* Denies what the list names, and that alone; empty: nothing.  ERR_INPUT when
 * it has more than RIGHTS_MAX parts, or one with a space. */
bool rights_deny(struct rights *rights, struct str list, struct err *err);
bool rights_hold(const struct rights *rights, struct str right);
/* Adds the denied actions, data actions or application permissions to an
 * array: those with a slash and a verb of data, and so on. */
void rights_put_denied(const struct rights *rights, bool data,
                       struct json *array);

/* The application permissions of an audience ("graph", "endpoint") that are
 * not denied; NULL when it has none. */
struct json *rights_roles(const struct rights *rights, const char *audience);
/* The name of application permission @i of all audiences, and whose it is;
 * NULL past the end. */
const char *rights_role(size_t i, const char **audience);
/* Is one of these held?  Answers 403 itself when none is.  The second may be
 * NULL. */
bool rights_check_role(struct sandbox *sandbox, struct call *call,
                       const char *one, const char *other);

/* May this request to Azure Resource Manager be made?  Answers 403
 * AuthorizationFailed itself, naming the action, when not. */
bool rights_check_call(struct sandbox *sandbox, struct call *call);

#endif
