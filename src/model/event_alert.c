/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_alert.c - the columns of an alert (FACTS 4, 8.1); see reading.h.
 */
#include "model/reading.h"

#include "util/text.h"

/* The first digits of an alert's id count down from the last tick of the year
 * 9999 (FACTS 4), in units of 100 ns since the year 1. */
#define ID_DIGITS  19
#define LAST_TICK  INT64_C(3155378975999999999)
#define EPOCH_TICK INT64_C(621355968000000000)
#define TICKS      10000

static int64_t time_of_id(struct str id)
{
    int64_t count;

    if (id.len <= ID_DIGITS || id.at[ID_DIGITS] != '_' ||
        !str_int(str_sub(id, 0, ID_DIGITS), &count) ||
        count > LAST_TICK - EPOCH_TICK)
        return 0;
    return (LAST_TICK - count - EPOCH_TICK) / TICKS;
}

static int64_t alert_time(const struct reading *reading, struct str id)
{
    static const enum alias_slot slots[] = {SLOT_TIME, SLOT_START,
                                            SLOT_EVENT_TIME};

    for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
        int64_t moment = reading_time(reading_text(reading, slots[i]));

        if (moment != 0)
            return moment;
    }
    return time_of_id(id);
}

/* ["A","B"] as "A, B", whether it came as an array, as text that holds one
 * (FACTS 4), or is plain text already. */
static struct str tactic(const struct reading *reading)
{
    struct skim_value list, item;
    struct skim in;
    struct str joined = STR_NONE;

    if (!reading_open(reading, SLOT_TACTIC, JSON_ARRAY, &list))
        return reading_text(reading, SLOT_TACTIC);
    skim_enter(&in, &list);
    while (skim_item(&in, &item)) {
        struct str text = skim_text(&item, reading->arena);
        char *both = arena_printf(reading->arena, "%.*s%s%.*s", STR_ARG(joined),
                                  joined.len ? ", " : "", STR_ARG(text));

        joined = str_of(both);
        if (joined.len > 200)
            break;
    }
    return joined;
}

/* From the link to the portal, since an export has no ARM id (FACTS 8.1). */
static struct str build_arm_id(const struct reading *reading, struct str alert)
{
    struct str link = reading_text(reading, SLOT_URI);
    struct str sub = path_part(link, STR("/subscriptionId/"));
    struct str group = path_part(link, STR("/resourceGroup/"));
    struct str place = path_part(link, STR("/location/"));
    const char *id;

    if (str_empty(sub) || str_empty(place))
        return STR_NONE;
    id = arena_printf(reading->arena,
                      "/subscriptions/%.*s%s%.*s/providers/Microsoft.Security/"
                      "locations/%.*s/alerts/%.*s",
                      STR_ARG(sub), group.len ? "/resourceGroups/" : "",
                      STR_ARG(group), STR_ARG(place), STR_ARG(alert));
    return resource_id_safe(str_of(id)) ? str_of(id) : STR_NONE;
}

static struct str alert_arm_id(const struct reading *reading, struct str alert)
{
    struct str id = reading_text(reading, SLOT_ID);
    struct str name = alert_name_of(id);

    if (str_empty(name))
        return build_arm_id(reading, alert);
    /* Records of the activity log go on behind the alert's name. */
    id.len = (size_t)(name.at + name.len - id.at);
    return resource_id_safe(id) ? id : STR_NONE;
}

/* An alert's own id is no resource. */
static struct str resource_or_none(struct str id)
{
    return str_empty(alert_name_of(id)) ? id : STR_NONE;
}

static struct str from_identifiers(const struct reading *reading)
{
    struct skim_value list, item;
    struct skim in;

    if (!reading_open(reading, SLOT_IDENTIFIERS, JSON_ARRAY, &list))
        return STR_NONE;
    skim_enter(&in, &list);
    while (skim_item(&in, &item)) {
        struct str id = resource_or_none(
            inner_text(reading, &item, STR("azureResourceId")));

        if (!str_empty(id))
            return id;
    }
    return STR_NONE;
}

/* The machine first; else whatever resource is among the entities. */
static struct str from_entities(const struct reading *reading)
{
    struct skim_value list, item;
    struct skim in;
    struct str other = STR_NONE;

    if (!reading_open(reading, SLOT_ENTITIES, JSON_ARRAY, &list))
        return STR_NONE;
    skim_enter(&in, &list);
    while (skim_item(&in, &item)) {
        struct str type = inner_text(reading, &item, STR("type"));
        struct str id = STR_NONE;

        if (str_eq_fold(type, STR("host")))
            id = inner_text(reading, &item, STR("azureID"));
        if (!str_empty(id))
            return id;
        if (str_empty(other) && str_eq_fold(type, STR("azure-resource")))
            other = inner_text(reading, &item, STR("resourceId"));
    }
    return other;
}

/* Nothing finer is known than where the alert was raised. */
static struct str subscription_of(const struct reading *reading)
{
    struct str id = reading_text(reading, SLOT_ID);
    struct str sub;
    struct resource resource;

    resource_parse(id, &resource);
    sub = resource.subscription;
    if (str_empty(sub))
        sub =
            path_part(reading_text(reading, SLOT_URI), STR("/subscriptionId/"));
    if (str_empty(sub))
        sub = reading_text(reading, SLOT_RESOURCE_SUB);
    if (str_empty(sub))
        sub = reading_text(reading, SLOT_WORKSPACE_SUB);
    if (str_empty(sub))
        return STR_NONE;
    return str_of(
        arena_printf(reading->arena, "/subscriptions/%.*s", STR_ARG(sub)));
}

static struct str alert_resource(const struct reading *reading)
{
    struct str id = resource_or_none(reading_text(reading, SLOT_RESOURCE));

    if (str_empty(id))
        id = from_identifiers(reading);
    if (str_empty(id))
        id = from_entities(reading);
    if (str_empty(id))
        id = subscription_of(reading);
    return id;
}

/* FACTS 4: by title or by description. */
static unsigned sample_flag(const struct reading *reading, struct str title)
{
    struct str description;

    if (str_starts_fold(str_trim(title), STR("[SAMPLE ALERT]")))
        return EVENT_SAMPLE;
    description = reading_text(reading, SLOT_DESCRIPTION);
    return str_find_fold(description, STR("THIS IS A SAMPLE ALERT")) ==
                   STR_NOWHERE
               ? 0
               : EVENT_SAMPLE;
}

static struct str first_of(const struct reading *reading,
                           const enum alias_slot *slots, size_t n)
{
    struct str text = STR_NONE;

    for (size_t i = 0; i < n && str_empty(text); i++)
        text = reading_text(reading, slots[i]);
    return text;
}

/* The alert's own id, or the name of the resource that it is. */
static struct str alert_id(const struct reading *reading)
{
    struct str id = reading_text(reading, SLOT_ALERT);

    if (str_empty(id))
        id = alert_name_of(reading_text(reading, SLOT_ID));
    return id;
}

static struct str alert_status(const struct reading *reading)
{
    struct str status = reading_text(reading, SLOT_STATUS);

    if (str_empty(status))
        status = reading_inner(reading, SLOT_STATUS, STR("value"));
    return event_status_canonical(status);
}

bool alert_fill(const struct reading *reading, struct event *event,
                struct err *err)
{
    static const enum alias_slot products[] = {SLOT_COMPONENT, SLOT_PRODUCT,
                                               SLOT_PROVIDER};
    struct str id = alert_id(reading);
    struct str title = reading_text(reading, SLOT_TITLE);

    if (str_empty(id))
        return err_set(err, ERR_INPUT,
                       _("It is an alert without an id: it has no "
                         "SystemAlertId."));
    if (str_empty(title))
        title = reading_inner(reading, SLOT_EVENT_NAME, STR("value"));
    event->key = reading_key(reading, "alert:", id);
    event->arm_id = alert_arm_id(reading, id);
    event->time = alert_time(reading, id);
    severity_parse(reading_text(reading, SLOT_SEVERITY), &event->severity);
    event->column[COLUMN_TITLE] = title;
    event->column[COLUMN_TYPE] = reading_text(reading, SLOT_TYPE);
    event->column[COLUMN_STATUS] = alert_status(reading);
    event->column[COLUMN_RESOURCE] = alert_resource(reading);
    event->column[COLUMN_ENTITY] = reading_text(reading, SLOT_ENTITY);
    event->column[COLUMN_TACTIC] = tactic(reading);
    event->column[COLUMN_PRODUCT] =
        first_of(reading, products, sizeof(products) / sizeof(products[0]));
    event->flags |= sample_flag(reading, title);
    if (str_eq_fold(reading_text(reading, SLOT_INCIDENT), STR("true")))
        event->flags |= EVENT_INCIDENT;
    return true;
}
