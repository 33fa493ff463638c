/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_lint.c - what is probably wrong with a playbook: names that lead
 * nowhere, branches that are never taken, loops without bound, parameters that
 * nobody reads.
 */
#include "engine/expr_part.h"
#include "engine/playbook_part.h"
#include "engine/wdl_part.h"
#include "util/mem.h"
#include "util/text.h"

struct lint_work {
    struct playbook *playbook;
    struct arena *arena;
    const struct wdl_action *action; /* that is looked at */
    struct map read;                 /* names of parameters */
    bool varies;                     /* the value looked at is no constant */
};

#define NOTE(work, ...)                                                        \
    playbook_note((work)->arena, &(work)->playbook->lint,                      \
                  &(work)->playbook->n_lint, (work)->action->path,             \
                  __VA_ARGS__)

/* ---- names ----------------------------------------------------------------*/

/* Does @other end before @action begins, as far as its own block goes?  By
 * runAfter; definitions have no circles. */
static bool comes_before(const struct wdl_action *action,
                         const struct wdl_action *other, bool *seen)
{
    if (seen[action->index])
        return false;
    seen[action->index] = true;
    for (size_t i = 0; i < action->n_after; i++) {
        const struct wdl_action *before =
            action->block->actions[action->after[i].index];

        if (before == other || comes_before(before, other, seen))
            return true;
    }
    return false;
}

static bool is_inside(const struct wdl_action *action,
                      const struct wdl_action *of)
{
    for (; action; action = action->block->owner) {
        if (action == of)
            return true;
    }
    return false;
}

/* The one of @block that @action is, or that holds it. */
static const struct wdl_action *holder_in(const struct wdl_action *action,
                                          const struct wdl_block *block)
{
    while (action && action->block != block)
        action = action->block->owner;
    return action;
}

static bool ends_before(const struct wdl_action *action,
                        const struct wdl_action *other)
{
    for (; action; action = action->block->owner) {
        const struct wdl_action *holder = holder_in(other, action->block);
        bool *seen;
        bool before;

        if (!holder)
            continue;
        seen = mem_array(action->block->n + 1, sizeof(*seen));
        before = comes_before(action, holder, seen);
        mem_free(seen);
        return before;
    }
    return false;
}

static bool is_loop(const struct wdl_action *action)
{
    return str_eq(str_of(action->type->name), STR("Foreach")) ||
           str_eq(str_of(action->type->name), STR("Until"));
}

static void look_at_action(struct lint_work *work, struct str root,
                           struct str name)
{
    const struct wdl_action *other = wdl_find(work->playbook->wdl, name);
    bool loop =
        str_eq(root, STR("items")) || str_eq(root, STR("iterationIndexes"));

    if (!other) {
        NOTE(work, _("%.*s() names the action \"%.*s\", which is not there."),
             STR_ARG(root), STR_ARG(name));
        return;
    }
    if (loop) {
        /* A loop has no item of its own, but knows its rounds. */
        bool own = other == work->action && str_eq(root, STR("items"));

        if (own || !is_loop(other) || !is_inside(work->action, other))
            NOTE(work,
                 _("%.*s() names the loop \"%.*s\", but it does not stand "
                   "in it."),
                 STR_ARG(root), STR_ARG(name));
        return;
    }
    /* What is around it may be asked about from inside. */
    if (is_inside(work->action, other) || ends_before(work->action, other))
        return;
    NOTE(work,
         _("%.*s() reads what the action \"%.*s\" gave, but nothing makes that "
           "run before."),
         STR_ARG(root), STR_ARG(name));
}

static void look_at_parameter(struct lint_work *work, struct str name)
{
    const struct json *declared = wdl_parameters(work->playbook->wdl);

    map_add(&work->read, name);
    if (!json_find(declared, name) && !json_find(work->playbook->values, name))
        NOTE(work, _("parameters() names \"%.*s\", which is not declared."),
             STR_ARG(name));
}

static void look_at_variable(struct lint_work *work, struct str name)
{
    const struct wdl *wdl = work->playbook->wdl;

    if (wdl_variable_find(wdl, name) == wdl->n_variables)
        NOTE(work, _("variables() names \"%.*s\", which is not declared."),
             STR_ARG(name));
}

static bool names_action(struct str root)
{
    static const char *const roots[] = {
        "body",    "actionBody", "outputs", "actionOutputs",
        "actions", "items",      "result",  "iterationIndexes",
    };

    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        if (str_eq(root, str_of(roots[i])))
            return true;
    }
    return false;
}

static bool changes_by_itself(const struct node *node)
{
    struct str name;

    if (node->kind == NODE_ROOT)
        return !str_eq(str_of(node->of->doc.name), STR("$"));
    if (node->kind == NODE_PROPERTY)
        return true;
    if (node->kind != NODE_CALL)
        return false;
    name = str_of(node->fn->doc.name);
    return str_starts_fold(name, STR("utcNow")) ||
           str_eq_fold(name, STR("guid")) || str_eq_fold(name, STR("rand")) ||
           str_starts_fold(name, STR("getFuture")) ||
           str_starts_fold(name, STR("getPast"));
}

static void look_at_node(struct lint_work *work, const struct node *node)
{
    const struct node *first = node->first;

    work->varies = work->varies || changes_by_itself(node);
    if (node->kind == NODE_ROOT && first && first->kind == NODE_VALUE) {
        struct str root = str_of(node->of->doc.name);

        if (str_eq(root, STR("parameters")))
            look_at_parameter(work, json_text(first->value));
        else if (str_eq(root, STR("variables")))
            look_at_variable(work, json_text(first->value));
        else if (names_action(root))
            look_at_action(work, root, json_text(first->value));
    }
    for (; first; first = first->next)
        look_at_node(work, first);
}

static void look_at_expr(void *with, const struct expr *expr)
{
    look_at_node(with, expr->top);
}

/* What stands in a condition are its arguments. */
static void look_at_value(struct lint_work *work, const struct wdl_value *value)
{
    struct wdl_value *const *arguments;
    size_t n;

    if (!value)
        return;
    wdl_value_visit(value, look_at_expr, work);
    n = wdl_value_arguments(value, &arguments);
    for (size_t i = 0; i < n; i++)
        look_at_value(work, arguments[i]);
}

/* ---- ways -----------------------------------------------------------------*/

static void look_at_test(struct lint_work *work)
{
    const struct wdl_action *action = work->action;
    struct str type = str_of(action->type->name);

    work->varies = false;
    look_at_value(work, action->test);
    if (!work->varies && action->test &&
        (str_eq(type, STR("If")) || str_eq(type, STR("Switch")) ||
         str_eq(type, STR("Until"))))
        NOTE(work, _("Its condition is always the same: one of its ways is "
                     "never taken."));
    for (size_t i = 0; action->cases && i < action->n_blocks; i++) {
        if (!action->has_default || i + 1 < action->n_blocks)
            wdl_value_visit(action->cases[i], look_at_expr, work);
    }
}

static void look_at_way(struct lint_work *work)
{
    const struct wdl_action *action = work->action;

    for (size_t i = 0; i < action->n_after; i++) {
        const struct wdl_action *before =
            action->block->actions[action->after[i].index];

        if (str_eq(str_of(before->type->name), STR("Terminate")))
            NOTE(work,
                 _("It never runs: \"%s\", which it runs after, ends "
                   "everything."),
                 before->name);
    }
    if (str_eq(str_of(action->type->name), STR("Until")) &&
        !json_at(action->raw, STR("limit.count")) &&
        !json_at(action->raw, STR("limit.timeout")))
        NOTE(work, _("The loop has no bound of its own (\"limit\")."));
}

/* ---- parameters -----------------------------------------------------------*/

static void look_at_parameters(struct lint_work *work)
{
    struct playbook *playbook = work->playbook;

    for (struct json_each e = json_each(wdl_parameters(playbook->wdl));
         json_next(&e);) {
        if (!e.name || str_eq(str_of(e.name), STR("$connections")) ||
            map_find(&work->read, str_of(e.name)) != MAP_NONE)
            continue;
        playbook_note(work->arena, &playbook->lint, &playbook->n_lint,
                      arena_printf(work->arena, "parameters.%s", e.name), "%s",
                      _("Nobody reads this parameter."));
    }
}

/* The trigger and what stands around the actions read parameters too. */
static void read_texts(struct lint_work *work, const struct json *json)
{
    static const char call[] = "parameters('";

    if (json_type(json) == JSON_TEXT) {
        struct str text = json_text(json);
        size_t at;

        while ((at = str_find_fold(text, str_of(call))) != STR_NOWHERE) {
            text = str_sub(text, at + sizeof(call) - 1, STR_NOWHERE);
            map_add(&work->read, str_sub(text, 0, str_find_char(text, '\'')));
        }
        return;
    }
    for (struct json_each e = json_each(json); json_next(&e);)
        read_texts(work, e.value);
}

void playbook_lint(struct playbook *playbook, struct arena *arena)
{
    struct lint_work work = {.playbook = playbook, .arena = arena};

    map_init(&work.read, true);
    for (size_t i = 0; i < playbook->wdl->n; i++) {
        work.action = playbook->wdl->actions[i];
        wdl_value_visit(work.action->inputs, look_at_expr, &work);
        look_at_test(&work);
        look_at_way(&work);
        playbook_lint_secrets(playbook, work.action->path, work.action->raw,
                              arena);
    }
    read_texts(&work, playbook->definition);
    look_at_parameters(&work);
    map_done(&work.read);
}
