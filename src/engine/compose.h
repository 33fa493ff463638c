/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose.h - playbooks put together from riposte's own actions: a list of
 * steps becomes a workflow definition, and such a definition the list again.
 *
 * A step is an action of riposte (its connector "riposte" carries it out), a
 * condition with two branches, a loop, a group, or a pause.  Steps that hold
 * others are named by these as their parent.
 *
 * Thread: any; pure.
 * Memory: what is read lives in the arena given, or borrows the definition.
 */
#ifndef RIPOSTE_ENGINE_COMPOSE_H
#define RIPOSTE_ENGINE_COMPOSE_H

#include "engine/playbook.h"

/* The connector that stands for riposte itself. */
#define COMPOSE_API "riposte"

enum compose_what {
    COMPOSE_ACTION,
    COMPOSE_IF,
    COMPOSE_EACH, /* for each item of a list */
    COMPOSE_SCOPE,
    COMPOSE_WAIT,
    COMPOSE_WHAT_N
};
/* Within its list: when it runs. */
enum compose_when {
    COMPOSE_AFTER,      /* the one before, or all that ran beside it */
    COMPOSE_BESIDE,     /* at the same time as the one before */
    COMPOSE_ON_FAILURE, /* if the one before fails; what comes behind does not
                           wait for it, another of these does */
    COMPOSE_ALWAYS,     /* whatever becomes of the one before */
    COMPOSE_WHEN_N
};
enum compose_op {
    COMPOSE_EQUALS,
    COMPOSE_DIFFERS,
    COMPOSE_CONTAINS,
    COMPOSE_LACKS,
    COMPOSE_STARTS,
    COMPOSE_ENDS,
    COMPOSE_GREATER,
    COMPOSE_LESS,
    COMPOSE_OP_N
};
const char *compose_op_name(enum compose_op op); /* "equals", "differs" … */

struct compose_step {
    size_t parent;  /* in the list; SIZE_MAX: at the top */
    bool otherwise; /* of a condition: in the branch if not */
    enum compose_what what;
    enum compose_when when;
    const char *name; /* "": one is made */
    /* COMPOSE_ACTION */
    const char *kind; /* row of connect/actions.c */
    const struct json *with;
    /* COMPOSE_IF: a property of the event ("Severity", "Entities"), or an
     * expression that begins with @. */
    const char *left;
    enum compose_op op;
    const char *right;
    const char *list; /* COMPOSE_EACH: as left */
    int64_t wait;     /* COMPOSE_WAIT: milliseconds */
};

struct compose {
    const char *name;
    enum playbook_start start;
    int64_t every;              /* START_RECURRENCE: milliseconds */
    struct compose_step *steps; /* children behind their parents, in order */
    size_t n;
};

/* As playbook_read_all() takes it; the caller's. */
struct json *compose_write(const struct compose *compose);
/* ERR_INPUT: something in it is not made of such steps; says what. */
bool compose_read(const struct playbook *playbook, struct arena *arena,
                  struct compose *out, struct err *err);

#endif
