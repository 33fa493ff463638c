/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_approval.c - everything behind it in the rule waits for a person.
 */
#include "connect/local.h"
#include "util/text.h"

static const struct field fields[] = {
    {
        .name = "text",
        .label = N_("Question"),
        .help = N_("What whoever answers is to decide; everything behind it "
                   "waits for the answer."),
        .type = FIELD_LONG,
        .required = true,
    },
};

extern const struct action_kind action_approval;

static bool approval_render(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena, struct request *out,
                            struct err *err)
{
    (void)context;
    (void)arena;
    return local_render(&action_approval,
                        action_text(&action_approval, with, "text"), out, err);
}

const struct action_kind action_approval = {
    .name = "approval",
    .title = N_("Ask for approval"),
    .local = true,
    .asks = true,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = approval_render,
};
