/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ops.h - long-running operations: what ARM answers 202 to and finishes later
 * (FACTS 3).
 *
 * Each can be followed at two addresses: Azure-AsyncOperation tells its
 * status, Location answers 202 until it is done.
 *
 * What no operation tells, such as sessions that end some time after somebody
 * has revoked them, is a plan: it comes to pass, and that is all.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_OPS_H
#define RIPOSTE_SANDBOX_OPS_H

#include <stdint.h>

#include "sandbox/call.h"
#include "util/json.h"

struct ops;
struct sandbox;

struct ops *ops_new(void);
void ops_free(struct ops *ops);

/* Answers 202 with the headers of a new operation on @target, which takes
 * two seconds at speed 1; then @patch is merged into @target.  A newer
 * operation on the same target takes the place of an older one. */
void ops_start_take(struct sandbox *sandbox, struct call *call,
                    struct str target, struct json *patch);
/* How an operation ends.  Both values are taken. */
struct op_plan {
    struct json *patch;  /* merged into the target */
    struct json *result; /* what Location answers then; NULL: nothing */
    const char *failure; /* code of the error; NULL: it succeeds */
};
/* The same headers for an answer that is given elsewhere. */
void ops_follow(struct sandbox *sandbox, struct call *call, struct str target,
                const struct op_plan *plan);
/* When an operation that begins now will have ended. */
int64_t ops_end(const struct sandbox *sandbox, int64_t now);
/* After @span milliseconds at speed 1, @patch is merged into @target. */
void ops_plan_take(struct sandbox *sandbox, struct str target, int64_t span,
                   struct json *patch);
/* Ends the operations and plans whose time is over. */
void ops_catch_up(struct sandbox *sandbox);

#endif
