/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_note.c - a note in the story of the event.
 */
#include "connect/local.h"
#include "util/text.h"

static const struct field fields[] = {
    {
        .name = "note",
        .label = N_("Note"),
        .help = N_("What is kept in the story of the event."),
        .type = FIELD_LONG,
        .required = true,
    },
};

extern const struct action_kind action_note;

static bool note_render(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    (void)context;
    (void)arena;
    return local_render(&action_note, action_text(&action_note, with, "note"),
                        out, err);
}

const struct action_kind action_note = {
    .name = "note",
    .title = N_("Write a note"),
    .local = true,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = note_render,
};
