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

struct rules {
    struct doctor *doctor;
    struct rule **items;
    size_t n;
};

static bool uses(const struct rule *rule, const struct permit_line *line)
{
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];

        if (line->entry
                ? strcmp(action->kind, "contain") == 0 &&
                      str_eq(json_text(json_get(action->with, "action")),
                             str_of(line->entry->name))
                : strcmp(action->kind, line->kind->name) == 0)
            return true;
    }
    return false;
}

static bool is_used(const struct rules *rules, const struct permit_line *line)
{
    for (size_t i = 0; i < rules->n; i++) {
        if (rules->items[i]->mode != RULE_OFF &&
            rules->items[i]->mode != RULE_SHADOW && uses(rules->items[i], line))
            return true;
    }
    return false;
}

static void tell_line(void *with, const struct permit_line *line)
{
    static const enum doctor_verdict verdicts[PERMIT_VERDICT_N] = {
        [PERMIT_HELD] = DOCTOR_GOOD,
        [PERMIT_MISSING] = DOCTOR_LACKS,
        [PERMIT_UNKNOWN] = DOCTOR_NONE,
    };
    const struct rules *rules = with;
    enum doctor_verdict verdict = verdicts[line->finding.verdict];

    /* A role may have been given on the Logic App alone: what starts a
     * resource of its own is left to the rule that names it. */
    if (verdict == DOCTOR_LACKS && (line->entry || !line->kind->resource) &&
        is_used(rules, line))
        verdict = DOCTOR_BAD;
    doctor_tell(rules->doctor, verdict, line->name, line->finding.text);
}

static void load_rules(const struct doctor *doctor, struct rules *out)
{
    struct store *store;
    struct err ignored;

    if (!store_open(doctor->config->store, STORE_READ, &store, &ignored))
        return;
    if (!rules_load(store, &out->items, &out->n, &ignored))
        out->n = 0;
    store_close(store);
}

void doctor_tell_permits(struct doctor *doctor)
{
    struct rules rules = {.doctor = doctor};

    if (!doctor->catalogue)
        return;
    load_rules(doctor, &rules);
    permits_lines(&doctor->permits, doctor->config, doctor->catalogue,
                  tell_line, &rules);
    rules_free(rules.items, rules.n);
}

void doctor_permits_done(struct doctor *doctor)
{
    for (size_t i = 0; i < doctor->permits.n; i++)
        json_free(doctor->sets[i]);
    catalogue_free(doctor->catalogue);
}
