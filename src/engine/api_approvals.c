/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_approvals.c - approvals of Power Automate.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

static const struct api_op approvals_ops[] = {
    {.method = "",
     .path = "/types/*/subscriptions",
     .title = N_("Start and wait for an approval"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path = "/approvalRequests/$subscriptions",
     .title = N_("Start and wait for an approval"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path = "/types/*/approvals/$subscriptions",
     .title = N_("Start and wait for an approval"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.path = NULL},
};
const struct api api_approvals = {.name = "approvals",
                                  .title = N_("Approvals"),
                                  .ops = approvals_ops,
                                  .hand = &api_hand_approval};
