/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_run.c - a run as a whole: what it was given, keeps, asks and is answered.
 */
#include <stdio.h>
#include <string.h>

#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- keeping --------------------------------------------------------------*/

static bool weigh(const struct json *json, size_t most, int depth,
                  size_t *weight)
{
    enum json_type type = json_type(json);

    *weight += 32 + (type == JSON_TEXT ? json_text(json).len : 0);
    if (depth > LIMIT_JSON_DEPTH || *weight > most)
        return false;
    if (type != JSON_ARRAY && type != JSON_OBJECT)
        return true;
    for (struct json_each e = json_each(json); json_next(&e);) {
        *weight += 32;
        if (!weigh(e.value, most, depth + 1, weight))
            return false;
    }
    return true;
}

bool wdl_weigh(const struct json *json, size_t most, size_t *weight)
{
    return weigh(json, most, 0, weight);
}

bool wdl_spend(struct wdl_run *run, size_t bytes, struct err *err)
{
    if (bytes > LIMIT_WDL_KEPT - run->kept)
        return err_set(err, ERR_INPUT,
                       _("The inputs and outputs of this run would take more "
                         "than %d MiB, or are nested deeper than %d levels."),
                       LIMIT_WDL_KEPT / LIMIT_MIB, LIMIT_JSON_DEPTH);
    run->kept += bytes;
    return true;
}

static bool keep(struct wdl_run *run, const struct json *json, struct err *err)
{
    size_t weight = 0;

    if (!wdl_weigh(json, LIMIT_WDL_KEPT, &weight))
        weight = LIMIT_WDL_KEPT + 1;
    run->work += weight;
    return wdl_spend(run, weight, err);
}

bool wdl_copy(struct wdl_run *run, const struct json *json, struct json **out,
              struct err *err)
{
    if (!keep(run, json, err))
        return false;
    *out = json_copy(json);
    return true;
}

void wdl_clear(struct wdl_run *run)
{
    arena_clear(run->scratch);
    run->spent = run->work;
}

void wdl_drop(struct wdl_run *run, struct json *json)
{
    size_t weight = 0;

    wdl_weigh(json, LIMIT_WDL_KEPT, &weight);
    run->kept -= weight < run->kept ? weight : run->kept;
    json_free(json);
}

bool wdl_give(struct wdl_run *run, struct wdl_node *node, struct json *outputs,
              struct err *err)
{
    if (!keep(run, outputs, err)) {
        json_free(outputs);
        return false;
    }
    node->outputs = outputs;
    wdl_end(run, node, RUN_SUCCEEDED, "OK", NULL);
    return true;
}

bool wdl_give_body(struct wdl_run *run, struct wdl_node *node,
                   struct json *body, struct err *err)
{
    struct json *outputs = json_new_object();

    json_set_take(outputs, "body", body);
    return wdl_give(run, node, outputs, err);
}

struct wdl_place wdl_place_of(struct wdl_run *run, struct wdl_node *node)
{
    return (struct wdl_place){.run = run, .frame = node->frame, .node = node};
}

/* ---- effects --------------------------------------------------------------*/

const struct wdl_effect *wdl_run_next(struct wdl_run *run)
{
    while (run->next_effect < run->n_effects) {
        const struct wdl_pending *pending = run->effects[run->next_effect++];

        if (pending)
            return &pending->effect;
    }
    return NULL;
}

static const char *code_of(const struct wdl_answer *answer)
{
    static const char *const codes[RUN_STATE_N] = {
        [RUN_SUCCEEDED] = "OK",
        [RUN_FAILED] = "Failed",
        [RUN_TIMED_OUT] = "ActionTimedOut",
        [RUN_CANCELLED] = "Cancelled",
    };
    const char *code = answer->code ? answer->code : codes[answer->state];

    return code ? code : "";
}

static bool try_again(struct wdl_run *run, struct wdl_node *node,
                      const struct wdl_answer *answer)
{
    int64_t due = answer->again ? wdl_retry_due(run, node, answer) : 0;

    if (due == 0)
        return false;
    wdl_forget(run, node);
    wdl_ask(run, node);
    run->effects[node->effect - 1]->effect.due = due;
    return true;
}

static void take_answer(struct wdl_run *run, struct wdl_node *node,
                        struct wdl_answer *answer)
{
    struct err err;

    json_free(node->outputs);
    node->outputs = NULL;
    if (!keep(run, answer->outputs, &err)) {
        json_free(answer->outputs);
        wdl_end(run, node, RUN_FAILED, "ResponseTooLarge", err.text);
        return;
    }
    node->outputs = answer->outputs;
    if (!try_again(run, node, answer))
        wdl_end(run, node, answer->state, code_of(answer), answer->error);
}

bool wdl_run_answer(struct wdl_run *run, size_t number,
                    struct wdl_answer *answer, int64_t now, struct err *err)
{
    struct wdl_pending *pending =
        number < run->n_effects ? run->effects[number] : NULL;
    struct wdl_node *node;

    if (!pending) {
        json_free(answer->outputs);
        return err_set(err, ERR_INPUT,
                       _("Nothing waits for an answer under the number %zu."),
                       number);
    }
    run->now = now;
    run->outside.now = now;
    node = pending->node;
    take_answer(run, node, answer);
    wdl_run_go(run, now);
    return true;
}

/* ---- a run as a whole -----------------------------------------------------*/

static bool read_parameters(struct wdl_run *run, const struct wdl_given *given,
                            struct err *err)
{
    const struct json *declared = wdl_parameters(run->wdl);

    run->parameters = json_copy(run->wdl->parameters);
    for (struct json_each e = json_each(declared); json_next(&e);) {
        const struct json *value = json_find(given->parameters, str_of(e.name));

        if (value)
            json_set_take(run->parameters, e.name, json_copy(value));
        else if (!json_find(e.value, STR("defaultValue")) &&
                 !str_eq(str_of(e.name), STR("$connections")))
            return err_set(err, ERR_INPUT,
                           _("The parameter \"%s\" has no value."), e.name);
    }
    return true;
}

/* The same again in each replay, and no two are the same. */
static const char *next_guid(void *of, char out[GUID_SIZE])
{
    struct wdl_run *run = ((struct wdl_place *)of)->run;
    char text[256];

    snprintf(text, sizeof(text), "%s/%llu", run->seed,
             (unsigned long long)run->guids++);
    return digest_guid_of(str_of(text), out);
}

bool wdl_run_new(const struct wdl *wdl, const struct wdl_given *given,
                 struct wdl_run **out, struct err *err)
{
    struct wdl_run *run = mem_new(sizeof(*run));

    run->wdl = wdl;
    run->arena = arena_new();
    run->scratch = arena_new();
    run->state = RUN_RUNNING;
    run->code = "";
    run->error = "";
    run->seed = arena_text(run->arena, given->seed ? given->seed : "");
    run->trigger = json_copy(given->trigger);
    run->workflow = json_copy(given->workflow);
    run->branches = json_copy(given->branches);
    run->pace = SIZE_MAX;
    run->variables = mem_array(wdl->n_variables + 1, sizeof(*run->variables));
    if (given->outside)
        run->outside = *given->outside;
    run->outside.guid = next_guid;
    run->outside.made = &run->work;
    run->outside.most = LIMIT_WDL_WORK;
    run->top = wdl_frame_new(run, NULL, wdl->top);
    wdl_frame_open(run, run->top);
    if (!read_parameters(run, given, err)) {
        wdl_run_free(run);
        return false;
    }
    *out = run;
    return true;
}

static void free_frame(struct wdl_frame *frame)
{
    for (size_t i = 0; i < frame->block->n; i++) {
        struct wdl_node *node = &frame->nodes[i];

        for (size_t j = 0; j < node->n_frames; j++)
            free_frame(node->frames[j]);
        mem_free(node->frames);
        json_free(node->inputs);
        json_free(node->outputs);
        json_free(node->items);
    }
    mem_free(frame->nodes);
}

void wdl_run_free(struct wdl_run *run)
{
    if (!run)
        return;
    free_frame(run->top);
    for (size_t i = 0; i < run->n_effects; i++)
        mem_free(run->effects[i]);
    mem_free(run->effects);
    for (size_t i = 0; i < run->wdl->n_variables; i++) {
        json_free(run->variables[i].value);
        buf_done(&run->variables[i].text);
    }
    mem_free(run->variables);
    mem_free(run->ready);
    json_free(run->parameters);
    json_free(run->trigger);
    json_free(run->workflow);
    json_free(run->branches);
    json_free(run->response);
    arena_free(run->scratch);
    arena_free(run->arena);
    mem_free(run);
}

/* What has not begun is skipped, what goes on is cancelled. */
static void stop_frame(struct wdl_run *run, struct wdl_frame *frame)
{
    for (size_t i = 0; i < frame->block->n; i++) {
        struct wdl_node *node = &frame->nodes[i];

        for (size_t j = 0; j < node->n_frames; j++)
            stop_frame(run, node->frames[j]);
        if (run_state_final(node->state))
            continue;
        wdl_forget(run, node);
        node->state = node->begun ? RUN_CANCELLED : RUN_SKIPPED;
        node->code = node->begun ? "ActionCancelled" : "ActionSkipped";
        node->ended = run->now;
    }
}

void wdl_stop(struct wdl_run *run, enum run_state state, const char *code,
              const char *error)
{
    run->state = state;
    run->code = arena_text(run->arena, code);
    run->error = arena_text(run->arena, error);
    stop_frame(run, run->top);
    run->n_ready = 0;
}

void wdl_run_cancel(struct wdl_run *run, int64_t now)
{
    run->now = now;
    if (!run_state_final(run->state))
        wdl_stop(run, RUN_CANCELLED, "Cancelled", "");
}

enum run_state wdl_run_state(const struct wdl_run *run)
{
    return run->state;
}

const char *wdl_run_code(const struct wdl_run *run)
{
    return run->code;
}

const char *wdl_run_error(const struct wdl_run *run)
{
    return run->error;
}

const char *wdl_run_variable(struct wdl_run *run, size_t number,
                             const struct json **value)
{
    if (number >= run->wdl->n_variables)
        return NULL;
    *value = wdl_variable_get(run, number);
    return run->wdl->variables[number].name;
}

const struct json *wdl_run_response(const struct wdl_run *run)
{
    return run->response;
}
