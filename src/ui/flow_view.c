/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/flow_view.h"

#include <string.h>

#include "util/mem.h"
#include "util/text.h"

#define BESIDE_COLS 100 /* from here on the facts stand beside the tree */
#define BELOW_ROWS  10  /* and from here on below it */
#define SHARE       5

void flow_view_init(struct flow_view *view, struct shell *shell,
                    const struct flow_owner *owner)
{
    *view = (struct flow_view){
        .shell = shell,
        .owner = *owner,
        .tree = tree_new(),
        .facts = tree_new(),
        .facts_of = SIZE_MAX,
        .arena = arena_new(),
        .share = SHARE,
    };
    map_init(&view->folds, false);
    input_init(&view->search);
}

void flow_view_done(struct flow_view *view)
{
    tree_free(view->tree);
    tree_free(view->facts);
    mem_free(view->facts_key);
    map_done(&view->folds);
    mem_free(view->open);
    input_done(&view->search);
    arena_free(view->arena);
}

/* ---- rows -----------------------------------------------------------------*/

static void remember(struct flow_view *view, const char *key, bool open)
{
    uint32_t at = map_find(&view->folds, str_of(key));

    if (at == MAP_NONE) {
        at = view->folds.count;
        view->open = mem_grow(view->open, at + 1, sizeof(*view->open));
        map_add(&view->folds, str_of(key));
    }
    view->open[at] = open;
}

static bool is_open(const struct flow_view *view, const struct flow_row *row)
{
    uint32_t at = map_find(&view->folds, buf_view(&row->key));

    return at == MAP_NONE ? !row->shut : view->open[at];
}

static void add_row(struct flow_view *view, size_t index)
{
    struct flow_row row = {.label_style = STYLE_TEXT, .value_style = STYLE_DIM};
    struct tree_node node;

    buf_init(&row.key);
    buf_init(&row.label);
    buf_init(&row.value);
    view->owner.row(view->owner.with, index, &row);
    node = (struct tree_node){
        .depth = row.depth,
        .open = is_open(view, &row),
        .label_style = row.label_style,
        .value_style = row.value_style,
        .label = buf_view(&row.label),
        .value = buf_view(&row.value),
        .tag = index,
    };
    tree_add(view->tree, &node);
    view->keys[index] = arena_str(view->arena, buf_view(&row.key)).at;
    buf_done(&row.key);
    buf_done(&row.label);
    buf_done(&row.value);
}

static void go_key(struct flow_view *view, struct str key)
{
    for (size_t i = 0; i < view->n; i++) {
        if (str_eq(str_of(view->keys[i]), key)) {
            flow_view_go(view, i);
            return;
        }
    }
}

void flow_view_set(struct flow_view *view, size_t n)
{
    size_t row = flow_view_row(view);
    struct arena *before = view->arena;
    const char *key = row < view->n ? view->keys[row] : "";

    view->arena = arena_new();
    view->keys = arena_array(view->arena, n + 1, sizeof(*view->keys));
    view->n = n;
    tree_clear(view->tree);
    for (size_t i = 0; i < n; i++)
        add_row(view, i);
    go_key(view, str_of(key));
    arena_free(before);
    view->facts_of = SIZE_MAX;
}

size_t flow_view_row(struct flow_view *view)
{
    size_t at = tree_cursor(view->tree);

    return at == TREE_NONE ? SIZE_MAX : at;
}

void flow_view_go(struct flow_view *view, size_t row)
{
    if (row < view->n)
        tree_go(view->tree, row);
}

/* ---- drawing --------------------------------------------------------------*/

/* What is read anew of the same row leaves the cursor where it is, and what was
 * folded, if it says the same. */
static void take_facts(struct flow_view *view, struct tree *take, bool again)
{
    size_t at = tree_cursor(view->facts);
    size_t n = tree_count(take);

    if (again && tree_same(view->facts, take)) {
        tree_free(take);
        return;
    }
    tree_free(view->facts);
    view->facts = take;
    if (again && at != TREE_NONE && n > 0)
        tree_go(take, at < n ? at : n - 1);
}

static void write_facts(struct flow_view *view)
{
    size_t row = flow_view_row(view);
    const char *key = row < view->n ? view->keys[row] : "";
    struct tree *facts;

    if (row == view->facts_of)
        return;
    view->facts_of = row;
    facts = tree_new();
    if (row != SIZE_MAX)
        view->owner.facts(view->owner.with, row, facts);
    take_facts(view, facts,
               view->facts_key && strcmp(view->facts_key, key) == 0);
    mem_free(view->facts_key);
    view->facts_key = mem_text(key);
}

static void draw_search(struct flow_view *view, const struct canvas *canvas)
{
    int y = canvas->rows - 1;
    int x = canvas_add(canvas, y, 0, STYLE_KEY, STR("/"));

    input_draw(&view->search, canvas, y, x, canvas->cols - x, STYLE_FIELD_ON);
}

static void draw_facts(struct flow_view *view, const struct canvas *canvas)
{
    struct canvas inside =
        canvas_sub(canvas, 1, 1, canvas->rows - 1, canvas->cols - 1);

    canvas_rule(canvas, 0, str_of(view->owner.title(view->owner.with)));
    if (view->in_facts)
        canvas_put(canvas, 0, 0, 1, STYLE_MARK, STR("▌"));
    for (int y = 1; y < canvas->rows; y++)
        canvas_put(canvas, y, 0, 1, STYLE_TEXT, STR(" "));
    tree_draw(view->facts, &inside);
}

static void draw_beside(struct flow_view *view, const struct canvas *canvas)
{
    int cols = canvas->cols * view->share / 10;
    struct canvas tree = canvas_sub(canvas, 0, 0, canvas->rows, cols);
    struct canvas facts =
        canvas_sub(canvas, 0, cols + 1, canvas->rows, canvas->cols - cols - 1);

    tree_draw(view->tree, &tree);
    canvas_vline(canvas, 0, cols, canvas->rows);
    draw_facts(view, &facts);
}

static void draw_below(struct flow_view *view, const struct canvas *canvas)
{
    int rows = canvas->rows * view->share / 10;
    struct canvas tree = canvas_sub(canvas, 0, 0, rows, canvas->cols);
    struct canvas facts =
        canvas_sub(canvas, rows, 0, canvas->rows - rows, canvas->cols);

    tree_draw(view->tree, &tree);
    draw_facts(view, &facts);
}

void flow_view_draw(struct flow_view *view, const struct canvas *canvas)
{
    write_facts(view);
    if (canvas->cols >= BESIDE_COLS)
        draw_beside(view, canvas);
    else if (canvas->rows >= BELOW_ROWS)
        draw_below(view, canvas);
    else if (view->in_facts)
        draw_facts(view, canvas);
    else
        tree_draw(view->tree, canvas);
    if (view->typing)
        draw_search(view, canvas);
}

/* ---- acts -----------------------------------------------------------------*/

/* A value that its line may cut, to be read whole. */
static void show_whole(const struct flow_view *view)
{
    size_t at = tree_cursor(view->facts);
    const struct tree_node *node;
    struct pager *pager;

    if (at == TREE_NONE)
        return;
    node = tree_node(view->facts, at);
    pager = pager_new(node->label.at);
    view_line(pager->view, STYLE_TEXT, node->value);
    shell_page_take(view->shell, pager);
}

static void toggle(struct flow_view *view)
{
    size_t row = flow_view_row(view);

    if (view->in_facts) {
        if (!tree_toggle(view->facts))
            show_whole(view);
    } else if (row != SIZE_MAX) {
        if (tree_toggle(view->tree))
            remember(view, view->keys[row], tree_node(view->tree, row)->open);
        else
            view->in_facts = true;
    }
}

static void search(struct flow_view *view, bool forward)
{
    struct str what = input_text(&view->search);

    if (!tree_search(view->in_facts ? view->facts : view->tree, what, forward))
        shell_say(view->shell, STYLE_WARN, _("Nothing here shows “%.*s”."),
                  STR_ARG(what));
}

bool flow_view_act(struct flow_view *view, int act)
{
    if (act >= ACT_MOVE && act < ACT_MOVE_LAST) {
        tree_move(view->in_facts ? view->facts : view->tree,
                  (enum list_move)(act - ACT_MOVE));
        return true;
    }
    switch (act) {
    case ACT_OPEN:
        toggle(view);
        return true;
    case ACT_PANE:
        view->in_facts = !view->in_facts;
        return true;
    case ACT_BIGGER:
    case ACT_SMALLER:
        view->share += act == ACT_BIGGER ? 1 : -1;
        view->share = view->share < 2 ? 2 : view->share > 8 ? 8 : view->share;
        return true;
    case ACT_SEARCH:
        view->typing = true;
        input_set(&view->search, STR_NONE);
        return true;
    case ACT_NEXT:
    case ACT_PREVIOUS:
        search(view, act == ACT_NEXT);
        return true;
    default:
        return false;
    }
}

bool flow_view_type(struct flow_view *view, const struct key *key)
{
    if (!view->typing || key->code == KEYS_CLICK)
        return false;
    switch (input_key(&view->search, key)) {
    case INPUT_ACCEPT:
        view->typing = false;
        search(view, true);
        break;
    case INPUT_CANCEL:
        view->typing = false;
        break;
    default:
        break;
    }
    return true;
}

bool flow_view_back(struct flow_view *view)
{
    bool inside = view->in_facts;

    view->in_facts = false;
    return inside;
}

void flow_view_scope(const struct flow_view *view, struct screen_scope *out)
{
    out->typing = view->typing;
    out->contexts[out->n++] = "move";
    out->contexts[out->n++] = "pane";
    out->contexts[out->n++] = "search";
    if (view->n)
        out->met |= NEED_ROW;
    if (input_text(&view->search).len)
        out->met |= NEED_SEARCH;
}

void flow_view_text(const struct flow_view *view, struct buf *out)
{
    for (size_t i = 0; i < tree_count(view->tree); i++) {
        const struct tree_node *node = tree_node(view->tree, i);

        buf_printf(out, "%*s%.*s  %.*s\n", node->depth * 2, "",
                   STR_ARG(node->label), STR_ARG(node->value));
    }
}
