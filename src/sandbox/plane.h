/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plane.h - between the two planes: what Azure Resource Manager says of a
 * vault or an account, to those who open it (FACTS 14).
 *
 * A vault whose public access was taken away does not answer riposte either,
 * which comes from outside.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_PLANE_H
#define RIPOSTE_SANDBOX_PLANE_H

#include "sandbox/call.h"
#include "util/json.h"
#include "util/str.h"

struct sandbox;

enum plane_door {
    PLANE_OPEN,
    PLANE_NO_PUBLIC, /* publicNetworkAccess */
    PLANE_FIREWALL,  /* networkAcls.defaultAction */
    PLANE_DOOR_N
};

/* The resource of that type and name, parsed, yours; NULL when there is none.
 */
struct json *plane_resource(struct sandbox *sandbox, const char *type,
                            struct str name);
/* What stands between it and a client outside. */
enum plane_door plane_door(const struct json *resource);

#endif
