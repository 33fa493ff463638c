/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_chain.h - goes along the records of an audit log, and tells where they
 * do not hold together: what was changed, added, taken away or moved, each
 * named by the number of the record.
 *
 * A record whose seal fits only with another number was moved: so a place that
 * all the records behind it have lost tells of one that was inserted or
 * removed, and is told once.
 *
 * Thread: one at a time.
 * Memory: borrows the seals and the checkpoints.
 */
#ifndef RIPOSTE_MODEL_AUDIT_CHAIN_H
#define RIPOSTE_MODEL_AUDIT_CHAIN_H

#include "model/audit.h"

enum audit_fault {
    AUDIT_EDITED,   /* its seal does not fit it */
    AUDIT_REPLACED, /* it is not the one that the next was written after */
    AUDIT_INSERTED, /* it was not there when the next was written */
    AUDIT_REMOVED,  /* taken out, and what follows numbered anew */
    AUDIT_MISSING,  /* numbers first to last are not there */
    AUDIT_MOVED,    /* what stands here was written as another one */
    AUDIT_CUT,      /* first to last are gone from the end */
    AUDIT_DENIED,   /* a checkpoint saw another record here */
    AUDIT_OPEN, /* an export ends behind it, and nothing says that it does */
    AUDIT_FAULT_N
};

struct audit_finding {
    enum audit_fault fault;
    int64_t first;
    int64_t last;  /* as first, but for ranges */
    int64_t other; /* AUDIT_MOVED: the number that it was written as */
    int64_t when;  /* AUDIT_DENIED, AUDIT_CUT: of the checkpoint; 0: none */
};
#define AUDIT_FINDINGS 64

/* That the log had a record with this seal at that time. */
struct audit_point {
    int64_t seq;
    int64_t when;
    unsigned char mac[DIGEST_SIZE];
};

struct audit_chain {
    struct audit_seals *seals;
    const struct audit_point *points; /* by seq */
    size_t n_points;
    size_t point;  /* the next one */
    size_t passed; /* points that fitted */
    int64_t first; /* number of the first record that was seen */
    int64_t next;  /* number that is expected */
    int64_t n;
    int64_t keyed;
    int64_t last_keyed; /* the newest that a key that is here has sealed */
    int64_t absent;     /* records whose key is not here */
    int64_t first_absent;
    int64_t last_time;
    unsigned char before[DIGEST_SIZE]; /* seal of the last but one, */
    unsigned char last[DIGEST_SIZE];   /* of the last */
    bool broken;                       /* the last one was told of */
    int64_t shift; /* places that records stand behind their own */
    int64_t doubt; /* the same, of the last one alone */
    struct audit_finding findings[AUDIT_FINDINGS];
    size_t n_findings;
    int64_t more; /* that had no room */
};

/* @from: 1 for a log that must begin at its beginning, 0 for a part of one. */
void audit_chain_init(struct audit_chain *chain, struct audit_seals *seals,
                      int64_t from);
void audit_chain_take(struct audit_chain *chain,
                      const struct audit_record *record);
/* @seq, @mac: what the store says that its last record is; seq -1: it does not
 * say. */
void audit_chain_end(struct audit_chain *chain, int64_t seq,
                     const unsigned char mac[DIGEST_SIZE]);
/* Of an export, after its last record: that one says that it ends there, and
 * that it begins with @first; 0: it does not. */
void audit_chain_close(struct audit_chain *chain, int64_t first);
/* Nothing was found, and every key was here. */
bool audit_chain_whole(const struct audit_chain *chain);
/* "edited", … */
const char *audit_fault_name(enum audit_fault fault);

#endif
