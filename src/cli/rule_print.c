/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rule_print.h"

#include <string.h>

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
