/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_name.c - the names of properties, and what each one means.
 */
#include "engine/query_part.h"

#include <string.h>

/*
 * Properties that are no text column of their own; those are named by
 * event_column_of().  Names of the trigger event and of the Log Analytics
 * tables alike.
 */
static const struct {
    const char *name;
    struct property is;
} known[] = {
    {.name = "Severity",
     .is = {.place = PLACE_NUMBER, .number = NUMBER_SEVERITY}},
    {.name = "AlertSeverity",
     .is = {.place = PLACE_NUMBER, .number = NUMBER_SEVERITY}},
    {.name = "RecommendationSeverity",
     .is = {.place = PLACE_NUMBER, .number = NUMBER_SEVERITY}},
    {.name = "Kind", .is = {.place = PLACE_NUMBER, .number = NUMBER_KIND}},
    {.name = "Auto", .is = {.place = PLACE_NUMBER, .number = NUMBER_AUTO}},
    {.name = "TimeGenerated",
     .is = {.place = PLACE_NUMBER, .number = NUMBER_TIME}},
    {.name = "TimeGeneratedUtc",
     .is = {.place = PLACE_NUMBER, .number = NUMBER_TIME}},
    {.name = "Acknowledged",
     .is = {.place = PLACE_NUMBER, .number = NUMBER_ACKNOWLEDGED}},
    {.name = "Sample",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_SAMPLE}},
    {.name = "Snapshot",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_SNAPSHOT}},
    {.name = "IsSnapshot",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_SNAPSHOT}},
    {.name = "Deleted",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_DELETED}},
    {.name = "IsIncident",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_INCIDENT}},
    {.name = "Pending",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_PENDING}},
    {.name = "Ignored",
     .is = {.place = PLACE_NUMBER,
            .number = NUMBER_FLAGS,
            .flag = EVENT_IGNORED}},
    {.name = "ResourceName", .is = {.place = PLACE_PART, .part = PART_NAME}},
    {.name = "ResourceGroup", .is = {.place = PLACE_PART, .part = PART_GROUP}},
    {.name = "ResourceType", .is = {.place = PLACE_PART, .part = PART_TYPE}},
    {.name = "SubscriptionId",
     .is = {.place = PLACE_PART, .part = PART_SUBSCRIPTION}},
    {.name = "Subscription",
     .is = {.place = PLACE_PART, .part = PART_SUBSCRIPTION}},
    {.name = "AssessedResourceId",
     .is = {.place = PLACE_COLUMN, .column = COLUMN_RESOURCE}},
    {.name = "RecommendationDisplayName",
     .is = {.place = PLACE_COLUMN, .column = COLUMN_TITLE}},
    {.name = "RecommendationState",
     .is = {.place = PLACE_COLUMN, .column = COLUMN_STATUS}},
};

/* Log Analytics calls some members of the body otherwise. */
static const struct {
    const char *name;
    const char *other;
} others[] = {
    {.name = "StartTime", .other = "StartTimeUtc"},
    {.name = "EndTime", .other = "EndTimeUtc"},
    {.name = "AlertLink", .other = "AlertUri"},
    {.name = "ProviderName", .other = "ProductName"},
    {.name = "StartTimeUtc", .other = "StartTime"},
    {.name = "EndTimeUtc", .other = "EndTime"},
    {.name = "AlertUri", .other = "AlertLink"},
};

/* For suggestions: what people ask for first, then what events have. */
static const char *const names[] = {
    "Severity",
    "Status",
    "AlertDisplayName",
    "AlertType",
    "Kind",
    "Intent",
    "ResourceName",
    "ResourceGroup",
    "ResourceType",
    "SubscriptionId",
    "ResourceId",
    "CompromisedEntity",
    "TimeGenerated",
    "Owner",
    "Tag",
    "Source",
    "Acknowledged",
    "Sample",
    "Auto",
    "Closing",
    "ProductComponentName",
    "IsIncident",
    "Snapshot",
    "Deleted",
    "Pending",
    "Ignored",
    "Description",
    "ExtendedProperties",
    "Entities",
    "RemediationSteps",
    "Techniques",
    "SubTechniques",
    "CorrelationKey",
    "SystemAlertId",
    "StartTimeUtc",
    "EndTimeUtc",
    "ProductName",
    "VendorName",
    "AlertSeverity",
    "AlertName",
    "DisplayName",
    "Title",
    "Tactics",
    "Tactic",
    "Tags",
    "Classification",
    "Product",
    "ProviderName",
    "StartTime",
    "EndTime",
    "AlertLink",
    "AlertUri",
    "AzureResourceId",
    "Resource",
    "Subscription",
    "TimeGeneratedUtc",
    "IsSnapshot",
    "AssessedResourceId",
    "RecommendationDisplayName",
    "RecommendationState",
    "RecommendationSeverity",
    "ProcessingEndTime",
    "ProcessingEndTimeUtc",
    "ProviderAlertStatus",
    "ConfidenceLevel",
    "ConfidenceScore",
    "ConfidenceReasons",
    "WorkspaceId",
    "WorkspaceSubscriptionId",
    "WorkspaceResourceGroup",
    "AgentId",
    "ExtendedLinks",
    "ResourceIdentifiers",
    "Version",
    "AssociatedResource",
    "AzureResourceSubscriptionId",
    "SupportingEvidence",
    "VendorOriginalId",
    "SourceSystem",
    "SourceComputerId",
    "AlertSource",
    "TenantId",
    "properties",
    "id",
    "name",
    "type",
    "location",
    "metadata",
    "assessmentEventDataEnrichment",
    "securityEventDataEnrichment",
    "entity",
};

/* FACTS 8.2. */
static const char *const entities[] = {
    "ip",
    "account",
    "host",
    "process",
    "file",
    "filehash",
    "azure-resource",
    "url",
    "dns",
    "network-connection",
    "malware",
    "registry-key",
    "registry-value",
    "security-group",
    "cloud-application",
    "mailbox",
    "host-logon-session",
    "blob",
    "blob-container",
    "container",
    "container-image",
    "K8s-cluster",
    "K8s-namespace",
    "K8s-pod",
    "gcp-resource",
    "amazon-resource",
    "iotdevice",
};

static const char *const severities[] = {"Informational", "Low", "Medium",
                                         "High", "Critical"};
static const char *const kinds[] = {"alert", "recommendation", "compliance"};
static const char *const autos[] = {"none",    "shadow", "running",
                                    "waiting", "done",   "failed"};
static const char *const bools[] = {"true", "false"};
static const char *const statuses[] = {
    "Active",    "InProgress", "Resolved",      "Dismissed",
    "Unhealthy", "Healthy",    "NotApplicable", "Failed",
    "Passed",    "Skipped",    "Unsupported"};
static const char *const tactics[] = {
    "PreAttack",      "InitialAccess",    "Persistence",  "PrivilegeEscalation",
    "DefenseEvasion", "CredentialAccess", "Discovery",    "LateralMovement",
    "Execution",      "Collection",       "Exfiltration", "CommandAndControl",
    "Impact",         "Probing",          "Exploitation"};
static const char *const closings[] = {"TruePositive", "Benign",
                                       "FalsePositive"};

struct value_list {
    const char *const *values;
    size_t n;
};
#define N(table) (sizeof(table) / sizeof((table)[0]))
#define LIST(table)                                                            \
    {                                                                          \
        .values = table, .n = N(table)                                         \
    }

static const struct value_list number_values[EVENT_NUMBER_N] = {
    [NUMBER_SEVERITY] = LIST(severities), [NUMBER_KIND] = LIST(kinds),
    [NUMBER_AUTO] = LIST(autos),          [NUMBER_FLAGS] = LIST(bools),
    [NUMBER_ACKNOWLEDGED] = LIST(bools),
};
static const struct value_list column_values[EVENT_COLUMN_N] = {
    [COLUMN_STATUS] = LIST(statuses),
    [COLUMN_TACTIC] = LIST(tactics),
    [COLUMN_CLOSING] = LIST(closings),
};

size_t property_names(const char *const **out)
{
    *out = names;
    return N(names);
}

size_t entity_types(const char *const **out)
{
    *out = entities;
    return N(entities);
}

size_t property_values(const struct property *property, const char *const **out)
{
    struct value_list list = {0};

    if (property->place == PLACE_NUMBER)
        list = number_values[property->number];
    else if (property->place == PLACE_COLUMN)
        list = column_values[property->column];
    *out = list.values;
    return list.n;
}

bool property_known(struct str name, struct property *out)
{
    enum event_column column;

    for (size_t i = 0; i < N(known); i++) {
        if (str_eq_fold(name, str_of(known[i].name))) {
            *out = known[i].is;
            out->yesno = out->number == NUMBER_FLAGS;
            return true;
        }
    }
    if (!event_column_of(name, &column))
        return false;
    *out = (struct property){.place = PLACE_COLUMN, .column = column};
    return true;
}

bool property_common(struct str name)
{
    for (size_t i = 0; i < N(names); i++) {
        if (str_eq_fold(name, str_of(names[i])))
            return true;
    }
    return false;
}

/* entity, entity.ip, entity.host.OSFamily. */
static bool resolve_entity(struct path_step *steps, size_t n,
                           struct property *out, const char **near)
{
    out->place = PLACE_ENTITY;
    out->entity = STR_NONE;
    if (n < 2)
        return true;
    out->entity = steps[1].name;
    out->steps = steps + 2;
    out->n_steps = n - 2;
    for (size_t i = 0; i < N(entities); i++) {
        if (str_eq_fold(out->entity, str_of(entities[i])))
            return true;
    }
    /* A type that is not in the list may still come; a misspelt one not. */
    *near = str_nearest(out->entity, entities, N(entities));
    return *near == NULL && !str_empty(out->entity);
}

bool property_resolve(struct path_step *steps, size_t n, bool rooted,
                      struct property *out, const char **near)
{
    struct str first = steps[0].name;

    *near = NULL;
    *out = (struct property){.place = PLACE_PATH};
    if (!rooted && n == 1 && property_known(first, out))
        return true;
    if (!rooted && str_eq_fold(first, STR("entity")))
        return resolve_entity(steps, n, out, near);
    if (!rooted && !property_common(first)) {
        *near = str_nearest(first, names, N(names));
        if (*near)
            return false;
    }
    out->steps = steps;
    out->n_steps = n;
    out->other = STR_NONE;
    for (size_t i = 0; i < N(others); i++) {
        if (str_eq_fold(first, str_of(others[i].name)))
            out->other = str_of(others[i].other);
    }
    return true;
}
