/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * anew.h - what was approved is not what would be done now, so it is asked
 * anew: a new approval, which says what differs.
 *
 * That is so when the target is in another state than the approvers saw, when
 * a script or a file that it is given has other contents, and when the
 * catalogue renders another request.
 *
 * Thread: the desk's; inside an open transaction.
 */
#ifndef RIPOSTE_SERVICE_ANEW_H
#define RIPOSTE_SERVICE_ANEW_H

#include "service/dispatch_part.h"

/* The step that is about to be done waits for another yes, and so does what of
 * its containment was looked at already.  @differs is a list of
 * {what, was, now}. */
bool anew_ask(struct job *job, const struct json *differs, const char **note,
              struct err *err);
/* Is the target as the approvers saw it?  *differs is NULL when it is, when
 * nobody was asked, and when nobody could see it then. */
bool anew_compare(struct job *job, const struct json *answer,
                  struct json **differs, struct err *err);

#endif
