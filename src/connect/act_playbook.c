/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_playbook.c - starts a playbook on the event, and waits for its end.
 */
#include "connect/local.h"
#include "util/text.h"

static const struct field fields[] = {
    {
        .name = "name",
        .label = N_("Playbook"),
        .help = N_("Its name; `riposte playbook list' lists them. Of its mode "
                   "and that of the rule the more careful one counts."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "parameters",
        .label = N_("Parameters"),
        .help = N_("What the playbook is to be told, one name=value on each "
                   "line."),
        .type = FIELD_LONG,
    },
};

extern const struct action_kind action_playbook;

static bool playbook_render(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena, struct request *out,
                            struct err *err)
{
    (void)context;
    (void)arena;
    return local_render(&action_playbook,
                        action_text(&action_playbook, with, "name"), out, err);
}

/* What it does is decided step by step, each by its own class. */
const struct action_kind action_playbook = {
    .name = "playbook",
    .title = N_("Start a playbook"),
    .local = true,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = playbook_render,
};
