/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * job.h - one step with its run, effect, event and action, ready to be carried
 * out or answered.
 */
#ifndef RIPOSTE_SERVICE_JOB_H
#define RIPOSTE_SERVICE_JOB_H

#include "service/dispatch_part.h"

bool job_open(struct dispatch *dispatch, int64_t step, int64_t run, int64_t now,
              struct job *out, struct err *err);
void job_close(struct job *job);

#endif
