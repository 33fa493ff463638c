/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rulebook.c - saving, switching and removing rules.
 */
#include "service/rulebook.h"

#include <string.h>

#include "connect/action.h"
#include "engine/rule_test.h"
#include "model/limits.h"
#include "service/desk_part.h"
#include "service/watchlist.h"
#include "util/text.h"
#include "util/when.h"

#define ACTION_KINDS 32

size_t action_kinds(const struct action_kind_row **out)
{
    static struct action_kind_row rows[ACTION_KINDS];
    size_t n = 0;

    for (size_t i = 0; n < ACTION_KINDS && action_at(i) != NULL; i++) {
        if (!action_at(i)->by_hand)
            rows[n++] = (struct action_kind_row){
                .name = action_at(i)->name,
                .title = action_at(i)->title,
                .fields = action_at(i)->fields,
                .n_fields = action_at(i)->n_fields,
            };
    }
    *out = rows;
    return n;
}

bool rulebook_get(struct desk *desk, struct str name, struct rule **out,
                  struct err *err)
{
    return rules_find(desk->store, name, out, err);
}

static bool check_actions(const struct rule *rule,
                          const struct catalogue *catalogue, struct err *err)
{
    struct plan_kind kinds[ACTION_KINDS] = {{.kind = NULL}};
    struct plan_env env = plan_env_of(catalogue, kinds);

    plan_kinds_fill(kinds);
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action_kind *kind =
            action_find(str_of(rule->actions[i].kind));

        if (kind != NULL && !action_check(kind, rule->actions[i].with, err))
            return err_prefix(err, _("Action %zu"), i + 1);
    }
    return plan_check(rule, &env, err);
}

bool rulebook_check(const struct rule *rule, const struct catalogue *catalogue,
                    struct err *err)
{
    struct query_env env = watchlist_any(when_now());

    return rule_check(rule, err) && rule_compiles(rule, &env, err) &&
           check_actions(rule, catalogue, err);
}

static char *arena_copy(struct rule *rule, const char *text)
{
    return arena_text(rule->arena, text);
}

/* The author of a rule that is known. */
static bool take_author(struct desk *desk, struct rule *rule, struct err *err)
{
    struct rule *known;

    if (!rules_get(desk->store, rule->row, &known, err))
        return false;
    rule->author = arena_copy(rule, known->author);
    rule_free(known);
    return true;
}

/* Who makes a rule is its author, whatever a file or a draft says of it: four
 * eyes depend on that. */
static bool save_as(struct desk *desk, struct rule *rule, const char *who,
                    struct err *err)
{
    bool fresh = rule->row == 0;
    struct err object;

    rule->editor = arena_copy(rule, who);
    if (fresh)
        rule->author = arena_copy(rule, who);
    else if (!take_author(desk, rule, err))
        return false;
    rule->saved = when_now();
    err_set(&object, ERR_NONE, "rule %s", rule->name);
    return rules_save(desk->store, rule, err) &&
           desk_deed(desk, who, fresh ? "rule add" : "rule change", object.text,
                     0, rule_mode_name(rule->mode), err);
}

static bool write_rule(struct desk *desk, void *with, struct err *err)
{
    return save_as(desk, with, desk->person, err);
}

/* The same with the watchlists that there are. */
static bool check_here(struct desk *desk, const struct rule *rule,
                       struct err *err)
{
    struct query_env env = watchlist_env(desk->config, when_now());

    return rulebook_check(rule, desk->catalogue, err) &&
           rule_compiles(rule, &env, err);
}

bool rulebook_save(struct desk *desk, struct rule *rule, struct err *err)
{
    int64_t row = rule->row;
    int64_t revision = rule->revision;

    if (check_here(desk, rule, err) &&
        desk_transact(desk, write_rule, rule, err))
        return true;
    /* It was numbered in a transaction that is undone: it can be saved again.
     */
    rule->row = row;
    rule->revision = revision;
    return false;
}

bool rulebook_mode(struct desk *desk, struct str name, enum rule_mode mode,
                   struct err *err)
{
    struct rule *rule;
    bool ok;

    if (!rules_find(desk->store, name, &rule, err))
        return false;
    rule->mode = mode;
    ok = rulebook_save(desk, rule, err);
    rule_free(rule);
    return ok;
}

static bool write_removal(struct desk *desk, void *with, struct err *err)
{
    struct rule *rule = with;
    struct err object;

    err_set(&object, ERR_NONE, "rule %s", rule->name);
    return rules_remove(desk->store, rule->row, err) &&
           desk_deed(desk, desk->person, "rule remove", object.text, 0, "",
                     err);
}

bool rulebook_remove(struct desk *desk, struct str name, struct err *err)
{
    struct rule *rule;
    bool ok;

    if (!rules_find(desk->store, name, &rule, err))
        return false;
    ok = desk_transact(desk, write_removal, rule, err);
    rule_free(rule);
    return ok;
}

/* An import: all rules are read and checked before any is written. */
struct import {
    const char *who;
    struct rule **rules;
    const char **what;
    size_t n;
    bool dry_run;
};

/* The same but for what a save adds? */
static bool same_rule(const struct rule *a, const struct rule *b)
{
    static const char *const added[] = {"revision", "editor", "author",
                                        "saved"};
    struct json *left = rule_to_json(a);
    struct json *right = rule_to_json(b);
    bool same;

    for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++) {
        json_remove(left, added[i]);
        json_remove(right, added[i]);
    }
    same = json_equal(left, right);
    json_free(left);
    json_free(right);
    return same;
}

static bool import_one(struct desk *desk, struct import *import, size_t i,
                       struct err *err)
{
    struct rule *rule = import->rules[i];
    struct rule *have = NULL;
    struct err none = {0};
    bool same;

    if (!rules_find(desk->store, str_of(rule->name), &have, &none)) {
        if (none.code != ERR_INPUT) {
            *err = none;
            return false;
        }
        import->what[i] = "added";
        rule->row = 0;
        rule->revision = 0;
        return import->dry_run || save_as(desk, rule, import->who, err);
    }
    same = same_rule(have, rule);
    import->what[i] = same ? "same" : "changed";
    rule->row = have->row;
    rule->revision = have->revision;
    rule_free(have);
    return same || import->dry_run || save_as(desk, rule, import->who, err);
}

static bool write_import(struct desk *desk, void *with, struct err *err)
{
    struct import *import = with;

    for (size_t i = 0; i < import->n; i++) {
        if (!import_one(desk, import, i, err))
            return err_prefix(err, _("Rule %s"), import->rules[i]->name);
    }
    return true;
}

static bool read_rules(struct desk *desk, const struct json *json,
                       struct import *import, struct err *err)
{
    bool many = json_type(json) == JSON_ARRAY;
    size_t n = many ? json_length(json) : 1;

    for (size_t i = 0; i < n; i++) {
        const struct json *one = many ? json_item(json, i) : json;

        if (!rule_from_json(one, &import->rules[i], err))
            return err_prefix(err, _("Rule %zu"), i + 1);
        import->n++;
        if (!check_here(desk, import->rules[i], err))
            return err_prefix(err, _("Rule %s"), import->rules[i]->name);
    }
    return true;
}

static bool
import_as(struct desk *desk, struct str text, const char *who, bool dry_run,
          void (*each)(void *with, const char *name, const char *what),
          void *with, struct err *err)
{
    struct arena *arena = arena_new();
    struct import import = {.who = who, .dry_run = dry_run};
    struct json *json = NULL;
    size_t most;
    bool ok = false;

    if (!json_parse(text, &json, err))
        goto out;
    most = json_type(json) == JSON_ARRAY ? json_length(json) : 1;
    if (most > LIMIT_RULES) {
        err_set(err, ERR_INPUT, _("These are more than %d rules."),
                LIMIT_RULES);
        goto out;
    }
    import.rules = arena_array(arena, most + 1, sizeof(*import.rules));
    import.what = arena_array(arena, most + 1, sizeof(*import.what));
    ok = read_rules(desk, json, &import, err) &&
         desk_transact(desk, write_import, &import, err);
    for (size_t i = 0; ok && each != NULL && i < import.n; i++)
        each(with, import.rules[i]->name, import.what[i]);
out:
    for (size_t i = 0; i < import.n; i++)
        rule_free(import.rules[i]);
    json_free(json);
    arena_free(arena);
    return ok;
}

bool rulebook_import(struct desk *desk, struct str text, bool dry_run,
                     void (*each)(void *with, const char *name,
                                  const char *what),
                     void *with, struct err *err)
{
    return import_as(desk, text, desk->person, dry_run, each, with, err);
}

bool rulebook_install(struct desk *desk, struct str text, struct err *err)
{
    return import_as(desk, text, "riposte", false, NULL, NULL, err);
}
