/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan_part.h"

#include "engine/template.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

static const struct plan_kind *find_kind(const struct plan_env *env,
                                         const char *name)
{
    for (size_t i = 0; i < env->n_kinds; i++) {
        if (str_eq(str_of(env->kinds[i].kind), str_of(name)))
            return &env->kinds[i];
    }
    return NULL;
}

static bool is_containment(const struct action *action)
{
    return str_eq(str_of(action->kind), STR(KIND_CONTAIN));
}

static bool fail_kind(const struct plan_env *env, const char *kind,
                      struct err *err)
{
    const char **names = mem_array(env->n_kinds + 1, sizeof(*names));
    const char *near;

    for (size_t i = 0; i < env->n_kinds; i++)
        names[i] = env->kinds[i].kind;
    near = str_nearest(str_of(kind), names, env->n_kinds);
    mem_free(names);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no kind of action \"%s\".  Did you mean "
                         "\"%s\"?"),
                       kind, near);
    return err_set(err, ERR_INPUT, _("There is no kind of action \"%s\"."),
                   kind);
}

static bool fail_entry(const struct plan_env *env, struct str name,
                       struct err *err)
{
    size_t n = env->catalogue ? env->catalogue->n : 0;
    const char **names = mem_array(n + 1, sizeof(*names));
    const char *near;

    name = str_sub(name, 0, LIMIT_NAME);
    for (size_t i = 0; i < n; i++)
        names[i] = env->catalogue->entries[i].name;
    near = str_nearest(name, names, n);
    mem_free(names);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no containment \"%.*s\" in the catalogue. "
                         "Did you mean \"%s\"?"),
                       STR_ARG(name), near);
    return err_set(err, ERR_INPUT,
                   _("There is no containment \"%.*s\" in the catalogue."),
                   STR_ARG(name));
}

static bool find_entry(const struct plan_env *env, const struct action *action,
                       const struct containment **out, struct err *err)
{
    struct str name = json_text(json_get(action->with, "action"));
    const struct containment *entry = NULL;

    if (env->catalogue)
        entry = catalogue_find(env->catalogue, name);
    if (!entry) {
        fail_entry(env, name, err);
        return false;
    }
    *out = entry;
    return true;
}

static bool is_template(const struct field *field)
{
    return field->type == FIELD_TEMPLATE || field->type == FIELD_LONG;
}

/* A copy of the fields with their templates filled in. */
static bool render_fields(const struct plan_kind *kind, const struct json *with,
                          struct query_subject *subject, struct arena *arena,
                          struct json *out, struct err *err)
{
    for (size_t i = 0; i < kind->n_fields; i++) {
        const struct field *field = &kind->fields[i];
        struct str text;

        if (!is_template(field) || !json_has_text(with, field->name, &text))
            continue;
        if (!template_render(text, subject, arena, &text, err))
            return err_prefix(err, _("Field \"%s\" of %s"), field->name,
                              kind->kind);
        json_set_str(out, field->name, text);
    }
    return true;
}

/* One rule on one event. */
struct planning {
    const struct rule *rule;
    const struct plan_env *env;
    struct query_subject *subject;
    struct planner planner;
    struct str target; /* of the first containment */
    const char *protected_by;
};

static bool add_simple(struct planning *p, const struct plan_kind *kind,
                       struct json *with, struct err *err)
{
    enum action_class class =
        p->env->class_of ? p->env->class_of(kind->kind, with) : kind->class;
    enum policy policy = policy_ask_event(
        class, (enum policy_side)p->rule->mode, p->subject->event);
    struct step step = {
        .name = _(kind->title),
        .kind = kind->kind,
        .class = class,
        .state = policy == POLICY_RECORD ? RUN_SKIPPED : RUN_WAITING,
    };

    if (policy == POLICY_GO && kind->asks)
        policy = POLICY_ASK;
    if (policy == POLICY_SKIP) {
        json_free(with);
        return true;
    }
    step.phase = PHASE_APPROVAL;
    if (policy == POLICY_ASK &&
        !planner_add_take(&p->planner, step, json_copy(with), err)) {
        json_free(with);
        return false;
    }
    step.phase = PHASE_ACT;
    return planner_add_take(&p->planner, step, with, err);
}

static bool plan_simple(struct planning *p, const struct action *action,
                        struct err *err)
{
    const struct plan_kind *kind = find_kind(p->env, action->kind);
    struct json *with;

    if (!kind)
        return fail_kind(p->env, action->kind, err);
    with = action->with ? json_copy(action->with) : json_new_object();
    if (!render_fields(kind, action->with, p->subject, p->planner.arena, with,
                       err)) {
        json_free(with);
        return false;
    }
    return add_simple(p, kind, with, err);
}

/* For how long, as the rule says. */
static bool read_term(const struct action *action, struct plan_term *out,
                      struct err *err)
{
    struct str text;

    if (!json_has_text(action->with, "for", &text) || str_empty(str_trim(text)))
        return true;
    return plan_term_parse(text, &out->lasts, err) ||
           err_prefix(err, _("Field \"%s\""), "for");
}

static bool plan_containment(struct planning *p, const struct action *action,
                             struct err *err)
{
    const struct containment *entry;
    const struct json *parameters;
    struct str target;
    const char *guarded;
    enum action_class class;
    enum policy policy;

    p->planner.term = (struct plan_term){0};
    if (!find_entry(p->env, action, &entry, err) ||
        !read_term(action, &p->planner.term, err) ||
        !planner_class(&p->planner, entry, &class, err) ||
        !plan_find_target(entry, action->with, p->subject, p->planner.arena,
                          &target, err) ||
        !plan_find_parameters(entry, action->with, target, p->subject,
                              p->planner.arena, &parameters, err))
        return false;
    target = arena_str(p->planner.arena, target);
    if (str_empty(p->target))
        p->target = target;
    policy = policy_ask_event(class, (enum policy_side)p->rule->mode,
                              p->subject->event);
    guarded = policy == POLICY_GO || policy == POLICY_ASK
                  ? protect_find(p->env->protect, target, p->subject)
                  : NULL;
    if (guarded) {
        policy = policy_ask(class, POLICY_PROTECTED);
        p->protected_by = guarded;
    }
    p->planner.guarded = policy == POLICY_ASK ? guarded : NULL;
    return planner_contain(&p->planner, entry, target, parameters, policy, err);
}

bool plan_rule(const struct rule *rule, const struct plan_env *env,
               struct query_subject *subject, struct arena *arena,
               struct plan *out, struct err *err)
{
    struct planning p = {
        .rule = rule,
        .env = env,
        .subject = subject,
        .planner = {.arena = arena},
        .target = STR_NONE,
    };

    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];
        bool ok = is_containment(action) ? plan_containment(&p, action, err)
                                         : plan_simple(&p, action, err);

        if (!ok)
            return err_prefix(err, _("Action %zu"), i + 1);
    }
    planner_finish(&p.planner, out);
    out->protected_by = p.protected_by;
    out->shadow &= rule->mode == RULE_SHADOW || p.planner.n > 0;
    out->target =
        str_empty(p.target) ? plan_target(rule, env, subject, arena) : p.target;
    return true;
}

struct str plan_target(const struct rule *rule, const struct plan_env *env,
                       struct query_subject *subject, struct arena *arena)
{
    static const enum event_column columns[] = {COLUMN_RESOURCE, COLUMN_ENTITY};
    const struct event *event = subject->event;
    const struct containment *entry;
    struct str target;
    struct err ignored;

    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];

        if (is_containment(action) &&
            find_entry(env, action, &entry, &ignored) &&
            plan_find_target(entry, action->with, subject, arena, &target,
                             &ignored))
            return arena_str(arena, target);
    }
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        if (!str_empty(event->column[columns[i]]))
            return event->column[columns[i]];
    }
    return event->key;
}

/* An action that cannot be planned asks nobody. */
static bool class_of_action(const struct action *action,
                            const struct plan_env *env, enum action_class *out)
{
    const struct plan_kind *kind = find_kind(env, action->kind);
    const struct containment *entry;
    struct planner planner = {0};
    struct err ignored;

    if (is_containment(action)) {
        if (!find_entry(env, action, &entry, &ignored))
            return false;
        *out = entry->class;
        if (read_term(action, &planner.term, &ignored))
            planner_class(&planner, entry, out, &ignored);
        return true;
    }
    if (!kind)
        return false;
    *out =
        env->class_of ? env->class_of(kind->kind, action->with) : kind->class;
    return true;
}

size_t plan_asks(const struct rule *rule, const struct plan_env *env,
                 enum policy_side side)
{
    enum action_class class;
    size_t n = 0;

    for (size_t i = 0; i < rule->n_actions; i++) {
        if (class_of_action(&rule->actions[i], env, &class) &&
            policy_ask(class, side) == POLICY_ASK)
            n++;
    }
    return n;
}

static bool check_simple(const struct plan_env *env,
                         const struct action *action, struct err *err)
{
    const struct plan_kind *kind = find_kind(env, action->kind);
    struct str text;

    if (!kind)
        return fail_kind(env, action->kind, err);
    for (size_t i = 0; i < kind->n_fields; i++) {
        const struct field *field = &kind->fields[i];

        if (is_template(field) &&
            json_has_text(action->with, field->name, &text) &&
            !template_check(text, err))
            return err_prefix(err, _("Field \"%s\""), field->name);
    }
    return true;
}

static bool check_containment(const struct plan_env *env,
                              const struct action *action, struct err *err)
{
    const struct containment *entry;
    struct planner planner = {0};
    enum action_class class;
    struct str text;

    if (!find_entry(env, action, &entry, err) ||
        !read_term(action, &planner.term, err) ||
        !planner_class(&planner, entry, &class, err))
        return false;
    if (json_has_text(action->with, "target", &text) &&
        !template_check(text, err))
        return err_prefix(err, _("Field \"%s\""), "target");
    return plan_check_parameters(entry, action->with, err);
}

bool plan_check(const struct rule *rule, const struct plan_env *env,
                struct err *err)
{
    if (rule->guards.key && !template_check(str_of(rule->guards.key), err))
        return err_prefix(err, _("\"key\" in guards"));
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];
        bool ok = is_containment(action) ? check_containment(env, action, err)
                                         : check_simple(env, action, err);

        if (!ok)
            return err_prefix(err, _("Action %zu"), i + 1);
    }
    return true;
}
