/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fault.h - misbehaviour on request: which call is spoilt, and how.
 *
 * 401, 429, 500 and 503 are answered instead of doing what was asked.  The
 * others do it and then spoil the answer, which is the harder case: the caller
 * cannot know whether it was done.
 *
 * Thread: one at a time.
 */
#ifndef RIPOSTE_SANDBOX_FAULT_H
#define RIPOSTE_SANDBOX_FAULT_H

#include <stdbool.h>

#include "sandbox/rng.h"
#include "util/err.h"
#include "util/str.h"

enum fault {
    FAULT_NONE,
    FAULT_401,
    FAULT_429,
    FAULT_500,
    FAULT_503,
    FAULT_CUT,     /* less body than Content-Length says */
    FAULT_GARBAGE, /* bytes that are no JSON */
    FAULT_SLOW,    /* a few bytes at a time */
    FAULT_RESET,   /* connection gone before the answer */
    FAULT_N
};

struct faults {
    double share[FAULT_N];
    struct rng rng;
};

/* "401:0.1,cut:0.05;seed=7"; the empty text means none.  ERR_INPUT says which
 * part is not understood, and *faults stays as it was. */
bool faults_parse(struct faults *faults, struct str spec, struct err *err);
enum fault faults_draw(struct faults *faults);
const char *fault_name(enum fault fault); /* "cut"; "" for none */

#endif
