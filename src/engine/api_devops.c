/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_devops.c - work items of Azure DevOps.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

static const struct api_op devops_ops[] = {
    {.method = "patch",
     .path = "/*/_apis/wit/workitems/$*",
     .title = N_("Create a work item"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "post",
     .path = "/*/_apis/wit/workitems/$*",
     .title = N_("Create a work item"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "get",
     .path = "/*/_apis/wit/workitems/*",
     .title = N_("Read a work item"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "get",
     .path = "/*/_apis/wit/workitems",
     .title = N_("List work items"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "patch",
     .path = "/*/_apis/wit/workitems/*",
     .title = N_("Change a work item"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "get",
     .path = "/_apis/wit/workitems/*",
     .title = N_("Read a work item"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "patch",
     .path = "/_apis/wit/workitems/*",
     .title = N_("Change a work item"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.path = NULL},
};
const struct api api_devops = {.name = "visualstudioteamservices",
                               .title = N_("Azure DevOps"),
                               .ops = devops_ops,
                               .hand = &api_hand_devops,
                               .needs = "devops"};
