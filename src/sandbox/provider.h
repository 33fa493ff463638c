/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * provider.h - what the providers of resources insist on, beyond what Azure
 * Resource Manager does for all alike (FACTS 14).
 *
 * arm.c asks before it changes anything; provider.c has the table of types,
 * network.c and roles.c what is longer than a row.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_PROVIDER_H
#define RIPOSTE_SANDBOX_PROVIDER_H

#include <stdbool.h>

#include "sandbox/call.h"
#include "util/json.h"

struct sandbox;

/* A change that is asked for. */
struct change {
    struct str id;
    const struct json *old;  /* NULL: it is new */
    const struct json *body; /* as it came */
    struct json *wanted;     /* the resource as it would be */
};

/* May it be so?  Else it was answered.  What clients cannot set is put back
 * into `wanted`. */
bool provider_check(struct sandbox *sandbox, struct call *call,
                    struct change *change);
/* May it be deleted?  Else it was answered. */
bool provider_check_delete(struct sandbox *sandbox, struct call *call,
                           struct str id);
/* The tag "sandbox-fails" of a resource: the name of an action, or "write".
 */
bool provider_fails(const struct json *resource, const char *what);

/* network.c */
bool network_interface_check(struct sandbox *sandbox, struct call *call,
                             struct change *change);
bool network_group_check(struct sandbox *sandbox, struct call *call,
                         struct change *change);
bool network_group_check_delete(struct sandbox *sandbox, struct call *call,
                                struct str id);
void network_effective(struct sandbox *sandbox, struct call *call,
                       struct str id);

/* roles.c */
bool roles_check(struct sandbox *sandbox, struct call *call,
                 struct change *change);

#endif
