/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/tickets.h"

#include "connect/connector.h"
#include "store/tickets.h"
#include "util/digest.h"

int64_t tickets_next(int64_t every, int64_t now)
{
    return now + every - every / 10 +
           (int64_t)(digest_fraction() * (double)every / 5);
}

/* NULL: the step makes no ticket, or its connector is not configured. */
static const struct connector *connector_of(const struct job *job)
{
    const struct connector_kind *kind =
        connector_kind_find(str_of(job->step.kind));
    struct err ignored;

    if (kind == NULL || kind->look == NULL || job->kind == NULL)
        return NULL;
    return connectors_find(&job->desk->config->connectors, kind,
                           action_text(job->kind, job->step.with, "connector"),
                           &ignored);
}

bool tickets_context(struct job *job, struct err *err)
{
    const struct connector *connector = connector_of(job);
    struct ticket ticket;

    job->context.connectors = &job->desk->config->connectors;
    if (connector == NULL || job->run.event == 0)
        return true;
    if (!tickets_open(job->desk->store, job->run.event, connector->name,
                      job->arena, &ticket, err))
        return false;
    job->context.ticket = ticket.ref;
    return true;
}

bool tickets_wait(struct job *job, bool *wait, struct err *err)
{
    *wait = false;
    return job->run.event == 0 || job->step.began != 0 ||
           connector_of(job) == NULL ||
           tickets_busy(job->desk->store, job->run.event, job->step.kind,
                        job->step.row, wait, err);
}

bool tickets_learn(struct job *job, const struct json *learnt, struct err *err)
{
    const struct connector *connector = connector_of(job);
    struct arena *arena = job->arena;
    bool closed = false;
    struct ticket ticket;

    if (connector == NULL || str_empty(json_text(json_get(learnt, "ref"))))
        return true;
    json_bool(json_get(learnt, "closed"), &closed);
    ticket = (struct ticket){
        .run = job->run.row,
        .step = job->step.row,
        .event = job->run.event,
        .connector = connector->name,
        .kind = connector->kind->name,
        .ref = arena_str(arena, json_text(json_get(learnt, "ref"))).at,
        .label = arena_str(arena, json_text(json_get(learnt, "label"))).at,
        .url = arena_str(arena, json_text(json_get(learnt, "url"))).at,
        .state = arena_str(arena, json_text(json_get(learnt, "state"))).at,
        .made = job->now,
        .checked = job->now,
        .due = tickets_next(job->desk->config->ticket_follow, job->now),
        .closed = closed ? job->now : 0,
    };
    return tickets_put(job->desk->store, &ticket, &ticket.row, err);
}
