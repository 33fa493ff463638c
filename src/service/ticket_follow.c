/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/ticket_follow.h"

#include <string.h>

#include "connect/connector.h"
#include "service/tickets.h"
#include "store/tickets.h"
#include "util/log.h"
#include "util/text.h"
#include "util/when.h"

/* A ticket that is made meanwhile is seen after this at the latest. */
#define LOOK_EVERY (10 * WHEN_SECOND)
/* So many times as long is waited where no answer comes. */
#define DOUBLINGS 6

void ticket_follow_init(struct ticket_follow *follow, struct desk *desk,
                        struct gate *gate)
{
    *follow = (struct ticket_follow){.desk = desk, .gate = gate};
}

static const struct connector *connector_of(const struct desk *desk,
                                            const struct ticket *ticket)
{
    const struct connector_kind *kind =
        connector_kind_find(str_of(ticket->kind));
    struct err ignored;

    if (kind == NULL || kind->look == NULL || *ticket->connector == '\0')
        return NULL;
    return connectors_find(&desk->config->connectors, kind,
                           str_of(ticket->connector), &ignored);
}

/* Later and later, up to 64 times as long. */
static void put_off(struct ticket_follow *follow, struct ticket *ticket,
                    const char *why, int64_t now)
{
    int doublings = ticket->failures < DOUBLINGS ? ticket->failures : DOUBLINGS;

    ticket->failures++;
    ticket->trouble = why;
    ticket->due =
        tickets_next(follow->desk->config->ticket_follow << doublings, now);
}

static bool look(struct ticket_follow *follow, struct ticket *ticket,
                 int64_t now, struct err *err)
{
    const struct connector *connector = connector_of(follow->desk, ticket);
    struct arena *arena = arena_new();
    struct request *request = arena_alloc(arena, sizeof(*request));

    if (connector != NULL &&
        connector->kind->look(connector, ticket->ref, arena, request)) {
        flights_add(&follow->flying, ticket->row);
        gate_send(follow->gate, arena, request,
                  TICKET_FOLLOW_TAG | (uint64_t)ticket->row);
        return true;
    }
    arena_free(arena);
    put_off(follow, ticket,
            _("Its connector is not in the settings any more, so that nobody "
              "can be asked how it stands."),
            now);
    return tickets_save(follow->desk->store, ticket, err);
}

bool ticket_follow_start(struct ticket_follow *follow, int64_t now,
                         struct err *err)
{
    struct arena *arena;
    struct ticket *due;
    int64_t next;
    size_t n;
    bool ok;

    if (now < follow->next || follow->flying.n == TICKET_FOLLOWED)
        return true;
    arena = arena_new();
    ok = tickets_due(follow->desk->store, now, 2 * TICKET_FOLLOWED, arena, &due,
                     &n, &next, err);
    for (size_t i = 0; ok && i < n && follow->flying.n < TICKET_FOLLOWED; i++) {
        if (!flights_has(&follow->flying, due[i].row))
            ok = look(follow, &due[i], now, err);
    }
    follow->next = now + LOOK_EVERY;
    if (ok && next != 0 && next < follow->next)
        follow->next = next;
    arena_free(arena);
    return ok;
}

static const char *copied(struct arena *arena, const struct json *learnt,
                          const char *name, const char *before)
{
    struct str text = json_text(json_get(learnt, name));

    return str_empty(text) ? before : arena_str(arena, text).at;
}

static void take(struct ticket_follow *follow, struct ticket *ticket,
                 const struct json *learnt, struct arena *arena, int64_t now)
{
    bool closed = false;

    json_bool(json_get(learnt, "closed"), &closed);
    ticket->label = copied(arena, learnt, "label", ticket->label);
    ticket->url = copied(arena, learnt, "url", ticket->url);
    ticket->state = copied(arena, learnt, "state", ticket->state);
    ticket->closed = closed ? now : 0;
    ticket->checked = now;
    ticket->failures = 0;
    ticket->trouble = "";
    ticket->due = tickets_next(follow->desk->config->ticket_follow, now);
}

static void judge(struct ticket_follow *follow, struct ticket *ticket,
                  const struct gate_done *answer, struct arena *arena,
                  int64_t now)
{
    const struct connector *connector = connector_of(follow->desk, ticket);
    struct judgement judgement = {0};

    if (connector != NULL)
        connector->kind->seen(answer->request, &answer->response, &judgement);
    if (judgement.verdict == VERDICT_DONE && judgement.learnt != NULL) {
        take(follow, ticket, judgement.learnt, arena, now);
    } else if (answer->response.status == 404) {
        ticket->closed = ticket->checked = now;
        ticket->state = _("gone");
        ticket->trouble = "";
    } else {
        put_off(follow, ticket, arena_text(arena, judgement.text), now);
        log_line(LOG_WARN, "%s %s: %s", ticket->connector, ticket->label,
                 judgement.text);
    }
    json_free(judgement.learnt);
}

struct taking {
    struct ticket_follow *follow;
    const struct gate_done *answer;
    int64_t now;
    bool changed;
};

static bool take_answer(struct desk *desk, void *with, struct err *err)
{
    struct taking *taking = with;
    int64_t row = (int64_t)(taking->answer->tag & ~TICKET_FOLLOW_TAG);
    struct arena *arena = arena_new();
    struct ticket ticket;
    const char *before;
    bool ok = tickets_get(desk->store, row, arena, &ticket, err);

    if (ok) {
        before = ticket.state;
        judge(taking->follow, &ticket, taking->answer, arena, taking->now);
        taking->changed =
            strcmp(before, ticket.state) != 0 || ticket.closed != 0;
        ok = tickets_save(desk->store, &ticket, err);
    }
    arena_free(arena);
    return ok;
}

bool ticket_follow_answer(struct ticket_follow *follow,
                          const struct gate_done *answer, int64_t now,
                          bool *changed, struct err *err)
{
    int64_t row = (int64_t)(answer->tag & ~TICKET_FOLLOW_TAG);
    struct taking taking = {.follow = follow, .answer = answer, .now = now};
    bool ok;

    flights_drop(&follow->flying, row);
    follow->next = now;
    ok = desk_transact(follow->desk, take_answer, &taking, err);
    *changed = taking.changed;
    return ok;
}
