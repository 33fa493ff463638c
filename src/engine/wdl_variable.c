/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_variable.c - variables: declared at the top, typed, changed in place.
 */
#include "engine/expr_part.h"
#include "engine/wdl_part.h"
#include "util/text.h"

static const char *const types[VARIABLE_TYPE_N] = {
    [VARIABLE_BOOLEAN] = "Boolean", [VARIABLE_INTEGER] = "Integer",
    [VARIABLE_FLOAT] = "Float",     [VARIABLE_STRING] = "String",
    [VARIABLE_OBJECT] = "Object",   [VARIABLE_ARRAY] = "Array",
};

size_t wdl_variable_find(const struct wdl *wdl, struct str name)
{
    size_t i = 0;

    while (i < wdl->n_variables &&
           !str_eq_fold(str_of(wdl->variables[i].name), name))
        i++;
    return i;
}

/* ---- types ----------------------------------------------------------------*/

static bool fits(enum variable_type type, const struct json *value)
{
    static const unsigned allowed[VARIABLE_TYPE_N] = {
        [VARIABLE_BOOLEAN] = 1U << JSON_BOOL,
        [VARIABLE_INTEGER] = 1U << JSON_INT,
        [VARIABLE_FLOAT] = 1U << JSON_INT | 1U << JSON_REAL,
        [VARIABLE_STRING] = 1U << JSON_TEXT,
        [VARIABLE_OBJECT] = 1U << JSON_OBJECT,
        [VARIABLE_ARRAY] = 1U << JSON_ARRAY,
    };

    return value == NULL || (allowed[type] & 1U << json_type(value)) != 0;
}

static bool misfit(const struct wdl_variable *variable,
                   const struct json *value, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("The variable \"%s\" is of the type %s and cannot have a "
                     "value of the type %s."),
                   variable->name, types[variable->type],
                   json_type_name(json_type(value)));
}

/* ---- reading --------------------------------------------------------------*/

static const struct json *declared(const struct wdl_action *action)
{
    return json_item(json_at(action->raw, STR("inputs.variables")), 0);
}

/* What is an expression is not known before it runs. */
static bool may_fit(enum variable_type type, const struct json *value)
{
    return fits(type, value) ||
           str_find_char(json_text(value), '@') != STR_NOWHERE;
}

static bool read_declared(struct wdl_reader *reader, struct wdl_action *action,
                          struct err *err)
{
    struct wdl *wdl = reader->wdl;
    struct wdl_variable variable = {.by = action};
    struct str type = json_text(json_find(declared(action), STR("type")));
    struct str name = json_text(json_find(declared(action), STR("name")));
    const struct json *value = json_find(declared(action), STR("value"));
    int i = 0;

    if (action->block->owner)
        return wdl_fail(action->path, err,
                        _("A variable is declared at the top, not within "
                          "another action."));
    if (str_empty(name) ||
        json_length(json_at(action->raw, STR("inputs.variables"))) != 1)
        return wdl_fail(action->path, err,
                        _("\"inputs.variables\" must name one variable."));
    while (i < VARIABLE_TYPE_N && !str_eq_fold(type, str_of(types[i])))
        i++;
    if (i == VARIABLE_TYPE_N)
        return wdl_fail(action->path, err,
                        _("A variable is Boolean, Integer, Float, String, "
                          "Object or Array, but not \"%.*s\"."),
                        STR_ARG(type));
    if (wdl_variable_find(wdl, name) < wdl->n_variables)
        return wdl_fail(action->path, err,
                        _("The variable \"%.*s\" is declared twice."),
                        STR_ARG(name));
    variable.type = (enum variable_type)i;
    variable.name = arena_str(wdl->arena, name).at;
    if (!may_fit(variable.type, value)) {
        misfit(&variable, value, err);
        return err_prefix(err, "%s", action->path);
    }
    action->variable = wdl->n_variables;
    wdl->variables = arena_grown(wdl->arena, wdl->variables, wdl->n_variables,
                                 sizeof(*wdl->variables));
    wdl->variables[wdl->n_variables++] = variable;
    return true;
}

struct own {
    struct str name;
    bool read;
};

static void look_at_node(struct own *own, const struct node *node)
{
    const struct node *first = node->first;

    if (node->kind == NODE_ROOT && first && first->kind == NODE_VALUE &&
        str_eq(str_of(node->of->doc.name), STR("variables")))
        own->read |= str_eq_fold(json_text(first->value), own->name);
    for (; first; first = first->next)
        look_at_node(own, first);
}

static void look_at_expr(void *with, const struct expr *expr)
{
    look_at_node(with, expr->top);
}

/* Azure does not save such a definition. */
static bool check_own(struct wdl *wdl, const struct wdl_action *action,
                      struct str name, struct err *err)
{
    struct own own = {.name = name};

    if (!str_eq(str_of(action->type->name), STR("SetVariable")))
        return true;
    wdl_value_visit(action->inputs, look_at_expr, &own);
    return !own.read ||
           wdl_fail(arena_printf(wdl->arena, "%s.inputs.value", action->path),
                    err,
                    _("SetVariable must not read the variable \"%.*s\" that "
                      "it sets. Make the value in a Compose before it."),
                    STR_ARG(name));
}

bool wdl_variables_settle(struct wdl *wdl, struct err *err)
{
    for (size_t i = 0; i < wdl->n; i++) {
        struct wdl_action *action = wdl->actions[i];
        struct str name;

        if (!action->type->sets)
            continue;
        name = json_text(json_at(action->raw, STR("inputs.name")));
        action->variable = wdl_variable_find(wdl, name);
        if (action->variable == wdl->n_variables)
            return wdl_fail(action->path, err,
                            _("No action declares the variable \"%.*s\"."),
                            STR_ARG(name));
        if (!check_own(wdl, action, name, err))
            return false;
    }
    return true;
}

const struct json *wdl_variable_get(struct wdl_run *run, size_t number)
{
    struct wdl_slot *slot = &run->variables[number];

    if (slot->stale) {
        json_free(slot->value);
        slot->value = json_new_text(buf_view(&slot->text));
        slot->stale = false;
    }
    return slot->value;
}

/* ---- running --------------------------------------------------------------*/

static bool end_set(struct wdl_run *run, struct wdl_node *node)
{
    wdl_end(run, node, RUN_SUCCEEDED, "OK", NULL);
    return true;
}

static bool put(struct wdl_run *run, struct wdl_node *node,
                const struct json *value, struct err *err)
{
    size_t number = node->action->variable;
    const struct wdl_variable *variable = &run->wdl->variables[number];
    struct json *copy;

    if (!fits(variable->type, value))
        return misfit(variable, value, err);
    if (!wdl_copy(run, value, &copy, err))
        return false;
    wdl_drop(run, run->variables[number].value);
    run->variables[number].value = copy;
    run->variables[number].stale = false;
    buf_clear(&run->variables[number].text);
    return end_set(run, node);
}

static bool start_declare(struct wdl_run *run, struct wdl_node *node,
                          struct err *err)
{
    const struct json *first =
        json_item(json_find(node->inputs, STR("variables")), 0);

    return put(run, node, json_find(first, STR("value")), err);
}

static bool start_set(struct wdl_run *run, struct wdl_node *node,
                      struct err *err)
{
    return put(run, node, json_find(node->inputs, STR("value")), err);
}

static bool add_number(struct wdl_run *run, struct wdl_node *node, int sign,
                       struct err *err)
{
    size_t number = node->action->variable;
    const struct json *by = json_find(node->inputs, STR("value"));
    const struct json *old = wdl_variable_get(run, number);
    int64_t step = 1, from = 0;
    double real_step = 1, real_from = 0;
    struct json *sum;

    if (by == NULL || json_int(by, &step)) {
        real_step = (double)step;
    } else if (!json_real(by, &real_step)) {
        return misfit(&run->wdl->variables[number], by, err);
    }
    if ((old == NULL || json_int(old, &from)) && json_type(by) != JSON_REAL) {
        if (__builtin_add_overflow(from, sign * step, &from))
            return err_set(err, ERR_INPUT, _("The number grows too large."));
        sum = json_new_int(from);
    } else if (json_real(old, &real_from) || json_int(old, &from)) {
        sum = json_new_real(
            (json_type(old) == JSON_INT ? (double)from : real_from) +
            sign * real_step);
    } else {
        return misfit(&run->wdl->variables[number], old, err);
    }
    json_keep(run->scratch, sum);
    return put(run, node, sum, err);
}

static bool start_increment(struct wdl_run *run, struct wdl_node *node,
                            struct err *err)
{
    return add_number(run, node, 1, err);
}

static bool start_decrement(struct wdl_run *run, struct wdl_node *node,
                            struct err *err)
{
    return add_number(run, node, -1, err);
}

static bool start_append_item(struct wdl_run *run, struct wdl_node *node,
                              struct err *err)
{
    size_t number = node->action->variable;
    struct json **array = &run->variables[number].value;
    struct json *copy;

    if (*array == NULL)
        *array = json_new_array();
    if (json_type(*array) != JSON_ARRAY)
        return misfit(&run->wdl->variables[number], *array, err);
    if (!wdl_copy(run, json_find(node->inputs, STR("value")), &copy, err))
        return false;
    json_add_take(*array, copy);
    return end_set(run, node);
}

static bool start_append_text(struct wdl_run *run, struct wdl_node *node,
                              struct err *err)
{
    struct wdl_slot *slot = &run->variables[node->action->variable];
    size_t before = slot->text.len;

    if (slot->value != NULL && json_type(slot->value) != JSON_TEXT)
        return misfit(&run->wdl->variables[node->action->variable], slot->value,
                      err);
    if (before == 0)
        expr_put_text(slot->value, &slot->text);
    expr_put_text(json_find(node->inputs, STR("value")), &slot->text);
    slot->stale = true;
    if (!wdl_spend(run, slot->text.len - before, err))
        return false;
    return end_set(run, node);
}

const struct wdl_type wdl_types_variable[] = {
    {.name = "InitializeVariable",
     .read = read_declared,
     .start = start_declare},
    {.name = "SetVariable", .sets = true, .start = start_set},
    {.name = "IncrementVariable", .sets = true, .start = start_increment},
    {.name = "DecrementVariable", .sets = true, .start = start_decrement},
    {.name = "AppendToArrayVariable", .sets = true, .start = start_append_item},
    {.name = "AppendToStringVariable",
     .sets = true,
     .start = start_append_text},
    {.name = NULL},
};
