/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wdl_tree.h"

#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/text.h"

struct tree {
    struct arena *arena;
    const struct wdl_known *known;
    struct wdl_row *rows;
    size_t n;
    bool cut;
};

/* Where in the tree, and in the run, a block stands. */
struct spot {
    const struct wdl_block *block;
    const char *prefix; /* of the paths in it: "For_each[3]/" */
    int depth;
    bool untaken;
};

static struct wdl_row *add(struct tree *tree, const struct wdl_row *row)
{
    if (tree->n == LIMIT_WDL_ROWS) {
        tree->cut = true;
        return NULL;
    }
    tree->rows =
        arena_grown(tree->arena, tree->rows, tree->n, sizeof(*tree->rows));
    tree->rows[tree->n] = *row;
    return &tree->rows[tree->n++];
}

/* ---- order ----------------------------------------------------------------*/

struct order {
    const struct wdl_block *block;
    size_t *waits;
    size_t *all; /* by index, in order */
    size_t n;
};

/* It comes, then those that waited for nothing else. */
static void put_action(struct order *order, size_t index)
{
    const struct wdl_action *action = order->block->actions[index];

    order->all[order->n++] = index;
    for (size_t i = 0; i < action->n_next; i++) {
        if (--order->waits[action->next[i]] == 0)
            put_action(order, action->next[i]);
    }
}

static struct order order_of(const struct wdl_block *block, struct arena *arena)
{
    struct order order = {
        .block = block,
        .waits = arena_array(arena, block->n + 1, sizeof(size_t)),
        .all = arena_array(arena, block->n + 1, sizeof(size_t)),
    };

    for (size_t i = 0; i < block->n; i++)
        order.waits[i] = block->actions[i]->n_after;
    for (size_t i = 0; i < block->n; i++) {
        if (block->actions[i]->n_after == 0)
            put_action(&order, i);
    }
    return order;
}

/* ---- what one waits for ---------------------------------------------------*/

static const struct {
    enum run_state state;
    const char *name;
} states[] = {
    {RUN_SUCCEEDED, "Succeeded"},
    {RUN_FAILED, "Failed"},
    {RUN_SKIPPED, "Skipped"},
    {RUN_TIMED_OUT, "TimedOut"},
};

static void put_states(unsigned set, struct buf *out)
{
    bool first = true;

    if (set == 1U << RUN_SUCCEEDED)
        return;
    buf_text(out, " (");
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (!(set & 1U << states[i].state))
            continue;
        buf_printf(out, "%s%s", first ? "" : ", ", states[i].name);
        first = false;
    }
    buf_char(out, ')');
}

static bool is_simple(const struct wdl_action *action, size_t before)
{
    return action->n_after == 1 && action->after[0].index == before &&
           action->after[0].states == 1U << RUN_SUCCEEDED;
}

static const char *after_of(struct tree *tree, const struct order *order,
                            size_t place)
{
    const struct wdl_action *action = order->block->actions[order->all[place]];
    const char *text;
    struct buf list;

    if (place == 0)
        return "";
    if (action->n_after == 0)
        return _("at the same time");
    if (is_simple(action, order->all[place - 1]))
        return "";
    buf_init(&list);
    for (size_t i = 0; i < action->n_after; i++) {
        buf_printf(&list, "%s%s", i ? ", " : "",
                   order->block->actions[action->after[i].index]->name);
        put_states(action->after[i].states, &list);
    }
    text = arena_printf(tree->arena, _("after %s"), buf_view(&list).at);
    buf_done(&list);
    return text;
}

/* ---- rows -----------------------------------------------------------------*/

static void put_block(struct tree *tree, const struct spot *spot);

static void put_rounds(struct tree *tree, const struct wdl_row *owner,
                       const struct wdl_block *block, size_t n)
{
    for (size_t i = 0; i < n && !tree->cut; i++) {
        const struct wdl_row row = {
            .kind = WDL_ROW_ROUND,
            .depth = owner->depth + 1,
            .action = owner->action,
            .name = arena_printf(tree->arena, "%zu", i),
            .path = owner->path,
            .after = "",
        };
        const struct spot spot = {
            .block = block,
            .prefix = arena_printf(tree->arena, "%s[%zu]/", owner->path, i),
            .depth = owner->depth + 2,
        };

        if (add(tree, &row))
            put_block(tree, &spot);
    }
}

/* Scopes and loops have one block, which needs no row of its own. */
static bool has_branches(const struct wdl_action *action)
{
    return action->test && !action->type->rounds;
}

static void put_branch(struct tree *tree, const struct wdl_row *owner,
                       const struct wdl_block *block, const char *taken)
{
    bool shown = has_branches(owner->action);
    struct spot spot = {
        .block = block,
        .prefix = arena_printf(tree->arena, "%s/", owner->path),
        .depth = owner->depth + (shown ? 2 : 1),
        .untaken =
            owner->untaken ||
            (shown && taken && !str_eq(str_of(taken), str_of(block->branch))),
    };
    const struct wdl_row row = {
        .kind = WDL_ROW_BRANCH,
        .depth = owner->depth + 1,
        .action = owner->action,
        .name = block->branch,
        .path = owner->path,
        .after = "",
        .untaken = spot.untaken,
    };

    if (!shown || add(tree, &row))
        put_block(tree, &spot);
}

static void put_inside(struct tree *tree, const struct wdl_row *owner)
{
    const struct wdl_action *action = owner->action;
    const struct wdl_known *known = tree->known;
    size_t rounds = 0;
    const char *taken = NULL;

    if (known && action->type->rounds)
        rounds = known->rounds(known->with, owner->path);
    if (known && has_branches(action))
        taken = known->branch(known->with, owner->path);
    for (size_t i = 0; i < action->n_blocks && !tree->cut; i++) {
        if (rounds > 0)
            put_rounds(tree, owner, action->blocks[i], rounds);
        else
            put_branch(tree, owner, action->blocks[i], taken);
    }
}

static void put_block(struct tree *tree, const struct spot *spot)
{
    struct order order = order_of(spot->block, tree->arena);

    for (size_t i = 0; i < order.n && !tree->cut; i++) {
        const struct wdl_action *action = spot->block->actions[order.all[i]];
        const struct wdl_row row = {
            .kind = WDL_ROW_ACTION,
            .depth = spot->depth,
            .action = action,
            .name = action->name,
            .path =
                arena_printf(tree->arena, "%s%s", spot->prefix, action->name),
            .after = after_of(tree, &order, i),
            .untaken = spot->untaken,
        };

        if (add(tree, &row))
            put_inside(tree, &row);
    }
}

size_t wdl_tree(const struct wdl *wdl, const struct wdl_known *known,
                struct arena *arena, struct wdl_row **out, bool *cut)
{
    struct tree tree = {.arena = arena, .known = known};
    const struct spot top = {.block = wdl->top, .prefix = ""};

    put_block(&tree, &top);
    *out = tree.rows;
    *cut = tree.cut;
    return tree.n;
}
