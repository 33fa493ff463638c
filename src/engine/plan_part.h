/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_part.h - steps in the making, shared by the files of the planner.
 *
 * Private to engine/.
 *
 * Thread: any.
 * Memory: everything lives in the planner's arena.
 */
#ifndef RIPOSTE_ENGINE_PLAN_PART_H
#define RIPOSTE_ENGINE_PLAN_PART_H

#include "engine/plan.h"

#define KIND_CONTAIN "contain"

struct planner {
    struct arena *arena;
    struct step *steps;
    size_t n;
    bool waits;
    bool sends;            /* one of the steps may be sent */
    const char *guarded;   /* the entry that protects the target at hand */
    struct plan_term term; /* of the containment at hand */
};

/* Adds a step; @with is taken.  False when the run would be too long. */
bool planner_add_take(struct planner *planner, struct step step,
                      struct json *with, struct err *err);
/* What it is with that end: timed.  ERR_INPUT when it cannot be taken back. */
bool planner_class(const struct planner *planner,
                   const struct containment *entry, enum action_class *out,
                   struct err *err);
/* The steps of one containment, as the policy wants them. */
bool planner_contain(struct planner *planner, const struct containment *entry,
                     struct str target, const struct json *parameters,
                     enum policy policy, struct err *err);

/* One containment whose steps are being added. */
struct containing {
    struct planner *planner;
    const struct containment *entry;
    struct str target;
    const struct json *parameters; /* in full */
    enum run_state state;
    enum action_class class;
    bool anyway; /* the way back, whatever somebody has changed */
};
/* A step of it; @item: of several, -1 none. */
bool containing_add(const struct containing *c, enum step_phase phase,
                    const char *name, size_t index, int64_t item,
                    struct err *err);
/* "Verify: Deallocate: vm-web-01"; @format may be NULL. */
const char *containing_title(const struct containing *c, const char *format);
/* "… (2 of 3)" */
const char *containing_part(const struct containing *c, const char *title,
                            size_t index, size_t n);
/* The parameters of a "contain" action on this event, filled in and checked;
 * ERR_INPUT. */
bool plan_find_parameters(const struct containment *entry,
                          const struct json *with, struct str target,
                          struct query_subject *subject, struct arena *arena,
                          const struct json **out, struct err *err);
/* The same as far as it can be said without an event. */
bool plan_check_parameters(const struct containment *entry,
                           const struct json *with, struct err *err);
void planner_finish(const struct planner *planner, struct plan *out);

/* The target of a "contain" action on this event: rendered, or the first of
 * the event that fits.  ERR_INPUT. */
bool plan_find_target(const struct containment *entry, const struct json *with,
                      struct query_subject *subject, struct arena *arena,
                      struct str *out, struct err *err);

#endif
