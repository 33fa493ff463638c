/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_teams.c - messages and cards in Microsoft Teams.
 */
#include "engine/api.h"
#include "util/text.h"

static const struct api_op teams_ops[] = {
    {.method = "post",
     .path = "/v3/beta/teams/*/channels/*/messages",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/beta/teams/*/channels/*/messages",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/v1.0/teams/*/channels/*/messages",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/flowbot/actions/notification/recipienttypes/*",
     .title = N_("Post a message as the bot"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/flowbot/actions/adaptivecard/recipienttypes/*",
     .title = N_("Post a card as the bot"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/beta/teams/conversation/message/poster/*/location/*",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/v1.0/teams/conversation/message/poster/*/location/*",
     .title = N_("Post a message"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "post",
     .path = "/v1.0/teams/conversation/adaptivecard/poster/*/location/*",
     .title = N_("Post a card"),
     .class = CLASS_NOTIFY,
     .kind = "teams"},
    {.method = "",
     .path =
         "/flowbot/actions/messagewithoptions/recipienttypes/*/$subscriptions",
     .title = N_("Ask by a message which option is taken"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path =
         "/flowbot/actions/flowcontinuation/recipienttypes/*/$subscriptions",
     .title = N_("Post a card and wait for its answer"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path = "/v1.0/teams/conversation/gatherinput/poster/*/location/*/"
             "$subscriptions",
     .title = N_("Post a card and wait for its answer"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.path = NULL},
};
const struct api api_teams = {
    .name = "teams", .title = N_("Microsoft Teams"), .ops = teams_ops};
