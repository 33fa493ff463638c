/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * triage.h - what an analyst does with an event.
 *
 * Status changes are written through to the service by a run; until it says
 * yes, the event shows as pending.  Every act leaves a deed.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_TRIAGE_H
#define RIPOSTE_SERVICE_TRIAGE_H

#include "service/desk.h"

/* Closing classifications: "TruePositive", "Benign", "FalsePositive". */
extern const char *const triage_closings[]; /* NULL-terminated */
/* Statuses a person can set: "Active", "InProgress", "Resolved", "Dismissed".
 */
extern const char *const triage_statuses[];

bool triage_acknowledge(struct desk *desk, int64_t event, bool on,
                        struct err *err);
/* Alerts only; ERR_INPUT for others, which have no status to set. */
bool triage_status(struct desk *desk, int64_t event, const char *status,
                   const char *why, struct err *err);
/* Classification and reason, then Resolved or Dismissed (Benign and
 * FalsePositive) at the service. */
bool triage_close(struct desk *desk, int64_t event, const char *closing,
                  const char *why, struct err *err);
bool triage_owner(struct desk *desk, int64_t event, const char *owner,
                  struct err *err);
/* The status that a verb of the alerts API leads to; NULL for none. */
const char *triage_status_of(struct str verb);
/* "+word" adds, "-word" removes, several separated by spaces. */
bool triage_tag(struct desk *desk, int64_t event, const char *tags,
                struct err *err);

#endif
