/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/source_state.h"

#include "model/limits.h"
#include "util/mem.h"

#define LEVELS 9

void source_state_init(struct source_state *state)
{
    *state = (struct source_state){0};
}

static void todo_done(struct source_todo *todo)
{
    mem_free(todo->url);
    mem_free(todo->subscription);
}

static void trouble_done(struct source_trouble *trouble)
{
    mem_free(trouble->subscription);
    mem_free(trouble->text);
}

void source_state_done(struct source_state *state)
{
    source_todo_clear(state);
    for (size_t i = 0; i < state->n_troubles; i++)
        trouble_done(&state->troubles[i]);
    mem_free(state->todo);
    mem_free(state->troubles);
    mem_free(state->fault);
    source_state_init(state);
}

void source_state_hurry(struct source_state *state)
{
    /* After a failure the wait is the service's own wish. */
    if (state->attempts == 0)
        state->due = 0;
}

bool source_state_walking(const struct source_state *state)
{
    return state->n_todo > 0;
}

bool source_todo_add(struct source_state *state, size_t at, int level,
                     struct str url, const char *subscription)
{
    struct source_todo *todo;

    if (state->n_todo >= LIMIT_PAGES || url.len >= LIMIT_URL)
        return false;
    todo = mem_grow(state->todo, state->n_todo + 1, sizeof(*todo));
    for (size_t i = state->n_todo; i > at; i--)
        todo[i] = todo[i - 1];
    todo[at] = (struct source_todo){
        .level = level,
        .url = mem_textn(url.at, url.len),
        .subscription = mem_text(subscription),
    };
    state->todo = todo;
    state->n_todo++;
    return true;
}

void source_fault_set(struct source_state *state, const char *text)
{
    mem_free(state->fault);
    state->fault = text ? mem_text(text) : NULL;
    state->attempts = text ? state->attempts + 1 : 0;
}

void source_todo_drop(struct source_state *state)
{
    todo_done(&state->todo[0]);
    state->n_todo--;
    for (size_t i = 0; i < state->n_todo; i++)
        state->todo[i] = state->todo[i + 1];
    source_fault_set(state, NULL);
}

void source_todo_clear(struct source_state *state)
{
    for (size_t i = 0; i < state->n_todo; i++)
        todo_done(&state->todo[i]);
    state->n_todo = 0;
    source_fault_set(state, NULL);
}

static struct source_trouble *trouble_find(struct source_state *state,
                                           const char *subscription)
{
    for (size_t i = 0; i < state->n_troubles; i++) {
        if (str_eq_fold(str_of(state->troubles[i].subscription),
                        str_of(subscription)))
            return &state->troubles[i];
    }
    return NULL;
}

void source_trouble_set(struct source_state *state, const char *subscription,
                        const char *text, int64_t since)
{
    struct source_trouble *trouble = trouble_find(state, subscription);

    if (!trouble && state->n_troubles == LIMIT_SCOPES)
        return;
    if (!trouble) {
        state->troubles =
            mem_grow(state->troubles, state->n_troubles + 1, sizeof(*trouble));
        trouble = &state->troubles[state->n_troubles++];
        trouble->subscription = mem_text(subscription);
        trouble->since = since;
    } else {
        mem_free(trouble->text);
    }
    trouble->text = mem_text(text);
}

void source_trouble_clear(struct source_state *state, const char *subscription)
{
    struct source_trouble *trouble = trouble_find(state, subscription);

    if (!trouble)
        return;
    trouble_done(trouble);
    *trouble = state->troubles[--state->n_troubles];
}

struct json *source_state_to_json(const struct source_state *state)
{
    struct json *out = json_new_object();
    struct json *todos = json_new_array();
    struct json *troubles = json_new_array();

    json_set_int(out, "sweep", state->sweep);
    json_set_int(out, "began", state->began);
    json_set_int(out, "succeeded", state->succeeded);
    json_set_int(out, "due", state->due);
    json_set_int(out, "pages", state->pages);
    json_set_int(out, "attempts", state->attempts);
    if (state->fault)
        json_set_text(out, "fault", state->fault);
    for (size_t i = 0; i < state->n_todo; i++) {
        struct json *todo = json_new_object();

        json_set_int(todo, "level", state->todo[i].level);
        json_set_text(todo, "url", state->todo[i].url);
        json_set_text(todo, "subscription", state->todo[i].subscription);
        json_add_take(todos, todo);
    }
    for (size_t i = 0; i < state->n_troubles; i++) {
        struct json *trouble = json_new_object();

        json_set_text(trouble, "subscription", state->troubles[i].subscription);
        json_set_text(trouble, "text", state->troubles[i].text);
        json_set_int(trouble, "since", state->troubles[i].since);
        json_add_take(troubles, trouble);
    }
    json_set_take(out, "todo", todos);
    json_set_take(out, "troubles", troubles);
    return out;
}

static int64_t number(const struct json *json, const char *name)
{
    int64_t value;

    return json_int(json_get(json, name), &value) && value >= 0 ? value : 0;
}

static int small(const struct json *json, const char *name, int most)
{
    int64_t value = number(json, name);

    return value < most ? (int)value : most;
}

static void read_todos(const struct json *list, struct source_state *out)
{
    struct json_each each = json_each(list);

    while (json_next(&each)) {
        struct str url = json_text(json_get(each.value, "url"));
        struct str where = json_text(json_get(each.value, "subscription"));

        if (!str_empty(url))
            source_todo_add(out, out->n_todo,
                            small(each.value, "level", LEVELS), url, where.at);
    }
}

void source_state_from_json(const struct json *json, struct source_state *out)
{
    struct json_each each = json_each(json_get(json, "troubles"));
    struct str fault;

    source_state_init(out);
    out->sweep = number(json, "sweep");
    out->began = number(json, "began");
    out->succeeded = number(json, "succeeded");
    out->due = number(json, "due");
    out->pages = small(json, "pages", LIMIT_PAGES);
    out->attempts = small(json, "attempts", LIMIT_ATTEMPTS);
    if (json_has_text(json, "fault", &fault))
        out->fault = mem_textn(fault.at, fault.len);
    read_todos(json_get(json, "todo"), out);
    while (json_next(&each))
        source_trouble_set(out,
                           json_text(json_get(each.value, "subscription")).at,
                           json_text(json_get(each.value, "text")).at,
                           number(each.value, "since"));
}
