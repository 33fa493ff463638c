/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * batch.c - one approval for many runs.
 */
#include "service/batch.h"

#include "model/limits.h"
#include "service/demanded.h"
#include "service/freeze.h"
#include "service/progress.h"
#include "util/digest.h"
#include "util/text.h"

/* Runs that a reader of the approval sees by name. */
#define ITEMS_SHOWN 200

static void json_set_copy_of(struct json *to, const struct json *from,
                             const char *name)
{
    const struct json *value = json_get(from, name);

    json_set_take(to, name, value ? json_copy(value) : NULL);
}

/* Each thing that the run would do, as its own approval would freeze it. */
static bool freeze_all(struct desk *desk, const struct run *run,
                       struct arena *arena, struct json **out, struct err *err)
{
    struct json *all = json_new_array();

    json_keep(arena, all);
    for (size_t i = 0; i < run->n_steps; i++) {
        const struct step *step = &run->steps[i];
        struct json *frozen;

        if (step->phase != PHASE_CONTAIN && step->phase != PHASE_ACT)
            continue;
        if (!freeze_step(desk, step, arena, &frozen, err))
            return false;
        json_set_int(frozen, "step", step->number);
        json_add_take(all, frozen);
    }
    *out = all;
    return true;
}

/* One line of the list that an approver reads. */
static struct json *shown_of(const struct run *run, struct arena *arena)
{
    struct json *shown = json_new_object();
    struct json *does = json_new_array();

    json_keep(arena, shown);
    json_set_int(shown, "run", run->row);
    json_set_int(shown, "event", run->event);
    json_set_copy_of(shown, run->steps[0].with, "target");
    if (json_get(run->steps[0].with, "again"))
        json_set_copy_of(shown, run->steps[0].with, "again");
    for (size_t i = 1; i < run->n_steps; i++) {
        if (run->steps[i].phase == PHASE_CONTAIN ||
            run->steps[i].phase == PHASE_ACT)
            json_add_take(does, json_new_text(str_of(run->steps[i].name)));
    }
    json_set_take(shown, "does", does);
    return shown;
}

static bool open_batch(struct desk *desk, const struct run *run,
                       struct approval *approval, int64_t now,
                       struct arena *arena, struct err *err)
{
    const struct step *step = &run->steps[0];
    struct json *frozen = json_new_object();
    char hex[DIGEST_HEX_SIZE];

    json_keep(arena, frozen);
    json_set_text(frozen, "action", step->kind);
    json_set_text(frozen, "title", run->name);
    json_set_copy_of(frozen, step->with, "guard");
    json_set_copy_of(frozen, step->with, "why");
    approval->title =
        arena_printf(arena, _("All that is held back: %s"), run->name);
    approval->frozen = frozen;
    approval->digest = arena_text(arena, freeze_digest(frozen, hex));
    approval->class = step->class;
    approval->asked = now;
    return demanded_fill(desk, approval, arena, err) &&
           approvals_add(desk->store, approval, err);
}

/* What was known of the batch, and the run that joins: two people who looked
 * at different lists have different digests. */
static const char *chain(const char *before, const char *run,
                         struct arena *arena)
{
    char hex[DIGEST_HEX_SIZE];

    return arena_text(
        arena,
        digest_hex(str_of(arena_printf(arena, "%s%s", before, run)), hex));
}

bool batch_join(struct desk *desk, const struct run *run, int64_t now,
                struct arena *arena, int64_t *out, struct err *err)
{
    int64_t life = demanded_of_class(desk->config, run->steps[0].class).life;
    struct approval approval = {.rule = run->rule, .requester = run->by};
    struct batch_item item = {.run = run->row};
    char hex[DIGEST_HEX_SIZE];
    struct json *frozen;
    int64_t row;

    if (!freeze_all(desk, run, arena, &frozen, err) ||
        !freeze_authors(desk, run, arena, &approval, err) ||
        !batches_open(desk->store, &approval, now - life, LIMIT_BATCH_RUNS,
                      &row, err))
        return false;
    if (row == 0 ? !open_batch(desk, run, &approval, now, arena, err)
                 : !approvals_get(desk->store, row, arena, &approval, err))
        return false;
    item.approval = approval.row;
    item.shown = shown_of(run, arena);
    item.frozen = frozen;
    item.digest = arena_text(arena, freeze_digest(frozen, hex));
    approval.digest = chain(approval.digest, item.digest, arena);
    approval.asked = now;
    if (run->steps[0].class > approval.class)
        approval.class = run->steps[0].class;
    if (!demanded_fill(desk, &approval, arena, err) ||
        !batches_join(desk->store, &item, &approval, err))
        return false;
    *out = approval.row;
    return true;
}

/* The step at which the run waits for the batch; NULL: it does not any more. */
static struct step *waiting(struct step *steps, size_t n)
{
    if (n == 0 || !step_is_batch(&steps[0]) || run_state_final(steps[0].state))
        return NULL;
    return &steps[0];
}

bool batch_release(struct desk *desk, int64_t approval, const char *note,
                   int64_t now, struct arena *arena, struct err *err)
{
    struct batch_item *items;
    size_t n;

    if (!batches_list(desk->store, approval, LIMIT_BATCH_RUNS, arena, &items,
                      &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct step *steps;
        struct step *step;
        size_t n_steps;

        if (!steps_of(desk->store, items[i].run, arena, &steps, &n_steps, err))
            return false;
        step = waiting(steps, n_steps);
        if (step != NULL &&
            !progress_step(desk, step, RUN_SUCCEEDED, note, now, err))
            return false;
    }
    return true;
}

bool batch_stop(struct desk *desk, int64_t approval, enum run_state state,
                const char *note, int64_t now, struct arena *arena,
                struct err *err)
{
    struct batch_item *items;
    size_t n;

    if (!batches_list(desk->store, approval, LIMIT_BATCH_RUNS, arena, &items,
                      &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct run run;

        if (!runs_get(desk->store, items[i].run, arena, &run, err))
            return false;
        if (!run_state_final(run.state) &&
            !progress_stop(desk, run.row, state, note, now, err))
            return false;
    }
    return true;
}

bool batch_leave(struct desk *desk, int64_t run, int64_t approval,
                 const char *why, int64_t now, struct arena *arena,
                 struct err *err)
{
    struct batch_item *items;
    size_t n;

    if (!batches_leave(desk->store, run, err) ||
        !batches_list(desk->store, approval, 1, arena, &items, &n, err))
        return false;
    return n > 0 || approvals_answer(desk->store, approval, APPROVAL_CANCELLED,
                                     desk->person, why, now, err);
}

/* What was frozen for this step; NULL: nothing. */
static const struct json *frozen_for(const struct json *all, int step)
{
    for (size_t i = 0; i < json_length(all); i++) {
        int64_t number = 0;

        json_int(json_get(json_item(all, i), "step"), &number);
        if (number == step)
            return json_item(all, i);
    }
    return NULL;
}

bool batch_holds(struct desk *desk, const struct step *step,
                 struct arena *arena, const char **why,
                 const struct json **differs, struct err *err)
{
    struct approval approval = {.state = APPROVAL_PENDING};
    struct batch_item item;
    const struct json *frozen;
    char hex[DIGEST_HEX_SIZE];
    bool found;

    *why = NULL;
    if (!batches_of_run(desk->store, step->run, arena, &item, &found, err) ||
        (found &&
         !approvals_get(desk->store, item.approval, arena, &approval, err)))
        return false;
    if (approval.state != APPROVAL_APPROVED) {
        *why = _("Nobody has approved this, so nothing was sent.");
        return true;
    }
    frozen = frozen_for(item.frozen, step->number);
    if (!str_eq(str_of(freeze_digest(item.frozen, hex)), str_of(item.digest)) ||
        frozen == NULL || !freeze_same(desk, step, frozen, arena, differs))
        *why = freeze_differs(&approval, arena);
    return true;
}

bool batch_fill(struct desk *desk, struct approval *approval,
                struct arena *arena, struct err *err)
{
    struct json *frozen;
    struct json *list;
    struct batch_item *items;
    size_t n;

    if (approval->batch == 0)
        return true;
    if (!batches_list(desk->store, approval->row, ITEMS_SHOWN, arena, &items,
                      &n, err))
        return false;
    frozen = json_copy(approval->frozen);
    json_keep(arena, frozen);
    list = json_new_array();
    for (size_t i = 0; i < n; i++)
        json_add_take(list, json_copy(items[i].shown));
    json_set_int(frozen, "count", approval->batch);
    json_set_take(frozen, "items", list);
    approval->frozen = frozen;
    return true;
}
