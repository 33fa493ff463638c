/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approval.h - a request that a named person must answer before a run goes on.
 *
 * It freezes what it asks: action, target, rendered request with
 * its digest, evidence and the way back, so that what is approved is what is
 * done.
 *
 * Memory: texts live in the arena of whoever loaded it.
 */
#ifndef RIPOSTE_MODEL_APPROVAL_H
#define RIPOSTE_MODEL_APPROVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/containment.h"
#include "util/json.h"

enum approval_state {
    APPROVAL_PENDING,
    APPROVAL_APPROVED,
    APPROVAL_DENIED,
    APPROVAL_EXPIRED,
    APPROVAL_CANCELLED,
    APPROVAL_STATE_N
};
const char *approval_state_name(enum approval_state state); /* "pending" … */

struct approval {
    int64_t row;
    int64_t run;
    int64_t event;
    int64_t rule;
    const char *title;     /* "Deallocate virtual machine vm-web-01" */
    const char *requester; /* "rule contain-web" or a person */
    const char *author;    /* of the rule, "" by hand: may not approve */
    const char *editor;
    enum action_class class;
    enum approval_state state;
    const struct json *frozen; /* {action, target, requests:[…], undo:[…],
                                  before, evidence:{…}} */
    const char *digest;        /* SHA-256 of the frozen text, hex */
    int64_t asked;
    int64_t expires;
    int64_t answered;
    const char *answered_by;
    const char *reason;
    int64_t batch; /* runs that wait for it together; 0: for one run alone */
};
struct json *approval_to_json(const struct approval *approval);

#endif
