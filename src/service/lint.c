/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/lint.h"

#include <string.h>

#include "connect/action.h"
#include "connect/connector.h"
#include "engine/rule_test.h"
#include "service/desk_part.h"
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

void rule_lint(const struct config *config, const struct catalogue *catalogue,
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
}

bool rules_lint(struct desk *desk, int64_t now,
                void (*each)(void *with, const struct rule *rule,
                             const struct lint *lint),
                void *with, struct err *err)
{
    struct lint lint = {.arena = NULL};
    struct lint_deck *deck;
    struct rule **rules;
    size_t n;

    if (!rules_load(desk->store, &rules, &n, err))
        return false;
    deck = lint_deck_new((const struct rule *const *)rules, n);
    for (size_t i = 0; i < n; i++) {
        lint = (struct lint){.arena = arena_new()};
        rule_lint(desk->config, desk->catalogue, rules[i], now, &lint);
        lint_among(&lint, deck, i);
        each(with, rules[i], &lint);
        arena_free(lint.arena);
    }
    lint_deck_free(deck);
    rules_free(rules, n);
    return true;
}
