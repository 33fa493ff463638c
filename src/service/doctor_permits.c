/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doctor_permits.c - whether the identity may do what riposte could do: one
 * line for each containment, and for each action that a service must allow.
 */
#include "service/doctor_part.h"

#include <string.h>

#include "store/rules.h"
#include "store/store.h"
#include "util/mem.h"
#include "util/text.h"

static void ask(struct doctor *doctor, size_t at, const char *next)
{
    const char *scope = doctor->permits.rows[at].scope;
    struct request *request;
    struct arena *arena;

    if (permits_audience(scope) != AUDIENCE_ARM) {
        gate_probe(doctor->gate, permits_audience(scope), TAG_PERMITS + at);
        return;
    }
    arena = arena_new();
    request = arena_alloc(arena, sizeof(*request));
    permits_ask(scope, arena, request);
    if (next)
        request->url = arena_text(arena, next);
    gate_send(doctor->gate, arena, request, TAG_PERMITS + at);
}

void doctor_ask_permits(struct doctor *doctor)
{
    struct permits *permits = &doctor->permits;
    const char *const *scopes;
    struct err ignored;

    if (*doctor->config->identity == '\0' ||
        !catalogue_load_for(doctor->config, &doctor->catalogue, &ignored))
        return;
    permits->arena = doctor->arena;
    permits->identity = permits_identity(doctor->config, doctor->arena);
    scopes = permits_scopes(doctor->config, doctor->catalogue, doctor->arena,
                            &permits->n);
    permits->rows =
        arena_array(doctor->arena, permits->n + 1, sizeof(*permits->rows));
    doctor->sets =
        arena_array(doctor->arena, permits->n + 1, sizeof(*doctor->sets));
    for (size_t i = 0; i < permits->n; i++) {
        permits->rows[i] = (struct permit){
            .scope = scopes[i], .identity = permits->identity, .fault = ""};
        ask(doctor, i, NULL);
    }
}

void doctor_answer_permits(struct doctor *doctor, size_t at,
                           const struct gate_done *done)
{
    struct permit *row = &doctor->permits.rows[at];
    enum audience audience = permits_audience(row->scope);
    struct token_facts facts;
    const char *next = "";

    row->asked = done->response.ended ? done->response.ended : 1;
    if (done->response.failure.code != ERR_NONE) {
        row->fault = arena_text(doctor->arena, done->response.failure.text);
    } else if (audience == AUDIENCE_ARM) {
        if (permits_read(done->request, &done->response, &doctor->sets[at],
                         doctor->arena, &next, &row->fault)) {
            row->body = doctor->sets[at];
            if (*next)
                ask(doctor, at, next);
        }
    } else if (gate_token(doctor->gate, audience, doctor->arena, &facts) &&
               facts.claims) {
        row->body = facts.claims;
    } else {
        row->fault = _("The token does not say what it may be used for.");
    }
}

/* ---- the lines ---- */

struct need {
    struct doctor *doctor;
    const char *what;
    const struct containment *entry; /* NULL: @kind */
    const struct action_kind *kind;
    bool used; /* by a rule in force */
};

static void judge(const struct need *need, const char *scope,
                  struct permit_finding *out)
{
    struct doctor *doctor = need->doctor;

    if (need->entry)
        permits_contain(&doctor->permits, need->entry, scope, doctor->arena,
                        out);
    else
        permits_action(&doctor->permits, need->kind, scope, doctor->arena, out);
}

static void tell_need(const struct need *need)
{
    static const enum doctor_verdict verdicts[PERMIT_VERDICT_N] = {
        [PERMIT_HELD] = DOCTOR_GOOD,
        [PERMIT_MISSING] = DOCTOR_LACKS,
        [PERMIT_UNKNOWN] = DOCTOR_NONE,
    };
    const struct permits *permits = &need->doctor->permits;
    enum audience audience = need->entry && need->entry->n_acts
                                 ? need->entry->acts[0].audience
                                 : AUDIENCE_ARM;
    bool token = audience == AUDIENCE_GRAPH || audience == AUDIENCE_ENDPOINT;
    struct permit_finding held = {.text = NULL};
    size_t n_held = 0;
    size_t n = 0;

    for (size_t i = 0; i < permits->n; i++) {
        const char *scope = permits->rows[i].scope;
        struct permit_finding found;
        enum doctor_verdict verdict;

        if (token ? permits_audience(scope) != audience : *scope != '/')
            continue;
        n++;
        judge(need, scope, &found);
        verdict = verdicts[found.verdict];
        if (found.verdict == PERMIT_HELD && n_held++ > 0)
            continue;
        if (found.verdict == PERMIT_HELD)
            held = found;
        else
            doctor_tell(need->doctor,
                        verdict == DOCTOR_LACKS && need->used ? DOCTOR_BAD
                                                              : verdict,
                        need->what, found.text);
    }
    if (n_held > 1 && n_held == n)
        held.text = arena_printf(need->doctor->arena,
                                 _("Held on all %zu subscriptions."), n);
    if (n_held > 0)
        doctor_tell(need->doctor, DOCTOR_GOOD, need->what, held.text);
}

static bool uses(const struct rule *rule, const struct need *need)
{
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];

        if (need->entry
                ? strcmp(action->kind, "contain") == 0 &&
                      str_eq(json_text(json_get(action->with, "action")),
                             str_of(need->entry->name))
                : strcmp(action->kind, need->kind->name) == 0)
            return true;
    }
    return false;
}

struct rules {
    struct rule **items;
    size_t n;
};

static bool is_used(const struct rules *rules, const struct need *need)
{
    for (size_t i = 0; i < rules->n; i++) {
        if (rules->items[i]->mode != RULE_OFF &&
            rules->items[i]->mode != RULE_SHADOW && uses(rules->items[i], need))
            return true;
    }
    return false;
}

static void load_rules(const struct doctor *doctor, struct rules *out)
{
    struct store *store;
    struct err ignored;

    if (!store_open(doctor->config->store, STORE_READ, &store, &ignored))
        return;
    if (!rules_load(store, &out->items, &out->n, &ignored))
        *out = (struct rules){.n = 0};
    store_close(store);
}

/* A role may have been given on the Logic App alone: what starts a resource of
 * its own is told where it is held, and else left to the rule that names it. */
void doctor_tell_permits(struct doctor *doctor)
{
    const struct catalogue *catalogue = doctor->catalogue;
    struct rules rules = {.n = 0};
    const struct action_kind *kind;

    if (!catalogue)
        return;
    load_rules(doctor, &rules);
    for (size_t i = 0; i < catalogue->n; i++) {
        struct need need = {.doctor = doctor, .entry = &catalogue->entries[i]};

        need.what = need.entry->name;
        need.used = is_used(&rules, &need);
        tell_need(&need);
    }
    for (size_t i = 0; (kind = action_at(i)) != NULL; i++) {
        struct need need = {.doctor = doctor, .kind = kind};

        if (!kind->permission)
            continue;
        need.what = arena_printf(doctor->arena, _("action %s"), kind->name);
        need.used = !kind->resource && is_used(&rules, &need);
        tell_need(&need);
    }
    rules_free(rules.items, rules.n);
}

void doctor_permits_done(struct doctor *doctor)
{
    for (size_t i = 0; i < doctor->permits.n; i++)
        json_free(doctor->sets[i]);
    catalogue_free(doctor->catalogue);
}
