/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decide.h - what the rules say to one event, and what follows from it: inside
 * the transaction that stores the event.
 *
 * A rule that fires gets a run with all its steps planned; guards may hold it
 * back; in shadow the run is recorded and never sent.  Decisions that fired or
 * were held back are always kept.  Those of rules that simply do not match are
 * kept for events that arrive in small batches (DECIDE_KEEP); for the others
 * decide_why() says the same again, since judging is pure.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_DECIDE_H
#define RIPOSTE_SERVICE_DECIDE_H

#include "service/desk_part.h"

/* Rows of decisions that one batch may write about rules that do not match. */
#define DECIDE_KEEP 10000

/* *keep counts down from DECIDE_KEEP over a batch.  @before: NULL when it is
 * new, or no rule waits for certain changes. */
bool decide_event(struct desk *desk, const struct event *event,
                  const struct event_before *before, unsigned changes,
                  int64_t now, int64_t *keep, int64_t *fired, struct err *err);
/* A person, or a rule (@ours), has changed riposte's own columns of the event;
 * @before is what it was. */
bool decide_local(struct desk *desk, int64_t event,
                  const struct event_before *before, bool ours, int64_t now,
                  struct err *err);

/* The decision of every rule on a stored event: the kept one, else judged
 * now.  Rows and texts in @arena; names of the rules beside them. */
bool decide_why(struct desk *desk, int64_t event, struct arena *arena,
                struct decision **out, const char ***rules, size_t *n,
                struct err *err);

/* The canonical body of an event, parsed once when asked; for
 * query_subject.fetch. */
struct body_source {
    struct desk *desk;
    struct json *body;
};
const struct json *body_fetch(void *of, const struct event *event);
void body_source_done(struct body_source *source);

#endif
