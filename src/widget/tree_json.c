/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A JSON value as branches of a tree.
 */
#include "widget/tree.h"

#include <stdio.h>

#include "util/buf.h"
#include "util/text.h"

#define NODES_MAX 20000

static const enum style value_styles[JSON_TYPE_N] = {
    [JSON_NULL] = STYLE_WORD,   [JSON_BOOL] = STYLE_WORD,
    [JSON_INT] = STYLE_NUMBER,  [JSON_REAL] = STYLE_NUMBER,
    [JSON_TEXT] = STYLE_STRING, [JSON_ARRAY] = STYLE_DIM,
    [JSON_OBJECT] = STYLE_DIM,
};

struct walk {
    struct tree *tree;
    size_t left; /* nodes that may still be added */
    int open;    /* levels */
    struct buf value;
};

static void put_value(struct buf *out, const struct json *json)
{
    size_t n = json_length(json);

    switch (json_type(json)) {
    case JSON_NULL:
        buf_text(out, "null");
        break;
    case JSON_ARRAY:
        buf_printf(out, _n("[%zu item]", "[%zu items]", n), n);
        break;
    case JSON_OBJECT:
        buf_printf(out, _n("{%zu member}", "{%zu members}", n), n);
        break;
    default:
        json_put_text(json, out);
        break;
    }
}

static void add_value(struct walk *walk, int depth, int level, struct str label,
                      const struct json *json);

static void add_children(struct walk *walk, int depth, int level,
                         const struct json *json)
{
    struct json_each each = json_each(json);
    char number[32];
    size_t index = 0;

    while (json_next(&each) && walk->left) {
        snprintf(number, sizeof(number), "%zu", index++);
        add_value(walk, depth, level, str_of(each.name ? each.name : number),
                  each.value);
    }
}

static void add_value(struct walk *walk, int depth, int level, struct str label,
                      const struct json *json)
{
    enum json_type type = json_type(json);

    buf_clear(&walk->value);
    put_value(&walk->value, json);
    walk->left--;
    tree_add(walk->tree, &(struct tree_node){
                             .depth = depth,
                             .open = level < walk->open,
                             .label_style = STYLE_NAME,
                             .value_style = value_styles[type],
                             .label = label,
                             .value = buf_view(&walk->value),
                         });
    if (type == JSON_ARRAY || type == JSON_OBJECT)
        add_children(walk, depth + 1, level + 1, json);
}

void tree_add_json(struct tree *tree, int depth, struct str label,
                   const struct json *json, int open)
{
    struct walk walk = {.tree = tree, .left = NODES_MAX, .open = open};

    buf_init(&walk.value);
    add_value(&walk, depth, 0, label, json);
    buf_done(&walk.value);
    if (!walk.left)
        tree_add(tree, &(struct tree_node){
                           .depth = depth,
                           .label_style = STYLE_WARN,
                           .label = str_of(_("There is more: export the event "
                                             "to see it whole.")),
                       });
}
