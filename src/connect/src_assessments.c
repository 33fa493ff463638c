/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * src_assessments.c - recommendations: assessments with their metadata.
 */
#include "connect/source_fields.h"

/* Metadata has the severity (FACTS 5). */
static const struct field fields[SOURCE_N_FIELDS + 1] = {
    SOURCE_ROWS("1h", "2021-06-01", "5000", "1"),
    {
        .name = "findings",
        .label = N_("Findings"),
        .help = N_("Read the findings below the recommendations too: one list "
                   "more for each subscription."),
        .type = FIELD_BOOL,
        .fallback = "false",
    },
};

const struct source source_assessments = {
    .name = "defender-assessments",
    .title = N_("Recommendations"),
    .kind = EVENT_RECOMMENDATION,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS + 1,
    .list = "/providers/Microsoft.Security/assessments",
    .query = "&$expand=metadata",
    /* All of a subscription at once, not one request for each assessment. */
    .findings = "/providers/Microsoft.Security/subAssessments"
                "?api-version=2019-01-01-preview",
};
