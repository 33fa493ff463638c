/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/lint.h"

#include <string.h>

#include "connect/action.h"
#include "connect/connector.h"
#include "engine/rule_test.h"
#include "service/desk_part.h"
#include "service/play.h"
#include "service/rulebook.h"
#include "service/watchlist.h"
#include "util/text.h"

/* What an action is sent by. */
static void lint_action(const struct config *config,
                        const struct action *action, const char *part,
                        struct lint *lint)
{
    const struct connector_kind *kind =
        connector_kind_find(str_of(action->kind));
    struct err err;

    if (kind != NULL &&
        connectors_find(&config->connectors, kind,
                        json_text(json_get(action->with, "connector")),
                        &err) == NULL)
        lint_say(lint, LINT_WARNING, "connector", part, "%s", err.text);
    if (strcmp(action->kind, "mail") == 0 && *config->mail_server == '\0')
        lint_say(lint, LINT_WARNING, "connector", part,
                 _("No mail server is configured; set mail.server and "
                   "mail.from."));
    if (strcmp(action->kind, "script") == 0 && *config->scripts == '\0')
        lint_say(lint, LINT_WARNING, "connector", part,
                 _("No directory of scripts is configured; set "
                   "scripts.directory to a whole path."));
}

/* A playbook that is not there, or cannot be started with what it is told. */
static void lint_playbook(struct store *store,
                          const struct catalogue *catalogue,
                          const struct action *action, const char *part,
                          struct lint *lint)
{
    struct err err;

    if (strcmp(action->kind, "playbook") == 0 &&
        !play_check(store, catalogue, action->with, &err))
        lint_say(lint, LINT_WARNING, "playbook", part, "%s", err.text);
}

/* What an action needs of a service, on one of several scopes. */
struct need {
    const struct permits *permits;
    const struct containment *entry; /* NULL: @kind */
    const struct action_kind *kind;
    struct arena *arena;
    const char *missing; /* on the first that lacks it; NULL: on none */
    size_t more;
};

static void look_at_scope(struct need *need, const char *scope)
{
    struct permit_finding found;

    if (need->entry)
        permits_contain(need->permits, need->entry, scope, need->arena, &found);
    else
        permits_action(need->permits, need->kind, scope, need->arena, &found);
    if (found.verdict != PERMIT_MISSING)
        return;
    if (need->missing == NULL)
        need->missing = found.text;
    else
        need->more++;
}

static void lint_need(const struct need *need, const char *part,
                      struct lint *lint)
{
    const char *title = need->entry  ? need->entry->name
                        : need->kind ? _(need->kind->title)
                                     : "";

    if (need->missing == NULL)
        return;
    if (need->more > 0)
        lint_say(lint, LINT_WARNING, "permission", part,
                 _n("%s: %s So it is in %zu more place.",
                    "%s: %s So it is in %zu more places.", need->more),
                 title, need->missing, need->more);
    else
        lint_say(lint, LINT_WARNING, "permission", part, "%s: %s", title,
                 need->missing);
}

/* "Sub" or an id: as the id of a subscription. */
static const char *subscription_id(struct arena *arena, const char *text)
{
    return *text == '/' ? text : arena_printf(arena, "/subscriptions/%s", text);
}

static bool is_token(const struct need *need)
{
    return need->entry && need->entry->n_acts &&
           need->entry->acts[0].audience != AUDIENCE_ARM &&
           permits_audience(audience_name(need->entry->acts[0].audience)) !=
               AUDIENCE_ARM;
}

static void look_everywhere(const struct config *config,
                            const struct rule *rule, struct need *need)
{
    const struct scope *scope = &rule->scope;
    struct arena *arena = need->arena;

    if (is_token(need)) {
        look_at_scope(need, "");
        return;
    }
    for (size_t i = 0; i < scope->n_resources; i++) {
        if (!strchr(scope->resources[i], '*'))
            look_at_scope(need, scope->resources[i]);
    }
    for (size_t i = 0; i < scope->n_subscriptions; i++)
        look_at_scope(need, subscription_id(arena, scope->subscriptions[i]));
    for (size_t i = 0; i < config->n_subscriptions &&
                       scope->n_subscriptions + scope->n_resources == 0;
         i++)
        look_at_scope(need, subscription_id(arena, config->subscriptions[i]));
}

static void look_at_resource(const struct action *action, struct need *need)
{
    struct str target = json_text(json_get(action->with, need->kind->resource));

    if (str_starts(target, STR("/")) &&
        str_find(target, STR("@{")) == STR_NOWHERE)
        look_at_scope(need, arena_str(need->arena, target).at);
}

static void lint_permission(const struct config *config,
                            const struct catalogue *catalogue,
                            const struct permits *permits,
                            const struct rule *rule, size_t at,
                            struct lint *lint)
{
    const struct action *action = &rule->actions[at];
    struct need need = {
        .permits = permits,
        .kind = action_find(str_of(action->kind)),
        .arena = lint->arena,
    };

    if (strcmp(action->kind, "contain") == 0) {
        need.entry = catalogue_find(
            catalogue, json_text(json_get(action->with, "action")));
        if (need.entry)
            look_everywhere(config, rule, &need);
    } else if (need.kind && need.kind->permission && !need.kind->resource) {
        look_everywhere(config, rule, &need);
    } else if (need.kind && need.kind->permission) {
        look_at_resource(action, &need);
    }
    lint_need(&need, arena_printf(lint->arena, "actions %zu", at + 1), lint);
}

void rule_lint(const struct config *config, const struct catalogue *catalogue,
               const struct permits *permits, struct store *store,
               const struct rule *rule, int64_t now, struct lint *lint)
{
    struct query_env env = watchlist_env(config, now);
    struct err err;

    if (!rulebook_check(rule, catalogue, &err) ||
        !rule_compiles(rule, &env, &err))
        lint_say(lint, LINT_WARNING, "broken", "", "%s", err.text);
    lint_rule(lint, rule, now);
    for (size_t i = 0; i < rule->n_actions; i++)
        lint_action(config, &rule->actions[i],
                    arena_printf(lint->arena, "actions %zu", i + 1), lint);
    for (size_t i = 0; store && i < rule->n_actions; i++)
        lint_playbook(store, catalogue, &rule->actions[i],
                      arena_printf(lint->arena, "actions %zu", i + 1), lint);
    for (size_t i = 0; i < rule->n_actions && permits->n > 0; i++)
        lint_permission(config, catalogue, permits, rule, i, lint);
}

bool rules_lint(struct desk *desk, int64_t now,
                void (*each)(void *with, const struct rule *rule,
                             const struct lint *lint),
                void *with, struct err *err)
{
    struct lint lint = {.arena = NULL};
    struct permits permits;
    struct lint_deck *deck;
    struct rule **rules;
    size_t n;

    if (!permits_load(desk->store, desk->config, &permits, err))
        return false;
    if (!rules_load(desk->store, &rules, &n, err)) {
        permits_done(&permits);
        return false;
    }
    deck = lint_deck_new((const struct rule *const *)rules, n);
    for (size_t i = 0; i < n; i++) {
        lint = (struct lint){.arena = arena_new()};
        rule_lint(desk->config, desk->catalogue, &permits, desk->store,
                  rules[i], now, &lint);
        lint_among(&lint, deck, i);
        each(with, rules[i], &lint);
        arena_free(lint.arena);
    }
    lint_deck_free(deck);
    rules_free(rules, n);
    permits_done(&permits);
    return true;
}
