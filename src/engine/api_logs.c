/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_logs.c - what Log Analytics is told and asked.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

static const struct api_op logcollector_ops[] = {
    {.method = "post",
     .path = "/api/logs",
     .title = N_("Send data"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.path = NULL},
};
const struct api api_logcollector = {
    .name = "azureloganalyticsdatacollector",
    .title = N_("Azure Log Analytics Data Collector"),
    .ops = logcollector_ops,
    .hand = &api_hand_collector,
    .needs = "loganalytics"};

static const struct api_op logs_ops[] = {
    {.method = "post",
     .path = "/queryData",
     .title = N_("Ask for rows"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "post",
     .path = "/queryDataV2",
     .title = N_("Ask for rows"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "post",
     .path = "/visualizeQuery",
     .title = N_("Ask for a chart or table"),
     .class = CLASS_READ,
     .kind = "call",
     .hand = &api_hand_chart},
    {.method = "post",
     .path = "/visualizeQueryV2",
     .title = N_("Ask for a chart or table"),
     .class = CLASS_READ,
     .kind = "call",
     .hand = &api_hand_chart},
    {.path = NULL},
};
const struct api api_logs = {.name = "azuremonitorlogs",
                             .title = N_("Azure Monitor Logs"),
                             .ops = logs_ops,
                             .hand = &api_hand_logs};

const struct api api_logs_old = {.name = "azureloganalytics",
                                 .title = N_("Azure Log Analytics"),
                                 .ops = logs_ops,
                                 .hand = &api_hand_logs};
