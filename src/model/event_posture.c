/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_posture.c - the columns of recommendations with their findings, and
 * of compliance (FACTS 5, 6, 8.3); see reading.h.
 */
#include "model/reading.h"

#include "util/text.h"

/* What stands before the last /providers/Microsoft.Security. */
static struct str assessed(struct str id)
{
    const struct str provider = STR("/providers/Microsoft.Security/");
    size_t cut = STR_NOWHERE;
    size_t from = 0, at;

    while ((at = str_find_fold(str_sub(id, from, id.len), provider)) !=
           STR_NOWHERE) {
        cut = from + at;
        from = cut + provider.len;
    }
    return cut == STR_NOWHERE ? STR_NONE : str_sub(id, 0, cut);
}

static bool id_missing(struct str id, const char *what, struct err *err)
{
    if (!str_empty(id))
        return false;
    err_set(err, ERR_INPUT, _("It is %s without an id."), what);
    return true;
}

static struct str recommendation_resource(const struct reading *reading,
                                          struct str id)
{
    struct str given = reading_inner(reading, SLOT_DETAILS, STR("id"));

    /* Images and machines elsewhere have names that are no ARM ids. */
    return str_starts(given, STR("/")) ? given : assessed(id);
}

static enum severity recommendation_severity(const struct reading *reading)
{
    enum severity severity = SEVERITY_NONE;

    if (!severity_parse(reading_inner(reading, SLOT_RISK, STR("level")),
                        &severity) &&
        !severity_parse(reading_inner(reading, SLOT_METADATA, STR("severity")),
                        &severity))
        severity_parse(reading_inner(reading, SLOT_STATUS, STR("severity")),
                       &severity);
    return severity;
}

static int64_t recommendation_time(const struct reading *reading)
{
    int64_t moment = reading_time(
        reading_inner(reading, SLOT_STATUS, STR("statusChangeDate")));

    if (moment == 0)
        moment = reading_time(reading_text(reading, SLOT_TIME));
    if (moment == 0)
        moment = reading_time(
            reading_inner(reading, SLOT_STATUS, STR("firstEvaluationDate")));
    return moment;
}

bool recommendation_fill(const struct reading *reading, struct event *event,
                         struct err *err)
{
    struct str id = reading_text(reading, SLOT_ID);
    struct str key = path_part(id, STR("/assessments/"));

    if (id_missing(id, _("a recommendation"), err))
        return false;
    if (str_empty(key))
        key = reading_text(reading, SLOT_NAME);
    event->key = reading_key(reading, "recommendation:", id);
    event->arm_id = resource_id_safe(id) ? id : STR_NONE;
    event->time = recommendation_time(reading);
    event->severity = recommendation_severity(reading);
    event->column[COLUMN_TITLE] = reading_text(reading, SLOT_TITLE);
    if (str_empty(event->column[COLUMN_TITLE]))
        event->column[COLUMN_TITLE] =
            reading_inner(reading, SLOT_METADATA, STR("displayName"));
    event->column[COLUMN_TYPE] = key;
    event->column[COLUMN_STATUS] = event_status_canonical(
        reading_inner(reading, SLOT_STATUS, STR("code")));
    event->column[COLUMN_RESOURCE] = recommendation_resource(reading, id);
    return true;
}

bool compliance_fill(const struct reading *reading, struct event *event,
                     struct err *err)
{
    struct str id = reading_text(reading, SLOT_ID);
    struct str standard = path_part(id, STR("/regulatoryComplianceStandards/"));
    struct str control = path_part(id, STR("/regulatoryComplianceControls/"));
    struct str title = reading_text(reading, SLOT_DESCRIPTION);
    struct resource resource;

    if (id_missing(id, _("a compliance assessment"), err))
        return false;
    resource_parse(id, &resource);
    if (str_empty(title))
        title = str_trim(str_of(arena_printf(
            reading->arena, "%.*s %.*s", STR_ARG(standard), STR_ARG(control))));
    event->key = reading_key(reading, "compliance:", id);
    event->arm_id = resource_id_safe(id) ? id : STR_NONE;
    event->column[COLUMN_TITLE] = title;
    event->column[COLUMN_TYPE] = reading_text(reading, SLOT_NAME);
    event->column[COLUMN_STATUS] =
        event_status_canonical(reading_text(reading, SLOT_STATE));
    if (!str_empty(resource.subscription))
        event->column[COLUMN_RESOURCE] =
            str_sub(id, 0,
                    (size_t)(resource.subscription.at +
                             resource.subscription.len - id.at));
    event->column[COLUMN_PRODUCT] = standard;
    return true;
}
