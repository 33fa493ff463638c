/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_trip.c - what the guards ask of a plan, and what becomes of it when one
 * of them trips.
 */
#include "engine/plan_part.h"

#include "engine/template.h"
#include "util/text.h"

/* A key that cannot be filled in for this event is no key: the target stands
 * for it, so that the guard holds all the same. */
struct str plan_key(const struct rule *rule, struct str target,
                    struct query_subject *subject, struct arena *arena)
{
    struct err ignored;
    struct str key;

    if (rule->guards.key &&
        template_render(str_of(rule->guards.key), subject, arena, &key,
                        &ignored) &&
        !str_empty(str_trim(key)))
        return guard_key(true, key, arena);
    return guard_key(false, target, arena);
}

static bool same_containment(const struct step *a, const struct step *b)
{
    return json_equal(json_get(a->with, "action"),
                      json_get(b->with, "action")) &&
           json_equal(json_get(a->with, "target"), json_get(b->with, "target"));
}

/* The first request of a containment that nobody is asked for. */
static bool contains_alone(const struct plan *plan, size_t at)
{
    const struct step *step = &plan->steps[at];
    int64_t index = -1;

    json_int(json_get(step->with, "index"), &index);
    if (step->phase != PHASE_CONTAIN || step->state != RUN_WAITING ||
        step->class == CLASS_READ || index != 0)
        return false;
    if (at > 0 && plan->steps[at - 1].phase == PHASE_BEFORE)
        at--;
    return at == 0 || plan->steps[at - 1].phase != PHASE_APPROVAL ||
           !same_containment(step, &plan->steps[at - 1]);
}

size_t plan_contained(const struct plan *plan, struct arena *arena,
                      struct str **out)
{
    struct str *targets = arena_array(arena, plan->n, sizeof(*targets));
    size_t n = 0;

    for (size_t i = 0; i < plan->n; i++) {
        if (contains_alone(plan, i))
            targets[n++] = guard_key(
                false, json_text(json_get(plan->steps[i].with, "target")),
                arena);
    }
    *out = targets;
    return n;
}

static enum action_class worst(const struct plan *plan)
{
    enum action_class class = CLASS_READ;

    for (size_t i = 0; i < plan->n; i++) {
        if (plan->steps[i].class > class)
            class = plan->steps[i].class;
    }
    return class;
}

void plan_trip(struct plan *plan, enum decision_reason reason, const char *why,
               struct arena *arena)
{
    struct step *steps = arena_array(arena, plan->n + 1, sizeof(*steps));
    struct json *with = json_new_object();
    size_t n = 1;

    json_keep(arena, with);
    json_set_text(with, "guard", decision_reason_name(reason));
    json_set_text(with, "why", why);
    json_set_str(with, "target", plan->target);
    steps[0] = (struct step){
        .name = _("Batch approval"),
        .kind = KIND_BATCH,
        .phase = PHASE_APPROVAL,
        .class = worst(plan),
        .state = plan->shadow ? RUN_SKIPPED : RUN_WAITING,
        .with = with,
        .journal = JOURNAL_PLANNED,
        .note = "",
    };
    for (size_t i = 0; i < plan->n; i++) {
        const struct step *step = &plan->steps[i];

        if (step->phase != PHASE_APPROVAL || json_get(step->with, "protected"))
            steps[n++] = *step;
    }
    for (size_t i = 0; i < n; i++)
        steps[i].number = (int)i + 1;
    plan->steps = steps;
    plan->n = n;
    plan->waits = !plan->shadow;
}
