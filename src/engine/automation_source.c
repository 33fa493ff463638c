/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_source.c - the event sources of Azure and what they are here.
 */
#include "engine/automation_part.h"
#include "util/text.h"

/* Azure tells each change of a state, the good ones too. */
#define EACH (TRIGGER_CREATED | TRIGGER_CHANGED | TRIGGER_CLOSED)

static const struct automation_source sources[] = {
    {.name = "Alerts", .kind = EVENT_ALERT, .on = TRIGGER_CREATED},
    {.name = "Assessments",
     .kind = EVENT_RECOMMENDATION,
     .on = EACH,
     .type = "Microsoft.Security/assessments",
     .type_op = OP_EQ_FOLD,
     .twin = "AssessmentsSnapshot"},
    {.name = "AssessmentsSnapshot",
     .kind = EVENT_RECOMMENDATION,
     .on = EACH | TRIGGER_SNAPSHOTS,
     .snapshot = true,
     .type = "Microsoft.Security/assessments",
     .type_op = OP_EQ_FOLD},
    {.name = "SubAssessments",
     .kind = EVENT_RECOMMENDATION,
     .on = EACH,
     .type = "Microsoft.Security/assessments/subassessments",
     .type_op = OP_EQ_FOLD,
     .twin = "SubAssessmentsSnapshot"},
    {.name = "SubAssessmentsSnapshot",
     .kind = EVENT_RECOMMENDATION,
     .on = EACH | TRIGGER_SNAPSHOTS,
     .snapshot = true,
     .type = "Microsoft.Security/assessments/subassessments",
     .type_op = OP_EQ_FOLD},
    /* One spelling in events, another in the list. */
    {.name = "RegulatoryComplianceAssessment",
     .kind = EVENT_COMPLIANCE,
     .on = EACH,
     .type = "regulatoryComplianceAssessment",
     .type_op = OP_CONTAINS,
     .twin = "RegulatoryComplianceAssessmentSnapshot"},
    {.name = "RegulatoryComplianceAssessmentSnapshot",
     .kind = EVENT_COMPLIANCE,
     .on = EACH | TRIGGER_SNAPSHOTS,
     .snapshot = true,
     .type = "regulatoryComplianceAssessment",
     .type_op = OP_CONTAINS},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

const struct automation_source *automation_source_at(size_t i)
{
    return i < N(sources) ? &sources[i] : NULL;
}

const struct automation_source *automation_source_find(struct str name)
{
    for (size_t i = 0; i < N(sources); i++) {
        if (str_eq_fold(name, str_of(sources[i].name)))
            return &sources[i];
    }
    return NULL;
}

const char *automation_source_why(struct str name)
{
    if (str_starts_fold(name, STR("SecureScore")))
        return _("riposte has no events about secure scores");
    if (str_starts_fold(name, STR("AttackPath")))
        return _("riposte has no events about attack paths");
    return _("riposte knows no such source of events");
}

size_t automation_source_terms(const struct automation_source *source,
                               struct condition out[2])
{
    size_t n = 0;

    if (source->type)
        out[n++] = (struct condition){.property = "type",
                                      .op = source->type_op,
                                      .value = (char *)(uintptr_t)source->type};
    if (source->snapshot)
        out[n++] = (struct condition){
            .property = "Snapshot", .op = OP_EQ, .value = "true"};
    return n;
}
