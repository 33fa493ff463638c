/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * endpoint.h - Defender for Endpoint: machines, and what is done to them
 * (FACTS 14), below /endpoint.
 *
 * endpoint.c has the machines, endpoint_act.c the actions.  An action goes
 * from Pending to InProgress to Succeeded by itself; that of a machine that
 * is not there stays Pending until it comes back.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_ENDPOINT_H
#define RIPOSTE_SANDBOX_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/call.h"
#include "util/err.h"
#include "util/json.h"

#define ENDPOINT_MACHINES STR("/machines/")

struct sandbox;

#define ENDPOINT_WINDOWS 2

/* The calls of the present minute, and of the present hour. */
struct endpoint_rate {
    struct {
        int64_t since; /* monotonic */
        int taken;
    } window[ENDPOINT_WINDOWS];
};

/* Machines of the estate: {"id", "computerDnsName", …}. */
void endpoint_load(struct sandbox *sandbox, const struct json *machines);
/* Id on the shelf of the machine in the path, by its id or name; empty, and
 * 404 is answered, when there is none. */
struct str endpoint_find(struct sandbox *sandbox, struct call *call);
/* Counts the call; answers 429 itself when it is one too many. */
bool endpoint_check_rate(struct sandbox *sandbox, struct call *call);

#endif
