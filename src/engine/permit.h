/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * permit.h - what somebody may do, judged by what the services say of them.
 *
 * Azure Resource Manager answers with one set for each role assignment:
 * {"actions", "notActions", "dataActions", "notDataActions"}, lists of names
 * of operations with * for any characters.  What one set takes away another
 * may still give.  Graph and Defender for Endpoint name what a token may do in
 * the token itself, as lists of plain words.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_ENGINE_PERMIT_H
#define RIPOSTE_ENGINE_PERMIT_H

#include <stdbool.h>

#include "util/json.h"
#include "util/str.h"

/* Which lists say it: those on the resource, or those on what is in it. */
enum permit_plane { PERMIT_ACTIONS, PERMIT_DATA };

/* Does a name with * in it cover that operation?  Without case. */
bool permit_covers(struct str pattern, struct str operation);
/* Do those sets (an array) allow that operation? */
bool permit_allows(const struct json *sets, enum permit_plane plane,
                   struct str operation);
/* Does a token with these claims ({"roles": […], "scp": "A B"}) hold that
 * permission?  One that may write what another reads holds that too. */
bool permit_claims(const struct json *claims, struct str permission);
/* The narrowest built-in role that gives it; NULL: none is known. */
const char *permit_role(struct str operation);

#endif
