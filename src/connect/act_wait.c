/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_wait.c - a playbook waits: the step is done when it is due.
 */
#include "connect/local.h"
#include "util/text.h"

static bool wait_render(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    (void)with, (void)context, (void)arena, (void)err;
    out->method = "LOCAL";
    out->url = "wait";
    out->idempotent = true;
    return true;
}

static enum action_class wait_class(const struct json *with,
                                    const struct action_context *context)
{
    (void)with, (void)context;
    return CLASS_READ;
}

extern const struct action_kind action_wait;

const struct action_kind action_wait = {
    .name = "wait",
    .title = N_("Wait"),
    .by_hand = true,
    .local = true,
    .class = wait_class,
    .render = wait_render,
};
