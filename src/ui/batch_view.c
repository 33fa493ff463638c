/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/batch_view.h"

#include <inttypes.h>

#include "util/mem.h"
#include "util/text.h"

static void add_item(struct view *view, const struct json *item)
{
    struct str target = json_text(json_get(item, "target"));
    const struct json *does = json_get(item, "does");
    int64_t run = 0;

    json_int(json_get(item, "run"), &run);
    view_printf(view, STYLE_DIM, "#%-6" PRId64 " ", run);
    view_indent(view, 8);
    view_add(view, STYLE_STRONG, target);
    view_end(view, 0);
    for (size_t i = 0; i < json_length(does); i++) {
        view_printf(view, STYLE_TEXT, "        ");
        view_add(view, STYLE_TEXT, json_text(json_item(does, i)));
        view_end(view, 0);
    }
}

void batch_view(struct view *view, const struct approval *row)
{
    const struct json *items = json_get(row->frozen, "items");
    size_t shown = json_length(items);

    if (row->batch == 0)
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    view_printf(view, STYLE_HEAD, _("Runs that wait for it: %lld"),
                (long long)row->batch);
    view_end(view, 0);
    for (size_t i = 0; i < shown; i++)
        add_item(view, json_item(items, i));
    if ((int64_t)shown < row->batch) {
        view_printf(view, STYLE_DIM, _("… and %lld more."),
                    (long long)row->batch - (long long)shown);
        view_end(view, 0);
    }
    view_line(view, STYLE_TEXT, STR_NONE);
}

size_t batch_targets(const struct approval *row, struct str **out)
{
    const struct json *items = json_get(row->frozen, "items");
    struct str target = json_text(json_get(row->frozen, "target"));
    size_t n = row->batch ? json_length(items) : target.len > 0;
    struct str *targets = mem_array(n + 1, sizeof(*targets));

    if (!row->batch)
        targets[0] = target;
    for (size_t i = 0; row->batch && i < n; i++)
        targets[i] = json_text(json_get(json_item(items, i), "target"));
    *out = targets;
    return n;
}
