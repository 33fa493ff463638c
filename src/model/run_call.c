/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_call.c - what a step of a containment is about; see run.h.
 */
#include "model/run.h"

int64_t step_index(const struct json *with)
{
    int64_t index = 0;

    json_int(json_get(with, "index"), &index);
    return index;
}

const struct call_template *step_call(const struct containment *entry,
                                      enum step_phase phase,
                                      const struct json *with)
{
    const struct {
        const struct call_template *calls;
        size_t n;
    } lists[PHASE_N] = {
        [PHASE_CONTAIN] = {entry->acts, entry->n_acts},
        [PHASE_VERIFY] = {&entry->verify.call, 1},
        [PHASE_UNDO] = {entry->undos, entry->n_undos},
        [PHASE_UNDONE] = {&entry->undone.call, 1},
    };
    const struct call_template *call;
    int64_t index = step_index(with);

    if (index < 0)
        return NULL;
    if (phase == PHASE_BEFORE)
        call =
            (size_t)index < entry->n_before ? &entry->before[index].call : NULL;
    else
        call =
            (size_t)index < lists[phase].n ? &lists[phase].calls[index] : NULL;
    return call && call->url ? call : NULL;
}

bool step_unfolds(const struct containment *entry, const struct step *step)
{
    const struct call_template *call =
        step_call(entry, step->phase, step->with);

    return call && call->each && !json_get(step->with, "item");
}

const struct json *step_values(const struct containment *entry,
                               const struct step *step,
                               const struct json *known, struct arena *arena)
{
    const struct call_template *call =
        step_call(entry, step->phase, step->with);
    const struct json *item;
    struct json *values;
    int64_t at;

    if (!call || !call->each || !json_int(json_get(step->with, "item"), &at) ||
        at < 0)
        return known;
    item = json_item(json_get(known, call->each), (size_t)at);
    if (!item)
        return known;
    values = json_copy(known);
    json_keep(arena, values);
    json_set_take(values, "item", json_copy(item));
    return values;
}
