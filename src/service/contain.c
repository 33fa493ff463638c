/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain.c - containments that a person asks for.
 */
#include "service/contain.h"

#include "model/limits.h"
#include "service/access.h"
#include "service/contain_part.h"
#include "service/desk_part.h"
#include "service/effect_part.h"
#include "service/freeze.h"
#include "service/glass.h"
#include "service/hand.h"
#include "util/text.h"
#include "util/when.h"

bool contain_entry(const struct desk *desk, const char *action,
                   const struct containment **out, struct err *err)
{
    const char **names;
    const char *near;
    struct arena *arena;

    *out = catalogue_find(desk->catalogue, str_of(action));
    if (*out != NULL)
        return true;
    arena = arena_new();
    names = arena_array(arena, desk->catalogue->n + 1, sizeof(*names));
    for (size_t i = 0; i < desk->catalogue->n; i++)
        names[i] = desk->catalogue->entries[i].name;
    near = str_nearest(str_of(action), names, desk->catalogue->n);
    if (near != NULL)
        err_set(err, ERR_INPUT,
                _("There is no containment %.80s. The nearest is %s."), action,
                near);
    else
        err_set(err, ERR_INPUT,
                _("There is no containment %.80s. `riposte contain list' "
                  "shows them."),
                action);
    arena_free(arena);
    return false;
}

/* The parameters in full decide what part of the target it is about. */
static bool still_free(struct desk *desk, const struct containment *entry,
                       const struct contain_wish *wish, struct arena *arena,
                       struct err *err)
{
    const struct json *parameters;
    struct effect effect;
    bool found;

    if (!containment_parameters(entry, wish->parameters, str_of(wish->target),
                                arena, &parameters, err) ||
        !effect_standing(desk, entry, wish->target, parameters, arena, &effect,
                         &found, err))
        return false;
    if (!found)
        return true;
    return err_set(err, ERR_INPUT,
                   _("%s is already in force on %s (containment %lld, %s)."),
                   effect.title, wish->target, (long long)effect.row,
                   effect_state_name(effect.state));
}

const char *contain_name(const char *target, struct arena *arena)
{
    struct resource resource;

    resource_parse(str_of(target), &resource);
    return resource.name.len > 0 ? arena_str(arena, resource.name).at : target;
}

bool contain_room(struct desk *desk, struct err *err)
{
    int64_t n;

    if (!effects_count(desk->store, &n, err))
        return false;
    if (n < LIMIT_CONTAINMENTS)
        return true;
    return err_set(err, ERR_INPUT,
                   _("%lld containments are in force, and riposte keeps %d at "
                     "most. Take back what is not needed any more, then ask "
                     "again."),
                   (long long)n, LIMIT_CONTAINMENTS);
}

static bool can_end(const struct contain_wish *wish, int64_t now,
                    struct err *err)
{
    if (wish->term.until != 0 && wish->term.until <= now)
        return err_set(err, ERR_INPUT,
                       _("The end of the containment would be in the past."));
    if (wish->term.lasts > LIMIT_TERM || wish->term.until > now + LIMIT_TERM)
        return err_set(err, ERR_INPUT,
                       _("The end of the containment would be more than a year "
                         "away; one without an end needs none."));
    return true;
}

/* Breaking the glass is for what would wait, and says why. */
static bool may_break(const struct contain_wish *wish,
                      const struct containment *entry, enum policy_side side,
                      const struct event *event, struct err *err)
{
    if (policy_ask_event(entry->class, side, event) != POLICY_ASK)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" waits for nobody's approval here: do it "
                         "without break-glass."),
                       entry->title);
    if (!str_empty(str_trim(str_of(wish->why))))
        return true;
    return err_set(err, ERR_INPUT,
                   _("Break-glass needs a reason: a second person will read "
                     "it."));
}

static bool plan_it(struct desk *desk, const struct containment *entry,
                    const struct contain_wish *wish, struct arena *arena,
                    struct plan *plan, struct err *err)
{
    const char *target = wish->target;
    int64_t row = wish->event;
    enum policy_side side;
    struct event event;

    if (row != 0 && !events_get(desk->store, row, true, arena, &event, err))
        return false;
    if (row != 0 && (event.flags & EVENT_SAMPLE) != 0)
        return err_set(err, ERR_INPUT,
                       _("Event %lld is a sample alert: nothing real is ever "
                         "contained for one."),
                       (long long)row);
    side = hand_side(desk, target, row != 0 ? &event : NULL);
    if (wish->glass &&
        !may_break(wish, entry, side, row != 0 ? &event : NULL, err))
        return false;
    if (wish->glass)
        side = POLICY_BY_GLASS;
    if (side == POLICY_PROTECTED && str_empty(str_trim(str_of(wish->why))))
        return err_set(err, ERR_INPUT,
                       _("%s is protected (containment.protected): say why it "
                         "must be contained, and somebody else must approve."),
                       target);
    return plan_contain(entry, str_of(target), wish->parameters, &wish->term,
                        side, row != 0 ? &event : NULL, arena, plan, err);
}

bool contain_wish(struct desk *desk, const struct contain_wish *wish,
                  int64_t *run, struct err *err)
{
    struct arena *arena = arena_new();
    const struct containment *entry;
    struct hand_run hand;
    struct plan plan;
    bool ok;

    ok = access_may(desk, RIGHT_CONTAIN, err) &&
         (!wish->glass || access_may(desk, RIGHT_BREAK_GLASS, err)) &&
         contain_entry(desk, wish->action, &entry, err) &&
         can_end(wish, when_now(), err) && contain_room(desk, err) &&
         still_free(desk, entry, wish, arena, err) &&
         plan_it(desk, entry, wish, arena, &plan, err);
    if (ok) {
        hand = (struct hand_run){
            .name = arena_printf(arena, "%s: %s", entry->title,
                                 contain_name(wish->target, arena)),
            .verb = "contain",
            .object = wish->target,
            .why = wish->why,
            .event = wish->event,
            .steps = plan.steps,
            .n_steps = plan.n,
            .also = wish->glass ? glass_ask : NULL,
        };
        ok = hand_start(desk, &hand, run, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_preview(struct desk *desk, const struct contain_wish *wish,
                     struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    const struct containment *entry;
    const struct json *parameters;
    bool ok;

    ok = contain_entry(desk, wish->action, &entry, err) &&
         containment_parameters(entry, wish->parameters, str_of(wish->target),
                                arena, &parameters, err) &&
         freeze_containment(entry, str_of(wish->target), parameters, arena, out,
                            err);
    arena_free(arena);
    return ok;
}
