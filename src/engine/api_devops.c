/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_devops.c - work items of Azure DevOps.
 */
#include "engine/api.h"
#include "util/text.h"

static const struct api_op devops_ops[] = {
    {.method = "patch",
     .path = "/*/_apis/wit/workitems/$*",
     .title = N_("Create a work item"),
     .class = CLASS_NOTIFY,
     .kind = "http"},
    {.method = "post",
     .path = "/*/_apis/wit/workitems/$*",
     .title = N_("Create a work item"),
     .class = CLASS_NOTIFY,
     .kind = "http"},
    {.method = "get",
     .path = "/*/_apis/wit/workitems/*",
     .title = N_("Read a work item"),
     .class = CLASS_READ,
     .kind = "http"},
    {.method = "get",
     .path = "/*/_apis/wit/workitems",
     .title = N_("List work items"),
     .class = CLASS_READ,
     .kind = "http"},
    {.method = "patch",
     .path = "/*/_apis/wit/workitems/*",
     .title = N_("Change a work item"),
     .class = CLASS_NOTIFY,
     .kind = "http"},
    {.path = NULL},
};
const struct api api_devops = {.name = "visualstudioteamservices",
                               .title = N_("Azure DevOps"),
                               .ops = devops_ops};
