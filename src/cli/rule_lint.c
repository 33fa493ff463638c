/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_lint.c - what is probably wrong with rules.
 *
 * Status: 0 no warnings, 1 there are some; advice does not count.
 */
#include "cli/rule_word.h"
#include "cli/verbs.h"
#include "service/lint.h"
#include "service/rulebook.h"
#include "util/text.h"
#include "util/when.h"

static void tell(void *with, const struct rule *rule, const struct lint *lint)
{
    struct call *call = with;

    for (size_t i = 0; i < lint->n; i++) {
        const struct lint_finding *finding = &lint->items[i];

        if (finding->grade == LINT_WARNING)
            call->status = STATUS_NO;
        if (call->out->json) {
            struct json *json = json_new_object();

            json_set_text(json, "rule", rule->name);
            json_set_text(json, "grade", lint_grade_name(finding->grade));
            json_set_text(json, "name", finding->name);
            json_set_text(json, "part", finding->part);
            json_set_text(json, "text", finding->text);
            out_json_take(call->out, json);
        } else {
            out_printf(call->out, "%s%s%s: %s (%s, %s)", rule->name,
                       *finding->part != '\0' ? ", " : "", finding->part,
                       finding->text, lint_grade_name(finding->grade),
                       finding->name);
        }
    }
}

static bool lint_file(struct call *call, const char *file, struct err *err)
{
    struct catalogue *catalogue;
    struct permits permits = {.n = 0};
    struct store *store = NULL;
    struct rule **rules;
    struct err ignored;
    size_t n;
    bool ok;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    ok = word_rules_file(call, file, &rules, &n, err);
    if (ok) {
        /* There may be none yet: then nothing is known of what it has. */
        if (store_open(call->config->store, STORE_READ, &store, &ignored))
            permits_load(store, call->config, &permits, &ignored);
        for (size_t i = 0; i < n; i++) {
            struct lint lint = {.arena = arena_new()};

            rule_lint(call->config, catalogue, &permits, store, rules[i],
                      when_now(), &lint);
            tell(call, rules[i], &lint);
            arena_free(lint.arena);
        }
        permits_done(&permits);
        store_close(store);
        rulebook_free(rules, n);
    }
    catalogue_free(catalogue);
    return ok;
}

/* One rule among all. */
struct wanted {
    struct call *call;
    const struct rule *rule; /* NULL: each */
};

static void tell_wanted(void *with, const struct rule *rule,
                        const struct lint *lint)
{
    struct wanted *wanted = with;

    if (wanted->rule != NULL && wanted->rule->row != rule->row)
        return;
    tell(wanted->call, rule, lint);
}

static bool lint_stored(struct call *call, const char *name, struct err *err)
{
    struct wanted wanted = {.call = call};
    struct rule *rule = NULL;
    bool ok;

    if (call->desk == NULL && !cli_desk(call, DESK_READ, err))
        return false;
    if (name != NULL && !rulebook_get(call->desk, str_of(name), &rule, err))
        return false;
    wanted.rule = rule;
    ok = rules_lint(call->desk, when_now(), tell_wanted, &wanted, err);
    rule_free(rule);
    return ok;
}

bool rule_lint_verb(struct call *call, struct err *err)
{
    bool ok = call->n_words > 0 || lint_stored(call, NULL, err);

    for (size_t i = 0; ok && i < call->n_words; i++)
        ok = word_is_file(call->words[i])
                 ? lint_file(call, call->words[i], err)
                 : lint_stored(call, call->words[i], err);
    return ok;
}
