/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse_given.h - what a rehearsal is answered with beside what the playbook
 * expects: what an earlier run was answered, and what the sandbox has.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_REHEARSE_GIVEN_H
#define RIPOSTE_SERVICE_REHEARSE_GIVEN_H

#include "service/desk.h"
#include "util/json.h"

struct rehearse_run {
    struct json *answers; /* by path; what is secret is not among them */
    struct json *event;   /* body of its trigger; NULL: it had none */
};
/* ERR_ABSENT: there is no such run; ERR_INPUT: it is no run of a playbook, or
 * of another than @playbook. */
bool rehearse_run_read(struct desk *desk, int64_t run, struct str playbook,
                       struct rehearse_run *out, struct err *err);
void rehearse_run_done(struct rehearse_run *run);

/* The estate of the sandbox, from riposte's own data; NULL: it is not
 * installed.  The caller's. */
struct json *rehearse_estate(void);

#endif
