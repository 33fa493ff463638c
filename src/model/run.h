/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run.h - one execution of a rule's actions for one event, and its steps.
 *
 * Every request is a step of its own, journalled before a byte is sent.
 * States are those of Logic Apps (FACTS 10).
 *
 * Memory: texts live in the arena of whoever loaded the run.
 */
#ifndef RIPOSTE_MODEL_RUN_H
#define RIPOSTE_MODEL_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/containment.h"
#include "model/rule.h"
#include "util/json.h"

enum run_state {
    RUN_WAITING, /* for an approval, a retry, or hold to be lifted */
    RUN_RUNNING,
    RUN_SUCCEEDED,
    RUN_FAILED,
    RUN_SKIPPED, /* shadow: everything decided, nothing sent */
    RUN_TIMED_OUT,
    RUN_CANCELLED, /* by a person, or approval denied or expired */
    RUN_UNKNOWN,
    RUN_STATE_N
};
const char *run_state_name(enum run_state state); /* "Succeeded" … */
bool run_state_final(enum run_state state);

/* What one step is for. */
enum step_phase {
    PHASE_ACT,      /* a simple action: mail, HTTP, status */
    PHASE_APPROVAL, /* waits for a person */
    PHASE_BEFORE,   /* reads the state that the undo needs */
    PHASE_CONTAIN,  /* changes the target */
    PHASE_VERIFY,   /* looks whether it is so */
    PHASE_UNDO,
    PHASE_UNDONE, /* looks whether it is as before */
    PHASE_N
};
const char *step_phase_name(enum step_phase phase);
struct step;
/* What stands before its name wherever steps are listed: "Approval: ", since
 * an approval has the name of what it is asked for; else "". */
const char *step_prefix(const struct step *step);
/* What it asks for is nobody's to read: the playbook calls its inputs secure.
 */
#define STEP_SECURE "secure" /* member of its fields */
bool step_secure(const struct step *step);

/* The journal: intended is on disk before anything is sent. */
enum journal {
    JOURNAL_PLANNED,
    JOURNAL_INTENDED,  /* request rendered and stored; may have been sent */
    JOURNAL_FOLLOWING, /* accepted; operation URL stored */
    JOURNAL_DONE,
    JOURNAL_N
};

struct step {
    int64_t row;
    int64_t run;
    int number;       /* 1, 2, … */
    int64_t lane;     /* of a playbook: the effect that it is a part of, from 1
                         on; steps of one lane follow each other, those of
                         others do not wait for them.  0: there are no others */
    const char *name; /* "Deallocate vm-web-01" */
    const char *kind; /* row of connect/actions.c */
    enum step_phase phase;
    enum action_class class;
    enum run_state state;
    enum journal journal;
    const struct json *with;     /* fields: what was asked; for containment
                                    {action, target, index, parameters},
                                    and of one of several items "item" */
    const char *key;             /* idempotency key, a GUID */
    const struct json *request;  /* as sent, masked */
    const struct json *response; /* as it came, bounded, masked */
    const char *operation;       /* URL that is followed */
    int attempts;
    int64_t due; /* not before; 0: at once */
    int64_t began;
    int64_t ended;
    int64_t give_up;  /* verify, and turns that poll: then unknown */
    const char *note; /* one sentence: what happened */
    /* Of an action that takes several requests. */
    int turn;                  /* the one that is due; 0 is the first */
    const struct json *learnt; /* by those behind it; nothing secret; NULL */
    bool changed; /* one of them changed something, so hold lets it go on */
    int lost;     /* answers that were lost, and had to be found out */
};

struct run {
    int64_t row;
    int64_t event; /* 0: none */
    int64_t rule;  /* 0: by hand */
    int64_t revision;
    int64_t effect;       /* the containment it makes or undoes; 0 */
    int64_t origin;       /* the run that it does again; 0 */
    int64_t attempt;      /* 1: the first */
    const char *name;     /* the rule's, or "Contain by hand: …" */
    const char *playbook; /* that it runs; "" none */
    const char *by;       /* "rule NAME" or a person */
    const char *why;
    enum rule_mode mode; /* RULE_AUTO when by hand */
    enum run_state state;
    int64_t began;
    int64_t ended;
    /* Only where runs are shown. */
    int64_t stuck;     /* it should have moved by then; 0: it is well */
    bool held;         /* hold stops its next step */
    const char *about; /* entity of its event; "" or NULL: none is known */
    struct step *steps;
    size_t n_steps;
};
/* Is it the run of a playbook? */
bool run_plays(const struct run *run);
/* Which of its phase's requests a step of a containment is, from 0. */
int64_t step_index(const struct json *with);
/* The request that a step of a containment is about; NULL: its entry has no
 * such request any more. */
const struct call_template *step_call(const struct containment *entry,
                                      enum step_phase phase,
                                      const struct json *with);
/* Is it planned for each item of a list that was not known yet? */
bool step_unfolds(const struct containment *entry, const struct step *step);
/* What templates of a step may name: @known (parameters and kept values), and
 * the item that it is about.  In @arena. */
const struct json *step_values(const struct containment *entry,
                               const struct step *step,
                               const struct json *known, struct arena *arena);

struct json *run_to_json(const struct run *run); /* with its steps */

#endif
