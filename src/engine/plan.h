/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan.h - from a rule that fired (or a person's wish) to the steps of a run.
 *
 * A simple action is one step.  A containment is several: an approval where
 * the policy asks for one, the look at the state before, each request, and the
 * look whether it is so.  Templates of fields are filled in here,
 * so that `with` of a step holds what was asked in plain words.
 *
 * Thread: any.
 * Memory: a plan lives in the arena given, its JSON too.
 */
#ifndef RIPOSTE_ENGINE_PLAN_H
#define RIPOSTE_ENGINE_PLAN_H

#include "engine/guard.h"
#include "engine/policy.h"
#include "engine/protect.h"
#include "engine/subject.h"
#include "model/containment.h"
#include "model/field.h"
#include "model/rule.h"
#include "model/run.h"

/* What the planner needs to know of a kind of action (connect/actions.c). */
struct plan_kind {
    const char *kind;  /* "mail", "http", "status" */
    const char *title; /* "Send a mail" */
    enum action_class class;
    bool asks;                  /* waits for approval whatever its class */
    const struct field *fields; /* templates among them are filled in */
    size_t n_fields;
};

struct plan_env {
    const struct catalogue *catalogue; /* NULL: no containments */
    const struct plan_kind *kinds;
    size_t n_kinds;
    /* The class that its fields make of a kind (a request that only reads);
     * NULL: each kind has the class of its row. */
    enum action_class (*class_of)(const char *kind, const struct json *with);
    const struct protect *protect; /* NULL: nothing is protected */
};

/* The approval that a run waits for together with others of its rule. */
#define KIND_BATCH "batch"

struct plan {
    struct step *steps; /* number, name, kind, phase, class, with, state */
    size_t n;
    bool waits;        /* has an approval */
    bool shadow;       /* nothing of it may be sent: its state is RUN_SKIPPED */
    struct str target; /* of the first containment, else plan_target() */
    const char *protected_by; /* the entry that makes it wait; NULL */
};

/* What the rule's guards count: the target of its first containment, else the
 * event's resource, else its entity, else its key. */
struct str plan_target(const struct rule *rule, const struct plan_env *env,
                       struct query_subject *subject, struct arena *arena);

/* All steps of the rule's actions.  ERR_INPUT: an action names a kind or a
 * containment that is not there, a template cannot be filled in, or no target
 * of the event fits. */
bool plan_rule(const struct rule *rule, const struct plan_env *env,
               struct query_subject *subject, struct arena *arena,
               struct plan *out, struct err *err);

/* By what its firings are counted: the key of its guards filled in, else the
 * target. */
struct str plan_key(const struct rule *rule, struct str target,
                    struct query_subject *subject, struct arena *arena);
/* The targets that it would contain without asking anybody, as guard_key()s. */
size_t plan_contained(const struct plan *plan, struct arena *arena,
                      struct str **out);
/* A guard has tripped: the whole run waits for the batch approval of its rule,
 * which says @why.  Approvals within go, but those of protected targets. */
void plan_trip(struct plan *plan, enum decision_reason reason, const char *why,
               struct arena *arena);

/* When a containment is to end by itself: one of them, or neither. */
struct plan_term {
    int64_t lasts; /* from when it is requested; 0 */
    int64_t until; /* 0 */
};
/* As text: "4h".  ERR_INPUT when it is no span, or longer than LIMIT_TERM. */
bool plan_term_parse(struct str text, int64_t *lasts, struct err *err);
/* The end that a step's `with` asks for, when it begins at @now; 0 none. */
int64_t plan_term_end(const struct json *with, int64_t now);

/* One containment on one target, by hand.  ERR_INPUT: it does not fit, the
 * parameters do not, or it is to end and cannot be taken back.  @parameters,
 * @event and @term may be NULL. */
bool plan_contain(const struct containment *entry, struct str target,
                  const struct json *parameters, const struct plan_term *term,
                  enum policy_side side, const struct event *event,
                  struct arena *arena, struct plan *out, struct err *err);
/* The steps that take the place of one that was planned for each item of a
 * list, now that the list is known: none where it is empty. */
bool plan_unfold(const struct containment *entry, const struct step *step,
                 const struct json *known, struct arena *arena,
                 struct step **out, size_t *n, struct err *err);

/* Can it be asked how the target is now?  Not when that needs what only an
 * answer that was lost would have said, such as the number of an action. */
bool plan_can_look(const struct effect *effect, const struct containment *entry,
                   struct arena *arena);

/* The way back, of a list that was changed in part only what was changed: first
 * a look whether it is as the containment left it, without which nothing is
 * sent but when a person says @anyway, who needs none where it cannot be asked
 * for: the calls are marked with "anyway" then.  ERR_INPUT: the action has
 * none, or the state before is not known. */
bool plan_undo(const struct effect *effect, const struct containment *entry,
               bool anyway, struct arena *arena, struct plan *out,
               struct err *err);

/* How many approvals a run of the rule asks for on an event that is no sample,
 * were it in this mode. */
size_t plan_asks(const struct rule *rule, const struct plan_env *env,
                 enum policy_side side);

/* Can the actions of this rule be planned at all?  Kinds, names of containments
 * and templates, each of which ERR_INPUT names; for saving.  Fields are checked
 * by whoever knows them. */
bool plan_check(const struct rule *rule, const struct plan_env *env,
                struct err *err);

#endif
