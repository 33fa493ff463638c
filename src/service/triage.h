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
/* The status that a verb of the alerts API leads to; NULL for none. */
const char *triage_status_of(struct str verb);
/* What is kept here alone: the owner, tags ("+word" adds, "-word" removes,
 * several separated by spaces), a note in the event's story. */
enum triage_verb { TRIAGE_OWNER, TRIAGE_TAG, TRIAGE_NOTE };
bool triage_local(struct desk *desk, enum triage_verb verb, int64_t event,
                  const char *text, struct err *err);
/* Inside the caller's transaction, by @who: a rule. */
bool triage_local_by(struct desk *desk, const char *who, enum triage_verb verb,
                     int64_t event, const char *text, struct err *err);

#endif
