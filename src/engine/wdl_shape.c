/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wdl_shape.h"

#include "engine/expr_part.h"
#include "engine/wdl_part.h"
#include "engine/wdl_shape_part.h"
#include "model/limits.h"

/* Of "/subscriptions/S/resourceGroups/G/providers/P/type/name". */
#define ID_PARTS 9

static void mark(struct shape *shape, unsigned kinds)
{
    if (shape)
        shape_root(shape)->kinds |= kinds;
}

/* ---- expressions ----------------------------------------------------------*/

/* Where an expression stands. */
struct spot {
    struct wdl_shapes *shapes;
    const struct wdl_action *action;
    struct shape *item; /* of Query, Select, Table */
    bool denied;        /* within not() */
};

static struct shape *shape_of(const struct spot *spot, const struct node *node);

static struct shape *of_loop(const struct spot *spot,
                             const struct wdl_action *loop)
{
    return loop && loop->test
               ? shape_items(spot->shapes, spot->shapes->tests[loop->number])
               : NULL;
}

static struct shape *item_here(const struct spot *spot)
{
    const struct wdl_action *action = spot->action;

    if (spot->item)
        return spot->item;
    for (; action; action = action->block->owner) {
        const struct wdl_action *owner = action->block->owner;

        if (owner && str_eq(str_of(owner->type->name), STR("Foreach")))
            return of_loop(spot, owner);
    }
    return NULL;
}

/* An object of which a member is that one. */
static struct shape *shape_around(struct wdl_shapes *shapes, const char *name,
                                  struct shape *inner)
{
    struct shape *out = shape_new(shapes->arena);

    shape_merge(shapes, inner, shape_member(shapes, out, str_of(name)));
    return out;
}

/* "body/value" is a path. */
static struct shape *member_at(struct wdl_shapes *shapes, struct shape *from,
                               struct str path)
{
    struct str part;

    while (str_cut(&path, '/', &part))
        from = shape_member(shapes, from, part);
    return from;
}

static struct str constant(const struct node *node)
{
    return node && node->kind == NODE_VALUE ? json_text(node->value) : STR_NONE;
}

static struct shape *of_root(const struct spot *spot, const struct node *node)
{
    struct wdl_shapes *shapes = spot->shapes;
    struct str name = str_of(node->of->doc.name);
    struct str what = constant(node->first);
    const struct wdl_action *action = wdl_find(shapes->wdl, what);
    size_t variable;

    if (str_eq(name, STR("triggerBody")))
        return shapes->trigger;
    if (str_eq(name, STR("triggerOutputs")))
        return shapes->trigger_outputs;
    if (str_eq(name, STR("trigger")))
        return shape_around(shapes, "outputs", shapes->trigger_outputs);
    if (str_eq(name, STR("item")))
        return item_here(spot);
    if (str_eq(name, STR("items")))
        return of_loop(spot, action);
    if (str_eq(name, STR("$")) && spot->shapes->arguments) {
        int64_t number = 0;

        json_int(node->first->value, &number);
        return shapes->arguments[number];
    }
    if (str_eq(name, STR("variables"))) {
        variable = wdl_variable_find(shapes->wdl, what);
        return variable < shapes->wdl->n_variables ? shapes->variables[variable]
                                                   : NULL;
    }
    if (!action)
        return NULL;
    if (str_eq(name, STR("outputs")) || str_eq(name, STR("actionOutputs")))
        return shapes->outputs[action->number];
    if (str_eq(name, STR("actions")))
        return shape_around(shapes, "outputs", shapes->outputs[action->number]);
    if (str_eq(name, STR("body")) || str_eq(name, STR("actionBody")))
        return shape_member(shapes, shapes->outputs[action->number],
                            STR("body"));
    return NULL;
}

/* There are to be so many items. */
static struct shape *item_at(const struct spot *spot, struct shape *shape,
                             int64_t index)
{
    struct shape *items = shape_items(spot->shapes, shape);

    shape = shape_root(shape);
    if (index + 1 > shape->least)
        shape->least = index + 1;
    return items;
}

static struct shape *of_member(const struct spot *spot, const struct node *node)
{
    struct shape *from = shape_of(spot, node->first);
    const struct node *key = node->first->next;
    int64_t index;

    shape_of(spot, key);
    /* From its end, as in an id of a resource. */
    if (key->kind == NODE_CALL && from && shape_root(from)->of_split)
        return item_at(spot, from, ID_PARTS - 1);
    if (key->kind != NODE_VALUE || !from)
        return NULL;
    if (!node->forgiving)
        shape_root(from)->needed = true;
    if (json_type(key->value) == JSON_INT && json_int(key->value, &index))
        return item_at(spot, from, index);
    from = member_at(spot->shapes, from, json_text(key->value));
    if (!node->forgiving)
        from->needed = true;
    return from;
}

/* A constant, or a condition's argument that is one. */
static const struct json *plain_of(const struct spot *spot,
                                   const struct node *node)
{
    int64_t number = 0;

    if (!node)
        return NULL;
    if (node->kind == NODE_VALUE)
        return node->value;
    if (node->kind != NODE_ROOT || !spot->shapes->values ||
        !str_eq(str_of(node->of->doc.name), STR("$")))
        return NULL;
    json_int(node->first->value, &number);
    return wdl_value_plain(spot->shapes->values[number]);
}

/* What is more, or less, than a constant is not that one. */
static const struct json *beside(const struct spot *spot,
                                 const struct json *plain, int64_t by)
{
    struct json *other;
    int64_t number;

    if (by == 0 || json_type(plain) != JSON_INT || !json_int(plain, &number) ||
        number >= INT32_MAX || number <= INT32_MIN)
        return plain;
    other = json_new_int(number + by);
    json_keep(spot->shapes->arena, other);
    return other;
}

/* The first constant that it is compared with is a value that it may have. */
static void compare(struct shape *shape, const struct json *plain)
{
    if (!shape || !plain)
        return;
    shape = shape_root(shape);
    if (!shape->value)
        shape->value = plain;
}

/* @inside: something stands behind it. */
static void hold(struct shape *shape, struct str text, bool inside)
{
    if (!shape || !str_empty(shape_root(shape)->holds))
        return;
    shape_root(shape)->holds = text;
    shape_root(shape)->inside = inside;
}

static int64_t number_of(const struct node *node)
{
    int64_t number = 0;

    if (node && node->kind == NODE_VALUE)
        json_int(node->value, &number);
    return number > 0 && number < SHAPE_MOST ? number : 0;
}

static struct shape *split(const struct spot *spot, const struct node *node,
                           struct shape *text)
{
    struct str separator = constant(node->first->next);

    text = shape_root(text);
    if (!text->pieces) {
        text->pieces = shape_new(spot->shapes->arena);
        text->pieces->of_split = true;
        text->separator = separator;
    }
    return shape_root(text->pieces);
}

static bool is_call(const struct node *node, const char *name)
{
    return node && node->kind == NODE_CALL &&
           str_eq_fold(str_of(node->fn->doc.name), str_of(name));
}

static struct shape *parse(const struct spot *spot, struct shape *text)
{
    text = shape_root(text);
    if (!text->parsed)
        text->parsed = shape_new(spot->shapes->arena);
    return shape_root(text->parsed);
}

static struct shape *decode(const struct spot *spot, struct shape *text)
{
    text = shape_root(text);
    if (!text->decoded)
        text->decoded = shape_new(spot->shapes->arena);
    return shape_root(text->decoded);
}

/* Each item of what comes is one like the first argument. */
static struct shape *list_of(const struct spot *spot, struct shape *first)
{
    struct shape *out = shape_new(spot->shapes->arena);

    mark(out, SHAPE_ARRAY);
    shape_merge(spot->shapes, first, shape_items(spot->shapes, out));
    return out;
}

/* What comes of a function is often its first argument, or is in it. */
static struct shape *of_first(const struct spot *spot, const struct node *node,
                              struct str name, struct shape *first)
{
    static const char *const same[] = {"take",
                                       "coalesce",
                                       "array",
                                       "union",
                                       "skip",
                                       "reverse",
                                       "sort",
                                       "toLower",
                                       "toUpper",
                                       "trim",
                                       "replace",
                                       "string",
                                       "int",
                                       "float",
                                       "decimal",
                                       "addProperty",
                                       "setProperty",
                                       "removeProperty",
                                       "decodeUriComponent",
                                       "uriComponentToString"};
    const struct node *second = node->first->next;
    struct shape *root = shape_root(first);

    if (str_eq_fold(name, STR("first")) || str_eq_fold(name, STR("last")))
        return item_at(spot, first, root->skipped);
    if (str_eq_fold(name, STR("split")))
        return split(spot, node, first);
    if (str_eq_fold(name, STR("json")) && !is_call(node->first, "string"))
        return parse(spot, first);
    if (str_eq_fold(name, STR("json"))) {
        mark(first, SHAPE_COLLECTION);
        return first;
    }
    if (str_eq_fold(name, STR("base64ToString")) ||
        str_eq_fold(name, STR("decodeBase64")))
        return decode(spot, first);
    if (str_eq_fold(name, STR("chunk")))
        return list_of(spot, first);
    if (str_eq_fold(name, STR("sort")) && !str_empty(constant(second)))
        mark(shape_member(spot->shapes, shape_items(spot->shapes, first),
                          constant(second)),
             SHAPE_SOME);
    if (str_eq_fold(name, STR("substring"))) {
        int64_t end =
            number_of(second) + number_of(second ? second->next : NULL);

        if (end > root->bytes)
            root->bytes = end;
    }
    if (str_eq_fold(name, STR("skip")) && number_of(second) > root->skipped)
        root->skipped = number_of(second);
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        if (str_eq_fold(name, str_of(same[i])))
            return first;
    }
    return NULL;
}

/* What is one of several is the first of them; what is in a text, that text. */
static const struct json *one_among(const struct node *node)
{
    if (is_call(node, "createArray"))
        node = node->first;
    return node && node->kind == NODE_VALUE &&
                   json_type(node->value) != JSON_ARRAY
               ? node->value
               : NULL;
}

static void look_at_comparison(const struct spot *spot, const struct node *node,
                               struct shape *first, struct shape *second)
{
    static const struct {
        const char *name;
        int64_t by;
    } compares[] = {
        {"equals", 0}, {"greater", 1},      {"greaterOrEquals", 0},
        {"less", -1},  {"lessOrEquals", 0}, {"startsWith", 0},
    };
    struct str name = str_of(node->fn->doc.name);
    const struct json *plain;

    if (!node->first || spot->denied)
        return;
    plain = plain_of(spot, node->first->next);
    for (size_t i = 0; i < sizeof(compares) / sizeof(compares[0]); i++) {
        if (!str_eq_fold(name, str_of(compares[i].name)))
            continue;
        compare(first, beside(spot, plain, compares[i].by));
        compare(second,
                beside(spot, plain_of(spot, node->first), -compares[i].by));
    }
    if (str_eq_fold(name, STR("contains")))
        compare(second, one_among(node->first));
    if (str_eq_fold(name, STR("contains")) ||
        str_eq_fold(name, STR("endsWith")))
        hold(first, json_text(plain), false);
    if (str_eq_fold(name, STR("indexOf")) ||
        str_eq_fold(name, STR("lastIndexOf")))
        hold(first, json_text(plain), true);
}

static struct shape *of_call(const struct spot *spot, const struct node *node)
{
    struct str name = str_of(node->fn->doc.name);
    struct shape *first = NULL;
    struct shape *second = NULL;
    struct spot inside = *spot;
    size_t i = 0;

    if (str_eq_fold(name, STR("not")))
        inside.denied = !spot->denied;
    for (const struct node *arg = node->first; arg; arg = arg->next, i++) {
        struct shape *shape = shape_of(&inside, arg);

        mark(shape, shape_kinds(node->fn, i));
        if (i == 0)
            first = shape;
        else if (i == 1)
            second = shape;
    }
    look_at_comparison(spot, node, first, second);
    if (str_eq_fold(name, STR("union")))
        shape_merge(spot->shapes, first, second);
    if (str_eq_fold(name, STR("if")))
        return second;
    return first ? of_first(spot, node, name, first) : NULL;
}

static struct shape *shape_of(const struct spot *spot, const struct node *node)
{
    switch (node->kind) {
    case NODE_ROOT:
        return of_root(spot, node);
    case NODE_MEMBER:
        return of_member(spot, node);
    case NODE_CALL:
        return of_call(spot, node);
    case NODE_TEXT:
        /* "@{…}" and nothing else is that, as a text. */
        if (node->n == 1 && node->first)
            return shape_of(spot, node->first);
        for (const struct node *arg = node->first; arg; arg = arg->next)
            shape_of(spot, arg);
        return NULL;
    default:
        for (const struct node *arg = node->first; arg; arg = arg->next)
            shape_of(spot, arg);
        return NULL;
    }
}

/* ---- values and actions ---------------------------------------------------*/

static void look_at(void *with, const struct expr *expr)
{
    shape_of(with, expr->top);
}

static struct shape *of_value(struct spot *spot, const struct wdl_value *value);

/* An object is made of what its members are. */
static struct shape *of_object(struct spot *spot, const struct wdl_value *value)
{
    const struct wdl_value *member;
    struct shape *out = NULL;
    const char *name;

    for (size_t i = 0; (member = wdl_value_at(value, i, &name)); i++) {
        struct shape *shape = name ? of_value(spot, member) : NULL;

        if (!shape)
            continue;
        if (!out)
            out = shape_new(spot->shapes->arena);
        shape_merge(spot->shapes, shape,
                    shape_member(spot->shapes, out, str_of(name)));
    }
    return out;
}

/* Of a value that is an expression as a whole, or an object of such; @value may
 * be NULL. */
static struct shape *of_value(struct spot *spot, const struct wdl_value *value)
{
    struct wdl_value *const *arguments;
    const struct expr *whole;
    struct shape **shapes;
    struct shape *out;
    size_t n;

    if (!value)
        return NULL;
    n = wdl_value_arguments(value, &arguments);
    shapes = arena_array(spot->shapes->arena, n + 1, sizeof(struct shape *));
    for (size_t i = 0; i < n; i++)
        shapes[i] = of_value(spot, arguments[i]);
    spot->shapes->arguments = shapes;
    spot->shapes->values = arguments;
    whole = wdl_value_whole(value);
    out = whole ? shape_of(spot, whole->top) : NULL;
    if (!whole) {
        wdl_value_visit(value, look_at, spot);
        out = of_object(spot, value);
    }
    spot->shapes->arguments = NULL;
    spot->shapes->values = NULL;
    return out;
}

static struct shape *of_input(struct spot *spot,
                              const struct wdl_action *action, const char *name)
{
    return of_value(spot, wdl_value_member(action->inputs, name));
}

static void look_in_list(struct spot *spot, const struct wdl_action *action)
{
    struct wdl_shapes *shapes = spot->shapes;
    struct shape *from = of_input(spot, action, "from");
    struct shape *body =
        shape_member(shapes, shapes->outputs[action->number], STR("body"));
    struct shape *made;

    mark(from, SHAPE_ARRAY);
    spot->item = shape_items(shapes, from);
    made = of_value(spot, action->test);
    spot->item = NULL;
    if (str_eq(str_of(action->type->name), STR("Select")))
        shape_merge(shapes, made, shape_items(shapes, body));
    if (str_eq(str_of(action->type->name), STR("Query")))
        shape_merge(shapes, from, body);
}

static void look_at_variable(struct spot *spot, const struct wdl_action *action)
{
    static const unsigned kinds[VARIABLE_TYPE_N] = {
        [VARIABLE_BOOLEAN] = SHAPE_BOOL,  [VARIABLE_INTEGER] = SHAPE_NUMBER,
        [VARIABLE_FLOAT] = SHAPE_NUMBER,  [VARIABLE_STRING] = SHAPE_TEXT,
        [VARIABLE_OBJECT] = SHAPE_OBJECT, [VARIABLE_ARRAY] = SHAPE_ARRAY,
    };
    struct wdl_shapes *shapes = spot->shapes;
    struct str type = str_of(action->type->name);
    struct shape *variable = shapes->variables[action->variable];
    struct shape *value = of_input(spot, action, "value");

    if (str_eq(type, STR("InitializeVariable")))
        value = of_value(
            spot, wdl_value_member(
                      wdl_value_item(
                          wdl_value_member(action->inputs, "variables"), 0),
                      "value"));
    if (str_eq(type, STR("AppendToArrayVariable")))
        shape_merge(shapes, value, shape_items(shapes, variable));
    else if (str_eq(type, STR("SetVariable")) ||
             str_eq(type, STR("InitializeVariable")))
        shape_merge(shapes, value, variable);
    if (str_eq(type, STR("IncrementVariable")) ||
        str_eq(type, STR("DecrementVariable")))
        mark(value, SHAPE_NUMBER);
    mark(variable, kinds[shapes->wdl->variables[action->variable].type]);
}

static void look_at_action(struct wdl_shapes *shapes,
                           const struct wdl_action *action)
{
    struct spot spot = {.shapes = shapes, .action = action};
    struct str type = str_of(action->type->name);
    struct shape *outputs = shapes->outputs[action->number];
    struct shape *content;

    if (str_eq(type, STR("ParseJson"))) {
        content = of_input(&spot, action, "content");
        if (content)
            shape_root(content)->schema = shape_schemas(
                shape_root(content)->schema,
                json_at(action->raw, STR("inputs.schema")), shapes->arena);
        shape_merge(shapes, content,
                    shape_member(shapes, outputs, STR("body")));
    } else if (str_eq(type, STR("Compose"))) {
        shape_merge(shapes, of_value(&spot, action->inputs), outputs);
    } else if (str_eq(type, STR("Foreach"))) {
        shape_merge(shapes, of_value(&spot, action->test),
                    shapes->tests[action->number]);
        mark(shapes->tests[action->number], SHAPE_ARRAY);
    } else if (str_eq(type, STR("Switch"))) {
        content = of_value(&spot, action->test);
        if (action->n_blocks > 0 && action->cases)
            compare(content, wdl_value_plain(action->cases[0]));
    } else if (str_eq(type, STR("Query")) || str_eq(type, STR("Select")) ||
               str_eq(type, STR("Table")) || str_eq(type, STR("Join"))) {
        look_in_list(&spot, action);
    } else if (str_find_fold(type, STR("Variable")) != STR_NOWHERE) {
        look_at_variable(&spot, action);
    } else {
        of_value(&spot, action->inputs);
        of_value(&spot, action->test);
    }
}

struct wdl_shapes *wdl_shapes_new(const struct wdl *wdl, struct arena *arena)
{
    struct wdl_shapes *shapes = arena_alloc(arena, sizeof(*shapes));

    shapes->wdl = wdl;
    shapes->arena = arena;
    shapes->trigger_outputs = shape_new(arena);
    shapes->trigger =
        shape_member(shapes, shapes->trigger_outputs, STR("body"));
    shapes->outputs = arena_array(arena, wdl->n + 1, sizeof(struct shape *));
    shapes->tests = arena_array(arena, wdl->n + 1, sizeof(struct shape *));
    shapes->variables =
        arena_array(arena, wdl->n_variables + 1, sizeof(struct shape *));
    for (size_t i = 0; i < wdl->n; i++) {
        shapes->outputs[i] = shape_new(arena);
        shapes->tests[i] = shape_new(arena);
    }
    for (size_t i = 0; i < wdl->n_variables; i++)
        shapes->variables[i] = shape_new(arena);
    for (size_t i = 0; i < wdl->n; i++)
        look_at_action(shapes, wdl->actions[i]);
    return shapes;
}
