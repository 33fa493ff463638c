/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * health_outside.c - tokens, hosts that asked for a pause, connectors and
 * permissions: how riposte stands with the services.
 */
#include "service/desk_part.h"
#include "service/health_part.h"
#include "service/permits.h"
#include "store/health.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

/* ---- tokens and pauses ---- */

static const char *text_of(struct health *health, const struct json *json,
                           const char *name)
{
    return arena_str(health->page->arena, json_text(json_get(json, name))).at;
}

static void add_claims(struct health *health, const struct json *claims)
{
    const struct json *roles = json_get(claims, "roles");
    struct buf list;

    if (claims == NULL)
        return;
    health_fact(health, _("Signed in as"), text_of(health, claims, "who"));
    buf_init(&list);
    for (size_t i = 0; i < json_length(roles); i++)
        buf_printf(&list, "%s%.*s", i ? ", " : "",
                   STR_ARG(json_text(json_item(roles, i))));
    if (list.len)
        health_fact(health, _("Granted to the application"), list.at);
    buf_done(&list);
    if (!str_empty(json_text(json_get(claims, "scp"))))
        health_fact(health, _("Granted by a person"),
                    text_of(health, claims, "scp"));
}

static void add_token(struct health *health, const struct json *token)
{
    const char *failure = text_of(health, token, "failure");
    struct arena *arena = health->page->arena;
    char span[WHEN_TEXT_SIZE];
    int64_t ends = 0;
    int64_t got = 0;

    json_int(json_get(token, "ends"), &ends);
    json_int(json_get(token, "got"), &got);
    if (*failure)
        health_add(health, HEALTH_TOKENS, HEALTH_BAD,
                   text_of(health, token, "audience"), failure);
    else if (ends <= health->now)
        health_add(health, HEALTH_TOKENS, HEALTH_NONE,
                   text_of(health, token, "audience"),
                   _("It has run out; the next one is asked for when it is "
                     "needed."));
    else
        health_add(health, HEALTH_TOKENS, HEALTH_GOOD,
                   text_of(health, token, "audience"),
                   arena_printf(arena, _("Valid for %s more."),
                                health_span(ends - health->now, span)));
    health_fact(health, _("Obtained by"),
                arena_printf(arena, "identity.kind = %s",
                             text_of(health, token, "identity")));
    health_when(health, _("Obtained"), got);
    health_when(health, _("Valid until"), ends);
    add_claims(health, json_get(token, "claims"));
}

static void add_pause(struct health *health, const struct json *pause)
{
    char span[WHEN_TEXT_SIZE];
    int64_t until = 0;

    json_int(json_get(pause, "until"), &until);
    if (until <= health->now)
        return;
    health_add(health, HEALTH_ENGINE, HEALTH_WARN,
               text_of(health, pause, "origin"),
               arena_printf(health->page->arena,
                            _("It asked to be left alone for %s more: what "
                              "goes there waits."),
                            health_span(until - health->now, span)));
    health_when(health, _("Until"), until);
}

bool health_tokens(struct health *health, struct err *err)
{
    struct json *known = NULL;
    const struct json *list;
    struct err ignored;
    struct str text;

    if (!state_get(health->desk->store, HEALTH_STATE, health->page->arena,
                   &text, err))
        return false;
    if (text.len > 0)
        json_parse(text, &known, &ignored);
    list = json_get(known, "pauses");
    for (size_t i = 0; i < json_length(list); i++)
        add_pause(health, json_item(list, i));
    list = json_get(known, "tokens");
    for (size_t i = 0; i < json_length(list); i++)
        add_token(health, json_item(list, i));
    if (json_length(list) == 0)
        health_add(health, HEALTH_TOKENS, HEALTH_NONE, _("tokens"),
                   _("None was asked for yet."));
    json_free(known);
    return true;
}

/* ---- connectors ---- */

/* What was last done through it, in the newest steps. */
struct use {
    const struct connector *connector;
    int64_t used;
    int64_t failed;
    const char *failure;
};

static void note_use(struct use *use, const struct connectors *all,
                     const struct step_use *step, struct arena *arena)
{
    const struct connector_kind *kind = connector_kind_find(str_of(step->kind));
    struct err ignored;

    if (kind == NULL ||
        connectors_find(all, kind, json_text(json_get(step->with, "connector")),
                        &ignored) != use->connector)
        return;
    if (use->used == 0)
        use->used = step->ended;
    if (use->failed == 0 && step->failed) {
        use->failed = step->ended;
        use->failure = arena_text(arena, step->note);
    }
}

static void add_connector(struct health *health, const struct use *use)
{
    bool bad = use->failed > 0 && use->failed == use->used;
    char span[WHEN_TEXT_SIZE];
    const char *text = _("It was not used yet.");

    if (bad)
        text = use->failure;
    else if (use->used > 0)
        text = arena_printf(health->page->arena, _("Last used %s ago."),
                            health_span(health->now - use->used, span));
    health_add(health, HEALTH_CONNECTORS,
               bad         ? HEALTH_BAD
               : use->used ? HEALTH_GOOD
                           : HEALTH_NONE,
               use->connector->name, text);
    health_fact(health, _("Kind"), _(use->connector->kind->title));
    health_when(health, _("Last used"), use->used);
    health_when(health, _("Last failed"), use->failed);
    if (use->failure)
        health_fact(health, _("Then it said"), use->failure);
}

bool health_connectors(struct health *health, struct err *err)
{
    const struct connectors *all = &health->desk->config->connectors;
    struct arena *arena = health->page->arena;
    struct step_use *steps;
    size_t n;

    if (!steps_newest(health->desk->store, arena, &steps, &n, err))
        return false;
    for (size_t i = 0; i < all->n; i++) {
        struct use use = {.connector = &all->items[i]};

        for (size_t k = 0; k < n; k++)
            note_use(&use, all, &steps[k], arena);
        add_connector(health, &use);
    }
    if (all->n == 0)
        health_add(health, HEALTH_CONNECTORS, HEALTH_NONE, _("connectors"),
                   _("None is configured."));
    return true;
}

/* ---- permissions ---- */

static void add_permission(void *with, const struct permit_line *line)
{
    static const enum health_grade grades[PERMIT_VERDICT_N] = {
        [PERMIT_HELD] = HEALTH_GOOD,
        [PERMIT_UNKNOWN] = HEALTH_NONE,
        [PERMIT_MISSING] = HEALTH_WARN,
    };
    struct health *health = with;
    const struct permit_finding *found = &line->finding;

    health_add(health, HEALTH_PERMISSIONS, grades[found->verdict], line->name,
               found->text);
    if (*found->operation)
        health_fact(health, _("Operation"), found->operation);
    if (*found->scope)
        health_fact(health, _("On"), found->scope);
    if (*found->role)
        health_fact(health, _("Given by the role"), found->role);
    health_when(health, _("Asked"), found->asked);
}

bool health_permissions(struct health *health, struct err *err)
{
    struct permits permits;
    const struct desk *desk = health->desk;

    if (!permits_load(desk->store, desk->config, &permits, err))
        return false;
    permits_lines(&permits, desk->config, desk->catalogue, add_permission,
                  health);
    permits_done(&permits);
    return true;
}
