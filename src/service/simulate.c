/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate.c - sample alerts.
 */
#include "service/simulate.h"

#include "service/access.h"
#include "service/desk_part.h"
#include "service/hand.h"
#include "util/text.h"

/* The part of a path behind "/NAME/", up to the next slash. */
static struct str part_behind(struct str path, struct str name)
{
    size_t at = str_find_fold(path, name);
    struct str rest;

    if (at == STR_NOWHERE)
        return STR_NONE;
    rest = str_sub(path, at + name.len, STR_NOWHERE);
    at = str_find_char(rest, '/');
    return at == STR_NOWHERE ? rest : str_sub(rest, 0, at);
}

/* The home region is in the id of every alert of the subscription. */
static bool find_place(struct desk *desk, struct arena *arena,
                       struct str *subscription, struct str *location,
                       struct err *err)
{
    struct event_row *rows;
    size_t n;

    *subscription = desk->config->n_subscriptions > 0
                        ? str_of(desk->config->subscriptions[0])
                        : STR_NONE;
    if (!events_newest(desk->store, 200, arena, &rows, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct event event;
        struct str found;

        if (rows[i].kind != EVENT_ALERT)
            continue;
        if (!events_get(desk->store, rows[i].row, true, arena, &event, err))
            return false;
        found = part_behind(event.arm_id, STR("/subscriptions/"));
        if (found.len == 0 ||
            (subscription->len > 0 && !str_eq_fold(found, *subscription)))
            continue;
        *subscription = found;
        *location = part_behind(event.arm_id, STR("/locations/"));
        if (location->len > 0)
            return true;
    }
    return err_set(err, ERR_INPUT,
                   _("No alert is known yet that tells the region of this "
                     "subscription. Fetch its alerts first."));
}

bool simulate_ask(struct desk *desk, const char *bundles, int64_t *run,
                  struct err *err)
{
    struct arena *arena = arena_new();
    struct json *with = json_new_object();
    struct str subscription;
    struct str location;
    struct hand_run hand;
    struct step step;
    bool ok;

    json_keep(arena, with);
    ok = access_may(desk, RIGHT_INGEST, err) &&
         find_place(desk, arena, &subscription, &location, err);
    if (ok) {
        json_set_str(with, "subscription", subscription);
        json_set_str(with, "location", location);
        if (*bundles != '\0')
            json_set_text(with, "bundles", bundles);
        step = (struct step){
            .number = 1,
            .name = _("Ask for sample alerts"),
            .kind = "simulate",
            .phase = PHASE_ACT,
            .class = CLASS_NOTIFY,
            .with = with,
        };
        hand = (struct hand_run){
            .name = step.name,
            .verb = "simulate",
            .object = "alerts",
            .why = bundles,
            .steps = &step,
            .n_steps = 1,
        };
        ok = hand_start(desk, &hand, run, err);
    }
    arena_free(arena);
    return ok;
}
