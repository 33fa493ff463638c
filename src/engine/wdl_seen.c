/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_seen.c - where in a run something is, and what became of it all.
 */
#include <stdlib.h>

#include "engine/wdl_part.h"

/* "For_each[3]/Condition/HTTP": branches go without saying. */
static void put_path(const struct wdl_node *node, struct buf *out)
{
    const struct wdl_frame *frame = node->frame;

    if (frame->owner) {
        put_path(frame->owner, out);
        if (frame->owner->action->type->rounds)
            buf_printf(out, "[%zu]", frame->round);
        buf_char(out, '/');
    }
    buf_text(out, node->action->name);
}

const char *wdl_path(const struct wdl_node *node, struct arena *arena)
{
    struct buf text;
    const char *path;

    buf_init(&text);
    put_path(node, &text);
    path = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return path;
}

/* ---- a name that is looked up ---------------------------------------------*/

/* How many blocks there are above it. */
static int depth_of(const struct wdl_block *block)
{
    int depth = 0;

    for (; block->owner; block = block->owner->block)
        depth++;
    return depth;
}

/* The frame of @block that @frame is in, or that has been run below one that it
 * is in; of the rounds of a loop the last. */
static const struct wdl_frame *frame_of(const struct wdl_frame *frame,
                                        const struct wdl_block *block)
{
    const struct wdl_frame *outer;
    const struct wdl_node *node;

    for (outer = frame; outer;
         outer = outer->owner ? outer->owner->frame : NULL) {
        if (outer->block == block)
            return outer;
    }
    if (!block->owner)
        return NULL;
    outer = frame_of(frame, block->owner->block);
    if (!outer)
        return NULL;
    node = &outer->nodes[block->owner->index];
    for (size_t i = node->n_frames; i-- > 0;) {
        if (node->frames[i]->block == block)
            return node->frames[i];
    }
    return NULL;
}

const struct wdl_node *wdl_look_up(const struct wdl_frame *frame,
                                   const struct wdl_action *action)
{
    const struct wdl_frame *of = frame_of(frame, action->block);

    return of ? &of->nodes[action->index] : NULL;
}

/* ---- all of it ------------------------------------------------------------*/

struct walk {
    bool (*each)(void *with, const struct wdl_seen *seen);
    void *with;
    struct arena *arena;
};

static int by_turn(const void *a, const void *b)
{
    const struct wdl_node *first = *(const struct wdl_node *const *)a;
    const struct wdl_node *second = *(const struct wdl_node *const *)b;

    if (first->turn != second->turn)
        return first->turn < second->turn ? -1 : 1;
    return first->action->index < second->action->index ? -1 : 1;
}

/* In the order in which they began. */
static const struct wdl_node **in_order(const struct walk *walk,
                                        const struct wdl_frame *frame)
{
    size_t n = frame->block->n;
    const struct wdl_node **nodes =
        arena_array(walk->arena, n + 1, sizeof(struct wdl_node *));

    for (size_t i = 0; i < n; i++)
        nodes[i] = &frame->nodes[i];
    qsort(nodes, n, sizeof(*nodes), by_turn);
    return nodes;
}

static void walk_frame(const struct walk *walk, const struct wdl_frame *frame)
{
    const struct wdl_node **nodes = in_order(walk, frame);

    for (size_t i = 0; i < frame->block->n; i++) {
        const struct wdl_node *node = nodes[i];
        const struct wdl_action *action = node->action;
        struct wdl_seen seen = {
            .action = action,
            .path = wdl_path(node, walk->arena),
            .depth = depth_of(action->block),
            .state = node->state,
            .code = node->code,
            .error = node->error,
            .inputs = action->secure_inputs ? NULL : node->inputs,
            .outputs = action->secure_outputs ? NULL : node->outputs,
            .began = node->began,
            .ended = node->ended,
            .attempts = node->attempts,
            .items = action->type->rounds,
            .rounds = action->type->rounds ? node->n_frames : 0,
            .branch = node->taken ? node->taken->branch : "",
            .effect = node->asked,
        };
        bool inside = walk->each(walk->with, &seen);

        for (size_t j = 0; inside && j < node->n_frames; j++)
            walk_frame(walk, node->frames[j]);
    }
}

void wdl_run_walk(const struct wdl_run *run,
                  bool (*each)(void *with, const struct wdl_seen *seen),
                  void *with)
{
    struct walk walk = {each, with, arena_new()};

    walk_frame(&walk, run->top);
    arena_free(walk.arena);
}
