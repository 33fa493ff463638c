/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/alias.h"

#include <stdint.h>
#include <string.h>

/*
 * A perfect hash, made by the compiler: each row stands at the index that
 * three of its letters and its length give, and two rows with the same index
 * do not compile (-Woverride-init).  Then change the factors.  The letters are
 * the first, the one at two thirds, and the last.
 */
#define ROWS 256
#define MIX(first, middle, last, length)                                       \
    (((first) | 0x20) + ((middle) | 0x20) * 18 + ((last) | 0x20) * 4 +         \
     (length)*23)
#define AT(first, middle, last, length) MIX(first, middle, last, length) % ROWS
#define ROW(a, b, c, lower, pascal, place, order)                              \
    [AT(a, b, c, sizeof(lower) - 1)] = {.name = lower,                         \
                                        .canonical = pascal,                   \
                                        .slot = place,                         \
                                        .rank = order,                         \
                                        .length = sizeof(lower) - 1}

static const struct alias rows[ROWS] = {
    ROW('i', 'd', 'd', "id", NULL, SLOT_ID, 0),
    ROW('n', 'm', 'e', "name", NULL, SLOT_NAME, 0),
    ROW('t', 'p', 'e', "type", NULL, SLOT_KIND, 0),
    ROW('p', 't', 's', "properties", NULL, SLOT_PROPERTIES, 0),
    ROW('t', 'g', 's', "tags", NULL, SLOT_TAGS, 0),
    ROW('s', 'e', 'd', "systemalertid", "SystemAlertId", SLOT_ALERT, 0),
    ROW('a', 'a', 'e', "alertdisplayname", "AlertDisplayName", SLOT_TITLE, 0),
    ROW('d', 'n', 'e', "displayname", "AlertDisplayName", SLOT_TITLE, 1),
    ROW('a', 'a', 'e', "alertname", "AlertDisplayName", SLOT_TITLE, 2),
    ROW('a', 'y', 'e', "alerttype", "AlertType", SLOT_TYPE, 0),
    ROW('s', 'u', 's', "status", "Status", SLOT_STATUS, 0),
    ROW('s', 'i', 'y', "severity", "Severity", SLOT_SEVERITY, 0),
    ROW('a', 'e', 'y', "alertseverity", "Severity", SLOT_SEVERITY, 1),
    ROW('t', 'r', 'd', "timegenerated", "TimeGenerated", SLOT_TIME, 0),
    ROW('t', 't', 'c', "timegeneratedutc", "TimeGenerated", SLOT_TIME, 1),
    ROW('s', 'e', 'c', "starttimeutc", "StartTimeUtc", SLOT_START, 0),
    ROW('s', 'i', 'e', "starttime", "StartTimeUtc", SLOT_START, 1),
    ROW('e', 'e', 'c', "endtimeutc", "EndTimeUtc", SLOT_NONE, 0),
    ROW('e', 'i', 'e', "endtime", "EndTimeUtc", SLOT_NONE, 1),
    ROW('p', 'n', 'e', "processingendtime", "ProcessingEndTime", SLOT_NONE, 0),
    ROW('p', 't', 'c', "processingendtimeutc", "ProcessingEndTime", SLOT_NONE,
        1),
    ROW('a', 'r', 'd', "azureresourceid", "AzureResourceId", SLOT_RESOURCE, 0),
    ROW('r', 'c', 'd', "resourceid", "AzureResourceId", SLOT_RESOURCE, 1),
    ROW('a', 'r', 'd', "azureresourcesubscriptionid",
        "AzureResourceSubscriptionId", SLOT_RESOURCE_SUB, 0),
    ROW('r', 't', 's', "resourceidentifiers", "ResourceIdentifiers",
        SLOT_IDENTIFIERS, 0),
    ROW('e', 'i', 's', "entities", "Entities", SLOT_ENTITIES, 0),
    ROW('c', 'e', 'y', "compromisedentity", "CompromisedEntity", SLOT_ENTITY,
        0),
    ROW('i', 'n', 't', "intent", "Intent", SLOT_TACTIC, 0),
    ROW('t', 'i', 's', "tactics", "Intent", SLOT_TACTIC, 1),
    ROW('p', 'e', 'e', "productcomponentname", "ProductComponentName",
        SLOT_COMPONENT, 0),
    ROW('p', 'n', 'e', "productname", "ProductName", SLOT_PRODUCT, 0),
    ROW('p', 'n', 'e', "providername", "ProviderName", SLOT_PROVIDER, 0),
    ROW('d', 't', 'n', "description", "Description", SLOT_DESCRIPTION, 0),
    ROW('i', 'd', 't', "isincident", "IsIncident", SLOT_INCIDENT, 0),
    ROW('a', 'u', 'i', "alerturi", "AlertUri", SLOT_URI, 0),
    ROW('a', 'i', 'k', "alertlink", "AlertUri", SLOT_URI, 1),
    ROW('e', 'e', 's', "extendedproperties", "ExtendedProperties",
        SLOT_EXTENDED, 0),
    ROW('w', 'i', 'd', "workspacesubscriptionid", "WorkspaceSubscriptionId",
        SLOT_WORKSPACE_SUB, 0),
    ROW('w', 'c', 'd', "workspaceid", "WorkspaceId", SLOT_NONE, 0),
    ROW('w', 'r', 'p', "workspaceresourcegroup", "WorkspaceResourceGroup",
        SLOT_NONE, 0),
    ROW('a', 't', 'd', "agentid", "AgentId", SLOT_NONE, 0),
    ROW('v', 'n', 'e', "vendorname", "VendorName", SLOT_NONE, 0),
    ROW('p', 't', 's', "provideralertstatus", "ProviderAlertStatus", SLOT_NONE,
        0),
    ROW('c', 'l', 'l', "confidencelevel", "ConfidenceLevel", SLOT_NONE, 0),
    ROW('c', 's', 'e', "confidencescore", "ConfidenceScore", SLOT_NONE, 0),
    ROW('c', 'e', 's', "confidencereasons", "ConfidenceReasons", SLOT_NONE, 0),
    ROW('c', 'o', 'y', "correlationkey", "CorrelationKey", SLOT_NONE, 0),
    ROW('e', 'l', 's', "extendedlinks", "ExtendedLinks", SLOT_NONE, 0),
    ROW('r', 'n', 's', "remediationsteps", "RemediationSteps", SLOT_NONE, 0),
    ROW('v', 'i', 'n', "version", "Version", SLOT_NONE, 0),
    ROW('a', 's', 'e', "associatedresource", "AssociatedResource", SLOT_NONE,
        0),
    ROW('t', 'q', 's', "techniques", "Techniques", SLOT_NONE, 0),
    ROW('s', 'i', 's', "subtechniques", "SubTechniques", SLOT_NONE, 0),
    ROW('s', 'i', 'e', "supportingevidence", "SupportingEvidence", SLOT_NONE,
        0),
    ROW('r', 't', 's', "resourcedetails", NULL, SLOT_DETAILS, 0),
    ROW('m', 'a', 'a', "metadata", NULL, SLOT_METADATA, 0),
    ROW('r', 's', 'k', "risk", NULL, SLOT_RISK, 0),
    ROW('s', 't', 'e', "state", NULL, SLOT_STATE, 0),
    ROW('a', 'e', 't', "assessmenteventdataenrichment", NULL,
        SLOT_ENRICHMENT_OLD, 0),
    ROW('s', 'n', 't', "securityeventdataenrichment", NULL, SLOT_ENRICHMENT, 0),
    ROW('s', 'a', 't', "subassessmenteventdataenrichment", NULL,
        SLOT_ENRICHMENT_FINDING, 0),
    ROW('e', 'a', 'e', "eventname", NULL, SLOT_EVENT_NAME, 0),
    ROW('e', 's', 'p', "eventtimestamp", NULL, SLOT_EVENT_TIME, 0),
    ROW('c', 'o', 'y', "category", NULL, SLOT_CATEGORY, 0),
};

/* Only a letter's two cases give that letter when this bit is set. */
#define CASE UINT64_C(0x2020202020202020)

static uint64_t eight(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

/* @lower has letters alone. */
static bool same_name(const char *name, const char *lower, size_t n)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        if ((eight(name + i) | CASE) != eight(lower + i))
            return false;
    }
    if (i > 0 && i < n)
        return (eight(name + n - 8) | CASE) == eight(lower + n - 8);
    for (; i < n; i++) {
        if ((name[i] | 0x20) != lower[i])
            return false;
    }
    return true;
}

const struct alias *alias_find(struct str name)
{
    const struct alias *row;
    size_t n = name.len;
    int at;

    if (n == 0 || n > UINT8_MAX)
        return NULL;
    at = MIX((unsigned char)name.at[0], (unsigned char)name.at[n * 2 / 3],
             (unsigned char)name.at[n - 1], (int)n);
    row = &rows[at % ROWS];
    return row->length == n && same_name(name.at, row->name, n) ? row : NULL;
}

/* Which level is right: an alert's members lie below "properties", but what
 * the resource itself is called lies outside. */
static bool misplaced(const struct claim *claim)
{
    bool outer = claim->alias->slot == SLOT_ID ||
                 claim->alias->slot == SLOT_NAME ||
                 claim->alias->slot == SLOT_KIND;

    return claim->inside == outer;
}

static int weight(const struct claim *claim)
{
    const char *canonical = claim->alias->canonical;
    bool exact = canonical && str_eq(claim->name, str_of(canonical));

    return claim->blank * 1000 + misplaced(claim) * 100 +
           claim->alias->rank * 2 + !exact;
}

bool claim_second_wins(const struct claim *first, const struct claim *second)
{
    int a, b;

    if (first->inside == second->inside && str_eq(first->name, second->name))
        return true;
    a = weight(first);
    b = weight(second);
    return b < a;
}

struct str alert_name_of(struct str id)
{
    const struct str below = STR("/alerts/");
    size_t provider = str_find_fold(id, STR("/providers/Microsoft.Security/"));
    struct str rest =
        provider == STR_NOWHERE ? STR_NONE : str_sub(id, provider + 1, id.len);
    size_t at = str_find_fold(rest, below);
    struct str name = STR_NONE;

    if (at == STR_NOWHERE)
        return STR_NONE;
    rest = str_sub(rest, at + below.len, rest.len);
    str_cut(&rest, '/', &name);
    return name;
}
