/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rule_print.h"

#include <string.h>

#include "util/text.h"

static void print_side(struct out *out, const char *sign, const char *path,
                       const char *value)
{
    struct buf text;

    if (value == NULL)
        return;
    buf_init(&text);
    buf_printf(&text, "%s: %s", path, value);
    out_entry(out, 4, str_of(sign), buf_view(&text));
    buf_done(&text);
}

void print_diff(struct out *out, const struct rule_diff_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        print_side(out, "  -", rows[i].path, rows[i].was);
        print_side(out, "  +", rows[i].path, rows[i].is);
    }
}

struct json *diff_to_json(const struct rule_diff_row *rows, size_t n)
{
    struct json *all = json_new_array();

    for (size_t i = 0; i < n; i++) {
        struct json *row = json_new_object();

        json_set_text(row, "path", rows[i].path);
        json_set_text(row, "was", rows[i].was);
        json_set_text(row, "is", rows[i].is);
        json_add_take(all, row);
    }
    return all;
}

void print_change(void *with, const struct rule_change *change)
{
    struct out *out = with;
    bool changed = strcmp(change->what, "changed") == 0;

    if (out->json) {
        struct json *json = json_new_object();

        json_set_text(json, "name", change->name);
        json_set_text(json, "what", change->what);
        if (changed)
            json_set_take(json, "diff",
                          diff_to_json(change->diff, change->n_diff));
        out_json_take(out, json);
    } else {
        out_printf(out, "%s: %s", change->name, change->what);
        if (changed)
            print_diff(out, change->diff, change->n_diff);
    }
    out_flush(out);
}

struct json *test_to_json(const struct test_page *page)
{
    struct json *json = json_new_object();
    struct json *rows = json_new_array();

    json_set_bool(json, "fires", page->fires);
    json_set_text(json, "verdict", page->verdict);
    json_set_text(json, "would", page->would);
    for (size_t i = 0; i < page->n; i++) {
        struct json *row = json_new_object();

        json_set_text(row, "part", page->rows[i].part);
        json_set_text(row, "condition", page->rows[i].text);
        json_set_text(row, "answer", page->rows[i].answer);
        json_set_text(row, "found", page->rows[i].found);
        json_add_take(rows, row);
    }
    json_set_take(json, "conditions", rows);
    return json;
}

static void test_text(struct out *out, const struct test_page *page)
{
    for (size_t i = 0; i < page->n; i++) {
        const struct test_row *row = &page->rows[i];
        struct buf text;

        buf_init(&text);
        buf_text(&text, row->text);
        if (row->found && *row->found)
            buf_printf(&text, _("  found: %s"), row->found);
        if (i == 0 || strcmp(row->part, page->rows[i - 1].part) != 0)
            out_text(out, 0, str_of(row->part));
        out_entry(out, 12,
                  str_of((const char *)arena_printf(page->arena, "  %s",
                                                    row->answer)),
                  buf_view(&text));
        buf_done(&text);
    }
    out_text(out, 0, str_of(page->verdict));
    out_fact(out, page->fires ? _("Then") : _("Would do"), str_of(page->would));
}

void print_test(struct out *out, const struct test_page *page)
{
    if (out->json)
        out_json_take(out, test_to_json(page));
    else
        test_text(out, page);
}
