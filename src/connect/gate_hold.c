/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate_hold.c - hosts that have asked to be left alone for a while.
 *
 * Requests of several sources and runs share the one limit that a service has
 * for all of them, so a 429 holds them all back, and the one that got it goes
 * again by itself: its owner hears nothing of it.  But nobody waits for ever:
 * after a while the answer is handed out.
 */
#include <stdio.h>
#include <string.h>

#include "connect/gate_job.h"
#include "util/log.h"
#include "util/when.h"

#define THROTTLED 429
/* For a request, over all the times it is held back. */
#define PATIENCE (2 * WHEN_MINUTE)

/* "https://host:port" of what is to be asked; "" when it is no such URL. */
static struct str origin_of(const struct wire_call *call)
{
    struct str url = str_of(call->url ? call->url : "");
    size_t at = str_find(url, STR("://"));
    struct str rest;
    size_t slash;

    if (at == STR_NOWHERE)
        return STR_NONE;
    rest = str_sub(url, at + 3, url.len);
    slash = str_find_char(rest, '/');
    if (slash == STR_NOWHERE)
        slash = rest.len;
    return str_sub(url, 0, at + 3 + slash);
}

static struct gate_hold *find(struct gate *gate, struct str origin)
{
    for (size_t i = 0; i < GATE_HOLDS; i++) {
        if (str_eq_fold(str_of(gate->holds[i].origin), origin))
            return &gate->holds[i];
    }
    return NULL;
}

/* In the place of the one that ends first. */
static void hold(struct gate *gate, struct str origin, int64_t until)
{
    struct gate_hold *place = find(gate, origin);

    for (size_t i = 0; i < GATE_HOLDS && !place; i++) {
        if (gate->holds[i].until == 0)
            place = &gate->holds[i];
    }
    for (size_t i = 1, first = 0; i < GATE_HOLDS && !place; i++) {
        if (gate->holds[i].until < gate->holds[first].until)
            first = i;
        if (i + 1 == GATE_HOLDS)
            place = &gate->holds[first];
    }
    if (!place || origin.len >= sizeof(place->origin))
        return;
    memcpy(place->origin, origin.at, origin.len);
    place->origin[origin.len] = '\0';
    if (until > place->until)
        place->until = until;
}

bool gate_held(struct gate *gate, struct gate_job *job, int64_t now)
{
    struct str origin = origin_of(&job->call);
    struct gate_hold *held;

    /* A hidden address is gone when the answer is there. */
    job->origin[0] = '\0';
    if (origin.len < sizeof(job->origin))
        snprintf(job->origin, sizeof(job->origin), "%.*s", STR_ARG(origin));
    job->held = 0;
    if (str_empty(origin) || job->order != AUDIENCE_NONE)
        return false;
    held = find(gate, origin);
    if (!held || held->until <= now)
        return false;
    if (job->patience == 0)
        job->patience = now + PATIENCE;
    if (job->patience <= now)
        return false;
    job->held = held->until < job->patience ? held->until : job->patience;
    return true;
}

bool gate_throttled(struct gate *gate, struct gate_job *job,
                    const struct wire_done *done, int64_t now)
{
    const struct response *response = &done->response;
    struct str origin = str_of(job->origin);
    int64_t until = now + response->retry_after;

    if (response->status != THROTTLED || response->retry_after <= 0 ||
        str_empty(origin) || job->order != AUDIENCE_NONE)
        return false;
    if (job->patience == 0)
        job->patience = now + PATIENCE;
    hold(gate, origin, until);
    if (until > job->patience)
        return false;
    log_line(LOG_INFO, "%.*s is left alone for %lld ms", STR_ARG(origin),
             (long long)response->retry_after);
    return true;
}

int64_t gate_hold_ends(const struct gate *gate)
{
    int64_t next = 0;

    for (const struct gate_job *job = gate->jobs; job; job = job->next) {
        if (job->stage == STAGE_TOKEN && job->held &&
            (next == 0 || job->held < next))
            next = job->held;
    }
    return next;
}
