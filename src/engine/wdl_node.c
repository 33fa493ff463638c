/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_node.c - what is ready begins, what has ended lets others begin.
 *
 * Steps inwards are a recursion: of frames that end, and of frames that begin
 * empty.  Both are bounded by the depth of the definition.
 */
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

#define CODE_TEMPLATE "InvalidTemplate"
#define CODE_INSIDE   "ActionFailed"

/* ---- frames ---------------------------------------------------------------*/

/* For one more behind @n, in a list that never gets shorter: twice as long at
 * each power of two. */
static void *with_room(void *list, size_t n, size_t size)
{
    return (n & (n - 1)) == 0 ? mem_grow(list, n > 0 ? 2 * n : 1, size) : list;
}

void wdl_later(struct wdl_run *run, struct wdl_node *node)
{
    if (run->n_ready == run->room) {
        run->room = 2 * run->room + 16;
        run->ready = mem_grow(run->ready, run->room, sizeof(*run->ready));
    }
    run->ready[run->n_ready++] = node;
}

/* Nodes whose actions wait for nothing; the first of the text goes first. */
void wdl_frame_open(struct wdl_run *run, struct wdl_frame *frame)
{
    const struct wdl_block *block = frame->block;

    for (size_t i = 0; i < block->n; i++) {
        frame->nodes[i] = (struct wdl_node){
            .action = block->actions[i],
            .frame = frame,
            .state = RUN_WAITING,
            .turn = SIZE_MAX,
            .waits = block->actions[i]->n_after,
            .code = "",
            .error = "",
        };
    }
    for (size_t i = block->n; i-- > 0;) {
        if (frame->nodes[i].waits == 0)
            wdl_later(run, &frame->nodes[i]);
    }
}

struct wdl_frame *wdl_frame_new(struct wdl_run *run, struct wdl_node *owner,
                                const struct wdl_block *block)
{
    struct wdl_frame *frame = arena_alloc(run->arena, sizeof(*frame));

    frame->owner = owner;
    frame->block = block;
    frame->open = block->n;
    frame->nodes = mem_array(block->n + 1, sizeof(*frame->nodes));
    run->n_nodes += block->n;
    return frame;
}

bool wdl_begin(struct wdl_run *run, struct wdl_node *node,
               const struct wdl_block *block, const struct json *item,
               struct err *err)
{
    struct wdl_frame *frame;

    if (run->n_nodes + block->n > LIMIT_WDL_NODES)
        return err_set(err, ERR_INPUT,
                       _("The run would have more than %d actions."),
                       LIMIT_WDL_NODES);
    frame = wdl_frame_new(run, node, block);
    frame->round = node->n_frames;
    frame->item = item;
    node->frames =
        with_room(node->frames, node->n_frames, sizeof(*node->frames));
    node->frames[node->n_frames++] = frame;
    node->open++;
    wdl_frame_open(run, frame);
    return true;
}

/*
 * A frame is as its last actions are.  One that was skipped says nothing of
 * itself: it is as those are that it waited for, so that a failure that nobody
 * handles shows, and one that was handled does not.
 */
static enum run_state last_state(const struct wdl_frame *frame, size_t index,
                                 unsigned char *seen)
{
    const struct wdl_node *node = &frame->nodes[index];
    enum run_state state = RUN_SUCCEEDED;

    if (node->state != RUN_SKIPPED)
        return node->state;
    if (seen[index]++)
        return RUN_SUCCEEDED;
    for (size_t i = 0; i < node->action->n_after; i++) {
        enum run_state before =
            last_state(frame, node->action->after[i].index, seen);

        if (before != RUN_SUCCEEDED)
            state = before;
    }
    return state;
}

/* Of all that runs in it: by its last actions, as Logic Apps have it. */
static enum run_state frame_state(const struct wdl_frame *frame)
{
    unsigned char *seen = mem_array(frame->block->n + 1, 1);
    enum run_state state = RUN_SUCCEEDED;

    for (size_t i = 0; i < frame->block->n; i++) {
        enum run_state last;

        if (frame->nodes[i].action->n_next > 0)
            continue;
        last = last_state(frame, i, seen);
        if (last != RUN_SUCCEEDED && state != RUN_FAILED)
            state = last == RUN_TIMED_OUT ? RUN_FAILED : last;
    }
    mem_free(seen);
    return state;
}

/* ---- the end of a node ----------------------------------------------------*/

static void end_run(struct wdl_run *run)
{
    if (run_state_final(run->state))
        return;
    run->state = frame_state(run->top);
    if (run->state == RUN_FAILED) {
        run->code = CODE_INSIDE;
        run->error = _("An action failed, and nothing runs after its failure.");
    }
}

static void frame_ended(struct wdl_run *run, struct wdl_frame *frame)
{
    struct wdl_node *owner = frame->owner;
    struct err err;

    if (!owner) {
        end_run(run);
        return;
    }
    owner->open--;
    if (run_state_final(owner->state))
        return;
    if (frame_state(frame) != RUN_SUCCEEDED)
        owner->failed = true;
    if (!owner->action->type->ended(run, owner, &err))
        wdl_end(run, owner, RUN_FAILED, CODE_TEMPLATE, err.text);
}

/* It may begin, or is skipped, when the last that it waits for has ended. */
static void let_go(struct wdl_run *run, struct wdl_frame *frame, size_t index)
{
    struct wdl_node *node = &frame->nodes[index];

    if (--node->waits == 0)
        wdl_later(run, node);
}

void wdl_forget(struct wdl_run *run, struct wdl_node *node)
{
    if (node->effect == 0)
        return;
    mem_free(run->effects[node->effect - 1]);
    run->effects[node->effect - 1] = NULL;
    node->effect = 0;
}

void wdl_end(struct wdl_run *run, struct wdl_node *node, enum run_state state,
             const char *code, const char *error)
{
    struct wdl_frame *frame = node->frame;

    if (run_state_final(node->state))
        return;
    wdl_forget(run, node);
    node->state = state;
    node->ended = run->now;
    node->code = arena_text(run->arena, code ? code : "");
    node->error = arena_text(run->arena, error ? error : "");
    for (size_t i = node->action->n_next; i-- > 0;)
        let_go(run, frame, node->action->next[i]);
    if (--frame->open == 0)
        frame_ended(run, frame);
}

/* ---- the beginning of a node ----------------------------------------------*/

static bool may_begin(const struct wdl_node *node)
{
    const struct wdl_action *action = node->action;

    for (size_t i = 0; i < action->n_after; i++) {
        const struct wdl_node *before =
            &node->frame->nodes[action->after[i].index];

        if (!(action->after[i].states & (1U << before->state)))
            return false;
    }
    return true;
}

/* The inputs are kept before it begins, so that a failure shows them. */
static bool fill_inputs(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    struct wdl_place place = wdl_place_of(run, node);
    const struct json *inputs;

    if (!node->action->inputs)
        return true;
    return wdl_value_fill(node->action->inputs, &place, &inputs, err) &&
           wdl_copy(run, inputs, &node->inputs, err);
}

void wdl_ask(struct wdl_run *run, struct wdl_node *node)
{
    struct wdl_pending *pending = mem_new(sizeof(*pending));
    const struct wdl_action *action = node->action;

    pending->node = node;
    pending->effect = (struct wdl_effect){
        .number = run->n_effects,
        .action = action,
        .path = wdl_path(node, run->arena),
        .inputs = node->inputs,
        .attempt = ++node->attempts,
        .due = node->until,
        .timer = node->until != 0,
        .give_up = action->timeout ? node->began + action->timeout : 0,
        .secure_inputs = action->secure_inputs,
        .secure_outputs = action->secure_outputs,
    };
    run->effects =
        with_room(run->effects, run->n_effects, sizeof(*run->effects));
    run->effects[run->n_effects++] = pending;
    node->effect = run->n_effects;
    node->asked = run->n_effects;
}

/* A run has an end, however its loops stand in one another. */
static bool is_affordable(const struct wdl_run *run, struct err *err)
{
    return run->work <= LIMIT_WDL_WORK ||
           err_set(err, ERR_INPUT,
                   _("The run has made or gone through more than %d MiB."),
                   (int)(LIMIT_WDL_WORK / LIMIT_MIB));
}

static void begin_node(struct wdl_run *run, struct wdl_node *node)
{
    const struct wdl_type *type = node->action->type;
    struct err err;
    bool ok;

    node->begun = true;
    node->turn = run->n_begun++;
    node->began = run->now;
    if (!may_begin(node)) {
        wdl_end(run, node, RUN_SKIPPED, "ActionSkipped", NULL);
        return;
    }
    if (run->pace != SIZE_MAX)
        run->pace--;
    node->state = RUN_RUNNING;
    ok = is_affordable(run, &err) && fill_inputs(run, node, &err);
    if (ok && type->start)
        ok = type->start(run, node, &err);
    if (!ok)
        wdl_end(run, node, RUN_FAILED, CODE_TEMPLATE, err.text);
    else if (type->effect)
        wdl_ask(run, node);
    wdl_clear(run);
}

static void go_on(struct wdl_run *run, struct wdl_node *node)
{
    struct err err;

    if (!node->action->type->more(run, node, &err))
        wdl_end(run, node, RUN_FAILED, CODE_TEMPLATE, err.text);
}

/* What is skipped, and loops that go on, are gone through in passing. */
static bool stops_before(const struct wdl_run *run, const struct wdl_node *node)
{
    return run->pace == 0 && !node->begun && may_begin(node);
}

void wdl_run_go(struct wdl_run *run, int64_t now)
{
    run->now = now;
    run->outside.now = now;
    while (run->n_ready > 0 && !run_state_final(run->state)) {
        struct wdl_node *node = run->ready[run->n_ready - 1];
        bool ended = run_state_final(node->state);

        if (!ended && stops_before(run, node))
            break;
        run->n_ready--;
        if (ended)
            continue;
        if (node->begun)
            go_on(run, node);
        else
            begin_node(run, node);
    }
    if (run->top->block->n == 0)
        end_run(run);
}

void wdl_run_pace(struct wdl_run *run, size_t actions)
{
    run->pace = actions;
}

const struct wdl_action *wdl_run_stop(const struct wdl_run *run,
                                      struct arena *arena, const char **path)
{
    const struct wdl_node *node;

    if (run->n_ready == 0 || run_state_final(run->state))
        return NULL;
    node = run->ready[run->n_ready - 1];
    *path = wdl_path(node, arena);
    return node->action;
}
