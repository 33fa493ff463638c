/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * src_automations.c - the automations that live in Azure: no events, but a
 * list that is kept.
 */
#include "connect/source_fields.h"

static const struct field fields[SOURCE_N_FIELDS] =
    SOURCE_FIELDS("15m", "2023-12-01-preview", "1000", "1");

const struct source source_automations = {
    .name = "defender-automations",
    .title = N_("Automations in Azure"),
    .kind = EVENT_ALERT,
    .kept = true,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS,
    .list = "/providers/Microsoft.Security/automations",
    .query = "",
};
