/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * checkpoint.h - tells the log of the system where the audit log ends, and
 * reads back what was told, so that records cut off the end are missed.
 *
 * A checkpoint is one line:
 *
 *     riposte audit checkpoint: seq=N mac=HEX time=T chain=HEX host=H
 * store=PATH
 *
 * where mac is the seal of record N, and chain the first 16 digits of the seal
 * of record 1, by which one log is told from another.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_CHECKPOINT_H
#define RIPOSTE_SERVICE_CHECKPOINT_H

#include "model/audit_chain.h"
#include "service/desk.h"

/* As it was told last; seq 0: never. */
struct checkpoint {
    int64_t seq;
    int64_t when;
    char trouble[256]; /* why it did not get where it should; "" it did */
};
bool checkpoint_last(struct desk *desk, struct checkpoint *out,
                     struct err *err);
/* Tells where the log ends now, unless that was told already.  What does not
 * get there is no failure: it is kept as the trouble. */
bool checkpoint_tell(struct desk *desk, int64_t now, struct err *err);

/* What was told of this log, by number.  @from: a file of such lines among
 * others, or "journal": what journald has.  *others: how many were about
 * other logs.  ERR_INPUT when there is none about this one. */
struct checkpoints {
    struct audit_point *points; /* in the arena */
    size_t n;
    size_t others;
    bool replaced; /* a log of this path began with another record */
};
bool checkpoints_read(struct desk *desk, const char *from, struct arena *arena,
                      struct checkpoints *out, struct err *err);

#endif
