/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alias.h - under which names the members of an event come, and which of
 * several wins.
 *
 * The same fact has up to four names: REST (timeGeneratedUtc), export
 * (TimeGenerated), Log Analytics (AlertSeverity, DisplayName), each in any
 * case (FACTS 8, 18).  One table says what they mean; event_read() and
 * canon_body() both use it, so that the columns of an event and its canonical
 * body can never disagree.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_MODEL_ALIAS_H
#define RIPOSTE_MODEL_ALIAS_H

#include <stdbool.h>

#include "util/str.h"

/* What event_read() looks at.  SLOT_NONE: known, but no column needs it. */
enum alias_slot {
    SLOT_NONE,
    SLOT_ID,
    SLOT_NAME,
    SLOT_KIND, /* "type" of the resource */
    SLOT_PROPERTIES,
    SLOT_TAGS,
    SLOT_ALERT, /* SystemAlertId */
    SLOT_TITLE,
    SLOT_TYPE,
    SLOT_STATUS,
    SLOT_SEVERITY,
    SLOT_TIME,
    SLOT_START,
    SLOT_RESOURCE,
    SLOT_RESOURCE_SUB,
    SLOT_IDENTIFIERS,
    SLOT_ENTITIES,
    SLOT_ENTITY,
    SLOT_TACTIC,
    SLOT_COMPONENT,
    SLOT_PRODUCT,
    SLOT_PROVIDER,
    SLOT_DESCRIPTION,
    SLOT_INCIDENT,
    SLOT_URI,
    SLOT_EXTENDED,
    SLOT_WORKSPACE_SUB,
    SLOT_DETAILS, /* recommendations from here */
    SLOT_METADATA,
    SLOT_RISK,
    SLOT_STATE,
    SLOT_ENRICHMENT,
    SLOT_ENRICHMENT_OLD,
    SLOT_ENRICHMENT_FINDING,
    SLOT_EVENT_NAME, /* activity-log records */
    SLOT_EVENT_TIME,
    SLOT_CATEGORY,
    SLOT_N
};

struct alias {
    const char *name;      /* lower case */
    const char *canonical; /* in an alert; NULL: it keeps its own */
    unsigned char slot;    /* enum alias_slot */
    unsigned char rank;    /* lower wins */
    unsigned char length;
};

/* NULL when the name means nothing special. */
const struct alias *alias_find(struct str name);

/* One member that asks for its place. */
struct claim {
    const struct alias *alias;
    struct str name;
    bool inside; /* below "properties" */
    bool blank;  /* null, or an empty text: gives way to anything else */
};
/* Two claims for one place, @first before @second in the text: does the second
 * win?  Of equals the canonical spelling does, then the first; but of the very
 * same member written twice the later counts, as in json_parse(). */
bool claim_second_wins(const struct claim *first, const struct claim *second);

/* The alert's name in "…/alerts/NAME[/…]" of Microsoft.Security; "" when it is
 * none. */
struct str alert_name_of(struct str id);

#endif
