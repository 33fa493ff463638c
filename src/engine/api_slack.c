/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_slack.c - messages in Slack.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

static const struct api_op slack_ops[] = {
    {.method = "post",
     .path = "/chat.postMessage",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "slack"},
    {.method = "post",
     .path = "/v2/chat.postMessage",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "slack"},
    {.path = NULL},
};
const struct api api_slack = {.name = "slack",
                              .title = N_("Slack"),
                              .ops = slack_ops,
                              .hand = &api_hand_slack,
                              .needs = "slack"};
