/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tree of JSON, a text to read, a line to type in.
 */
#include <stdio.h>

#include "demo.h"
#include "util/mem.h"
#include "widget/input.h"
#include "widget/tree.h"
#include "widget/view.h"

/* ---- tree ---- */

static const char document[] =
    "{\"name\":\"alert\",\"count\":3,\"bad\":\"a\\u001b[31mb\",\"list\":[1,2,"
    "{\"deep\":true,\"none\":null}],\"text\":\"日本\"}";

static void tree_start(struct demo *demo)
{
    struct tree *tree = tree_new();
    struct json *json;
    struct err err;

    if (!json_parse(str_of(document), &json, &err))
        die("%s", err.text);
    tree_add_json(tree, 0, STR("body"), json, 1);
    json_free(json);
    demo->state = tree;
}

static void tree_key(struct demo *demo, const struct key *key)
{
    struct tree *tree = demo->state;
    enum list_move move;

    if (list_move_of(key->code, &move))
        tree_move(tree, move);
    else if (key->code == KEYS_SPACE)
        tree_toggle(tree);
    else if (key->code == 'n')
        tree_search(tree, STR("DEEP"), true);
    else if (key->code == 'N')
        tree_search(tree, STR("count"), false);
}

static void tree_draw_all(struct demo *demo, const struct canvas *canvas)
{
    struct canvas body =
        canvas_sub(canvas, 0, 0, canvas->rows - 1, canvas->cols);
    size_t at = tree_cursor(demo->state);
    char line[160];

    tree_draw(demo->state, &body);
    snprintf(line, sizeof(line), "at %.*s of %zu",
             STR_ARG(tree_node(demo->state, at)->label),
             tree_count(demo->state));
    canvas_put(canvas, canvas->rows - 1, 0, canvas->cols, STYLE_BAR,
               str_of(line));
}

static void tree_end(struct demo *demo)
{
    tree_free(demo->state);
}

const struct demo_part demo_tree = {
    .name = "tree",
    .start = tree_start,
    .key = tree_key,
    .draw = tree_draw_all,
    .end = tree_end,
};

/* ---- view ---- */

static void view_start(struct demo *demo)
{
    struct view *view = view_new();

    view_line(view, STYLE_TITLE, STR("Heading"));
    view_pair(view, 10, STR("Resource"), STYLE_TEXT,
              STR("one two three four five six seven eight nine ten eleven "
                  "twelve thirteen fourteen fifteen sixteen"));
    view_pair(view, 10, STR("Wide"), STYLE_OK, STR("日本語 \033[31mred"));
    view_pair(view, 10, STR("Lines"), STYLE_TEXT, STR("several\nOwner  me"));
    for (int i = 1; i <= 60; i++) {
        view_printf(view, STYLE_DIM, "%d ", i);
        view_add(view, STYLE_LINK, STR("line"));
        view_end(view, i % 20 ? 0 : (uint64_t)i);
    }
    view_add(view, STYLE_TEXT, STR("the last one"));
    demo->state = view;
}

static void view_key(struct demo *demo, const struct key *key)
{
    struct view *view = demo->state;
    enum list_move move;

    if (list_move_of(key->code, &move))
        view_move(view, move);
    else if (key->code == KEYS_TAB)
        view_step(view, 1);
    else if (key->code == KEYS_BACK_TAB)
        view_step(view, -1);
    else if (key->code == 'n')
        view_search(view, STR("5 LINE"), true);
    else if (key->code == 'N')
        view_search(view, STR("5 LINE"), false);
}

static void view_draw_all(struct demo *demo, const struct canvas *canvas)
{
    struct canvas body =
        canvas_sub(canvas, 0, 0, canvas->rows - 1, canvas->cols);
    char line[80];

    view_draw(demo->state, &body);
    snprintf(line, sizeof(line), "tag %d", (int)view_tag(demo->state));
    canvas_put(canvas, canvas->rows - 1, 0, canvas->cols, STYLE_BAR,
               str_of(line));
}

static void view_end_all(struct demo *demo)
{
    view_free(demo->state);
}

const struct demo_part demo_view = {
    .name = "view",
    .start = view_start,
    .key = view_key,
    .draw = view_draw_all,
    .end = view_end_all,
};

/* ---- input ---- */

struct typed {
    struct input input;
    struct history history;
    enum input_answer answer;
};

static const char *const words[] = {"Severity", "Status", "StartTime", "日本"};

static void complete(void *with, struct str text, size_t cursor,
                     struct input_candidates *out)
{
    size_t from = cursor;
    struct str typed;

    (void)with;
    while (from > 0 && text.at[from - 1] != ' ')
        from--;
    typed = str_sub(text, from, cursor - from);
    out->from = from;
    out->candidate = arena_array(out->arena, 4, sizeof(*out->candidate));
    for (size_t i = 0; i < 4; i++) {
        if (str_starts_fold(str_of(words[i]), typed))
            out->candidate[out->count++] = (struct input_candidate){
                .text = words[i],
                .note = "a word",
            };
    }
}

static void input_start(struct demo *demo)
{
    struct typed *typed = mem_new(sizeof(*typed));

    history_init(&typed->history, 3);
    history_add(&typed->history, STR("older"));
    history_add(&typed->history, STR("newer"));
    input_init(&typed->input);
    typed->input.history = &typed->history;
    typed->input.complete = complete;
    typed->input.mask = *demo->argument != '\0';
    demo->state = typed;
}

static void input_key_all(struct demo *demo, const struct key *key)
{
    struct typed *typed = demo->state;

    typed->answer = input_key(&typed->input, key);
    if (typed->answer == INPUT_ACCEPT && !typed->input.mask)
        input_set(&typed->input, STR(""));
}

static void input_draw_all(struct demo *demo, const struct canvas *canvas)
{
    static const char *const names[] = {"other", "kept", "changed", "accept",
                                        "cancel"};
    struct typed *typed = demo->state;
    int rows = input_offer_rows(&typed->input, 5);
    struct canvas offer = canvas_sub(canvas, 1, 2, rows, 30);

    canvas_put(canvas, 0, 0, 2, STYLE_KEY, STR("> "));
    canvas_blank(canvas, 1);
    input_offer_draw(&typed->input, &offer);
    canvas_printf(canvas, canvas->rows - 1, 0, STYLE_DIM, "%s %zu/%zu",
                  names[typed->answer], typed->input.cursor,
                  input_text(&typed->input).len);
    input_draw(&typed->input, canvas, 0, 2, 20, STYLE_FIELD_ON);
}

static void input_end(struct demo *demo)
{
    struct typed *typed = demo->state;

    input_done(&typed->input);
    history_done(&typed->history);
    mem_free(typed);
}

const struct demo_part demo_input = {
    .name = "input",
    .start = input_start,
    .key = input_key_all,
    .draw = input_draw_all,
    .end = input_end,
};
