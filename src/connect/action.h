/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * action.h - the kinds of things that riposte does: builds the request, judges
 * the answer.
 *
 * Texts in `with` have been rendered by the engine before they come here:
 * nothing is evaluated in this room.  An action never waits and touches no
 * socket.
 *
 * Thread: any; pure.
 * Memory: requests live in the arena handed in.
 */
#ifndef RIPOSTE_CONNECT_ACTION_H
#define RIPOSTE_CONNECT_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "connect/connector.h"
#include "connect/hosts.h"
#include "connect/mail.h"
#include "model/containment.h"
#include "model/field.h"
#include "model/http.h"
#include "model/run.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

/* What an action may know beside its own fields. */
struct action_context {
    const struct json *with; /* its own fields, for judge() */
    const struct hosts *hosts;
    const struct catalogue *catalogue; /* for "contain" */
    const struct mail_server *mail;    /* url "" = none configured */
    const char *arm_id;                /* of the event; "" when not known */
    const char *key;                   /* the step's idempotency key, a GUID */
    int64_t now;
    enum step_phase phase;     /* "contain": which of the entry's calls */
    const struct json *kept;   /* "contain": what its templates may name, or
                                  NULL */
    int turn;                  /* which request of several; 0 is the first */
    const struct json *learnt; /* what earlier turns learnt, or NULL */
    const char *pass;          /* the secret of the turn before; "" */
    const struct json *event;  /* canonical body; NULL: none */
    const char *event_key;     /* struct event's; "" or NULL: none */
    const struct connectors *connectors; /* NULL: none */
    const char *ticket;  /* ref of the one that this event is known to have at
                            the connector; "" or NULL: none is known */
    const char *scripts; /* directory that "script" runs from; "" none */
};

/*
 * An action may take several requests, one after the other: turns.  judge()
 * answers VERDICT_NEXT with the turn that follows (the same one again: it is
 * polled), and what it learnt is kept with the step and handed to the turns
 * behind it.  A secret that it learnt is never stored: when riposte was stopped
 * in between, render() finds `pass` empty, answers ERR_AGAIN, and the step
 * begins again with turn 0.
 *
 * A request that is not idempotent, and whose answer was lost, leaves the step
 * unknown, unless the kind can find out: then it goes on with the turn
 * `recover`, which looks for what was done by context->key.
 */
/* To add one: write connect/act_NAME.c, add it to the list in actions.c. */
struct action_kind {
    const char *name;
    const char *title; /* N_() */
    bool by_hand;      /* a person's act only: no rule can have it */
    bool local;        /* done in the store: nothing is sent or judged */
    bool asks;         /* waits for approval whatever its class */
    int recover;       /* the turn that finds out; 0: nobody can tell */
    /* What the service must allow riposte (an operation of Azure Resource
     * Manager), and the field that names the resource; NULL: that cannot be
     * asked, or whatever the event belongs to. */
    const char *permission;
    const char *resource;
    const struct field *fields;
    size_t n_fields;
    /* What it does to the world.  Unreadable fields are taken for the worst. */
    enum action_class (*class)(const struct json *with,
                               const struct action_context *context);
    /* Beyond field_check_all(); may be NULL. */
    bool (*check)(const struct json *with, struct err *err);
    bool (*render)(const struct json *with,
                   const struct action_context *context, struct arena *arena,
                   struct request *out, struct err *err);
    void (*judge)(const struct action_context *context,
                  const struct request *request,
                  const struct response *response, struct judgement *out);
};
/* For kinds that only tell somebody, whatever their fields. */
enum action_class class_notify(const struct json *with,
                               const struct action_context *context);
const struct action_kind *action_find(struct str name); /* or NULL */
const struct action_kind *action_at(size_t index);      /* NULL ends */

enum action_class action_class(const struct action_kind *kind,
                               const struct json *with,
                               const struct action_context *context);
/* Fields by the table, then what the kind itself demands.  Texts may still
 * hold templates. */
bool action_check(const struct action_kind *kind, const struct json *with,
                  struct err *err);
/* ERR_INPUT when the fields do not make a request, ERR_LOCAL when something
 * is not configured. */
bool action_render(const struct action_kind *kind, const struct json *with,
                   const struct action_context *context, struct arena *arena,
                   struct request *out, struct err *err);
void action_judge(const struct action_kind *kind,
                  const struct action_context *context,
                  const struct request *request,
                  const struct response *response, struct judgement *out);

/*
 * "contain": `with` is {"action": name in the catalogue, "target": id,
 * "index": number of the call in its list, from 0, "parameters": an object,
 * "item": of a list}; the phase chooses the list (before, do, verify, undo,
 * undone: see step_call()).  An answer that must be followed is
 * asked with arm_follow() and judged with arm_follow_judge() of connect/arm.h.
 */

/* A text field of `with`: as it is there, else the field's default, else "". */
struct str action_text(const struct action_kind *kind, const struct json *with,
                       const char *name);

#endif
