/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse_estate.h - what the sandbox would answer to a rehearsal that looks
 * something up, from the file that its estate is made of.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_ENGINE_REHEARSE_ESTATE_H
#define RIPOSTE_ENGINE_REHEARSE_ESTATE_H

#include "util/json.h"

/* The body of the answer to a request as an action of type Http makes it: a
 * resource by its id, or all of a type below one, in a group or a subscription.
 * The caller's; NULL: it is no such request, or there is none. */
struct json *estate_body(const struct json *estate, const struct json *request);

#endif
