/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * canon.h - the canonical body: every shape of a Defender event mapped to the
 * one that a Logic App's trigger receives.
 *
 * PascalCase for alerts, the ARM resource in camelCase for recommendations
 * and compliance (FACTS 8).  Arrays and objects that came as text
 * are parsed; names are found without case through one alias table, shared
 * with event_read(); what has no place in the canonical shape stays under its
 * own name.  No leaf is lost: every scalar of the input is in the output.
 *
 * Thread: any.
 * Memory: the result is the caller's (json_free).
 */
#ifndef RIPOSTE_MODEL_CANON_H
#define RIPOSTE_MODEL_CANON_H

#include "model/event.h"

/* From the raw bytes of a stored event. */
bool canon_body(enum event_kind kind, struct str raw, struct json **out,
                struct err *err);

/* The same as far as some members of it go: *out may have others as well, but
 * whatever json_find() finds of these names is what it finds in the whole.  For
 * who asks for one thing of very many events.  False: it cannot be told without
 * the others, ask for the whole. */
bool canon_part(enum event_kind kind, struct str raw, const struct str *names,
                size_t n, struct json **out);

/* Entities of a canonical body with $ref resolved: FACTS 8.2. */
struct entity {
    struct str type;           /* "host", "ip", "account", … lower case */
    struct str name;           /* what a person calls it: address, UPN … */
    const struct json *object; /* the entity itself, borrowed from the body */
};
/* In the order of the alert; nested ones (a file's hashes, a process's image)
 * behind their parent.  Cycles and dangling references are left out. */
size_t entity_list(const struct json *body, struct arena *arena,
                   struct entity **out);
/* What the event names that something can be done to: ARM ids of resources,
 * the compromised one first, then users (object id, else UPN); from
 * identifiers and entities only, never from free text (FACTS 14).  Each once,
 * and each safe by resource_id_safe() or user_id_safe().  In an alert they
 * stand in these members. */
#define EVENT_TARGET_MEMBERS 4
extern const struct str event_target_members[EVENT_TARGET_MEMBERS];
size_t event_targets(const struct json *body, struct arena *arena,
                     struct str **out);
/* Would it be among them as a resource: one, not Defender's own, by an id that
 * can be put into a URL? */
bool event_target_resource(struct str id);

#endif
