/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_import.c - several rules taken in at once, all of them or none.
 *
 * What would come of it is found out by doing it and taking it back: then each
 * change is told, and only then it is done for good.
 */
#include <string.h>

#include "model/limits.h"
#include "service/access.h"
#include "service/rulebook.h"
#include "service/rulebook_part.h"
#include "util/mem.h"
#include "util/text.h"

struct import {
    const struct rule_import *wish;
    const char *who;
    struct arena *arena;
    struct rule **rules;
    bool *unordered;
    bool *moved;
    struct rule_change *changes; /* of the rules, then of those pruned */
    size_t n;
    size_t n_changes;
    bool trial;
    bool worked; /* a trial came to its end */
};

static bool import_one(struct desk *desk, struct import *import, size_t i,
                       struct err *err)
{
    struct rule *rule = import->rules[i];
    struct rule_change *change = &import->changes[i];
    struct rule *have = NULL;
    struct err none = {0};

    *change = (struct rule_change){.name = rule->name, .what = "added"};
    if (!rules_find(desk->store, str_of(rule->name), &have, &none) &&
        none.code != ERR_ABSENT) {
        *err = none;
        return false;
    }
    /* A name may look like the number of another rule. */
    if (have != NULL && !str_eq_fold(str_of(have->name), str_of(rule->name))) {
        rule_free(have);
        have = NULL;
    }
    if (have != NULL && rule->order == 0)
        rule->order = have->order;
    rule->row = have != NULL ? have->row : 0;
    rule->revision = have != NULL ? have->revision : 0;
    change->n_diff = rule_diff(have, rule, import->arena, &change->diff);
    if (have != NULL)
        change->what = change->n_diff > 0 ? "changed" : "same";
    rule_free(have);
    import->moved[i] = false;
    return change->n_diff == 0 ||
           rulebook_write(desk, rule, import->who, &import->moved[i], err);
}

static bool is_named(const struct import *import, const char *name)
{
    for (size_t i = 0; i < import->n; i++) {
        if (str_eq_fold(str_of(import->rules[i]->name), str_of(name)))
            return true;
    }
    return false;
}

/* Takes away what is not among them. */
static bool prune(struct desk *desk, struct import *import, struct err *err)
{
    struct rule **rules;
    bool ok = true;
    size_t n;

    if (!import->wish->prune)
        return true;
    if (!rules_load(desk->store, &rules, &n, err))
        return false;
    for (size_t i = 0; ok && i < n; i++) {
        if (is_named(import, rules[i]->name))
            continue;
        import->changes =
            arena_grown(import->arena, import->changes, import->n_changes,
                        sizeof(*import->changes));
        import->changes[import->n_changes++] = (struct rule_change){
            .name = arena_text(import->arena, rules[i]->name),
            .what = "removed",
        };
        ok = rulebook_drop(desk, rules[i], err);
    }
    rules_free(rules, n);
    return ok;
}

static bool import_those(struct desk *desk, struct import *import,
                         bool unordered, struct err *err)
{
    for (size_t i = 0; i < import->n; i++) {
        if (import->unordered[i] == unordered &&
            !import_one(desk, import, i, err))
            return err_prefix(err, _("Rule %s"), import->rules[i]->name);
    }
    return true;
}

static bool write_import(struct desk *desk, void *with, struct err *err)
{
    struct import *import = with;

    import->changes =
        arena_array(import->arena, import->n + 1, sizeof(*import->changes));
    import->n_changes = import->n;
    /* What goes behind all others goes behind those that come with it. */
    if (!import_those(desk, import, false, err) ||
        !import_those(desk, import, true, err))
        return false;
    if (!prune(desk, import, err))
        return false;
    /* Not before all are written: two may change places. */
    for (size_t i = 0; i < import->n; i++) {
        if (import->moved[i] &&
            !rulebook_order_free(desk, import->rules[i], err))
            return err_prefix(err, _("Rule %s"), import->rules[i]->name);
    }
    import->worked = true;
    return !import->trial;
}

static bool check_names(const struct import *import, struct err *err)
{
    for (size_t i = 0; i < import->n; i++) {
        for (size_t k = 0; k < i; k++) {
            if (str_eq_fold(str_of(import->rules[i]->name),
                            str_of(import->rules[k]->name)))
                return err_set(err, ERR_INPUT,
                               _("There are two rules named %s. Give one of "
                                 "them another name."),
                               import->rules[i]->name);
        }
    }
    return true;
}

static bool carry_out(struct desk *desk, struct import *import, struct err *err)
{
    const struct rule_import *wish = import->wish;

    import->trial = true;
    if (!desk_transact(desk, write_import, import, err) && !import->worked)
        return false;
    for (size_t i = 0; wish->each != NULL && i < import->n_changes; i++)
        wish->each(wish->with, &import->changes[i]);
    import->trial = false;
    return wish->dry_run || desk_transact(desk, write_import, import, err);
}

static bool import_as(struct desk *desk, struct rule **rules, size_t n,
                      const struct rule_import *wish, const char *who,
                      struct err *err)
{
    struct arena *arena = arena_new();
    struct import import = {
        .wish = wish,
        .who = who,
        .arena = arena,
        .rules = rules,
        .unordered = arena_array(arena, n + 1, sizeof(bool)),
        .moved = arena_array(arena, n + 1, sizeof(bool)),
        .n = n,
    };
    bool ok = check_names(&import, err);

    for (size_t i = 0; ok && i < n; i++) {
        import.unordered[i] = rules[i]->order == 0;
        if (!rulebook_check_here(desk, rules[i], err))
            ok = err_prefix(err, _("Rule %s"), rules[i]->name);
    }
    ok = ok && carry_out(desk, &import, err);
    arena_free(arena);
    return ok;
}

bool rulebook_import(struct desk *desk, struct rule **rules, size_t n,
                     const struct rule_import *wish, struct err *err)
{
    if (!wish->dry_run && !access_may(desk, RIGHT_RULES, err))
        return false;
    return import_as(desk, rules, n, wish, desk->person, err);
}

bool rulebook_read(struct str text, struct rule ***out, size_t *n,
                   struct err *err)
{
    struct rule **rules = *out;
    struct json *json = NULL;
    size_t count = *n;
    size_t more;
    bool many;
    bool ok;

    if (!json_parse(text, &json, err))
        return false;
    many = json_type(json) == JSON_ARRAY;
    more = many ? json_length(json) : 1;
    ok = more <= LIMIT_RULES - count ||
         err_set(err, ERR_INPUT, _("These are more than %d rules."),
                 LIMIT_RULES);
    if (ok)
        rules = mem_grow(rules, count + more + 1, sizeof(struct rule *));
    for (size_t i = 0; ok && i < more; i++) {
        ok = rule_from_json(many ? json_item(json, i) : json, &rules[count],
                            err) ||
             err_prefix(err, _("Rule %zu"), i + 1);
        count += ok;
    }
    json_free(json);
    *out = rules;
    *n = count;
    return ok;
}

void rulebook_free(struct rule **rules, size_t n)
{
    rules_free(rules, n);
}

bool rulebook_install(struct desk *desk, struct str text, struct err *err)
{
    static const struct rule_import quietly;
    struct rule **rules = NULL;
    size_t n = 0;
    bool ok = rulebook_read(text, &rules, &n, err) &&
              import_as(desk, rules, n, &quietly, "riposte", err);

    rules_free(rules, n);
    return ok;
}
