/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effect_look.c - what the looks before a containment find, and the steps that
 * follow from it.
 */
#include "service/dispatch_part.h"
#include "service/progress.h"
#include "util/digest.h"
#include "util/text.h"

static void merge(struct json *into, const struct json *from)
{
    struct json_each each = json_each(from);

    while (json_next(&each))
        json_set_take(into, each.name,
                      each.value ? json_copy(each.value) : NULL);
}

/* What one look has kept: values, or members of one item of a list. */
static void add_kept(const struct job *job, const struct step *step,
                     const struct json *kept, struct json *into)
{
    const struct call_template *call =
        step_call(job->entry, step->phase, step->with);
    struct json *item;
    int64_t at;

    if (call && call->each && json_int(json_get(step->with, "item"), &at)) {
        item = json_element(json_member(into, call->each), (size_t)at);
        if (item)
            merge(item, kept);
        return;
    }
    merge(into, kept);
}

/* Where the step stands among those of its run. */
static size_t place_of(const struct job *job)
{
    size_t i = 0;

    while (i < job->run.n_steps && job->run.steps[i].row != job->step.row)
        i++;
    return i;
}

const struct json *effect_known(const struct job *job)
{
    struct json *known = json_new_object();
    size_t first = place_of(job), last = first;

    json_keep(job->arena, known);
    merge(known, json_get(job->step.with, "parameters"));
    if (job->effect.row != 0) {
        merge(known, job->effect.kept);
        return known;
    }
    while (first > 0 && !progress_begins(job->run.steps, first))
        first--;
    for (size_t i = first; i < last; i++)
        add_kept(job, &job->run.steps[i],
                 json_get(job->run.steps[i].learnt, "kept"), known);
    return known;
}

static bool unfold(struct job *job, const struct step *step,
                   const struct json *known, struct err *err)
{
    struct step *steps;
    size_t n;

    if (!plan_unfold(job->entry, step, known, job->arena, &steps, &n, err))
        return false;
    if (n == 0) {
        struct step none = *step;

        none.state = RUN_SKIPPED;
        none.ended = job->now;
        none.note = _("There is nothing of the kind here.");
        return steps_save(job->desk->store, &none, err);
    }
    for (size_t i = 0; i < n; i++) {
        char guid[GUID_SIZE];

        steps[i].key = arena_text(job->arena, digest_guid(guid));
    }
    return steps_unfold(job->desk->store, step, steps, n, err);
}

/* The steps of this containment behind the one at hand, as they stand now. */
static bool behind(struct job *job, struct step **out, size_t *n,
                   struct err *err)
{
    struct step *steps;
    size_t from = 0, all, to;

    if (!steps_of(job->desk->store, job->run.row, job->arena, &steps, &all,
                  err))
        return false;
    while (from < all && steps[from].row != job->step.row)
        from++;
    from += from < all;
    to = from;
    while (to < all && !progress_begins(steps, to))
        to++;
    *out = steps + from;
    *n = to - from;
    return true;
}

/* Unfolds the first step whose list is known; *more: there was one. */
static bool unfold_first(struct job *job, const struct json *known, bool *more,
                         struct err *err)
{
    struct step *steps;
    size_t n;

    *more = false;
    if (!behind(job, &steps, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct call_template *call =
            step_call(job->entry, steps[i].phase, steps[i].with);

        if (run_state_final(steps[i].state) ||
            !step_unfolds(job->entry, &steps[i]) ||
            !json_get(known, call->each))
            continue;
        *more = true;
        return unfold(job, &steps[i], known, err);
    }
    return true;
}

bool effect_looked(struct job *job, struct json *kept, bool *last,
                   struct err *err)
{
    struct json *learnt = json_new_object();
    struct json *known = json_copy(job->known);
    struct step *steps;
    bool more = true;
    size_t n;

    json_set_take(learnt, "kept", kept);
    json_keep(job->arena, learnt);
    json_keep(job->arena, known);
    job->step.learnt = learnt;
    add_kept(job, &job->step, kept, known);
    job->known = known;
    while (more) {
        if (!unfold_first(job, known, &more, err))
            return false;
    }
    if (!behind(job, &steps, &n, err))
        return false;
    *last = true;
    for (size_t i = 0; i < n; i++)
        *last &=
            steps[i].phase != PHASE_BEFORE || run_state_final(steps[i].state);
    return true;
}

bool effect_choose(struct job *job, struct err *err)
{
    struct step *steps;
    size_t n;

    if (!behind(job, &steps, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct call_template *call =
            step_call(job->entry, steps[i].phase, steps[i].with);
        const struct json *values =
            step_values(job->entry, &steps[i], job->known, job->arena);
        const char *why;

        if (!call || run_state_final(steps[i].state) ||
            checks_hold(&call->when, str_of(step_target(&steps[i])), values,
                        values, job->arena, &why))
            continue;
        steps[i].state = RUN_SKIPPED;
        steps[i].ended = job->now;
        steps[i].note = arena_printf(job->arena, _("Not needed: %s"), why);
        if (!steps_save(job->desk->store, &steps[i], err))
            return false;
    }
    return true;
}

bool effect_last(const struct job *job)
{
    const struct step *steps = job->run.steps;

    for (size_t i = place_of(job) + 1;
         i < job->run.n_steps && steps[i].phase == job->step.phase; i++) {
        if (!run_state_final(steps[i].state))
            return false;
    }
    return true;
}
