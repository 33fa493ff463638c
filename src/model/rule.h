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
#include "model/demand.h"
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
    TRIGGER_OURS = 1 << 5,      /* what riposte itself caused too */
};

enum moved { MOVED_ANY, MOVED_RAISED, MOVED_LOWERED, MOVED_N };
const char *moved_name(enum moved moved); /* "", "raised", "lowered" */
bool moved_parse(struct str text, enum moved *out);

/* A change that a rule waits for: "Status from Active to Resolved", "Severity
 * raised". */
struct transition {
    char *property;   /* "Status", "Severity", "Owner", … */
    char *from;       /* without case; NULL: whatever it was */
    char *to;         /* NULL: whatever it is now */
    enum moved moved; /* by rank; for Severity only */
};
/* One line of a form, both ways. */
void transition_write(const struct transition *transition, struct buf *out);
bool transition_parse(struct str text, struct arena *arena,
                      struct transition *out, struct err *err);

/* What an event must lie in; an empty list does not limit. */
struct scope {
    char **subscriptions;
    size_t n_subscriptions;
    char **groups;
    size_t n_groups;
    char **resources; /* ids; one that ends in / or * covers all below it */
    size_t n_resources;
    char **tags; /* "name=value"; a name alone: whatever its value */
    size_t n_tags;
};
/* ERR_INPUT for what lies nowhere: a subscription that is no GUID, a resource
 * that is no id. */
bool scope_check(const struct scope *scope, struct err *err);
/* It names nothing: every event is in it. */
bool scope_empty(const struct scope *scope);
/* The tags are not asked: only the event's body has them (tags_cover). */
bool scope_covers(const struct scope *scope, const struct resource *resource);
/* Does @tags, an object of names and values, have this one? */
bool tag_matches(struct str pattern, const struct json *tags);
/* Does it have any of those that the scope names? */
bool tags_cover(const struct scope *scope, const struct json *tags);

/* "3 per 1h", "7 per 1d per target". */
struct quota {
    int64_t most;
    int64_t per;
    bool per_target; /* else over all targets of the rule */
};
bool quota_parse(struct str text, struct quota *out);
void quota_write(const struct quota *quota, struct buf *out);

#define SCHEDULE_DAYS 0x7fu /* all of them; bit 0 is Monday */
#define SCHEDULE_DAY  1440  /* minutes */

/* When a rule may fire.  Beyond midnight when from > to; then the day is that
 * on which it begins. */
struct schedule {
    unsigned days;
    int from;   /* minutes after midnight */
    int to;     /* the first minute that is outside; up to SCHEDULE_DAY */
    char *zone; /* "Europe/Berlin"; NULL: UTC */
};
/* "mon,tue 08:00-18:00 Europe/Berlin", both ways: one line of a form. */
void schedule_write(const struct schedule *schedule, struct buf *out);
bool schedule_parse(struct str text, struct arena *arena, struct schedule *out,
                    struct err *err);

struct guards {
    char *key;        /* template of what firings are counted by; NULL: the
                         action's target */
    int64_t dedupe;   /* window of rule + key; 0: none */
    int64_t cooldown; /* per rule and target after it fired; 0: none */
    int64_t max_age;  /* older events do not fire; 0: any age */
    int64_t settle;   /* fires again for a key only after it was quiet for
                         that long; what is held back prolongs it */
    struct quota *quotas;
    size_t n_quotas;
    struct schedule *schedules; /* any of them; none: always */
    size_t n_schedules;
};
/* Where one guard stands, for a form or a list. */
struct guard_counter {
    const char *guard; /* "dedupe", "settle", "schedule", "3 per 1h" … */
    int64_t used;
    int64_t limit;
    int64_t next; /* used up: when there is room again; 0: at once, or it is
                     not known */
};
struct json *guards_to_json(const struct guards *guards);
bool guards_from_json(const struct json *json, struct arena *arena,
                      struct guards *out, struct err *err);
void guards_copy(const struct guards *guards, struct arena *arena,
                 struct guards *out);
bool guards_check(const struct guards *guards, struct err *err);

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
    unsigned kinds;             /* set of 1 << enum event_kind; 0 = alerts */
    unsigned on;                /* set of enum trigger_on; 0 = created */
    struct transition *changes; /* any of them; none: any change */
    size_t n_changes;
    struct scope scope;
    struct condition_set *sets; /* any of; none at all = always */
    size_t n_sets;
    struct condition_set *unless; /* any of these keeps it from firing */
    size_t n_unless;
    int64_t expires; /* 0: never */
    struct guards guards;
    struct demand approval; /* what its approvals take beyond the settings */
    struct action *actions;
    size_t n_actions;
    /* The automation of Azure that it came from, see engine/automation.h;
     * NULL: none.  Owned. */
    struct json *azure;
    char *author; /* who made it */
    char *editor; /* who saved this revision */
    int64_t saved;
};

/* Of rule->azure: ERR_INPUT when it is none. */
bool rule_azure_check(const struct json *azure, struct err *err);
/* Why a rule that only keeps what Azure has cannot be switched on; "". */
struct str rule_held(const struct rule *rule);

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
