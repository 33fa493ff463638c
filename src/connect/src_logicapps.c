/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * src_logicapps.c - the Logic Apps that stay in Azure: no events, but a list
 * that is kept.
 */
#include "connect/source_fields.h"

static const struct field fields[SOURCE_N_FIELDS] =
    SOURCE_FIELDS("15m", "2019-05-01", "1000", "1");

const struct source source_logicapps = {
    .name = "logic-apps",
    .title = N_("Logic Apps in Azure"),
    .kind = EVENT_ALERT,
    .kept = true,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS,
    .list = "/providers/Microsoft.Logic/workflows",
    .query = "",
};
