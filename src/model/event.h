/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event.h - one row of the queue: an alert, a recommendation or a compliance
 * assessment, as columns beside the body it came in.
 *
 * The columns are what the queue shows and rules ask most.  They are read off
 * the raw bytes at ingest (event_read), which are stored as they came; the
 * canonical body, in the shape that a Logic App's trigger receives (FACTS 8),
 * is made from those bytes when somebody asks for it (model/canon.h).  So
 * ingest costs little and no leaf can be lost.
 *
 * Thread: any; an event belongs to one thread at a time.
 * Memory: texts are borrowed from an arena or from the raw bytes.
 */
#ifndef RIPOSTE_MODEL_EVENT_H
#define RIPOSTE_MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"
#include "util/skim.h"
#include "util/str.h"

enum event_kind {
    EVENT_ALERT,
    EVENT_RECOMMENDATION, /* assessments, and findings below them */
    EVENT_COMPLIANCE,     /* standards, controls, assessments */
    EVENT_KIND_N
};

/* By rank; FACTS 4 and 5 (risk level Critical is a recommendation's). */
enum severity {
    SEVERITY_NONE, /* the event has none: compliance */
    SEVERITY_INFORMATIONAL,
    SEVERITY_LOW,
    SEVERITY_MEDIUM,
    SEVERITY_HIGH,
    SEVERITY_CRITICAL,
    SEVERITY_N
};

/*
 * Text columns, each dictionary-encoded in the store and the queue index.
 * To add one: a row here, one in event.c, one migration.
 */
enum event_column {
    COLUMN_TITLE,    /* AlertDisplayName, displayName, description */
    COLUMN_TYPE,     /* AlertType; the assessment key of a recommendation */
    COLUMN_STATUS,   /* "Active" (also for New), "InProgress", "Resolved",
                        "Dismissed"; "Healthy" …; "Passed" … (FACTS 4-6) */
    COLUMN_RESOURCE, /* ARM id in its original case; "/subscriptions/x" when
                        nothing finer is known; may be empty */
    COLUMN_ENTITY,   /* CompromisedEntity */
    COLUMN_TACTIC,   /* Intent */
    COLUMN_PRODUCT,  /* ProductComponentName, else ProductName */
    COLUMN_SOURCE,   /* name of the source: "defender-alerts", "file" … */
    COLUMN_OWNER,    /* riposte's own: who works on it */
    COLUMN_CLOSING,  /* riposte's own: "TruePositive", "Benign",
                        "FalsePositive" or "" */
    COLUMN_TAGS,     /* riposte's own: words, separated by one space */
    EVENT_COLUMN_N
};

/* What automation did with it: the Auto column. */
enum event_auto {
    AUTO_NONE,
    AUTO_SHADOW, /* a rule in shadow would have acted */
    AUTO_RUNNING,
    AUTO_WAITING, /* an approval waits */
    AUTO_DONE,
    AUTO_FAILED, /* or unknown: somebody must look */
    AUTO_N
};

enum event_flag {
    EVENT_SAMPLE = 1 << 0,   /* [SAMPLE ALERT]: never contain (FACTS 4) */
    EVENT_SNAPSHOT = 1 << 1, /* isSnapshot: no change (FACTS 8.3) */
    EVENT_DELETED = 1 << 2,  /* action Delete: gone (FACTS 8.3) */
    EVENT_INCIDENT = 1 << 3, /* a group of alerts */
    EVENT_OURS = 1 << 4,     /* carries riposte's own mark (loop guard) */
    EVENT_PENDING = 1 << 5,  /* a status change waits for the service's yes */
    /* 1 << 6 is the store's. */
    EVENT_IGNORED = 1 << 7, /* a local suppression hides it; never stored */
};

/* What a newer version of a known event changed. */
enum event_change {
    CHANGE_NEW = 1 << 0,
    CHANGE_STATUS = 1 << 1,
    CHANGE_SEVERITY = 1 << 2,
    CHANGE_OTHER = 1 << 3,
    CHANGE_OURS = 1 << 4,  /* it shows the status that riposte has written */
    CHANGE_LOCAL = 1 << 5, /* of riposte's own columns, by a person */
};

struct event {
    int64_t row;    /* number in the store; 0 before it is stored */
    struct str key; /* "alert:" + systemAlertId, or kind + ":" + ARM id, folded:
                       the same alert from REST and from an export is one */
    enum event_kind kind;
    enum severity severity;
    int64_t time;    /* TimeGenerated; start time when missing; else arrival */
    int64_t arrived; /* when riposte first stored it */
    int64_t changed; /* when it last changed */
    int64_t acknowledged; /* 0: not yet */
    struct str column[EVENT_COLUMN_N];
    enum event_auto automation;
    unsigned flags;
    struct str arm_id; /* the event's own ARM id, "" when not known (exports):
                          status changes need it (FACTS 4, 8.1) */
    struct str raw;    /* the body as it came; one JSON object */
};

/* What a known event was before it changed. */
struct event_before {
    enum severity severity;
    struct str column[EVENT_COLUMN_N];
};

/* What can be read off a resource id without asking anybody. */
struct resource {
    struct str id;
    struct str subscription;
    struct str group;
    struct str type; /* "Microsoft.Compute/virtualMachines"; when nested, with
                        the names between: "Microsoft.Sql/servers/s/databases",
                        so that it can be borrowed: compare by resource_is() */
    struct str name; /* last part */
};
/* xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx */
bool guid_valid(struct str text);
void resource_parse(struct str id, struct resource *out); /* parts may be "" */
/* Is it one resource of this type ("Microsoft.Sql/servers/databases")? */
bool resource_is(const struct resource *resource, struct str type);
/* May it be put into the path of a URL as it is?  It begins with
 * /subscriptions/ or /providers/, has no empty or dot segments, and nothing
 * that would end or escape a path. */
bool resource_id_safe(struct str id);
/* Is it a UPN (name@domain.tld) or an object id of the directory (a GUID),
 * with nothing in it that a name cannot have? */
bool user_id_safe(struct str id);
/* Is it one by which Defender for Endpoint knows a machine: 40 hexadecimal
 * digits? */
bool machine_id_safe(struct str id);

/*
 * Reads the columns off one JSON object, whatever its shape (FACTS 8): a REST
 * resource, an export or trigger body, a Log Analytics row, an activity-log
 * record.  @value must have been validated by skim_value().  @source is the
 * name for COLUMN_SOURCE; @now is the time of arrival.  ERR_INPUT, saying what
 * it is, when it is none of the kinds, or has no id.  A column shows at most
 * LIMIT_COLUMN bytes of what the body has.
 */
bool event_read(const struct skim_value *value, struct str source, int64_t now,
                struct arena *arena, struct event *out, struct err *err);

const char *event_kind_name(enum event_kind kind); /* "alert" … */
bool event_kind_parse(struct str text, enum event_kind *out);
const char *severity_name(enum severity severity); /* "High"; "" for NONE */
char severity_letter(enum severity severity);      /* 'H'; '-' for NONE */
bool severity_parse(struct str text, enum severity *out); /* without case */
const char *event_auto_name(enum event_auto automation);
/* Column ↔ the property names of queries that mean it, both sets of names
 * (Status, AlertDisplayName, AlertName, DisplayName, Intent, Tactics …). */
const char *event_column_name(enum event_column column);
bool event_column_of(struct str property, enum event_column *out);
/* "New" is "Active"; everything else is itself in canonical case. */
struct str event_status_canonical(struct str status);
bool event_status_open(struct str status); /* triggers rules */
/* Is it one that events have?  Else *near is the nearest, or NULL. */
bool event_status_known(struct str status, const char **near);

/* The line of `event list --json`: id (the service's own, folded: the key
 * without its kind), row, kind, source, title, severity, status, resource,
 * subscription, time and the rest of the columns; caller frees. */
struct json *event_to_json(const struct event *event);

#endif
