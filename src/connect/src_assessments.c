/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * src_assessments.c - recommendations: assessments with their metadata.
 */
#include "connect/source_fields.h"

/* Metadata has the severity (FACTS 5). */
static const struct field fields[SOURCE_N_FIELDS] =
    SOURCE_FIELDS("1h", "2021-06-01", "5000", "1");

const struct source source_assessments = {
    .name = "defender-assessments",
    .title = N_("Recommendations"),
    .kind = EVENT_RECOMMENDATION,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS,
    .list = "/providers/Microsoft.Security/assessments",
    .query = "&$expand=metadata",
};
