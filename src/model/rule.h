/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule.h - an automation rule: trigger, scope, conditions, guards, and what to
 * do.
 *
 * Memory: everything in a rule lives in its own arena; rule_free() frees all.
 */
#ifndef RIPOSTE_MODEL_RULE_H
#define RIPOSTE_MODEL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/condition.h"
#include "model/event.h"
#include "util/arena.h"

enum rule_mode {
    RULE_OFF,
    RULE_SHADOW,  /* decides and records; nothing is sent */
    RULE_APPROVE, /* what changes something waits for approval */
    RULE_AUTO,    /* reversible containment goes; irreversible waits */
    RULE_MODE_N
};
const char *rule_mode_name(enum rule_mode mode); /* "off" … */
bool rule_mode_parse(struct str text, enum rule_mode *out);

enum trigger_on {
    TRIGGER_CREATED = 1 << 0,
    TRIGGER_CHANGED = 1 << 1,
    TRIGGER_SAMPLES = 1 << 2,   /* sample alerts too */
    TRIGGER_SNAPSHOTS = 1 << 3, /* isSnapshot too */
    TRIGGER_CLOSED = 1 << 4,    /* resolved, dismissed, healthy, passed too */
};

/* What an event must lie in; an empty list does not limit. */
struct scope {
    char **subscriptions;
    size_t n_subscriptions;
    char **groups;
    size_t n_groups;
    char **resources; /* ids; one that ends in / or * covers all below it */
    size_t n_resources;
};
bool scope_covers(const struct scope *scope, const struct resource *resource);

struct guards {
    int64_t dedupe;   /* window of rule + action target; 0: none */
    int64_t cooldown; /* per rule and target after it fired; 0: none */
    int64_t max_age;  /* older events do not fire; 0: any age */
};

struct action {
    char *kind;        /* row of connect/actions.c: "mail", "http", "status",
                          "contain" */
    struct json *with; /* its fields by name (model/field.h); owned */
};

struct rule {
    struct arena *arena;
    int64_t row;      /* 0 before it is saved */
    int64_t revision; /* 1, 2, … */
    char *name;       /* unique without case */
    char *note;
    int64_t order; /* lower goes first */
    enum rule_mode mode;
    unsigned kinds; /* set of 1 << enum event_kind; 0 = alerts */
    unsigned on;    /* set of enum trigger_on; 0 = created */
    struct scope scope;
    struct condition_set *sets; /* any of; none at all = always */
    size_t n_sets;
    struct condition_set *unless; /* any of these keeps it from firing */
    size_t n_unless;
    int64_t expires; /* 0: never */
    struct guards guards;
    struct action *actions;
    size_t n_actions;
    char *author; /* who made it */
    char *editor; /* who saved this revision */
    int64_t saved;
};

struct rule *rule_new(void);
void rule_free(struct rule *rule);
struct rule *rule_copy(const struct rule *rule);
/* riposte's own JSON (doc in riposte.conf(5)): strict, unknown names are
 * errors that name the nearest; ERR_INPUT says which part. */
bool rule_from_json(const struct json *json, struct rule **out,
                    struct err *err);
struct json *rule_to_json(const struct rule *rule); /* round trip exact */
/* What cannot be seen by a parser: name given, sizes, actions present when the
 * mode is not off, windows positive. */
bool rule_check(const struct rule *rule, struct err *err);

#endif
