/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_write.c - rules to one automation.
 *
 * What nobody changed is found by reading the kept resource anew: a part of the
 * rule that is what the reading gives has not been touched, and is written as
 * it stood there.
 */
#include "engine/automation_part.h"
#include "util/ascii.h"
#include "util/text.h"

struct writing {
    const struct rule *const *rules;
    size_t n;
    const struct json *original;    /* NULL: never was in Azure */
    struct automation_reading base; /* of the original */
    struct json *plain;             /* a new rule, as JSON */
    struct err *err;
};

/* Members of a rule that an automation can say, and those that say nothing of
 * what it does. */
static const char *const said[] = {
    "name",    "note",   "order",  "mode",     "trigger", "scope", "conditions",
    "actions", "author", "editor", "revision", "saved",   "azure",
};
static const char *const said_scope[] = {"subscriptions", "groups",
                                         "resources"};
static const char *const said_trigger[] = {"kinds", "on"};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static const struct json *at(const struct json *json, const char *name)
{
    return json_find(json, str_of(name));
}

static const struct json *properties(const struct json *resource)
{
    return at(resource, "properties");
}

static bool among(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(str_of(name), str_of(names[i])))
            return true;
    }
    return false;
}

/* What the part is called where a person sees it. */
static bool check_said(const struct json *json, const struct json *plain,
                       const char *const *names, size_t n, struct err *err)
{
    for (struct json_each e = json_each(json); json_next(&e);) {
        if (!among(e.name, names, n) &&
            !json_equal(e.value, json_get(plain, e.name)))
            return err_set(err, ERR_INPUT,
                           _("\"%s\" has no equivalent in an automation"),
                           e.name);
    }
    return true;
}

/* Nothing may be lost: what an automation cannot say must be as in a new
 * rule. */
static bool check_rule(struct writing *w, const struct rule *rule)
{
    struct json *json = rule_to_json(rule);
    bool ok =
        check_said(json, w->plain, said, N(said), w->err) &&
        check_said(json_get(json, "scope"), json_get(w->plain, "scope"),
                   said_scope, N(said_scope), w->err) &&
        check_said(json_get(json, "trigger"), json_get(w->plain, "trigger"),
                   said_trigger, N(said_trigger), w->err);

    json_free(json);
    return ok;
}

static int64_t source_of(const struct rule *rule)
{
    int64_t source = 0;

    json_int(json_get(rule->azure, "source"), &source);
    return source;
}

/* The rule as it was read; NULL: it never was in Azure. */
static const struct rule *base_of(const struct writing *w,
                                  const struct rule *rule)
{
    for (size_t i = 0; rule->azure && i < w->base.n_rules; i++) {
        if (source_of(w->base.rules[i]) == source_of(rule))
            return w->base.rules[i];
    }
    return NULL;
}

static bool untouched(const struct rule *rule, const struct rule *base,
                      const char *member)
{
    struct json *a = rule_to_json(rule);
    struct json *b = rule_to_json(base);
    bool same = json_equal(json_get(a, member), json_get(b, member));

    json_free(a);
    json_free(b);
    return same;
}

/* ---- what all sources share ---- */

static bool write_note(const struct rule *rule, struct json **out,
                       struct err *err)
{
    (void)err;
    *out = *rule->note ? json_new_text(str_of(rule->note)) : NULL;
    return true;
}

static bool write_enabled(const struct rule *rule, struct json **out,
                          struct err *err)
{
    if (rule->mode == RULE_APPROVE)
        return err_set(err, ERR_INPUT,
                       _("the mode approve has no equivalent: Azure acts, or "
                         "does not; set it to auto, or to off"));
    *out = json_new_bool(rule->mode == RULE_AUTO);
    return true;
}

static bool write_scopes(const struct rule *rule, struct json **out,
                         struct err *err)
{
    return automation_scope_write(&rule->scope, out, err);
}

static bool add_logic_app(const struct action *action, struct json *list,
                          struct err *err)
{
    struct str id = json_text(json_get(action->with, "workflow"));
    struct json *one;

    if (!str_eq(str_of(action->kind), STR("logicapp")) || str_empty(id))
        return err_set(err, ERR_INPUT,
                       _("the action %s has no equivalent: an automation "
                         "starts Logic Apps only"),
                       action->kind);
    if (str_find(id, STR("@{")) != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("the Logic App %.*s has no equivalent: it is only "
                         "known when an event has come"),
                       STR_ARG(id));
    one = json_new_object();
    json_set_str(one, "logicAppResourceId", id);
    json_set_text(one, "actionType", "LogicApp");
    json_add_take(list, one);
    return true;
}

static bool write_actions(const struct rule *rule, struct json **out,
                          struct err *err)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < rule->n_actions; i++) {
        if (!add_logic_app(&rule->actions[i], list, err)) {
            json_free(list);
            return false;
        }
    }
    *out = list;
    return true;
}

/* Exports that are no action here stay, whatever becomes of the others. */
static void keep_exports(const struct json *original, struct json *list)
{
    for (struct json_each e = json_each(at(properties(original), "actions"));
         json_next(&e);) {
        if (!str_eq_fold(json_text(at(e.value, "actionType")), STR("LogicApp")))
            json_add_take(list, json_copy(e.value));
    }
}

struct shared {
    const char *name;   /* in the resource */
    const char *member; /* of a rule */
    bool (*write)(const struct rule *rule, struct json **out, struct err *err);
};
static const struct shared shared[] = {
    {"description", "note", write_note},
    {"isEnabled", "mode", write_enabled},
    {"scopes", "scope", write_scopes},
    {"actions", "actions", write_actions},
};

static bool has(const struct json *object, const char *name)
{
    for (struct json_each e = json_each(object); json_next(&e);) {
        if (str_eq_fold(str_of(e.name), str_of(name)))
            return true;
    }
    return false;
}

/* One part of one rule; *kept: it is as it was. */
static bool shared_part(struct writing *w, const struct shared *part,
                        const struct rule *rule, bool *kept, struct json **out)
{
    const struct rule *base = base_of(w, rule);

    *out = NULL;
    *kept = base && untouched(rule, base, part->member);
    if (*kept)
        return true;
    if (!part->write(rule, out, w->err))
        return err_prefix(w->err, _("Rule %s"), rule->name);
    if (part->write == write_actions)
        keep_exports(w->original, *out);
    return true;
}

/* Azure has one of it for all sources, so all rules must agree. */
static bool put_shared(struct writing *w, const struct shared *part,
                       struct json *out)
{
    struct json *first = NULL;
    bool kept = false;
    bool ok = shared_part(w, part, w->rules[0], &kept, &first);

    for (size_t i = 1; ok && i < w->n; i++) {
        struct json *next = NULL;
        bool next_kept;

        ok = shared_part(w, part, w->rules[i], &next_kept, &next);
        if (ok && (next_kept != kept || !json_equal(first, next)))
            ok = err_set(w->err, ERR_INPUT,
                         _("The rules %s and %s are of one automation, which "
                           "has one \"%s\": make it the same in both."),
                         w->rules[0]->name, w->rules[i]->name, part->member);
        json_free(next);
    }
    if (!ok) {
        json_free(first);
        return false;
    }
    if (kept && has(properties(w->original), part->name))
        json_set_take(out, part->name,
                      json_copy(at(properties(w->original), part->name)));
    else if (!kept && first)
        json_set_take(out, part->name, first);
    return true;
}

/* ---- sources ---- */

static bool conditions_untouched(const struct rule *rule,
                                 const struct rule *base)
{
    return untouched(rule, base, "conditions") &&
           untouched(rule, base, "trigger");
}

static const struct rule *rule_for(const struct writing *w, size_t source)
{
    for (size_t i = 0; i < w->n; i++) {
        if (w->rules[i]->azure && source_of(w->rules[i]) == (int64_t)source)
            return w->rules[i];
    }
    return NULL;
}

static bool put_kept_sources(struct writing *w, struct json *out)
{
    const struct json *sources = at(properties(w->original), "sources");

    for (size_t i = 0; i < json_length(sources); i++) {
        const struct rule *rule = rule_for(w, i);
        const struct rule *base = rule ? base_of(w, rule) : NULL;

        if (!rule || (base && conditions_untouched(rule, base)))
            json_add_take(out, json_copy(json_item(sources, i)));
        else if (!str_empty(rule_held(rule)))
            return err_set(w->err, ERR_INPUT,
                           _("Rule %s only keeps what has no equivalent: its "
                             "conditions cannot be changed here."),
                           rule->name);
        else if (!automation_sources_write(rule, out, w->err))
            return err_prefix(w->err, _("Rule %s"), rule->name);
    }
    return true;
}

static bool put_sources(struct writing *w, struct json *out)
{
    struct json *list = json_new_array();
    bool ok;

    if (w->original)
        ok = put_kept_sources(w, list);
    else
        ok = automation_sources_write(w->rules[0], list, w->err) ||
             err_prefix(w->err, _("Rule %s"), w->rules[0]->name);
    if (ok)
        json_set_take(out, "sources", list);
    else
        json_free(list);
    return ok;
}

/* ---- the whole ---- */

/* Letters, digits, and a few signs: what resources may be called. */
static void put_name(const struct rule *rule, struct json *out)
{
    struct buf name;

    buf_init(&name);
    for (const char *c = rule->name; *c; c++) {
        bool good = ascii_is_alnum(*c) || *c == '-' || *c == '_' || *c == '.' ||
                    *c == '(' || *c == ')';

        if (good)
            buf_char(&name, *c);
        else if (name.len > 0 && name.at[name.len - 1] != '-')
            buf_char(&name, '-');
    }
    json_set_str(out, "name", buf_view(&name));
    buf_done(&name);
}

/* Members of the original that are none of ours stay where they are. */
static struct json *begin(const struct writing *w)
{
    struct json *out = json_new_object();

    if (!w->original) {
        put_name(w->rules[0], out);
        json_set_text(out, "type", AUTOMATION_TYPE);
        json_set_take(out, "tags", json_new_object());
    }
    for (struct json_each e = json_each(w->original); json_next(&e);) {
        if (!str_eq_fold(str_of(e.name), STR("properties")))
            json_set_take(out, e.name, json_copy(e.value));
    }
    return out;
}

static void keep_others(const struct json *original, struct json *out)
{
    for (struct json_each e = json_each(properties(original)); json_next(&e);) {
        bool ours = str_eq_fold(str_of(e.name), STR("sources"));

        for (size_t i = 0; i < N(shared); i++)
            ours |= str_eq_fold(str_of(e.name), str_of(shared[i].name));
        if (!ours)
            json_set_take(out, e.name, json_copy(e.value));
    }
}

/* Members in the order of @like, and behind them those that are new. */
static struct json *ordered_take(struct json *take, const struct json *like)
{
    struct json *out = json_new_object();

    for (struct json_each e = json_each(like); json_next(&e);) {
        if (has(take, e.name))
            json_set_take(out, e.name, json_copy(at(take, e.name)));
    }
    for (struct json_each e = json_each(take); json_next(&e);) {
        if (!has(out, e.name))
            json_set_take(out, e.name, json_copy(e.value));
    }
    json_free(take);
    return out;
}

static bool write_all(struct writing *w, struct json **out)
{
    struct json *all = json_new_object();
    bool ok = true;

    for (size_t i = 0; ok && i < w->n; i++)
        ok = check_rule(w, w->rules[i]) ||
             err_prefix(w->err, _("Rule %s"), w->rules[i]->name);
    keep_others(w->original, all);
    for (size_t i = 0; ok && i < N(shared); i++)
        ok = put_shared(w, &shared[i], all);
    ok = ok && put_sources(w, all);
    if (!ok) {
        json_free(all);
        return false;
    }
    *out = begin(w);
    json_set_take(*out, "properties",
                  ordered_take(all, properties(w->original)));
    *out = ordered_take(*out, w->original);
    return true;
}

bool automation_write(const struct rule *const *rules, size_t n,
                      struct json **out, struct err *err)
{
    struct rule *plain = rule_new();
    struct writing w = {
        .rules = rules,
        .n = n,
        .original = json_get(rules[0]->azure, "resource"),
        .plain = rule_to_json(plain),
        .err = err,
    };
    struct deploy_resource from = {.resource = w.original, .path = ""};
    bool ok = true;

    automation_reading_init(&w.base);
    if (w.original)
        ok = automation_read(&from, &w.base, err) ||
             err_prefix(err, _("Rule %s"), rules[0]->name);
    ok = ok && write_all(&w, out);
    automation_reading_done(&w.base);
    json_free(w.plain);
    rule_free(plain);
    return ok;
}

bool automation_same(const struct rule *a, const struct rule *b)
{
    return a->azure && b->azure &&
           json_equal(json_get(a->azure, "resource"),
                      json_get(b->azure, "resource"));
}
