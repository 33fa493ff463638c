/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/looker.h"

#include "connect/action.h"
#include "connect/retry.h"
#include "service/drift.h"
#include "service/look.h"
#include "store/looks.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/when.h"

/* Then it could not be seen. */
#define TRIES 4

void looker_init(struct looker *looker, struct desk *desk, struct gate *gate)
{
    *looker = (struct looker){.desk = desk, .gate = gate, .next = 1};
}

/* What the catalogue's requests need beside the look itself. */
struct looking {
    struct looker *looker;
    struct arena *arena;
    struct look look;
    struct effect effect; /* row 0: none */
    const struct containment *entry;
    struct action_context context;
    const struct gate_done *answer; /* NULL: it is being sent */
    int64_t now;
};

/* What its templates may name: of a list one item, another each time. */
static void know(struct looking *l, struct json *with)
{
    struct step step = {.phase = l->look.phase, .with = with};
    const struct json *known = l->effect.kept, *list;
    const struct call_template *call;
    struct err ignored;

    if (l->entry == NULL)
        return;
    if (known == NULL && !containment_parameters(l->entry, l->look.parameters,
                                                 str_of(l->look.target),
                                                 l->arena, &known, &ignored))
        known = NULL;
    call = step_call(l->entry, step.phase, with);
    list = call != NULL && call->each ? json_get(known, call->each) : NULL;
    if (json_length(list) > 0)
        json_set_int(with, "item", l->look.row % (int64_t)json_length(list));
    l->context.kept = step_values(l->entry, &step, known, l->arena);
}

static bool open_look(struct looking *l, int64_t row, struct err *err)
{
    struct desk *desk = l->looker->desk;
    struct json *with;

    l->effect = (struct effect){.row = 0};
    if (!looks_get(desk->store, row, l->arena, &l->look, err) ||
        (l->look.effect != 0 &&
         !effects_get(desk->store, l->look.effect, l->arena, &l->effect, err)))
        return false;
    l->entry = catalogue_find(desk->catalogue, str_of(l->look.action));
    with = json_new_object();
    json_keep(l->arena, with);
    json_set_text(with, "action", l->look.action);
    json_set_text(with, "target", l->look.target);
    json_set_int(with, "index", 0);
    l->context = (struct action_context){
        .with = with,
        .hosts = gate_hosts(l->looker->gate),
        .catalogue = desk->catalogue,
        .now = l->now,
        .phase = l->look.phase,
        .arm_id = "",
        .key = "",
    };
    know(l, with);
    return true;
}

static bool end(struct looking *l, enum look_state state, const char *trouble,
                struct err *err)
{
    l->look.state = state;
    l->look.seen = l->now;
    l->look.trouble = trouble;
    return looks_save(l->looker->desk->store, &l->look, err) &&
           drift_seen(l->looker->desk, &l->look, l->now, l->arena, err);
}

/* What cannot even be asked for. */
static bool write_blind(struct desk *desk, void *with, struct err *err)
{
    struct looking *l = with;
    const struct err why = *err;

    (void)desk;
    return end(l, LOOK_BLIND, arena_text(l->arena, why.text), err);
}

static bool send(struct looker *looker, int64_t row, int64_t now,
                 struct err *err)
{
    struct looking l = {.looker = looker, .arena = arena_new(), .now = now};
    struct request *request = arena_alloc(l.arena, sizeof(*request));
    bool ok = open_look(&l, row, err);

    if (ok && action_render(action_find(STR("contain")), l.context.with,
                            &l.context, l.arena, request, err)) {
        flights_add(&looker->flying, row);
        gate_send(looker->gate, l.arena, request, LOOKER_TAG | (uint64_t)row);
        return true;
    }
    ok = ok && desk_transact(looker->desk, write_blind, &l, err);
    arena_free(l.arena);
    return ok;
}

bool looker_start(struct looker *looker, int64_t now, struct err *err)
{
    struct arena *arena;
    struct look *due;
    int64_t next = 0;
    size_t n;
    bool ok;

    if (looker->next == 0 || now < looker->next ||
        looker->flying.n == LOOKER_AT_ONCE)
        return true;
    arena = arena_new();
    ok = looks_due(looker->desk->store, now, 2 * LOOKER_AT_ONCE, arena, &due,
                   &n, &next, err);
    for (size_t i = 0; ok && i < n && looker->flying.n < LOOKER_AT_ONCE; i++) {
        if (!flights_has(&looker->flying, due[i].row))
            ok = send(looker, due[i].row, now, err);
    }
    if (ok)
        looker->next = next;
    arena_free(arena);
    return ok;
}

static bool take(struct looking *l, const struct judgement *judgement,
                 struct err *err)
{
    const struct response *response = &l->answer->response;
    const char *said = arena_text(l->arena, judgement->text);
    struct json *body;
    struct json *found;

    if (judgement->verdict == VERDICT_RETRY && ++l->look.attempts < TRIES) {
        l->look.due = l->now + retry_wait(l->look.attempts, judgement->wait,
                                          l->answer->lively, digest_fraction());
        l->look.trouble = said;
        return looks_save(l->looker->desk->store, &l->look, err);
    }
    if (judgement->verdict != VERDICT_DONE || l->entry == NULL)
        return end(l, LOOK_BLIND, said, err);
    body = answer_document(response);
    json_keep(l->arena, body);
    found = look_found(l->entry, l->look.phase, str_of(l->look.target),
                       l->context.kept, body, l->arena);
    json_keep(l->arena, found);
    l->look.found = found;
    return end(l, LOOK_SEEN, "", err);
}

static bool take_answer(struct desk *desk, void *with, struct err *err)
{
    struct looking *l = with;
    struct judgement judgement = {0};
    bool ok;

    (void)desk;
    if (!open_look(l, (int64_t)(l->answer->tag & ~LOOKER_TAG), err))
        /* It has made room for a newer one. */
        return err->code == ERR_ABSENT;
    if (l->look.state != LOOK_WANTED)
        return true;
    action_judge(action_find(STR("contain")), &l->context, l->answer->request,
                 &l->answer->response, &judgement);
    ok = take(l, &judgement, err);
    json_free(judgement.learnt);
    return ok;
}

bool looker_answer(struct looker *looker, const struct gate_done *answer,
                   int64_t now, struct err *err)
{
    struct looking l = {
        .looker = looker,
        .arena = arena_new(),
        .answer = answer,
        .now = now,
    };
    bool ok = desk_transact(looker->desk, take_answer, &l, err);

    flights_drop(&looker->flying, (int64_t)(answer->tag & ~LOOKER_TAG));
    looker->next = now;
    arena_free(l.arena);
    return ok;
}

bool looker_rests(const struct looker *looker, int64_t now)
{
    return looker->flying.n == 0 && (looker->next == 0 || looker->next > now);
}
