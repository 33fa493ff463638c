/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_tag.c - tags of the event.
 */
#include "connect/local.h"
#include "util/text.h"

static const struct field fields[] = {
    {
        .name = "tags",
        .label = N_("Tags"),
        .help = N_("Several separated by spaces: +word adds, -word removes."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
};

extern const struct action_kind action_tag;

static bool tag_render(const struct json *with,
                       const struct action_context *context,
                       struct arena *arena, struct request *out,
                       struct err *err)
{
    (void)context;
    (void)arena;
    return local_render(&action_tag, action_text(&action_tag, with, "tags"),
                        out, err);
}

const struct action_kind action_tag = {
    .name = "tag",
    .title = N_("Change tags"),
    .local = true,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = tag_render,
};
