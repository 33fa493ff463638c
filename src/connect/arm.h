/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * arm.h - the conventions of Azure Resource Manager as pure functions
 * (FACTS 3).
 *
 * @base is the origin that ARM has in this configuration (hosts_base()): a
 * URL that an answer tells us to follow must have that origin, since the
 * token goes with it.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_ARM_H
#define RIPOSTE_CONNECT_ARM_H

#include "model/http.h"
#include "util/arena.h"
#include "util/str.h"

/* The answer to a first request.  200 to 204 are DONE, unless an operation is
 * named: Azure-AsyncOperation first, Location second (201 and 202), for PUT
 * and PATCH properties.provisioningState third; then FOLLOW with `next` and
 * `wait`.  429 and RetryableErrorDueToAnotherOperation retry; 400, 403 and
 * 404 are final and say ARM's own code and message. */
void arm_judge(const char *base, const struct request *request,
               const struct response *response, struct judgement *out);

/* The request that asks how an operation stands. */
void arm_follow(const char *next, struct arena *arena, struct request *out);
/* The answer to it: DONE, FOLLOW again, RETRY, REFUSED with the operation's own
 * error; UNKNOWN when the service will not say how it stands. */
void arm_follow_judge(const char *base, const struct request *follow,
                      const struct response *response, struct judgement *out);

/* May a token go to @url, which an answer of @base named? */
bool arm_may_follow(const char *base, struct str url);

#endif
