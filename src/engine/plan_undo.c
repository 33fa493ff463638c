/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_undo.c - steps for each item of a list, and the way back.
 */
#include "engine/plan_part.h"

#include "util/text.h"
#include "util/when.h"

/* What a person calls an item, behind its number. */
static const char *item_name(const struct json *item, struct arena *arena)
{
    static const char *const members[] = {"id", "name"};

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        struct str text = json_text(json_find(item, str_of(members[i])));

        text = str_behind_last(text, '/');
        if (!str_empty(text))
            return arena_printf(arena, ": %.*s", STR_ARG(str_sub(text, 0, 60)));
    }
    return "";
}

/* One step for each item; @changed: only for those that were changed. */
static bool add_items(const struct containing *c, enum step_phase phase,
                      const char *title, size_t index, const struct json *list,
                      bool changed, struct err *err)
{
    size_t n = json_length(list);

    for (size_t i = 0; i < n; i++) {
        const struct json *item = json_item(list, i);
        const char *name = arena_printf(c->planner->arena, "%s%s",
                                        containing_part(c, title, i, n),
                                        item_name(item, c->planner->arena));

        if (changed && !json_get(item, "done"))
            continue;
        if (!containing_add(c, phase, name, index, (int64_t)i, err))
            return false;
    }
    return true;
}

/* When it ends is said again by each of the steps. */
static struct plan_term term_of(const struct json *with)
{
    struct str until = json_text(json_get(with, "until"));
    struct str lasts = json_text(json_get(with, "for"));
    struct plan_term term = {.lasts = 0};
    struct err ignored;

    if (!str_empty(until))
        when_parse(until, &term.until);
    else if (!str_empty(lasts))
        plan_term_parse(lasts, &term.lasts, &ignored);
    return term;
}

bool plan_unfold(const struct containment *entry, const struct step *step,
                 const struct json *known, struct arena *arena,
                 struct step **out, size_t *n, struct err *err)
{
    const struct call_template *call =
        step_call(entry, step->phase, step->with);
    struct planner planner = {.arena = arena, .term = term_of(step->with)};
    struct containing c = {
        .planner = &planner,
        .entry = entry,
        .target = json_text(json_get(step->with, "target")),
        .parameters = json_get(step->with, "parameters"),
        .state = RUN_WAITING,
        .class = step->class,
    };

    if (call &&
        !add_items(&c, step->phase, step->name, (size_t)step_index(step->with),
                   json_get(known, call->each), false, err))
        return false;
    *out = planner.steps;
    *n = planner.n;
    return true;
}

/* ---- the way back ---------------------------------------------------------*/

/* One call of it: not at all, once, or for each item that was changed. */
static bool add_call(const struct containing *c, enum step_phase phase,
                     const char *title, size_t index, const struct json *kept,
                     struct err *err)
{
    struct json *with = json_new_object();
    const struct call_template *call;
    const char *why;

    json_set_int(with, "index", (int64_t)index);
    call = step_call(c->entry, phase, with);
    json_free(with);
    if (!call || !checks_hold(&call->when, c->target, kept, kept,
                              c->planner->arena, &why))
        return true;
    if (call->each)
        return add_items(c, phase, title, index, json_get(kept, call->each),
                         true, err);
    return containing_add(c, phase, title, index, -1, err);
}

static const struct json *parameters_of(const struct containment *entry,
                                        const struct json *kept,
                                        struct arena *arena)
{
    struct json *out = json_new_object();

    json_keep(arena, out);
    for (size_t i = 0; i < entry->n_params; i++) {
        const struct json *value = json_get(kept, entry->params[i].name);

        if (value)
            json_set_take(out, entry->params[i].name, json_copy(value));
    }
    return out;
}

static bool add_undo(struct containing *c, const struct json *kept,
                     struct err *err)
{
    const char *title = containing_title(c, _("Undo"));
    size_t n = c->entry->n_undos;

    for (size_t i = 0; i < n; i++) {
        if (!add_call(c, PHASE_UNDO, containing_part(c, title, i, n), i, kept,
                      err))
            return false;
    }
    return true;
}

/* Of a list each item was kept before anything was done. */
bool plan_can_look(const struct effect *effect, const struct containment *entry,
                   struct arena *arena)
{
    const struct call_template *call = &entry->verify.call;
    struct request ignored;
    struct err why;

    return call->each || call_render(call, str_of(effect->target), effect->kept,
                                     arena, &ignored, &why);
}

/* What somebody changed in between is not overwritten unawares. */
static bool add_look(struct containing *c, const struct effect *effect,
                     bool anyway, struct err *err)
{
    bool blind = !plan_can_look(effect, c->entry, c->planner->arena);

    c->anyway = anyway;
    if (anyway && blind)
        return true;
    if (!add_call(c, PHASE_VERIFY, containing_title(c, _("State now")), 0,
                  effect->kept, err))
        return false;
    c->anyway = false;
    return true;
}

bool plan_undo(const struct effect *effect, const struct containment *entry,
               bool anyway, struct arena *arena, struct plan *out,
               struct err *err)
{
    struct planner planner = {.arena = arena};
    struct containing c = {
        .planner = &planner,
        .entry = entry,
        .target = arena_str(arena, str_of(effect->target)),
        .state = RUN_WAITING,
        .class = entry->class,
    };
    size_t looks;

    if (entry->n_undos == 0)
        return err_set(err, ERR_INPUT, _("\"%s\" cannot be taken back."),
                       entry->title);
    if (!effect->kept)
        return err_set(err, ERR_INPUT,
                       _("The state of %s before \"%s\" is not known, so it "
                         "cannot be restored from here."),
                       effect->target, entry->title);
    c.parameters = parameters_of(entry, effect->kept, arena);
    if (!add_look(&c, effect, anyway, err))
        return false;
    looks = planner.n;
    if (!add_undo(&c, effect->kept, err))
        return false;
    c.anyway = false;
    if (planner.n == looks)
        return err_set(err, ERR_INPUT,
                       _("Nothing of \"%s\" was done on %s, so there is "
                         "nothing to take back."),
                       entry->title, effect->target);
    if (!add_call(&c, PHASE_UNDONE, containing_title(&c, _("Verify the undo")),
                  0, effect->kept, err))
        return false;
    planner_finish(&planner, out);
    out->target = c.target;
    return true;
}
