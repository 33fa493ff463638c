/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/look.h"

#include "service/desk_part.h"
#include "store/looks.h"
#include "util/text.h"
#include "util/when.h"

static enum step_phase phase_of(const struct look_wish *wish)
{
    return wish->phase == PHASE_VERIFY ? PHASE_VERIFY : PHASE_BEFORE;
}

static bool can_look(const struct desk *desk, const struct look_wish *wish,
                     struct err *err)
{
    const struct containment *entry =
        catalogue_find(desk->catalogue, str_of(wish->action));
    const struct call_template *call;

    if (entry == NULL)
        return err_set(err, ERR_INPUT,
                       _("There is no containment %.80s in the catalogue any "
                         "more, so nobody knows how to look at its target."),
                       wish->action);
    call = phase_of(wish) == PHASE_VERIFY ? &entry->verify.call
                                          : &entry->before[0].call;
    if (call->url == NULL)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" says no request with which its target could "
                         "be looked at."),
                       entry->title);
    if (containment_fits(entry, str_of(wish->target)))
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"%s\" acts on %s, and \"%.200s\" is none."),
                   entry->title, entry->target, wish->target);
}

bool look_write(struct desk *desk, const struct look_wish *wish, const char *by,
                int64_t now, int64_t *row, struct err *err)
{
    struct look look = {
        .effect = wish->effect,
        .action = wish->action,
        .target = wish->target,
        .phase = phase_of(wish),
        .parameters = wish->parameters,
        .by = by,
        .asked = now,
        .due = now,
    };

    return can_look(desk, wish, err) && looks_add(desk->store, &look, row, err);
}

bool look_get(struct desk *desk, int64_t row, struct arena *arena,
              struct look *out, struct err *err)
{
    return looks_get(desk->store, row, arena, out, err);
}

bool look_newest(struct desk *desk, const struct look_wish *wish,
                 struct arena *arena, struct look *out, bool *found,
                 struct err *err)
{
    const struct look like = {
        .action = wish->action,
        .target = wish->target,
        .phase = phase_of(wish),
        .parameters = wish->parameters,
    };

    return looks_newest(desk->store, &like, arena, out, found, err);
}
