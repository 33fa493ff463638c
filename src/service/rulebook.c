/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rulebook.c - saving, switching and removing rules.
 */
#include "service/rulebook.h"

#include <stdio.h>
#include <string.h>

#include "connect/action.h"
#include "engine/rule_test.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/rulebook_part.h"
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

/* The text names a field in quotes, as files do; a person knows its label. */
static bool name_field(const struct action_kind *kind, const char **field,
                       struct err *err)
{
    for (size_t i = 0; i < kind->n_fields; i++) {
        struct str text = str_of(err->text);
        char quoted[LIMIT_NAME + 3];
        struct buf said;
        size_t at;

        snprintf(quoted, sizeof(quoted), "\"%s\"", kind->fields[i].name);
        at = str_find(text, str_of(quoted));
        if (at == STR_NOWHERE)
            continue;
        buf_init(&said);
        buf_str(&said, str_sub(text, 0, at));
        buf_printf(&said, "\"%s\"", _(kind->fields[i].label));
        buf_str(&said, str_sub(text, at + strlen(quoted), text.len));
        err_set(err, err->code, "%s", said.at);
        buf_done(&said);
        *field = kind->fields[i].name;
        return true;
    }
    return false;
}

bool rulebook_fault(const struct rule *rule, size_t *action, const char **field,
                    struct err *err)
{
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action_kind *kind =
            action_find(str_of(rule->actions[i].kind));
        struct err fault = {0};

        if (kind == NULL || action_check(kind, rule->actions[i].with, &fault))
            continue;
        err_prefix(&fault, _("Action %zu"), i + 1);
        if (strcmp(fault.text, err->text) != 0 ||
            !name_field(kind, field, &fault))
            return false;
        *action = i;
        *err = fault;
        return true;
    }
    return false;
}

static char *arena_copy(struct rule *rule, const char *text)
{
    return arena_text(rule->arena, text);
}

/* What of a rule that is known stays as it is. */
static bool take_known(struct desk *desk, struct rule *rule, bool *moved,
                       struct json **was, struct err *err)
{
    struct rule *known;

    if (!rules_get(desk->store, rule->row, &known, err))
        return false;
    rule->author = arena_copy(rule, known->author);
    if (rule->order == 0)
        rule->order = known->order;
    *moved = rule->order != known->order;
    *was = rule_to_json(known);
    rule_free(known);
    return true;
}

/* What of it is another now; all of one that is new. */
static bool note_rule(struct desk *desk, const char *who,
                      const struct rule *rule, const struct json *was,
                      struct err *err)
{
    struct json *is = rule_to_json(rule);
    struct json *before = audit_difference(was, is);
    struct json *after = audit_difference(is, was);
    struct err object;
    const struct audit_entry entry = {
        .who = who,
        .verb = was == NULL ? "rule add" : "rule change",
        .object = object.text,
        .why = rule_mode_name(rule->mode),
        .before = before,
        .after = after,
    };
    bool ok;

    err_set(&object, ERR_NONE, "rule %s", rule->name);
    ok = desk_record(desk, &entry, err);
    json_free(is);
    json_free(before);
    json_free(after);
    return ok;
}

/* Who makes a rule is its author, whatever a file or a draft says of it: four
 * eyes depend on that. */
bool rulebook_write(struct desk *desk, struct rule *rule, const char *who,
                    bool *moved, struct err *err)
{
    bool fresh = rule->row == 0;
    struct json *was = NULL;
    bool ok;

    *moved = true;
    rule->editor = arena_copy(rule, who);
    if (fresh)
        rule->author = arena_copy(rule, who);
    else if (!take_known(desk, rule, moved, &was, err))
        return false;
    rule->saved = when_now();
    ok = (rule->order != 0 ||
          rules_next_order(desk->store, &rule->order, err)) &&
         rules_save(desk->store, rule, err) &&
         note_rule(desk, who, rule, was, err);
    json_free(was);
    return ok;
}

bool rulebook_order_free(struct desk *desk, const struct rule *rule,
                         struct err *err)
{
    struct arena *arena = arena_new();
    const char *other;
    bool ok =
        rules_at_order(desk->store, rule->order, rule->row, arena, &other, err);

    if (ok && other != NULL)
        ok = err_set(err, ERR_INPUT,
                     _("The rule %s has the order %lld too. Choose another "
                       "number, or none to go behind all others."),
                     other, (long long)rule->order);
    arena_free(arena);
    return ok;
}

static bool write_rule(struct desk *desk, void *with, struct err *err)
{
    bool moved;

    return rulebook_write(desk, with, desk->person, &moved, err) &&
           (!moved || rulebook_order_free(desk, with, err));
}

/* The same with the watchlists that there are. */
bool rulebook_check_here(struct desk *desk, const struct rule *rule,
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
    int64_t order = rule->order;

    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    if (rulebook_check_here(desk, rule, err) &&
        desk_transact(desk, write_rule, rule, err))
        return true;
    /* It was numbered in a transaction that is undone: it can be saved again.
     */
    rule->row = row;
    rule->revision = revision;
    rule->order = order;
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

bool rulebook_drop(struct desk *desk, const struct rule *rule, struct err *err)
{
    struct json *before = rule_to_json(rule);
    struct err object;
    const struct audit_entry entry = {
        .verb = "rule remove",
        .object = object.text,
        .before = before,
    };
    bool ok;

    err_set(&object, ERR_NONE, "rule %s", rule->name);
    ok = rules_remove(desk->store, rule->row, err) &&
         desk_record(desk, &entry, err);
    json_free(before);
    return ok;
}

static bool write_removal(struct desk *desk, void *with, struct err *err)
{
    return rulebook_drop(desk, with, err);
}

bool rulebook_remove(struct desk *desk, struct str name, struct err *err)
{
    struct rule *rule;
    bool ok;

    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    if (!rules_find(desk->store, name, &rule, err))
        return false;
    ok = desk_transact(desk, write_removal, rule, err);
    rule_free(rule);
    return ok;
}

bool rulebook_exported(struct desk *desk, const char *const *names, size_t n,
                       const char *where, struct err *err)
{
    struct json *after = json_new_object();
    struct json *list = json_new_array();
    const struct audit_entry entry = {
        .verb = "rule export",
        .object = where != NULL ? where : "standard output",
        .after = after,
    };
    bool ok;

    for (size_t i = 0; i < n; i++)
        json_add_take(list, json_new_text(str_of(names[i])));
    json_set_take(after, "rules", list);
    ok = desk_record(desk, &entry, err);
    json_free(after);
    return ok;
}
