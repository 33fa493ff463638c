/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * claims.h - what a token says of itself: whose it is, and what it may do.
 *
 * The payload of a JWT is read and its signature is not checked: that is for
 * the service which takes the token.  So what stands here is shown, and tells
 * beforehand what the service would refuse; nothing is ever allowed by it.
 *
 * Thread: any; pure.
 * Memory: texts live in the arena that is handed in, and are harmless.
 */
#ifndef RIPOSTE_CONNECT_CLAIMS_H
#define RIPOSTE_CONNECT_CLAIMS_H

#include <stdbool.h>

#include "util/arena.h"
#include "util/json.h"
#include "util/str.h"

/* {"who": name, else id of the application; "oid", "roles": […], "scp": "…"};
 * freed with the arena.  NULL when it is no JWT: a token is opaque unless the
 * service that gave it says otherwise. */
const struct json *claims_read(struct str token, struct arena *arena);

#endif
