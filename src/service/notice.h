/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notice.h - tells approvers that something waits for them, that its time runs
 * out, that others are asked now, and that break-glass was not confirmed.
 *
 * A notice is an ordinary run of riposte itself, of the kinds mail, teams and
 * slack, so that it is journalled, repeated and masked like all others; it has
 * no event, so that no rule and no guard ever sees it.  In a storm one notice
 * tells of many, one in notify.approvals.window.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_NOTICE_H
#define RIPOSTE_SERVICE_NOTICE_H

#include "service/desk_part.h"

/* Starts what is due; a transaction of its own. */
bool notice_clock(struct desk *desk, int64_t now, bool *worked,
                  struct err *err);

#endif
