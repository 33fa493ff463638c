/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_servicenow.c - records of ServiceNow.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

static const struct api_op servicenow_ops[] = {
    {.method = "post",
     .path = "/api/now/v2/table/*",
     .title = N_("Create a record"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "get",
     .path = "/api/now/v2/table/*",
     .title = N_("List records"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "get",
     .path = "/api/now/v2/table/*/*",
     .title = N_("Read a record"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "put",
     .path = "/api/now/v2/table/*/*",
     .title = N_("Change a record"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "patch",
     .path = "/api/now/v2/table/*/*",
     .title = N_("Change a record"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "delete",
     .path = "/api/now/v2/table/*/*",
     .title = N_("Delete a record"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "call"},
    {.path = NULL},
};
const struct api api_servicenow = {.name = "service-now",
                                   .title = N_("ServiceNow"),
                                   .ops = servicenow_ops,
                                   .hand = &api_hand_servicenow,
                                   .needs = "servicenow"};
