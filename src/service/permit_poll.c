/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/permit_poll.h"

#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "service/permits.h"
#include "util/log.h"
#include "util/text.h"
#include "util/when.h"

/* Where nothing is due; what is wished for meanwhile wakes the engine. */
#define LOOK_EVERY WHEN_HOUR
#define FAULT_WAIT (10 * WHEN_MINUTE)
#define KEPT       (7 * WHEN_DAY)
#define PAGES_MOST 20
/* A refusal asks no more often than this. */
#define REFUSED_GAP WHEN_MINUTE

void permit_poll_init(struct permit_poll *poll, struct desk *desk,
                      struct gate *gate)
{
    *poll = (struct permit_poll){.desk = desk, .gate = gate};
}

void permit_poll_done(struct permit_poll *poll)
{
    for (size_t i = 0; i < PERMIT_POLLED; i++)
        json_free(poll->flying[i].sets);
}

static struct permit_flight *free_flight(struct permit_poll *poll)
{
    for (size_t i = 0; i < PERMIT_POLLED; i++) {
        if (poll->flying[i].scope[0] == '\0')
            return &poll->flying[i];
    }
    return NULL;
}

void permit_poll_hurry(struct permit_poll *poll)
{
    poll->since = when_now();
    poll->next = 0;
}

bool permit_poll_rests(const struct permit_poll *poll)
{
    for (size_t i = 0; i < PERMIT_POLLED; i++) {
        if (poll->flying[i].scope[0] != '\0')
            return false;
    }
    return true;
}

static bool in_flight(const struct permit_poll *poll, const char *scope)
{
    for (size_t i = 0; i < PERMIT_POLLED; i++) {
        if (strcmp(poll->flying[i].scope, scope) == 0)
            return true;
    }
    return false;
}

static void ask(struct permit_poll *poll, struct permit_flight *flight,
                const char *next)
{
    uint64_t tag = PERMIT_POLL_TAG | (uint64_t)(flight - poll->flying);
    enum audience audience = permits_audience(flight->scope);
    struct request *request;
    struct arena *arena;

    if (audience != AUDIENCE_ARM) {
        gate_probe(poll->gate, audience, tag);
        return;
    }
    arena = arena_new();
    request = arena_alloc(arena, sizeof(*request));
    permits_ask(flight->scope, arena, request);
    if (next)
        request->url = arena_text(arena, next);
    gate_send(poll->gate, arena, request, tag);
}

/* Until it is due; 0: now. */
static int64_t due_of(const struct permit_poll *poll,
                      const struct permits *permits, const char *scope)
{
    for (size_t i = 0; i < permits->n; i++) {
        const struct permit *row = &permits->rows[i];

        if (strcmp(row->scope, scope) == 0 &&
            strcmp(row->identity, permits->identity) == 0)
            return row->asked < poll->since ? 0 : row->due;
    }
    return 0;
}

static void consider(struct permit_poll *poll, const char *scope, int64_t due,
                     int64_t now)
{
    struct permit_flight *flight = free_flight(poll);

    if (in_flight(poll, scope))
        return;
    if (due > now) {
        if (due < poll->next)
            poll->next = due;
    } else if (flight && strlen(scope) < sizeof(flight->scope)) {
        snprintf(flight->scope, sizeof(flight->scope), "%s", scope);
        flight->pages = 0;
        ask(poll, flight, NULL);
    }
}

/* Reading it costs little, and not as little as nothing. */
void permit_poll_look(struct permit_poll *poll)
{
    int64_t soon = poll->looked + WHEN_SECOND;

    if (soon < poll->next)
        poll->next = soon;
}

bool permit_poll_start(struct permit_poll *poll, int64_t now, struct err *err)
{
    const struct desk *desk = poll->desk;
    const char *const *scopes;
    struct permits permits;
    size_t n;

    if (now < poll->next || !free_flight(poll) || *desk->config->identity == 0)
        return true;
    if (!permits_load(desk->store, desk->config, &permits, err))
        return false;
    poll->looked = now;
    poll->next = now + LOOK_EVERY;
    scopes = permits_scopes(desk->config, desk->catalogue, permits.arena, &n);
    for (size_t i = 0; i < n; i++)
        consider(poll, scopes[i], due_of(poll, &permits, scopes[i]), now);
    for (size_t i = 0; i < permits.n; i++) {
        if (permits.rows[i].due > 0)
            consider(poll, permits.rows[i].scope, permits.rows[i].due, now);
    }
    permits_done(&permits);
    return true;
}

/* Subscriptions and tokens are asked about for ever, a resource once. */
static bool is_regular(const struct permit_poll *poll, const char *scope,
                       struct arena *arena)
{
    size_t n;
    const char *const *scopes =
        permits_scopes(poll->desk->config, poll->desk->catalogue, arena, &n);

    for (size_t i = 0; i < n; i++) {
        if (strcmp(scopes[i], scope) == 0)
            return true;
    }
    return false;
}

/* False: another page is to come. */
static bool read_answer(struct permit_poll *poll, struct permit_flight *flight,
                        const struct gate_done *done, struct arena *arena,
                        struct permit *out)
{
    enum audience audience = permits_audience(flight->scope);
    struct token_facts facts;
    const char *next = "";

    if (audience == AUDIENCE_ARM) {
        if (!permits_read(done->request, &done->response, &flight->sets, arena,
                          &next, &out->fault))
            return true;
        if (*next && ++flight->pages < PAGES_MOST) {
            ask(poll, flight, next);
            return false;
        }
        out->body = flight->sets;
    } else if (done->response.failure.code != ERR_NONE) {
        out->fault = arena_text(arena, done->response.failure.text);
    } else if (!gate_token(poll->gate, audience, arena, &facts) ||
               facts.claims == NULL) {
        out->fault = _("The token does not say what it may be used for.");
    } else {
        out->body = facts.claims;
    }
    return true;
}

static void land(struct permit_flight *flight)
{
    json_free(flight->sets);
    *flight = (struct permit_flight){.pages = 0};
}

bool permit_poll_answer(struct permit_poll *poll, const struct gate_done *done,
                        int64_t now, bool *changed, struct err *err)
{
    struct permit_flight *flight = &poll->flying[done->tag & ~PERMIT_POLL_TAG];
    struct arena *arena = arena_new();
    struct permit permit = {
        .scope = arena_text(arena, flight->scope),
        .identity = permits_identity(poll->desk->config, arena),
        .asked = now,
        .fault = "",
    };
    bool ok = true;

    if (read_answer(poll, flight, done, arena, &permit)) {
        if (*permit.fault)
            log_line(LOG_INFO, "permissions on %s: %s", permit.scope,
                     permit.fault);
        if (is_regular(poll, permit.scope, arena))
            permit.due =
                now + (*permit.fault ? FAULT_WAIT
                                     : poll->desk->config->permits_every);
        ok = permits_put(poll->desk->store, &permit, now - KEPT, err);
        *changed = ok;
        land(flight);
        poll->next = now;
    }
    arena_free(arena);
    return ok;
}

/* The scope and the subscription that it is in. */
static bool wish(struct desk *desk, const char *scope, int64_t since,
                 int64_t now, struct err *err)
{
    struct permits permits;
    bool known = false;
    bool ok = true;

    if (*scope == '\0')
        return true;
    if (!permits_load(desk->store, desk->config, &permits, err))
        return false;
    for (size_t i = 0; i < permits.n; i++)
        known |= strcmp(permits.rows[i].scope, scope) == 0 &&
                 strcmp(permits.rows[i].identity, permits.identity) == 0 &&
                 permits.rows[i].asked > since;
    if (!known)
        ok = permits_wish(desk->store, scope, permits.identity, now, err);
    permits_done(&permits);
    return ok;
}

bool permit_poll_refused(struct permit_poll *poll,
                         const struct request *request, int64_t now,
                         struct err *err)
{
    struct arena *arena = arena_new();
    const char *scope = request->audience == AUDIENCE_ARM
                            ? permits_scope_of(str_of(request->url), arena)
                            : audience_name(request->audience);
    bool ok = request->audience == AUDIENCE_NONE ||
              wish(poll->desk, scope, now - REFUSED_GAP, now, err);

    poll->next = now;
    arena_free(arena);
    return ok;
}

bool permits_wanted(struct desk *desk, const char *target, struct err *err)
{
    struct arena *arena = arena_new();
    int64_t now = when_now();
    bool ok = wish(desk, permits_scope_of(str_of(target), arena),
                   now - desk->config->permits_every, now, err);

    desk->moved = true;
    arena_free(arena);
    return ok;
}
