/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_tree.c - the run of a playbook as the tree of its actions.
 */
#include <stdio.h>

#include "cli/run_tree.h"
#include "model/codec.h"
#include "service/plays.h"
#include "util/text.h"
#include "util/when.h"

#define COLUMN 28

static void print_value(struct out *out, int indent, const char *label,
                        const struct json *value)
{
    struct buf text;
    char head[64];

    if (!value)
        return;
    buf_init(&text);
    json_write(value, JSON_COMPACT, &text);
    snprintf(head, sizeof(head), "%*s%s", indent + 4, "", label);
    out_entry(out, COLUMN, str_of(head), buf_view(&text));
    buf_done(&text);
}

/* "    For_each  Succeeded, 3 rounds, 2 attempts, 1.2s: NotFound: why". */
static void put_facts(const struct play_node *node, struct buf *text)
{
    char span[WHEN_TEXT_SIZE];

    buf_text(text, node->began ? run_state_name(node->state) : _("not begun"));
    if (node->loop && node->began)
        buf_printf(text, _(", %zu rounds"), node->rounds);
    if (node->attempts > 1)
        buf_printf(text, _(", %d attempts"), node->attempts);
    if (node->ended > node->began && node->began)
        buf_printf(text, ", %s", when_span(node->ended - node->began, span));
    if (*node->error)
        buf_printf(text, ". %s: %s", node->code, node->error);
}

static void print_node(struct out *out, const struct play_node *node)
{
    char began[WHEN_TEXT_SIZE] = "";
    int indent = 2 + 2 * node->depth;
    struct buf head;
    struct buf text;

    buf_init(&head);
    buf_init(&text);
    buf_printf(&head, "%*s%s", indent, "", node->name);
    if (node->began)
        buf_printf(&text, "%s ", when_iso(node->began, began));
    put_facts(node, &text);
    out_entry(out, COLUMN, buf_view(&head), buf_view(&text));
    buf_done(&head);
    buf_done(&text);
    print_value(out, indent, _("inputs"), node->inputs);
    print_value(out, indent, _("outputs"), node->outputs);
}

static struct json *node_json(const struct play_node *node)
{
    struct json *out = json_new_object();

    json_set_text(out, "name", node->name);
    json_set_text(out, "path", node->path);
    json_set_text(out, "type", node->type);
    json_set_int(out, "depth", node->depth);
    json_set_text(out, "status", run_state_name(node->state));
    json_set_text(out, "code", node->code);
    json_set_text(out, "error", node->error);
    json_set_time(out, "began", node->began);
    json_set_time(out, "ended", node->ended);
    json_set_int(out, "attempts", node->attempts);
    json_set_int(out, "lane", node->lane);
    json_set_copy(out, "inputs", node->inputs);
    json_set_copy(out, "outputs", node->outputs);
    return out;
}

void run_tree_json(struct call *call, int64_t run, struct json *out)
{
    struct play_page *page = play_page_read(call->desk, run);
    struct json *nodes = json_new_array();

    for (size_t i = 0; i < page->n; i++)
        json_add_take(nodes, node_json(&page->nodes[i]));
    json_set_text(out, "definition", page->digest ? page->digest : "");
    json_set_take(out, "actions", nodes);
    json_set_copy(out, "answer", page->response);
    play_page_free(page);
}

bool run_tree_print(struct call *call, int64_t run, struct err *err)
{
    struct play_page *page = play_page_read(call->desk, run);
    bool ok = page->error.code == ERR_NONE;
    struct out *out = call->out;

    if (ok) {
        if (*page->error_text)
            out_fact(out, _("Why"), str_of(page->error_text));
        print_value(out, 0, _("trigger"), page->trigger);
        for (size_t i = 0; i < page->n; i++)
            print_node(out, &page->nodes[i]);
        print_value(out, 0, _("answer"), page->response);
        out_line(out);
    } else {
        *err = page->error;
    }
    play_page_free(page);
    return ok;
}
