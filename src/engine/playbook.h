/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook.h - Logic Apps as people exchange them, read and judged: templates
 * that deploy some, single workflows, bare definitions.
 *
 * Of each is said what starts it, what it needs to be told, which connectors
 * it uses, whether riposte carries all of it out, and what is probably wrong
 * with it.  What riposte does not carry out is said by name here, and not when
 * it runs.
 *
 * Thread: any; pure.
 * Memory: a reading owns all it hands out.
 */
#ifndef RIPOSTE_ENGINE_PLAYBOOK_H
#define RIPOSTE_ENGINE_PLAYBOOK_H

#include "engine/api.h"
#include "engine/deploy.h"
#include "engine/wdl.h"

enum playbook_start {
    START_ALERT,
    START_RECOMMENDATION,
    START_COMPLIANCE,
    START_RECURRENCE,
    START_REQUEST,
    START_OTHER, /* nothing that riposte has */
    START_N
};
const char *playbook_start_name(enum playbook_start start); /* "alert" … */

enum playbook_verdict {
    PLAYBOOK_RUNS,
    PLAYBOOK_REHEARSAL, /* it can be gone through, and no more */
    PLAYBOOK_REFUSED,
    PLAYBOOK_VERDICT_N
};
const char *playbook_verdict_name(enum playbook_verdict verdict);

struct playbook_note {
    const char *path; /* "actions.For_each.actions.HTTP" */
    const char *text;
};

/* What it is to be told, by the template or by the workflow itself. */
struct playbook_parameter {
    const char *name;
    const char *type; /* "string", as it is declared, in small letters */
    const struct json *value; /* as it is used; NULL: null, or secret */
    bool needed; /* nobody has said it: the value only stands for one */
    bool secret;
};

struct playbook_connection {
    const char *key; /* "office365_1" */
    const char *api; /* "office365" */
};

/* An action that asks something of outside. */
struct playbook_step {
    const struct wdl_action *action;
    const char *api;         /* connector; "" for a plain request */
    const char *what;        /* its operation; "" */
    const char *key;         /* connection that it goes through; "" */
    const struct api_op *op; /* NULL: none, or unknown */
    bool signs_in;           /* with the identity of the workflow */
    const char *kind;        /* row of connect/actions.c; "": riposte itself */
    const char *contain;     /* entry of the catalogue; "" */
    enum action_class class;
};

struct playbook {
    const char *name;
    enum playbook_start start;
    enum playbook_verdict verdict;
    struct playbook_note *why; /* not "runs" */
    size_t n_why;
    struct playbook_note *lint;
    size_t n_lint;
    struct playbook_parameter *parameters;
    size_t n_parameters;
    struct playbook_connection *connections;
    size_t n_connections;
    struct playbook_step *steps;
    size_t n_steps;
    struct wdl *wdl;               /* NULL: it cannot be read */
    const struct json *definition; /* NULL: it is not known */
    const struct json *values;     /* of its parameters, by name */
};

struct playbook_given {
    const struct json *parameters; /* texts or values by name; may be NULL */
    const char *file;              /* for what has no name; NULL: none */
    struct str subscription;       /* "": one is made up */
    struct str group;
    struct str location;
    struct str tenant;
    const struct catalogue *catalogue; /* may be NULL */
};

struct playbook_reading {
    struct arena *arena;
    struct playbook *playbooks;
    size_t n;
};
void playbook_reading_init(struct playbook_reading *reading);
void playbook_reading_done(struct playbook_reading *reading);
/* The same on the heap. */
struct playbook_reading *playbook_reading_new(void);
void playbook_reading_free(struct playbook_reading *reading);

/* Any of these shapes; adds to what is in @out.  A playbook that cannot be run
 * is no failure: it is among them, with its reason.  ERR_INPUT: it is nothing
 * of the kind, or a parameter that was given is not of its type. */
bool playbook_read_all(const struct json *json,
                       const struct playbook_given *given,
                       struct playbook_reading *out, struct err *err);
/* One that is refused because its file cannot be read: by @why. */
void playbook_add_refused(struct playbook_reading *out, const char *name,
                          const struct err *why);

/* The names of the parameters that nobody has given; a list, the caller's. */
struct json *playbook_needs(const struct playbook *playbook);
/* As one workflow, with its values; playbook_read_all() reads it back, needs
 * included.  The caller's; NULL when it has no definition. */
struct json *playbook_to_json(const struct playbook *playbook);
/* What workflow() answers in the run of that name; the caller's. */
struct json *playbook_workflow(const struct playbook *playbook,
                               const char *run);
/* As a template that deploys it, with its connections; the caller's. */
struct json *playbook_template(const struct playbook *playbook);

#endif
