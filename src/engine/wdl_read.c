/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_read.c - from the text of a definition to its blocks and actions.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/text.h"

#define AFTER_SUCCESS (1U << RUN_SUCCEEDED)

bool wdl_fail(const char *path, struct err *err, const char *fmt, ...)
{
    char text[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return err_set(err, ERR_INPUT, "%s: %s", path, text);
}

const char *wdl_member_path(const struct wdl_reader *reader,
                            const struct wdl_action *action, const char *member)
{
    return arena_printf(reader->wdl->arena, "%s.%s", action->path, member);
}

/* ---- what all actions have ------------------------------------------------*/

static bool read_type(struct wdl_action *action, struct err *err)
{
    struct str type = json_text(json_find(action->raw, STR("type")));
    const char *near;

    action->kind = json_text(json_find(action->raw, STR("kind"))).at;
    action->type = wdl_type_find(type);
    if (action->type)
        return true;
    if (str_empty(type))
        return wdl_fail(action->path, err, _("The action has no type."));
    near = wdl_type_near(type);
    return wdl_fail(action->path, err,
                    near ? _("There is no action of the type \"%.*s\"; the "
                             "nearest is \"%s\".")
                         : _("Actions of the type \"%.*s\" cannot be run."),
                    STR_ARG(type), near);
}

static bool is_secure(const struct json *raw, const char *what)
{
    const struct json *list =
        json_at(raw, STR("runtimeConfiguration.secureData.properties"));

    for (struct json_each e = json_each(list); json_next(&e);) {
        if (str_eq_fold(json_text(e.value), str_of(what)))
            return true;
    }
    return false;
}

static bool read_timeout(struct wdl_action *action, struct err *err)
{
    const struct json *timeout = json_at(action->raw, STR("limit.timeout"));
    struct buf text;

    if (!timeout || wdl_span_parse(json_text(timeout), &action->timeout))
        return true;
    buf_init(&text);
    json_put_text(timeout, &text);
    wdl_fail(action->path, err,
             _("\"limit.timeout\" must be a span such as PT1H, but it is "
               "\"%.*s\"."),
             STR_ARG(str_sub(buf_view(&text), 0, 80)));
    buf_done(&text);
    return false;
}

static bool read_inputs(struct wdl_reader *reader, struct wdl_action *action,
                        struct err *err)
{
    const struct json *inputs = json_find(action->raw, STR("inputs"));

    action->secure_inputs = is_secure(action->raw, "inputs");
    action->secure_outputs = is_secure(action->raw, "outputs");
    if (inputs &&
        !wdl_value_read(inputs, wdl_member_path(reader, action, "inputs"),
                        reader->wdl->arena, &action->inputs, err))
        return false;
    return read_timeout(action, err) &&
           (!action->type->effect ||
            wdl_retry_read(inputs, action->path, &action->retry, err)) &&
           (!action->type->read || action->type->read(reader, action, err));
}

/* ---- runAfter -------------------------------------------------------------*/

/* The action of that name beside it, or NULL. */
static struct wdl_action *beside(const struct wdl *wdl,
                                 const struct wdl_block *block, struct str name)
{
    uint32_t number = map_find(&wdl->names, name);

    return number != MAP_NONE && wdl->actions[number]->block == block
               ? wdl->actions[number]
               : NULL;
}

static bool read_states(const struct wdl_action *action,
                        const struct json *list, unsigned *out, struct err *err)
{
    static const struct {
        const char *name;
        enum run_state state;
    } states[] = {{"Succeeded", RUN_SUCCEEDED},
                  {"Failed", RUN_FAILED},
                  {"Skipped", RUN_SKIPPED},
                  {"TimedOut", RUN_TIMED_OUT}};

    *out = 0;
    if (list && json_type(list) != JSON_ARRAY)
        return wdl_fail(
            action->path, err,
            _("\"runAfter\" has a list of states for each action."));
    for (struct json_each e = json_each(list); json_next(&e);) {
        size_t i = 0;

        while (i < 4 &&
               !str_eq_fold(json_text(e.value), str_of(states[i].name)))
            i++;
        if (i == 4)
            return wdl_fail(action->path, err,
                            _("\"runAfter\" knows Succeeded, Failed, Skipped "
                              "and TimedOut, but not \"%s\"."),
                            json_text(e.value).at);
        *out |= 1U << states[i].state;
    }
    if (*out == 0)
        *out = AFTER_SUCCESS;
    return true;
}

static bool read_after(struct wdl_reader *reader, struct wdl_action *action,
                       struct err *err)
{
    const struct json *after = json_find(action->raw, STR("runAfter"));

    /* An empty list is as good as none. */
    if (after && json_type(after) != JSON_OBJECT &&
        (json_type(after) != JSON_ARRAY || json_length(after) > 0))
        return wdl_fail(action->path, err, _("\"%s\" must be an object."),
                        "runAfter");
    action->after = arena_array(reader->wdl->arena, json_length(after) + 1,
                                sizeof(*action->after));
    for (struct json_each e = json_each(after); json_next(&e);) {
        struct wdl_after *one = &action->after[action->n_after++];
        struct wdl_action *before =
            beside(reader->wdl, action->block, str_of(e.name));

        if (!before)
            return wdl_fail(action->path, err,
                            _("\"runAfter\" names \"%s\", which is no action "
                              "beside it."),
                            e.name ? e.name : "");
        if (!read_states(action, e.value, &one->states, err))
            return false;
        one->index = before->index;
        before->next = arena_grown(reader->wdl->arena, before->next,
                                   before->n_next, sizeof(*before->next));
        before->next[before->n_next++] = action->index;
    }
    return true;
}

/* Takes away what waits for nothing, again and again: what is left waits for
 * itself. */
static bool check_circle(const struct wdl_block *block, struct arena *arena,
                         struct err *err)
{
    size_t *waits = arena_array(arena, block->n + 1, sizeof(*waits));
    size_t *ready = arena_array(arena, block->n + 1, sizeof(*ready));
    size_t n = 0;
    size_t done = 0;

    for (size_t i = 0; i < block->n; i++) {
        waits[i] = block->actions[i]->n_after;
        if (waits[i] == 0)
            ready[n++] = i;
    }
    for (; done < n; done++) {
        const struct wdl_action *action = block->actions[ready[done]];

        for (size_t i = 0; i < action->n_next; i++) {
            if (--waits[action->next[i]] == 0)
                ready[n++] = action->next[i];
        }
    }
    for (size_t i = 0; i < block->n; i++) {
        if (waits[i] > 0)
            return wdl_fail(block->actions[i]->path, err,
                            _("It runs after itself, by way of \"runAfter\"."));
    }
    return true;
}

/* ---- blocks ---------------------------------------------------------------*/

static bool add_action(struct wdl_reader *reader, struct wdl_block *block,
                       const char *path, const char *name,
                       const struct json *raw, struct err *err)
{
    struct wdl *wdl = reader->wdl;
    struct wdl_action *action = arena_alloc(wdl->arena, sizeof(*action));

    action->name = arena_text(wdl->arena, name);
    action->path = arena_printf(wdl->arena, "%s.%s", path, name);
    action->raw = raw;
    action->block = block;
    action->index = block->n;
    action->number = wdl->n;
    if (wdl->n == LIMIT_WDL_ACTIONS)
        return wdl_fail(action->path, err,
                        _("The definition has more than %d actions."),
                        LIMIT_WDL_ACTIONS);
    if (map_find(&wdl->names, str_of(name)) != MAP_NONE)
        return wdl_fail(action->path, err,
                        _("Another action has the same name; names must be "
                          "unique in the whole definition."));
    map_add(&wdl->names, str_of(name));
    block->actions[block->n++] = action;
    wdl->actions =
        arena_grown(wdl->arena, wdl->actions, wdl->n, sizeof(*wdl->actions));
    wdl->actions[wdl->n++] = action;
    return read_type(action, err) && wdl_check_action(action, err) &&
           read_inputs(reader, action, err);
}

static bool read_block(struct wdl_reader *reader, struct wdl_action *owner,
                       const char *branch, const char *path,
                       const struct json *actions, struct wdl_block **out,
                       struct err *err)
{
    struct arena *arena = reader->wdl->arena;
    struct wdl_block *block = arena_alloc(arena, sizeof(*block));

    block->owner = owner;
    block->branch = arena_text(arena, branch);
    block->actions =
        arena_array(arena, json_length(actions) + 1, sizeof(*block->actions));
    *out = block;
    if (actions && json_type(actions) != JSON_OBJECT)
        return wdl_fail(path, err,
                        _("It must be an object with an action for each "
                          "name."));
    if (++reader->depth > LIMIT_WDL_DEPTH)
        return wdl_fail(path, err, _("Actions are nested deeper than %d."),
                        LIMIT_WDL_DEPTH);
    for (struct json_each e = json_each(actions); json_next(&e);) {
        if (!add_action(reader, block, path, e.name, e.value, err))
            return false;
    }
    for (size_t i = 0; i < block->n; i++) {
        if (!read_after(reader, block->actions[i], err))
            return false;
    }
    reader->depth--;
    return check_circle(block, arena, err);
}

bool wdl_add_block(struct wdl_reader *reader, struct wdl_action *action,
                   const char *branch, const char *path,
                   const struct json *actions, struct err *err)
{
    struct arena *arena = reader->wdl->arena;

    action->blocks = arena_grown(arena, action->blocks, action->n_blocks,
                                 sizeof(*action->blocks));
    return read_block(reader, action, branch,
                      arena_printf(arena, "%s.%s", action->path, path), actions,
                      &action->blocks[action->n_blocks++], err);
}

/* ---- the definition -------------------------------------------------------*/

/* "parameters", "triggers": an object, where it is there. */
static bool check_object(const struct wdl *wdl, const char *name,
                         struct err *err)
{
    const struct json *member = json_find(wdl->raw, str_of(name));

    return !member || json_type(member) == JSON_OBJECT ||
           wdl_fail(name, err, _("\"%s\" must be an object."), name);
}

static bool read_parameters(struct wdl *wdl, struct err *err)
{
    const struct json *all = json_find(wdl->raw, STR("parameters"));

    wdl->parameters = json_new_object();
    for (struct json_each e = json_each(all); json_next(&e);) {
        const struct json *value = json_find(e.value, STR("defaultValue"));

        if (json_type(e.value) != JSON_OBJECT)
            return wdl_fail("parameters", err, _("\"%s\" must be an object."),
                            e.name);
        json_set_take(wdl->parameters, e.name, json_copy(value));
    }
    return true;
}

static bool read_trigger(struct wdl *wdl, struct err *err)
{
    const struct json *all = json_find(wdl->raw, STR("triggers"));

    if (json_length(all) > 1)
        return wdl_fail("triggers", err,
                        _("riposte runs definitions with one trigger, but "
                          "this one has %zu."),
                        json_length(all));
    for (struct json_each e = json_each(all); json_next(&e);) {
        if (str_empty(json_text(json_find(e.value, STR("type")))))
            return wdl_fail("triggers", err, _("The trigger has no type."));
        wdl->trigger_name = e.name;
        wdl->trigger = e.value;
    }
    return true;
}

static bool read_all(struct wdl *wdl, struct err *err)
{
    struct wdl_reader reader = {.wdl = wdl};

    if (json_type(wdl->raw) != JSON_OBJECT)
        return err_set(err, ERR_INPUT,
                       _("A definition must be an object with triggers and "
                         "actions."));
    if (!check_object(wdl, "parameters", err) ||
        !check_object(wdl, "triggers", err))
        return false;
    return read_parameters(wdl, err) && read_trigger(wdl, err) &&
           read_block(&reader, NULL, "actions", "actions",
                      json_find(wdl->raw, STR("actions")), &wdl->top, err) &&
           wdl_variables_settle(wdl, err);
}

bool wdl_read(const struct json *definition, struct wdl **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct wdl *wdl = arena_alloc(arena, sizeof(*wdl));

    wdl->arena = arena;
    wdl->raw = json_copy(definition);
    map_init(&wdl->names, true);
    if (!read_all(wdl, err)) {
        wdl_free(wdl);
        return false;
    }
    *out = wdl;
    return true;
}

void wdl_free(struct wdl *wdl)
{
    if (!wdl)
        return;
    json_free(wdl->raw);
    json_free(wdl->parameters);
    map_done(&wdl->names);
    arena_free(wdl->arena);
}

/* ---- what it consists of --------------------------------------------------*/

size_t wdl_count(const struct wdl *wdl)
{
    return wdl->n;
}

const struct wdl_action *wdl_at(const struct wdl *wdl, size_t number)
{
    return wdl->actions[number];
}

const struct wdl_action *wdl_find(const struct wdl *wdl, struct str name)
{
    uint32_t number = map_find(&wdl->names, name);

    return number == MAP_NONE ? NULL : wdl->actions[number];
}

struct wdl_facts wdl_facts(const struct wdl_action *action)
{
    return (struct wdl_facts){
        .name = action->name,
        .type = action->type->name,
        .kind = action->kind,
        .path = action->path,
        .branch = action->block->branch,
        .parent = action->block->owner,
        .raw = action->raw,
        .effect = action->type->effect,
        .elsewhere = action->type->elsewhere,
    };
}

const struct json *wdl_parameters(const struct wdl *wdl)
{
    return json_find(wdl->raw, STR("parameters"));
}

const struct json *wdl_trigger(const struct wdl *wdl, const char **name)
{
    *name = wdl->trigger_name ? wdl->trigger_name : "";
    return wdl->trigger;
}
