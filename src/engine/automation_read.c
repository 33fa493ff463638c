/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_read.c - one automation to rules: one for each of its sources.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/automation_part.h"
#include "model/limits.h"
#include "util/text.h"

/* Spelt for rules, which hold what is the same for all sources. */
struct reading {
    struct automation_reading *out;
    const struct deploy_resource *from;
    const struct json *resource; /* without secrets */
    const struct json *properties;
    const char *name;
    struct rule *rule; /* the one that is being made */
    char path[64];     /* of its source */
};

static const char *const says_names[AUTOMATION_SAYS_N] = {
    [SAYS_HELD] = "held",
    [SAYS_WARNING] = "warning",
    [SAYS_NOTE] = "note",
};

const char *automation_says_name(enum automation_says says)
{
    return says_names[says];
}

static const struct json *at(const struct json *json, const char *name)
{
    return json_find(json, str_of(name));
}

/* What holds of many rule sets is said once, of the first. */
static bool is_said(const struct reading *r, const char *text)
{
    for (size_t i = 0; i < r->out->n_notes; i++) {
        const struct automation_note *note = &r->out->notes[i];

        if (str_eq(str_of(note->text), str_of(text)) &&
            str_eq(str_of(note->rule),
                   str_of(r->rule ? r->rule->name : r->name)))
            return true;
    }
    return false;
}

static void add_note(struct reading *r, enum automation_says says,
                     const char *path, const char *text)
{
    struct automation_reading *out = r->out;

    if (says != SAYS_HELD && is_said(r, text))
        return;
    out->notes =
        arena_grown(out->arena, out->notes, out->n_notes, sizeof(*out->notes));
    out->notes[out->n_notes++] = (struct automation_note){
        .says = says,
        .rule = arena_text(out->arena, r->rule ? r->rule->name : r->name),
        .path = arena_text(out->arena, path),
        .text = arena_text(out->arena, text),
    };
}

/* The first reason why the rule cannot be switched on is kept with it. */
static void hold(struct reading *r, const char *path, const char *why)
{
    struct buf text;

    add_note(r, SAYS_HELD, path, why);
    if (json_get(r->rule->azure, "held"))
        return;
    buf_init(&text);
    buf_printf(&text, "%s: %s", path, why);
    json_set_str(r->rule->azure, "held", buf_view(&text));
    buf_done(&text);
    r->rule->mode = RULE_OFF;
    r->rule->n_sets = 0;
}

static bool malformed(struct reading *r, const char *path, const char *wanted,
                      struct err *err)
{
    return err_set(err, ERR_INPUT, _("Automation %s: %s%s%s must be %s."),
                   r->name, r->from->path, *r->from->path ? "." : "", path,
                   wanted);
}

/* ---- what all its rules have ---- */

static void add_action(struct reading *r, const struct json *action, size_t i,
                       const char *path)
{
    struct str type = json_text(at(action, "actionType"));
    struct str id = json_text(at(action, "logicAppResourceId"));
    struct action *out = &r->rule->actions[r->rule->n_actions];

    (void)i;
    if (!str_eq_fold(type, STR("LogicApp"))) {
        add_note(r, SAYS_HELD, path,
                 str_eq_fold(type, STR("EventHub")) ||
                         str_eq_fold(type, STR("Workspace"))
                     ? _("an export is no action of a rule; it is kept, and "
                         "Azure goes on doing it")
                     : _("this kind of action is not known"));
        return;
    }
    if (str_empty(id)) {
        add_note(r, SAYS_HELD, path, _("there is no logicAppResourceId"));
        return;
    }
    out->kind = arena_text(r->rule->arena, "logicapp");
    out->with = json_new_object();
    json_set_str(out->with, "workflow", id);
    r->rule->n_actions++;
}

static void add_actions(struct reading *r)
{
    const struct json *actions = at(r->properties, "actions");
    size_t n = json_length(actions);
    char path[64];

    if (n > LIMIT_ACTIONS) {
        hold(r, "properties.actions", _("there are too many actions"));
        n = 0;
    }
    r->rule->actions =
        arena_array(r->rule->arena, n + 1, sizeof(*r->rule->actions));
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "properties.actions[%zu]", i);
        add_action(r, json_item(actions, i), i, path);
    }
    if (r->rule->n_actions == 0)
        r->rule->mode = RULE_OFF;
}

/* An automation that is enabled comes in in shadow: Azure still acts. */
static void add_head(struct reading *r)
{
    struct rule *rule = r->rule;
    const struct json *enabled = at(r->properties, "isEnabled");
    struct str note = json_text(at(r->properties, "description"));
    struct err why = {0};
    bool on = true;

    json_bool(enabled, &on);
    rule->mode = on ? RULE_SHADOW : RULE_OFF;
    if (note.len <= LIMIT_NOTE)
        rule->note = arena_textn(rule->arena, note.at, note.len);
    if (!automation_scope_read(at(r->properties, "scopes"), rule, &why))
        hold(r, "properties.scopes", why.text);
}

static void add_azure(struct reading *r, size_t source)
{
    struct json *azure = json_new_object();
    struct json *triggers = json_new_array();
    bool any = false;

    json_set_take(azure, "resource", json_copy(r->resource));
    json_set_int(azure, "source", (int64_t)source);
    for (size_t i = 0; i < r->from->n_triggers; i++) {
        const char *name = r->from->triggers[i];

        any |= name != NULL;
        json_add_take(triggers, json_new_text(str_of(name)));
    }
    if (any)
        json_set_take(azure, "triggers", triggers);
    else
        json_free(triggers);
    r->rule->azure = azure;
}

/* ---- rule sets ---- */

struct sets {
    struct condition_set *at;
    size_t n;
    bool always; /* a set that everything satisfies */
};

/* False: held. */
static bool read_term(struct reading *r, const struct automation_source *source,
                      const struct json *term, const char *path,
                      struct condition_set *set)
{
    const char *warning = automation_warning(str_of(source->name), term);
    struct condition *out = &set->all[set->n];
    struct err why;

    if (automation_term_filler(source, term)) {
        add_note(r, SAYS_NOTE, path, _("always true, and left out"));
        return true;
    }
    if (!automation_term_read(source, term, r->rule->arena, out, &why)) {
        hold(r, path, why.text);
        return false;
    }
    set->n++;
    if (warning)
        add_note(r, SAYS_WARNING, path, warning);
    return true;
}

static bool read_set(struct reading *r, const struct automation_source *source,
                     const struct json *rules, const char *path,
                     struct sets *sets)
{
    size_t n = json_length(rules);
    struct condition_set *set = &sets->at[sets->n];
    struct condition terms[2];
    size_t own = automation_source_terms(source, terms);
    char where[160];

    if (n == 0 || n + own > LIMIT_CONDITIONS_SET) {
        hold(r, path,
             n == 0 ? _("a rule set without rules means nothing "
                        "certain")
                    : _("there are too many rules in it"));
        return false;
    }
    set->all = arena_array(r->rule->arena, n + own, sizeof(*set->all));
    for (set->n = 0; set->n < own; set->n++) {
        set->all[set->n] = terms[set->n];
        set->all[set->n].property =
            arena_text(r->rule->arena, terms[set->n].property);
        set->all[set->n].value =
            arena_text(r->rule->arena, terms[set->n].value);
    }
    for (size_t i = 0; i < n; i++) {
        snprintf(where, sizeof(where), "%s.rules[%zu]", path, i);
        if (!read_term(r, source, json_item(rules, i), where, set))
            return false;
    }
    sets->always |= set->n == own;
    sets->n++;
    return true;
}

/* No rule sets: the source's own terms alone. */
static void take_all(struct reading *r, const struct automation_source *source)
{
    struct rule *rule = r->rule;
    struct condition terms[2];
    size_t own = automation_source_terms(source, terms);

    rule->n_sets = own > 0;
    rule->sets = arena_array(rule->arena, 1, sizeof(*rule->sets));
    rule->sets[0].all = arena_array(rule->arena, 2, sizeof(terms[0]));
    for (size_t i = 0; i < own; i++) {
        rule->sets[0].all[i] = terms[i];
        rule->sets[0].all[i].property =
            arena_text(rule->arena, terms[i].property);
        rule->sets[0].all[i].value = arena_text(rule->arena, terms[i].value);
    }
    rule->sets[0].n = own;
}

static void read_sets(struct reading *r, const struct automation_source *source,
                      const struct json *list)
{
    struct sets sets = {.n = 0};
    size_t n = json_length(list);
    char path[120];

    if (n > AUTOMATION_SETS) {
        hold(r, r->path, _("there are too many rule sets"));
        return;
    }
    sets.at = arena_array(r->rule->arena, n + 1, sizeof(*sets.at));
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s.ruleSets[%zu]", r->path, i);
        if (!read_set(r, source, at(json_item(list, i), "rules"), path, &sets))
            return;
    }
    if (n == 0 || sets.always) {
        take_all(r, source);
        return;
    }
    if (!automation_sets_merge(&sets.at, &sets.n, r->rule->arena)) {
        hold(r, r->path,
             _("its rule sets are too many for one rule, and cannot be put "
               "together"));
        return;
    }
    if (sets.n < n)
        add_note(r, SAYS_NOTE, r->path,
                 _("rule sets that differ in one value were put together"));
    r->rule->sets = sets.at;
    r->rule->n_sets = sets.n;
}

/* ---- sources ---- */

/* Everything that is not what it must be, before anything is made of it. */
static bool check_source(struct reading *r, const struct json *source, size_t i,
                         struct err *err)
{
    const struct json *list = at(source, "ruleSets");
    char path[100];

    snprintf(path, sizeof(path), "properties.sources[%zu].eventSource", i);
    if (str_empty(json_text(at(source, "eventSource"))))
        return malformed(r, path, _("the name of a source"), err);
    snprintf(path, sizeof(path), "properties.sources[%zu].ruleSets", i);
    if (list && json_type(list) != JSON_ARRAY)
        return malformed(r, path, _("a list"), err);
    for (struct json_each e = json_each(list); json_next(&e);) {
        const struct json *rules = at(e.value, "rules");

        snprintf(path, sizeof(path),
                 "properties.sources[%zu].ruleSets[%zu].rules", i, e.index);
        if (rules && json_type(rules) != JSON_ARRAY)
            return malformed(r, path, _("a list"), err);
    }
    return true;
}

static const char *rule_name(struct reading *r, struct str source, size_t n)
{
    struct arena *arena = r->rule->arena;

    if (n < 2)
        return arena_text(arena, r->name);
    return arena_printf(arena, "%s (%.*s)", r->name, STR_ARG(source));
}

static struct rule *begin_rule(struct reading *r, struct str source, size_t i,
                               size_t n)
{
    struct automation_reading *out = r->out;

    out->rules = arena_grown(out->arena, out->rules, out->n_rules,
                             sizeof(struct rule *));
    r->rule = rule_new();
    out->rules[out->n_rules++] = r->rule;
    r->rule->name = arena_text(r->rule->arena, rule_name(r, source, n));
    add_azure(r, i);
    return r->rule;
}

static void read_source(struct reading *r, const struct json *json, size_t i,
                        size_t n)
{
    struct str name = json_text(at(json, "eventSource"));
    const struct automation_source *source = automation_source_find(name);
    struct rule *rule = begin_rule(r, name, i, n);
    char path[120];

    snprintf(r->path, sizeof(r->path), "properties.sources[%zu]", i);
    snprintf(path, sizeof(path), "%s.eventSource", r->path);
    add_head(r);
    add_actions(r);
    if (!source) {
        hold(r, path, automation_source_why(name));
        return;
    }
    rule->kinds = 1u << source->kind;
    rule->on = source->on;
    if (source->snapshot)
        add_note(r, SAYS_NOTE, path,
                 _("of a weekly copy only what is new or has changed comes "
                   "here"));
    read_sets(r, source, at(json, "ruleSets"));
    if (json_get(rule->azure, "held"))
        rule->mode = RULE_OFF;
}

static const char *name_of(const struct json *resource, struct arena *arena)
{
    struct str name = json_text(at(resource, "name"));

    return arena_str(arena, str_behind_last(name, '/')).at;
}

static bool check(struct reading *r, struct err *err)
{
    const struct json *sources = at(r->properties, "sources");

    if (str_empty(str_of(r->name)))
        return err_set(err, ERR_INPUT,
                       _("%s: the automation has no name; give it one."),
                       *r->from->path ? r->from->path : "name");
    if (str_of(r->name).len > LIMIT_NAME / 2)
        return err_set(err, ERR_INPUT,
                       _("The name of the automation is longer than %d "
                         "bytes."),
                       LIMIT_NAME / 2);
    if (json_type(r->properties) != JSON_OBJECT)
        return malformed(r, "properties", _("an object"), err);
    if (json_type(sources) != JSON_ARRAY || json_length(sources) == 0)
        return malformed(r, "properties.sources", _("a list of sources"), err);
    if (json_length(sources) > LIMIT_ACTIONS)
        return malformed(r, "properties.sources", _("a shorter list"), err);
    for (size_t i = 0; i < json_length(sources); i++) {
        if (!check_source(r, json_item(sources, i), i, err))
            return false;
    }
    return true;
}

bool automation_read(const struct deploy_resource *from,
                     struct automation_reading *out, struct err *err)
{
    struct json *resource = automation_bare(from->resource);
    struct reading r = {
        .out = out,
        .from = from,
        .resource = resource,
        .properties = at(resource, "properties"),
        .name = name_of(resource, out->arena),
    };
    const struct json *sources = at(r.properties, "sources");
    bool ok = check(&r, err);

    for (size_t i = 0; ok && i < json_length(sources); i++)
        read_source(&r, json_item(sources, i), i, json_length(sources));
    out->n_automations += ok;
    json_free(resource);
    return ok;
}
