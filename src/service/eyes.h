/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * eyes.h - four eyes: whose hand was in what an approval asks.
 *
 * Who asked for it may not approve it, nor who brought in, out of a file, the
 * event that a rule asks for it on; where four eyes are wanted in full, neither
 * the rule's author, nor whoever saved the revision that fired.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_EYES_H
#define RIPOSTE_SERVICE_EYES_H

#include "model/approval.h"
#include "service/desk_part.h"

/* May this person answer, or somebody else in their place?  ERR_DENIED says
 * why not. */
bool eyes_allow(const struct desk *desk, const struct approval *approval,
                const char *person, struct err *err);

#endif
