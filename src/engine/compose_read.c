/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose_read.c - from a definition to the steps that it was composed of, if
 * it was.
 */
#include "engine/compose_part.h"
#include "util/text.h"
#include "util/when.h"

struct reading {
    struct arena *arena;
    struct compose *out;
};

static bool other(const char *name, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("%.200s is nothing that the form can show: edit it as "
                     "JSON."),
                   name);
}

static struct str text_at(const struct json *json, const char *path)
{
    return json_text(json_at(json, str_of(path)));
}

static const char *kept(struct reading *reading, struct str text)
{
    return arena_str(reading->arena, text).at;
}

/* ---- steps ----------------------------------------------------------------*/

static bool read_action(struct reading *reading, const struct json *json,
                        struct compose_step *step)
{
    const struct json *inputs = json_get(json, "inputs");
    struct str path = text_at(inputs, "path");

    if (str_find(text_at(inputs, "host.connection.name"),
                 STR("'" COMPOSE_API "'")) == STR_NOWHERE ||
        path.len < 2)
        return false;
    step->what = COMPOSE_ACTION;
    step->kind = kept(reading, str_sub(path, 1, STR_NOWHERE));
    step->with = json_get(inputs, "body");
    return json_type(step->with) == JSON_OBJECT;
}

static bool is_one(const struct json *json)
{
    return json_length(json) == 1;
}

static bool read_pair(struct reading *reading, const struct json *test,
                      bool negated, struct compose_step *step)
{
    for (int i = 0; i < COMPOSE_OP_N; i++) {
        const struct compose_function *one = &compose_functions[i];
        const struct json *pair = json_get(test, one->function);
        struct buf right;

        if (!pair || one->negated != negated || json_length(pair) != 2)
            continue;
        buf_init(&right);
        json_put_text(json_item(pair, 1), &right);
        step->op = (enum compose_op)i;
        step->left = kept(reading, json_text(json_item(pair, 0)));
        step->right = kept(reading, buf_view(&right));
        buf_done(&right);
        return *step->left == '@';
    }
    return false;
}

static bool read_if(struct reading *reading, const struct json *json,
                    struct compose_step *step)
{
    const struct json *expression = json_get(json, "expression");
    const struct json *all = json_get(expression, "and");
    const struct json *test = json_item(all, 0);
    const struct json *negation = json_get(test, "not");

    step->what = COMPOSE_IF;
    return is_one(expression) && is_one(all) && is_one(test) &&
           (negation
                ? is_one(negation) && read_pair(reading, negation, true, step)
                : read_pair(reading, test, false, step));
}

static bool read_each(struct reading *reading, const struct json *json,
                      struct compose_step *step)
{
    step->what = COMPOSE_EACH;
    step->list = kept(reading, text_at(json, "foreach"));
    return *step->list == '@' && !json_get(json, "runtimeConfiguration") &&
           !json_get(json, "operationOptions");
}

static bool read_scope(struct reading *reading, const struct json *json,
                       struct compose_step *step)
{
    (void)reading, (void)json;
    step->what = COMPOSE_SCOPE;
    return true;
}

static bool read_wait(struct reading *reading, const struct json *json,
                      struct compose_step *step)
{
    const struct json *interval = json_at(json, STR("inputs.interval"));
    int64_t count;

    (void)reading;
    step->what = COMPOSE_WAIT;
    if (!str_eq_fold(text_at(interval, "unit"), STR("Second")) ||
        !json_int(json_get(interval, "count"), &count))
        return false;
    step->wait = count * WHEN_SECOND;
    return true;
}

static const struct {
    const char *type;
    bool (*read)(struct reading *reading, const struct json *json,
                 struct compose_step *step);
} types[] = {
    {"ApiConnection", read_action},
    {"ApiConnectionWebhook", read_action},
    {"If", read_if},
    {"Foreach", read_each},
    {"Scope", read_scope},
    {"Wait", read_wait},
};

/* When it runs is what would have made the runAfter that it has. */
static bool read_when(const struct compose_order *order,
                      const struct json *after, enum compose_when *out)
{
    for (int i = 0; i < COMPOSE_WHEN_N; i++) {
        struct json *made = compose_after(order, (enum compose_when)i);
        bool same = json_equal(made, after);

        json_free(made);
        if (same) {
            *out = (enum compose_when)i;
            return true;
        }
    }
    return false;
}

static bool read_step(struct reading *reading, struct compose_order *order,
                      const char *name, const struct json *json,
                      struct compose_step *step)
{
    struct str type = text_at(json, "type");

    if (!read_when(order, json_get(json, "runAfter"), &step->when))
        return false;
    compose_order_step(order, step->when, name);
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (str_eq_fold(type, str_of(types[i].type)))
            return types[i].read(reading, json, step);
    }
    return false;
}

static bool read_steps(struct reading *reading, size_t parent, bool otherwise,
                       const struct json *actions, struct err *err);

static bool read_inside(struct reading *reading, size_t at,
                        const struct json *json, struct err *err)
{
    return read_steps(reading, at, false, json_get(json, "actions"), err) &&
           read_steps(reading, at, true, json_at(json, STR("else.actions")),
                      err);
}

static bool read_steps(struct reading *reading, size_t parent, bool otherwise,
                       const struct json *actions, struct err *err)
{
    struct compose *out = reading->out;
    struct compose_order order;
    bool ok = true;

    compose_order_init(&order);
    for (struct json_each e = json_each(actions); ok && json_next(&e);) {
        struct compose_step step = {
            .parent = parent,
            .otherwise = otherwise,
            .name = kept(reading, str_of(e.name)),
            .kind = "",
            .left = "",
            .right = "",
            .list = "",
        };

        ok = read_step(reading, &order, step.name, e.value, &step) ||
             other(step.name, err);
        if (!ok)
            break;
        out->steps =
            arena_grown(reading->arena, out->steps, out->n, sizeof(step));
        out->steps[out->n++] = step;
        ok = read_inside(reading, out->n - 1, e.value, err);
    }
    compose_order_done(&order);
    return ok;
}

/* ---- the whole ------------------------------------------------------------*/

static bool read_start(const struct playbook *playbook, struct compose *out,
                       struct err *err)
{
    const char *name;
    const struct json *trigger = wdl_trigger(playbook->wdl, &name);
    const struct json *recurrence = json_get(trigger, "recurrence");
    struct str frequency = text_at(recurrence, "frequency");
    int64_t interval;

    out->start = playbook->start;
    if (playbook->start == START_OTHER)
        return other("triggers", err);
    if (playbook->start != START_RECURRENCE)
        return true;
    if (json_length(recurrence) != 2 ||
        !json_int(json_get(recurrence, "interval"), &interval))
        return other(name, err);
    out->every = interval * (str_eq_fold(frequency, STR("Hour")) ? WHEN_HOUR
                                                                 : WHEN_MINUTE);
    return str_eq_fold(frequency, STR("Hour")) ||
           str_eq_fold(frequency, STR("Minute")) || other(name, err);
}

bool compose_read(const struct playbook *playbook, struct arena *arena,
                  struct compose *out, struct err *err)
{
    struct compose compose = {.name = playbook->name};
    struct reading reading = {.arena = arena, .out = &compose};

    if (!playbook->wdl)
        return other(playbook->name, err);
    if (!read_start(playbook, &compose, err) ||
        !read_steps(&reading, SIZE_MAX, false,
                    json_get(playbook->definition, "actions"), err))
        return false;
    *out = compose;
    return true;
}
