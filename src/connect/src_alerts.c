/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * src_alerts.c - security alerts, the newest first.
 */
#include "connect/source_fields.h"

/* The list has no filter and no time (FACTS 4): read from its new end until a
 * whole page is known, and all of it now and then, since a change of status
 * does not move an alert. */
static const struct field fields[SOURCE_N_FIELDS] =
    SOURCE_FIELDS("1m", "2022-01-01", "1000", "10");

const struct source source_alerts = {
    .name = "defender-alerts",
    .title = N_("Security alerts"),
    .kind = EVENT_ALERT,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS,
    .list = "/providers/Microsoft.Security/alerts",
    .query = "",
    .newest_first = true,
};
