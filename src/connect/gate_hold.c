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
/* So long a host counts as alive after an answer. */
#define WORD_LASTS (1 * WHEN_MINUTE)

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

/* Its number, GATE_HOLDS when there is none. */
static size_t find(const struct gate *gate, struct str origin)
{
    size_t i = 0;

    while (i < GATE_HOLDS &&
           !str_eq_fold(str_of(gate->holds[i].origin), origin))
        i++;
    return i;
}

/* One that holds nothing ends first of all. */
static size_t first_to_end(const struct gate *gate)
{
    size_t first = 0;

    for (size_t i = 1; i < GATE_HOLDS; i++) {
        if (gate->holds[i].until < gate->holds[first].until)
            first = i;
    }
    return first;
}

/* In the place of the one that ends first. */
static void hold(struct gate *gate, struct str origin, int64_t until)
{
    size_t found = find(gate, origin);
    struct gate_hold *place =
        &gate->holds[found < GATE_HOLDS ? found : first_to_end(gate)];

    if (origin.len >= sizeof(place->origin))
        return;
    memcpy(place->origin, origin.at, origin.len);
    place->origin[origin.len] = '\0';
    if (until > place->until)
        place->until = until;
}

bool gate_held(struct gate *gate, struct gate_job *job, int64_t now)
{
    struct str origin = origin_of(&job->call);
    size_t found;

    /* A hidden address is gone when the answer is there. */
    job->origin[0] = '\0';
    if (origin.len < sizeof(job->origin))
        snprintf(job->origin, sizeof(job->origin), "%.*s", STR_ARG(origin));
    job->held = 0;
    if (str_empty(origin) || gate_job_ordered(job))
        return false;
    found = find(gate, origin);
    if (found == GATE_HOLDS || gate->holds[found].until <= now)
        return false;
    if (job->patience == 0)
        job->patience = now + PATIENCE;
    if (job->patience <= now)
        return false;
    job->held = gate->holds[found].until;
    if (job->held > job->patience)
        job->held = job->patience;
    return true;
}

bool gate_throttled(struct gate *gate, struct gate_job *job,
                    const struct wire_done *done, int64_t now)
{
    const struct response *response = &done->response;
    struct str origin = str_of(job->origin);
    int64_t until = now + response->retry_after;

    if (response->status != THROTTLED || response->retry_after <= 0 ||
        str_empty(origin) || gate_job_ordered(job))
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

/* Anything but a pause or a breakdown is sensible. */
void gate_answered(struct gate *gate, const struct gate_job *job, int64_t now)
{
    int status = job->response.status;
    size_t place = 0;

    if (job->origin[0] == '\0' || status < 200 || status >= 500 ||
        status == THROTTLED)
        return;
    for (size_t i = 0; i < GATE_HOLDS; i++) {
        if (strcmp(gate->words[i].origin, job->origin) == 0) {
            place = i;
            break;
        }
        if (gate->words[i].when < gate->words[place].when)
            place = i;
    }
    memcpy(gate->words[place].origin, job->origin, sizeof(job->origin));
    gate->words[place].when = now;
}

bool gate_lively(const struct gate *gate, const struct gate_job *job,
                 int64_t now)
{
    for (size_t i = 0; job->origin[0] && i < GATE_HOLDS; i++) {
        if (strcmp(gate->words[i].origin, job->origin) == 0)
            return now - gate->words[i].when <= WORD_LASTS;
    }
    return false;
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

bool gate_pause(const struct gate *gate, size_t *place, const char **origin,
                int64_t *until)
{
    int64_t now = when_now();

    for (; *place < GATE_HOLDS; ++*place) {
        const struct gate_hold *hold = &gate->holds[*place];

        if (hold->until <= now)
            continue;
        *origin = hold->origin;
        *until = hold->until;
        ++*place;
        return true;
    }
    return false;
}
