/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate_job.h - one request on its way through the gate, and one turn of it.
 *
 * Only gate*.c include it.  A job is either somebody's request, or an order:
 * the gate's own request for a token.
 */
#ifndef RIPOSTE_CONNECT_GATE_JOB_H
#define RIPOSTE_CONNECT_GATE_JOB_H

#include "connect/errand.h"
#include "connect/gate.h"
#include "connect/grant.h"

enum stage {
    STAGE_NEW,
    STAGE_KEY,     /* order: its secrets are being fetched */
    STAGE_PROGRAM, /* order: az runs */
    STAGE_SECRETS, /* secrets of headers, or the mail password */
    STAGE_TOKEN,   /* waits for a token, or for the end of a hold */
    STAGE_WIRE,
    STAGE_SCRIPT, /* a script runs */
    STAGE_DONE
};

struct gate_job {
    struct gate_job *next;
    uint64_t id;
    uint64_t tag;
    struct arena *arena; /* NULL while the wire has it */
    const struct request *request;
    struct response response;
    enum stage stage;
    enum audience order; /* NONE: it asks for no token of an audience */
    struct grant *grant; /* NULL: and for none of a connector */
    bool probe;          /* nothing is to be sent but for the token */
    bool again;          /* has had its 401 */
    char origin[256];    /* of what is asked; "": not known yet, or too long */
    int64_t held;        /* until when its host is left alone; 0 */
    int64_t patience;    /* it is not held back any more then; 0: never was */
    uint64_t wire;
    struct wire_call call;
};

#define GATE_RUNNERS 4 /* scripts at once */

/* Hosts that are left alone at a time; there are few at all. */
#define GATE_HOLDS 16

struct gate_hold {
    char origin[256];
    int64_t until;
};

/* When a host has last said something sensible. */
struct gate_word {
    char origin[256];
    int64_t when;
};

struct gate {
    struct gate_config config;
    struct wire *wire;
    struct tokens *tokens; /* NULL: no identity is configured */
    struct grants *grants;
    struct errands *errands;
    struct errands *runners[GATE_RUNNERS]; /* a slow script stops no secret */
    size_t next_runner;
    struct gate_job *jobs; /* all, the newest last */
    uint64_t ids;
    size_t busy; /* that somebody waits for */
    struct gate_hold holds[GATE_HOLDS];
    struct gate_word words[GATE_HOLDS];
};

struct gate_job *gate_job_new(struct gate *gate, struct arena *take_arena,
                              const struct request *request);
void gate_job_free(struct gate_job *job);
/* The gate's own, for a token? */
bool gate_job_ordered(const struct gate_job *job);
/* It ends with the failure of its response; who waits for its token hears of
 * it. */
void gate_job_fail(struct gate *gate, struct gate_job *job);
/* Takes it as far as it goes without waiting; false when it did not move. */
bool gate_job_step(struct gate *gate, struct gate_job *job);
void gate_job_errand(struct gate *gate, struct gate_job *job,
                     struct errand *errand);
/* Is its host left alone now?  Sets job->held. */
bool gate_held(struct gate *gate, struct gate_job *job, int64_t now);
/* Does the answer ask for a pause that this request waits for?  Holds back
 * what goes to that host in any case. */
bool gate_throttled(struct gate *gate, struct gate_job *job,
                    const struct wire_done *done, int64_t now);
/* When the first of those that are held back may go; 0: none is. */
int64_t gate_hold_ends(const struct gate *gate);
/* Remembers that its host answers. */
void gate_answered(struct gate *gate, const struct gate_job *job, int64_t now);
/* Has its host answered somebody within the last minute? */
bool gate_lively(const struct gate *gate, const struct gate_job *job,
                 int64_t now);
void gate_job_wire(struct gate *gate, struct gate_job *job,
                   struct wire_done *done);

#endif
