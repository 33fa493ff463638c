/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_owner.c - who works on the event.
 */
#include "connect/local.h"
#include "util/text.h"

static const struct field fields[] = {
    {
        .name = "owner",
        .label = N_("Owner"),
        .help = N_("Who works on the event."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
};

extern const struct action_kind action_owner;

static bool owner_render(const struct json *with,
                         const struct action_context *context,
                         struct arena *arena, struct request *out,
                         struct err *err)
{
    (void)context;
    (void)arena;
    return local_render(&action_owner,
                        action_text(&action_owner, with, "owner"), out, err);
}

const struct action_kind action_owner = {
    .name = "owner",
    .title = N_("Set the owner"),
    .local = true,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = owner_render,
};
