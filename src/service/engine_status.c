/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * engine_status.c - how the engine stands, as the store tells it.
 */
#include <stdio.h>

#include "connect/source.h"
#include "service/access.h"
#include "service/conductor.h"
#include "service/desk_part.h"
#include "store/runs.h"
#include "store/state.h"
#include "store/steps.h"
#include "util/when.h"

/* What hold keeps back, and what does not move though it should. */
static bool count_waiting(struct desk *desk, struct engine_status *out,
                          struct err *err)
{
    struct arena *arena = arena_new();
    struct stuck_run *stuck;
    bool ok;
    size_t n;

    ok = (!out->held || steps_held(desk->store, &out->runs_held, err)) &&
         runs_stuck(desk->store, when_now(), desk->config->run_patience,
                    out->held, arena, &stuck, &n, err);
    if (ok)
        out->runs_stuck = (int64_t)n;
    arena_free(arena);
    return ok;
}

bool engine_status_base(struct desk *desk, struct engine_status *out,
                        struct err *err)
{
    struct counters counters = {0};
    struct lease lease;

    *out = (struct engine_status){
        .four_eyes = desk->config->four_eyes,
        .roles = !access_relaxed(desk->config),
    };
    if (!counters_get(desk->store, &counters, err) ||
        !desk_held(desk, &out->held, err) ||
        !approvals_loud(desk->store, when_now(), &out->glass_loud, err) ||
        !approvals_ending(desk->store, when_now(), &out->approvals_ending,
                          err) ||
        !lease_look(desk->store, &lease, err))
        return false;
    out->approvals_pending = counters.approvals_pending;
    out->effects_active = counters.effects_active;
    out->effects_calling = counters.effects_calling;
    out->effects_ending = counters.effects_ending;
    out->runs_open = counters.runs_open;
    if (!count_waiting(desk, out, err))
        return false;
    if (lease.expires > when_now())
        snprintf(out->holder, sizeof(out->holder), "%s", lease.holder);
    return true;
}

bool engine_status_sources(struct desk *desk, struct engine_status *out,
                           struct err *err)
{
    struct arena *arena = arena_new();
    bool ok = true;

    out->n_sources = 0;
    for (size_t i = 0; ok && i < desk->config->n_sources; i++) {
        struct source_status *status = &out->sources[out->n_sources++];
        struct json *json = NULL;
        struct source_state state;
        struct err ignored;
        struct str text;
        char name[96];

        snprintf(status->name, sizeof(status->name), "%s",
                 desk->config->sources[i].kind);
        snprintf(name, sizeof(name), "source:%s", status->name);
        ok = state_get(desk->store, name, arena, &text, err);
        if (!ok || text.len == 0 || !json_parse(text, &json, &ignored))
            continue;
        source_state_from_json(json, &state);
        status->succeeded = state.succeeded;
        status->next = state.due;
        if (state.n_troubles > 0) {
            status->code = ERR_REMOTE;
            snprintf(status->text, sizeof(status->text), "%s",
                     state.troubles[0].text);
        }
        if (state.fault != NULL) {
            status->code = ERR_AGAIN;
            snprintf(status->text, sizeof(status->text), "%s", state.fault);
        }
        source_state_done(&state);
        json_free(json);
    }
    arena_free(arena);
    return ok;
}

bool engine_status_read(struct desk *desk, struct engine_status *out,
                        struct err *err)
{
    return engine_status_base(desk, out, err) &&
           engine_status_sources(desk, out, err);
}
