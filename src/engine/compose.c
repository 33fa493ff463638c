/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/compose.h"

#include "engine/compose_part.h"
#include "util/map.h"
#include "util/text.h"
#include "util/when.h"

const struct compose_start compose_starts[START_N] = {
    [START_ALERT] = {"When_an_alert_is_raised", "ascalert",
                     "/Microsoft.Security/Alert/subscribe"},
    [START_RECOMMENDATION] = {"When_a_recommendation_is_made", "ascassessment",
                              "/Microsoft.Security/Assessment/subscribe"},
    [START_COMPLIANCE] = {"When_a_compliance_assessment_is_made",
                          "ascregulatorycompliance",
                          "/Microsoft.Security/"
                          "regulatoryComplianceAssessments/subscribe"},
    [START_RECURRENCE] = {"Recurrence", NULL, NULL},
    [START_REQUEST] = {"manual", NULL, NULL},
};

const struct compose_function compose_functions[COMPOSE_OP_N] = {
    [COMPOSE_EQUALS] = {"equals", "equals", false},
    [COMPOSE_DIFFERS] = {"differs", "equals", true},
    [COMPOSE_CONTAINS] = {"contains", "contains", false},
    [COMPOSE_LACKS] = {"lacks", "contains", true},
    [COMPOSE_STARTS] = {"starts", "startsWith", false},
    [COMPOSE_ENDS] = {"ends", "endsWith", false},
    [COMPOSE_GREATER] = {"greater", "greater", false},
    [COMPOSE_LESS] = {"less", "less", false},
};

const char *compose_op_name(enum compose_op op)
{
    return compose_functions[op].name;
}

/* ---- small pieces ---------------------------------------------------------*/

/* "Entities" is what the event has there; an expression is as it is. */
static void set_place(struct json *object, const char *member, const char *text)
{
    struct str rest = str_of(text);
    struct str part;
    struct buf out;

    if (*text == '@') {
        json_set_text(object, member, text);
        return;
    }
    buf_init(&out);
    buf_text(&out, "@triggerBody()");
    while (str_cut(&rest, '.', &part))
        buf_printf(&out, "?['%.*s']", STR_ARG(part));
    json_set_str(object, member, buf_view(&out));
    buf_done(&out);
}

static struct json *host_of(const char *key)
{
    struct json *host = json_new_object();
    struct json *connection = json_new_object();
    struct buf name;

    buf_init(&name);
    buf_printf(&name, "@parameters('$connections')['%s']['connectionId']", key);
    json_set_str(connection, "name", buf_view(&name));
    buf_done(&name);
    json_set_take(host, "connection", connection);
    return host;
}

/* What reads as a number is one. */
static struct json *value_of(const char *text)
{
    int64_t whole;
    double number;

    if (str_int(str_of(text), &whole))
        return json_new_int(whole);
    return str_real(str_of(text), &number) ? json_new_real(number)
                                           : json_new_text(str_of(text));
}

/* ---- what each kind of step is made of ------------------------------------*/

static void put_action(const struct compose_step *step, struct json *out)
{
    bool asks = str_eq(str_of(step->kind), STR(COMPOSE_APPROVAL));
    struct json *inputs = json_new_object();
    struct buf path;

    buf_init(&path);
    buf_printf(&path, "/%s", step->kind);
    json_set_text(out, "type", asks ? "ApiConnectionWebhook" : "ApiConnection");
    json_set_take(inputs, "host", host_of(COMPOSE_API));
    if (!asks)
        json_set_text(inputs, "method", "post");
    json_set_str(inputs, "path", buf_view(&path));
    json_set_take(inputs, "body",
                  step->with ? json_copy(step->with) : json_new_object());
    json_set_take(out, "inputs", inputs);
    buf_done(&path);
}

static void put_if(const struct compose_step *step, struct json *out)
{
    const struct compose_function *function = &compose_functions[step->op];
    struct json *pair = json_new_array();
    struct json *test = json_new_object();
    struct json *list = json_new_array();
    struct json *expression = json_new_object();
    struct json *left = json_new_object();
    struct json *otherwise = json_new_object();

    set_place(left, "left", step->left);
    json_add_take(pair, json_copy(json_get(left, "left")));
    json_free(left);
    json_add_take(pair, value_of(step->right));
    json_set_take(test, function->function, pair);
    if (function->negated) {
        struct json *negation = json_new_object();

        json_set_take(negation, "not", test);
        test = negation;
    }
    json_add_take(list, test);
    json_set_take(expression, "and", list);
    json_set_text(out, "type", "If");
    json_set_take(out, "expression", expression);
    json_set_take(out, "actions", json_new_object());
    json_set_take(otherwise, "actions", json_new_object());
    json_set_take(out, "else", otherwise);
}

static void put_each(const struct compose_step *step, struct json *out)
{
    json_set_text(out, "type", "Foreach");
    set_place(out, "foreach", step->list);
    json_set_take(out, "actions", json_new_object());
}

static void put_scope(const struct compose_step *step, struct json *out)
{
    (void)step;
    json_set_text(out, "type", "Scope");
    json_set_take(out, "actions", json_new_object());
}

static void put_wait(const struct compose_step *step, struct json *out)
{
    struct json *inputs = json_new_object();
    struct json *interval = json_new_object();

    json_set_int(interval, "count", step->wait / WHEN_SECOND);
    json_set_text(interval, "unit", "Second");
    json_set_take(inputs, "interval", interval);
    json_set_text(out, "type", "Wait");
    json_set_take(out, "inputs", inputs);
}

/* ---- names ----------------------------------------------------------------*/

/* What Logic Apps take in a name of an action. */
static void put_name(const char *text, struct buf *out)
{
    for (const char *c = text; *c; c++)
        buf_char(out, *c == ' ' ? '_' : *c);
}

static const char *name_of(const struct compose_step *step, struct map *names,
                           struct arena *arena)
{
    static const char *const made[COMPOSE_WHAT_N] = {
        [COMPOSE_IF] = "Condition",
        [COMPOSE_EACH] = "For_each",
        [COMPOSE_SCOPE] = "Group",
        [COMPOSE_WAIT] = "Wait",
    };
    const char *base = *step->name ? step->name : made[step->what];
    struct buf name;
    const char *out;

    buf_init(&name);
    put_name(base ? base : step->kind, &name);
    out = arena_str(arena, buf_view(&name)).at;
    for (int n = 2; map_find(names, str_of(out)) != MAP_NONE; n++)
        out = arena_printf(arena, "%.*s_%d", STR_ARG(buf_view(&name)), n);
    buf_done(&name);
    map_add(names, str_of(out));
    return out;
}

/* ---- order ----------------------------------------------------------------*/

void compose_order_init(struct compose_order *order)
{
    *order = (struct compose_order){
        .main = json_new_object(), .base = json_new_object(), .last = ""};
}

void compose_order_done(struct compose_order *order)
{
    json_free(order->main);
    json_free(order->base);
}

static struct json *states_of(const char *const *names)
{
    struct json *list = json_new_array();

    for (; *names; names++)
        json_add_take(list, json_new_text(str_of(*names)));
    return list;
}

static struct json *always(const struct json *main)
{
    static const char *const all[] = {"Succeeded", "Failed", "Skipped",
                                      "TimedOut", NULL};
    struct json *out = json_new_object();

    for (struct json_each e = json_each(main); json_next(&e);)
        json_set_take(out, e.name, states_of(all));
    return out;
}

static struct json *after_one(const char *name, bool failure)
{
    static const char *const good[] = {"Succeeded", NULL};
    static const char *const bad[] = {"Failed", "TimedOut", NULL};
    struct json *out = json_new_object();

    if (*name)
        json_set_take(out, name, states_of(failure ? bad : good));
    return out;
}

struct json *compose_after(const struct compose_order *order,
                           enum compose_when when)
{
    switch (when) {
    case COMPOSE_BESIDE:
        return json_copy(order->base);
    case COMPOSE_ON_FAILURE:
        return after_one(order->last, !order->failing);
    case COMPOSE_ALWAYS:
        return always(order->main);
    default:
        return json_copy(order->main);
    }
}

void compose_order_step(struct compose_order *order, enum compose_when when,
                        const char *name)
{
    struct json *after = compose_after(order, when);
    struct json *own = after_one(name, false);

    order->failing = when == COMPOSE_ON_FAILURE;
    order->last = name;
    if (when == COMPOSE_ON_FAILURE) {
        json_free(after);
        json_free(own);
        return;
    }
    if (when == COMPOSE_BESIDE) {
        for (struct json_each e = json_each(own); json_next(&e);)
            json_set_take(order->main, e.name, json_copy(e.value));
        json_free(own);
        json_free(after);
        return;
    }
    json_free(order->base);
    json_free(order->main);
    order->base = after;
    order->main = own;
}

/* ---- the whole ------------------------------------------------------------*/

struct writing {
    const struct compose *compose;
    struct map names;
    struct arena *arena;
};

static void put_steps(struct writing *writing, size_t parent, bool otherwise,
                      struct json *actions)
{
    static void (*const puts[COMPOSE_WHAT_N])(const struct compose_step *,
                                              struct json *) = {
        [COMPOSE_ACTION] = put_action, [COMPOSE_IF] = put_if,
        [COMPOSE_EACH] = put_each,     [COMPOSE_SCOPE] = put_scope,
        [COMPOSE_WAIT] = put_wait,
    };
    struct compose_order order;

    compose_order_init(&order);
    for (size_t i = 0; i < writing->compose->n; i++) {
        const struct compose_step *step = &writing->compose->steps[i];
        struct json *out;
        const char *name;

        if (step->parent != parent || step->otherwise != otherwise)
            continue;
        out = json_new_object();
        name = name_of(step, &writing->names, writing->arena);
        json_set_take(out, "runAfter", compose_after(&order, step->when));
        compose_order_step(&order, step->when, name);
        puts[step->what](step, out);
        json_set_take(actions, name, out);
        put_steps(writing, i, false, json_member(out, "actions"));
        if (step->what == COMPOSE_IF)
            put_steps(writing, i, true,
                      json_member(json_member(out, "else"), "actions"));
    }
    compose_order_done(&order);
}

static struct json *recurrence_of(int64_t every)
{
    struct json *recurrence = json_new_object();
    bool hours = every >= WHEN_HOUR && every % WHEN_HOUR == 0;

    json_set_text(recurrence, "frequency", hours ? "Hour" : "Minute");
    json_set_int(recurrence, "interval",
                 every / (hours ? WHEN_HOUR : WHEN_MINUTE));
    return recurrence;
}

static struct json *trigger_of(const struct compose *compose)
{
    const struct compose_start *start = &compose_starts[compose->start];
    struct json *triggers = json_new_object();
    struct json *trigger = json_new_object();
    struct json *inputs = json_new_object();
    struct json *body = json_new_object();

    if (compose->start == START_RECURRENCE) {
        json_set_text(trigger, "type", "Recurrence");
        json_set_take(trigger, "recurrence", recurrence_of(compose->every));
    } else if (compose->start == START_REQUEST) {
        json_set_text(trigger, "type", "Request");
        json_set_text(trigger, "kind", "Http");
        json_set_take(inputs, "schema", json_new_object());
        json_set_take(trigger, "inputs", json_copy(inputs));
    } else {
        json_set_text(trigger, "type", "ApiConnectionWebhook");
        json_set_take(inputs, "host", host_of(start->key));
        json_set_text(inputs, "path", start->path);
        json_set_text(body, "callback_url", "@{listCallbackUrl()}");
        json_set_take(inputs, "body", json_copy(body));
        json_set_take(trigger, "inputs", json_copy(inputs));
    }
    json_free(inputs);
    json_free(body);
    json_set_take(triggers, start->name, trigger);
    return triggers;
}

static struct json *connections_of(void)
{
    struct json *all = json_new_object();
    struct json *one = json_new_object();

    json_set_text(one, "type", "Object");
    json_set_take(one, "defaultValue", json_new_object());
    json_set_take(all, "$connections", one);
    return all;
}

struct json *compose_write(const struct compose *compose)
{
    struct writing writing = {.compose = compose, .arena = arena_new()};
    struct json *out = json_new_object();
    struct json *definition = json_new_object();
    struct json *actions = json_new_object();

    map_init(&writing.names, true);
    put_steps(&writing, SIZE_MAX, false, actions);
    map_done(&writing.names);
    arena_free(writing.arena);
    json_set_text(definition, "$schema", COMPOSE_SCHEMA);
    json_set_text(definition, "contentVersion", "1.0.0.0");
    json_set_take(definition, "parameters", connections_of());
    json_set_take(definition, "triggers", trigger_of(compose));
    json_set_take(definition, "actions", actions);
    json_set_text(out, "name", compose->name);
    json_set_take(out, "definition", definition);
    return out;
}
