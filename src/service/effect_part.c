/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/effect_part.h"

#include "service/progress.h"

/* @run: 0 for any. */
static bool find(struct desk *desk, const struct containment *entry,
                 const char *target, const struct json *parameters, int64_t run,
                 struct arena *arena, struct effect *out, bool *found,
                 struct err *err)
{
    struct effect *effects;
    size_t n;

    *found = false;
    if (!effects_all_on(desk->store, entry->name, target, arena, &effects, &n,
                        err))
        return false;
    for (size_t i = 0; i < n && !*found; i++) {
        if ((run != 0 && effects[i].run != run) ||
            !containment_same_part(entry, effects[i].kept, parameters))
            continue;
        *found = true;
        *out = effects[i];
    }
    return true;
}

bool effect_standing(struct desk *desk, const struct containment *entry,
                     const char *target, const struct json *parameters,
                     struct arena *arena, struct effect *out, bool *found,
                     struct err *err)
{
    return find(desk, entry, target, parameters, 0, arena, out, found, err);
}

bool effect_of_run(struct desk *desk, const struct containment *entry,
                   const struct step *step, int64_t run, struct arena *arena,
                   struct effect *out, bool *found, struct err *err)
{
    return find(desk, entry, step_target(step),
                json_get(step->with, "parameters"), run, arena, out, found,
                err);
}
