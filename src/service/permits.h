/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * permits.h - may riposte do that?  Known before it is needed, from what the
 * services have said of the identity that it acts with (engine/permit).
 *
 * Subscriptions are asked about regularly; a resource when somebody is about
 * to act on it or has been refused, since a role may have been given for it
 * alone.  So "missing" is certain only where the resource itself was asked
 * about, and what was never answered is unknown, never missing.  Nothing is
 * refused because of it: the service decides.
 *
 * Thread: the desk's; permits that were read are immutable.
 * Memory: permits_done() frees; what is said lives in the arena handed in.
 */
#ifndef RIPOSTE_SERVICE_PERMITS_H
#define RIPOSTE_SERVICE_PERMITS_H

#include "connect/action.h"
#include "connect/gate.h"
#include "model/containment.h"
#include "service/config.h"
#include "store/permits.h"

struct permits {
    struct arena *arena;
    const char *identity;
    struct permit *rows;
    size_t n;
};
/* What is known about the identity of the settings, {0} when nothing is. */
bool permits_load(struct store *store, const struct config *config,
                  struct permits *out, struct err *err);
void permits_done(struct permits *permits);

/* Whom an answer is about: another identity may do other things. */
const char *permits_identity(const struct config *config, struct arena *arena);
/* What is asked about regularly: subscriptions and audiences, as scopes. */
const char *const *permits_scopes(const struct config *config,
                                  const struct catalogue *catalogue,
                                  struct arena *arena, size_t *n);
/* The audience of a scope; ARM for an id. */
enum audience permits_audience(const char *scope);
/* The id of the resource that a URL of Azure Resource Manager is about, in
 * small letters; "" when it is about none. */
const char *permits_scope_of(struct str url, struct arena *arena);

/* The request for a scope of ARM; others are told by their token. */
void permits_ask(const char *scope, struct arena *arena, struct request *out);
/* Adds the sets of an answer to *sets (NULL at first); *next is the page
 * behind it, "".  False: *fault says why they cannot be known. */
bool permits_read(const struct request *request,
                  const struct response *response, struct json **sets,
                  struct arena *arena, const char **next, const char **fault);

enum permit_verdict {
    PERMIT_HELD,
    PERMIT_MISSING,
    PERMIT_UNKNOWN,
    PERMIT_VERDICT_N
};

struct permit_finding {
    enum permit_verdict verdict;
    bool sure;             /* nothing narrower could say otherwise */
    const char *operation; /* what is missing, or cannot be known; "" */
    const char *scope;     /* that it was asked about */
    const char *role;      /* that would give it; "" */
    const char *text;      /* one sentence, translated */
    int64_t asked;         /* when; 0: never */
};
/* On @target: a subscription, a resource, a person. */
void permits_contain(const struct permits *permits,
                     const struct containment *entry, const char *target,
                     struct arena *arena, struct permit_finding *out);
/* HELD for a kind that needs none. */
void permits_action(const struct permits *permits,
                    const struct action_kind *kind, const char *target,
                    struct arena *arena, struct permit_finding *out);

/* ---- permit_lines.c: all that riposte could do ---- */

struct permit_line {
    const char *name;                /* "vm-deallocate", "action status" */
    const struct containment *entry; /* NULL: @kind */
    const struct action_kind *kind;
    struct permit_finding finding;
};
/* A line for each containment and each action that a service must allow: one
 * where it is held everywhere, else one for each place that lacks it.  What
 * @tell gets is lent. */
void permits_lines(const struct permits *permits, const struct config *config,
                   const struct catalogue *catalogue,
                   void (*tell)(void *with, const struct permit_line *line),
                   void *with);

#endif
