/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppression.h - what is kept out of sight for a time, and why.
 *
 * There are two kinds, shown side by side.  Riposte's own hides events from
 * its queue and its rules: a query, with an end, a reason and a name behind
 * it.  Defender's (FACTS 7) is a resource of a subscription: alerts that it
 * covers arrive dismissed.  What Defender's covers is also written as a query,
 * so that both can be looked at in advance in the same way.
 *
 * Thread: any.
 * Memory: texts live in the arena of whoever loaded it.
 */
#ifndef RIPOSTE_MODEL_SUPPRESSION_H
#define RIPOSTE_MODEL_SUPPRESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

enum suppression_place {
    SUPPRESSION_HERE,
    SUPPRESSION_DEFENDER,
    SUPPRESSION_PLACE_N
};
const char *suppression_place_name(enum suppression_place place);

struct suppression {
    int64_t row; /* 0 before it is stored */
    enum suppression_place place;
    const char *id;    /* Defender's: ARM id; "" here */
    const char *name;  /* Defender's: last part of the id; "" here */
    const char *type;  /* Defender's: type of alert, "*" for all; "" here */
    const char *query; /* what it covers; "" when that cannot be said */
    const char *fault; /* and then why; else "" */
    const char *reason;
    const char *comment; /* Defender's; "" here */
    const char *state;   /* Defender's: "Enabled" … as last seen; "" here */
    const char *by;      /* who made it here; "" when it was made elsewhere */
    int64_t made;        /* Defender's: last modified */
    int64_t until;       /* 0: without an end, which only Defender's can be */
    int64_t ended;       /* taken away, or not there any more; 0 */
    const char *ended_by;
    int64_t hits; /* events that it has hidden since it was made */
    int64_t last; /* when it did so last; 0 never */
};
/* Does it hide anything at that moment? */
bool suppression_active(const struct suppression *suppression, int64_t now);
/* "in force", "ended", "taken away", "off": translated. */
const char *suppression_word(const struct suppression *suppression,
                             int64_t now);
struct json *suppression_to_json(const struct suppression *suppression,
                                 int64_t now);

/* Reads a Microsoft.Security/alertsSuppressionRules resource.  ERR_INPUT when
 * it is none; what is unusual in its scope is a fault, not an error. */
bool suppression_read(const struct json *resource, struct arena *arena,
                      struct suppression *out, struct err *err);
/* What a type of alert and a scope ({"allOf":[…]}, NULL: none) cover, as a
 * query.  ERR_INPUT says which part cannot be said in it. */
bool suppression_query(struct str type, const struct json *scope,
                       struct buf *out, struct err *err);
/* May it be a name in Azure: letters, digits, - and _? */
bool suppression_name_valid(struct str name);

/* The member of an entity by which Defender's scope knows it
 * ("entities.ip.address" for "ip"); NULL when it has none. */
const char *suppression_field(struct str entity_type);
/* ERR_INPUT for a field of a scope that is a misspelt one: it would never hold.
 * What is not known at all may be one that the service has. */
bool suppression_field_check(struct str field, struct err *err);

#endif
