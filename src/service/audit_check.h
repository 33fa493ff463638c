/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_check.h - verifies the audit log, a few milliseconds at a time.
 *
 * Thread: the desk's.
 * Memory: audit_check_new() to audit_check_free(); it borrows the desk and the
 * checkpoints.
 */
#ifndef RIPOSTE_SERVICE_AUDIT_CHECK_H
#define RIPOSTE_SERVICE_AUDIT_CHECK_H

#include "model/audit_chain.h"
#include "service/checkpoint.h"

struct audit_check;

/* @points: what was told elsewhere; NULL: nothing. */
struct audit_check *audit_check_new(struct desk *desk,
                                    const struct checkpoints *points);
void audit_check_free(struct audit_check *check); /* NULL is fine */
/* Goes on for so many milliseconds; *over when it has come to the end. */
bool audit_check_work(struct audit_check *check, int64_t milliseconds,
                      bool *over, struct err *err);
const struct audit_chain *audit_check_chain(const struct audit_check *check);
/* How many records there are in all, as far as the store says. */
int64_t audit_check_all(const struct audit_check *check);

/* What is wrong, as a sentence. */
const char *audit_finding_text(const struct audit_finding *finding,
                               struct arena *arena);
/* How far the log can be trusted, in a sentence or two. */
const char *audit_verdict(const struct audit_chain *chain, struct arena *arena);

#endif
