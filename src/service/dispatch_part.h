/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch_part.h - what an answer means for a containment: between dispatch.c
 * and effect.c only.
 */
#ifndef RIPOSTE_SERVICE_DISPATCH_PART_H
#define RIPOSTE_SERVICE_DISPATCH_PART_H

#include "service/dispatch.h"

/* One step that is being carried out or answered, with all around it. */
struct job {
    struct dispatch *dispatch;
    struct desk *desk;
    struct arena *arena;
    struct step step;
    struct run run;
    struct effect effect;            /* row 0: there is none yet */
    const struct containment *entry; /* NULL: a simple action */
    const struct action_kind *kind;
    const struct json
        *with;    /* the step's, with the secrets that belong there */
    bool reveals; /* it has such */
    const struct answered *answered; /* secrets that were looked up */
    const struct json *known;        /* parameters, and what was kept so far */
    struct action_context context;   /* `kept`: these, and the item at hand */
    int64_t now;
};

/* The effect that belongs to a step of a containment, if there is one yet. */
bool effect_find(struct job *job, struct err *err);
/* Was it looked at so long ago that the way back must not rely on it?  Nothing
 * was sent of it yet; a timer begins anew. */
bool effect_stale(struct job *job);
/* Something was sent, accepted, refused, or cannot be told. */
bool effect_intended(struct job *job, struct err *err);
bool effect_accepted(struct job *job, struct err *err);
bool effect_refused(struct job *job, bool unknown, const char *note,
                    struct err *err);

/* It may have been done already: until it is accepted nobody can tell whether
 * it is in force.  Only marks: effect_keep() writes it down. */
void effect_doubted(struct job *job);
bool effect_keep(struct job *job, struct err *err);

/* What templates may name: parameters, and what is kept, by the effect or by
 * the looks that come before there is one. */
const struct json *effect_known(const struct job *job);
/* A look before has kept that; the lists in it are unfolded.  *last: there is
 * no look behind it. */
bool effect_looked(struct job *job, struct json *kept, bool *last,
                   struct err *err);
/* The requests whose condition does not hold are skipped. */
bool effect_choose(struct job *job, struct err *err);
/* Is it the last step of its phase? */
bool effect_last(const struct job *job);

/* What a phase makes of a good answer. */
enum effect_turn {
    TURN_DONE,   /* the step succeeded; *note says what was seen */
    TURN_AGAIN,  /* not yet so: look again later */
    TURN_FAILED, /* *note says why */
    TURN_ANEW    /* the run waits for another approval: nothing is to be done */
};
bool effect_seen(struct job *job, const struct json *answer,
                 enum effect_turn *turn, const char **note, struct err *err);
/* How long to wait before looking again, and for how long at all. */
int64_t effect_every(const struct job *job);
int64_t effect_within(const struct job *job);

#endif
