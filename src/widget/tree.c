/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/tree.h"

#include "util/arena.h"
#include "util/mem.h"
#include "util/text.h"

#define TEXT_MAX 4096
#define INDENT   2

struct tree {
    struct arena *arena;
    struct tree_node *node;
    size_t count;
    size_t room;
    size_t *shown;    /* numbers of the nodes that no shut branch hides */
    bool stale;       /* shown has to be made again */
    struct list list; /* over `shown` */
};

static const struct list_column columns[] = {{.min = 1, .weight = 1}};

struct tree *tree_new(void)
{
    struct tree *tree = mem_new(sizeof(*tree));

    tree->arena = arena_new();
    list_init(&tree->list);
    return tree;
}

void tree_free(struct tree *tree)
{
    if (!tree)
        return;
    arena_free(tree->arena);
    mem_free(tree->node);
    mem_free(tree->shown);
    mem_free(tree);
}

void tree_clear(struct tree *tree)
{
    arena_clear(tree->arena);
    tree->count = 0;
    tree->stale = true;
    list_init(&tree->list);
}

size_t tree_add(struct tree *tree, const struct tree_node *node)
{
    struct tree_node *copy;

    if (tree->count == tree->room) {
        tree->room = tree->room ? tree->room * 2 : 64;
        tree->node = mem_grow(tree->node, tree->room, sizeof(*tree->node));
        tree->shown = mem_grow(tree->shown, tree->room, sizeof(*tree->shown));
    }
    copy = &tree->node[tree->count];
    *copy = *node;
    copy->label = arena_str(tree->arena, str_sub(node->label, 0, TEXT_MAX));
    copy->value = arena_str(tree->arena, str_sub(node->value, 0, TEXT_MAX));
    tree->stale = true;
    return tree->count++;
}

size_t tree_count(const struct tree *tree)
{
    return tree->count;
}

const struct tree_node *tree_node(const struct tree *tree, size_t number)
{
    return &tree->node[number];
}

bool tree_same(const struct tree *tree, const struct tree *other)
{
    for (size_t i = 0; i < tree->count && i < other->count; i++) {
        const struct tree_node *a = &tree->node[i];
        const struct tree_node *b = &other->node[i];

        if (a->depth != b->depth || !str_eq(a->label, b->label) ||
            !str_eq(a->value, b->value))
            return false;
    }
    return tree->count == other->count;
}

static bool is_parent(const struct tree *tree, size_t number)
{
    return number + 1 < tree->count &&
           tree->node[number + 1].depth > tree->node[number].depth;
}

/* ---- the owner of the list ---- */

static uint64_t node_id(void *with, size_t index)
{
    const struct tree *tree = with;

    return tree->shown[index] + 1;
}

static void draw_node(void *with, const struct list_line *line)
{
    const struct tree *tree = with;
    size_t number = tree->shown[line->index];
    const struct tree_node *node = &tree->node[number];
    struct canvas cell;
    int x = node->depth * INDENT;

    if (!list_cell_at(line, 0, &cell))
        return;
    /* So deep that nothing would be seen: the indent stops. */
    if (x > cell.cols / 2)
        x = cell.cols / 2;
    if (is_parent(tree, number))
        canvas_add(&cell, 0, x, STYLE_DIM, node->open ? STR("▾") : STR("▸"));
    x = canvas_add(&cell, 0, x + INDENT, node->label_style, node->label);
    if (!str_empty(node->value))
        canvas_fit(&cell, 0, x + 2, cell.cols, node->value_style, node->value);
}

static struct list_owner owner_of(struct tree *tree)
{
    return (struct list_owner){
        .id = node_id,
        .draw = draw_node,
        .with = tree,
    };
}

/* Brings `shown` up to date; the cursor stays on its node, or goes to the
 * nearest one above that is still shown. */
static void refresh(struct tree *tree)
{
    struct list_owner owner = owner_of(tree);
    size_t at = tree->list.id ? (size_t)tree->list.id - 1 : 0;
    size_t index = 0;
    size_t n = 0;
    int hidden = INT32_MAX; /* deeper nodes than this are not shown */

    if (!tree->stale)
        return;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->node[i].depth > hidden)
            continue;
        hidden = tree->node[i].open ? INT32_MAX : tree->node[i].depth;
        if (i <= at)
            index = n;
        tree->shown[n++] = i;
    }
    tree->stale = false;
    list_sync(&tree->list, n, index, &owner);
}

size_t tree_cursor(struct tree *tree)
{
    refresh(tree);
    return tree->list.id ? (size_t)tree->list.id - 1 : TREE_NONE;
}

static size_t parent_of(const struct tree *tree, size_t number)
{
    int depth = tree->node[number].depth;

    while (number-- > 0) {
        if (tree->node[number].depth < depth)
            return number;
    }
    return TREE_NONE;
}

void tree_go(struct tree *tree, size_t number)
{
    struct list_owner owner = owner_of(tree);
    size_t up = number;

    if (number >= tree->count)
        return;
    while ((up = parent_of(tree, up)) != TREE_NONE)
        tree->node[up].open = true;
    tree->stale = true;
    refresh(tree);
    for (size_t i = 0; i < tree->list.count; i++) {
        if (tree->shown[i] == number)
            list_go(&tree->list, i, &owner);
    }
}

bool tree_move(struct tree *tree, enum list_move move)
{
    struct list_owner owner = owner_of(tree);

    refresh(tree);
    return list_move(&tree->list, move, &owner);
}

static bool set_open(struct tree *tree, size_t number, bool open)
{
    if (number == TREE_NONE || !is_parent(tree, number) ||
        tree->node[number].open == open)
        return false;
    tree->node[number].open = open;
    tree->stale = true;
    refresh(tree);
    return true;
}

bool tree_toggle(struct tree *tree)
{
    size_t at;

    at = tree_cursor(tree);
    return at != TREE_NONE && set_open(tree, at, !tree->node[at].open);
}

bool tree_search(struct tree *tree, struct str text, bool forward)
{
    size_t at;

    at = tree_cursor(tree);
    for (size_t i = 1; at != TREE_NONE && i <= tree->count; i++) {
        size_t step = forward ? i : tree->count - i;
        size_t number = (at + step) % tree->count;
        const struct tree_node *node = &tree->node[number];

        if (str_find_fold(node->label, text) != STR_NOWHERE ||
            str_find_fold(node->value, text) != STR_NOWHERE) {
            tree_go(tree, number);
            return true;
        }
    }
    return false;
}

void tree_draw(struct tree *tree, const struct canvas *canvas)
{
    struct list_owner owner = owner_of(tree);

    refresh(tree);
    list_draw(&tree->list, canvas, columns, 1, &owner);
}

size_t tree_at(const struct tree *tree, int y)
{
    size_t index = tree->list.top + (size_t)y;

    return y >= 0 && index < tree->list.count ? tree->shown[index] : TREE_NONE;
}
