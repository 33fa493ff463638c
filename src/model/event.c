/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/event.h"

#include "model/codec.h"

static const char *const kinds[EVENT_KIND_N] = {
    [EVENT_ALERT] = "alert",
    [EVENT_RECOMMENDATION] = "recommendation",
    [EVENT_COMPLIANCE] = "compliance",
};

static const char *const severities[SEVERITY_N] = {
    [SEVERITY_NONE] = "",     [SEVERITY_INFORMATIONAL] = "Informational",
    [SEVERITY_LOW] = "Low",   [SEVERITY_MEDIUM] = "Medium",
    [SEVERITY_HIGH] = "High", [SEVERITY_CRITICAL] = "Critical",
};

static const char *const autos[AUTO_N] = {
    [AUTO_NONE] = "none",       [AUTO_SHADOW] = "shadow",
    [AUTO_RUNNING] = "running", [AUTO_WAITING] = "waiting",
    [AUTO_DONE] = "done",       [AUTO_FAILED] = "failed",
};

/* The first name is the one that is shown and written. */
#define COLUMN_NAMES 6
static const char *const columns[EVENT_COLUMN_N][COLUMN_NAMES] = {
    [COLUMN_TITLE] = {"AlertDisplayName", "AlertName", "DisplayName", "Title"},
    [COLUMN_TYPE] = {"AlertType"},
    [COLUMN_STATUS] = {"Status"},
    [COLUMN_RESOURCE] = {"ResourceId", "AzureResourceId", "Resource"},
    [COLUMN_ENTITY] = {"CompromisedEntity"},
    [COLUMN_TACTIC] = {"Intent", "Tactics", "Tactic"},
    [COLUMN_PRODUCT] = {"ProductComponentName", "Product"},
    [COLUMN_SOURCE] = {"Source"},
    [COLUMN_OWNER] = {"Owner"},
    [COLUMN_CLOSING] = {"Closing", "Classification"},
    [COLUMN_TAGS] = {"Tag", "Tags"},
};

/* Members of event_to_json(). */
static const char *const members[EVENT_COLUMN_N] = {
    [COLUMN_TITLE] = "title",     [COLUMN_TYPE] = "type",
    [COLUMN_STATUS] = "status",   [COLUMN_RESOURCE] = "resource",
    [COLUMN_ENTITY] = "entity",   [COLUMN_TACTIC] = "tactic",
    [COLUMN_PRODUCT] = "product", [COLUMN_SOURCE] = "source",
    [COLUMN_OWNER] = "owner",     [COLUMN_CLOSING] = "closing",
    [COLUMN_TAGS] = "tags",
};

static const struct {
    unsigned flag;
    const char *name;
} flags[] = {
    {.flag = EVENT_SAMPLE, .name = "sample"},
    {.flag = EVENT_SNAPSHOT, .name = "snapshot"},
    {.flag = EVENT_DELETED, .name = "deleted"},
    {.flag = EVENT_INCIDENT, .name = "incident"},
    {.flag = EVENT_OURS, .name = "ours"},
    {.flag = EVENT_PENDING, .name = "pending"},
    {.flag = EVENT_IGNORED, .name = "ignored"},
};

static const struct {
    const char *name;
    bool open;
} statuses[] = {
    {.name = "Active", .open = true},
    {.name = "InProgress"},
    {.name = "Resolved"},
    {.name = "Dismissed"},
    {.name = "Healthy"},
    {.name = "Unhealthy", .open = true},
    {.name = "NotApplicable"},
    {.name = "Passed"},
    {.name = "Failed", .open = true},
    {.name = "Skipped"},
    {.name = "Unsupported"},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

const char *event_kind_name(enum event_kind kind)
{
    return kinds[kind];
}

bool event_kind_parse(struct str text, enum event_kind *out)
{
    size_t at;

    if (!name_parse(kinds, N(kinds), text, &at))
        return false;
    *out = (enum event_kind)at;
    return true;
}

const char *severity_name(enum severity severity)
{
    return severities[severity];
}

char severity_letter(enum severity severity)
{
    return severity == SEVERITY_NONE ? '-' : severities[severity][0];
}

bool severity_parse(struct str text, enum severity *out)
{
    size_t at;

    if (str_empty(text) || !name_parse(severities, N(severities), text, &at))
        return false;
    *out = (enum severity)at;
    return true;
}

const char *event_auto_name(enum event_auto automation)
{
    return autos[automation];
}

const char *event_column_name(enum event_column column)
{
    return columns[column][0];
}

bool event_column_of(struct str property, enum event_column *out)
{
    size_t at;

    for (size_t i = 0; i < EVENT_COLUMN_N; i++) {
        if (name_parse(columns[i], COLUMN_NAMES, property, &at)) {
            *out = (enum event_column)i;
            return true;
        }
    }
    return false;
}

struct str event_status_canonical(struct str status)
{
    if (str_eq_fold(status, STR("New")))
        return STR("Active");
    for (size_t i = 0; i < N(statuses); i++) {
        if (str_eq_fold(status, str_of(statuses[i].name)))
            return str_of(statuses[i].name);
    }
    return status;
}

bool event_status_open(struct str status)
{
    struct str canonical = event_status_canonical(status);

    for (size_t i = 0; i < N(statuses); i++) {
        if (str_eq(canonical, str_of(statuses[i].name)))
            return statuses[i].open;
    }
    /* Rows of Log Analytics may have no status: nobody has closed them. */
    return str_empty(status);
}

bool event_status_known(struct str status, const char **near)
{
    const char *names[N(statuses)];

    status = event_status_canonical(status);
    for (size_t i = 0; i < N(statuses); i++) {
        names[i] = statuses[i].name;
        if (str_eq(status, str_of(names[i])))
            return true;
    }
    *near = str_nearest(status, names, N(names));
    return false;
}

static void put_flags(struct json *out, unsigned set)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < N(flags); i++) {
        if (set & flags[i].flag)
            json_add_take(list, json_new_text(str_of(flags[i].name)));
    }
    json_set_take(out, "flags", list);
}

struct json *event_to_json(const struct event *event)
{
    struct json *out = json_new_object();
    struct str id = event->key;
    struct str kind;
    struct resource resource;

    str_cut(&id, ':', &kind);
    resource_parse(event->column[COLUMN_RESOURCE], &resource);
    json_set_str(out, "id", id);
    json_set_int(out, "row", event->row);
    json_set_text(out, "kind", kinds[event->kind]);
    json_set_text(out, "severity", severities[event->severity]);
    for (size_t i = 0; i < EVENT_COLUMN_N; i++)
        json_set_str(out, members[i], event->column[i]);
    json_set_str(out, "subscription", resource.subscription);
    json_set_time(out, "time", event->time);
    json_set_time(out, "arrived", event->arrived);
    json_set_time(out, "changed", event->changed);
    json_set_time(out, "acknowledged", event->acknowledged);
    json_set_text(out, "auto", autos[event->automation]);
    put_flags(out, event->flags);
    json_set_str(out, "armId", event->arm_id);
    return out;
}
