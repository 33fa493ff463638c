/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shelf.h - everything that has an id: ARM resources, users, assessments.
 *
 * Ids compare without case and keep the case in which they came (FACTS 3).
 * What is kept is the JSON text of the resource; it is parsed only to be
 * changed.  Each change gives it a new revision, which is its etag.
 *
 * Thread: one at a time.
 * Memory: the texts handed out are borrowed until the resource changes.
 */
#ifndef RIPOSTE_SANDBOX_SHELF_H
#define RIPOSTE_SANDBOX_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/json.h"
#include "util/str.h"

#define SHELF_MAX 100000

struct shelf;

struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf);

bool shelf_has(const struct shelf *shelf, struct str id);
/* Empty when there is none. */
struct str shelf_text(const struct shelf *shelf, struct str id);
/* Parsed, yours; NULL when there is none. */
struct json *shelf_copy(const struct shelf *shelf, struct str id);
/* The id in the case in which it was first put; empty when there is none. */
struct str shelf_id(const struct shelf *shelf, struct str id);
uint64_t shelf_revision(const struct shelf *shelf, struct str id);

/* False, and nothing happens, when SHELF_MAX things are there already. */
bool shelf_put(struct shelf *shelf, struct str id, const struct json *value);
/* Merges (RFC 7396) into what is there; false when nothing is. */
bool shelf_merge(struct shelf *shelf, struct str id, const struct json *patch);
bool shelf_remove(struct shelf *shelf, struct str id);

/* for (struct shelf_each e = {.shelf = s}; shelf_next(&e);) … in the order in
 * which ids were first put. */
struct shelf_each {
    const struct shelf *shelf;
    uint32_t next;
    struct str id;
    struct str text;
};
bool shelf_next(struct shelf_each *each);

/* A member that is an object: made one when it is missing or something else,
 * since whoever PUTs a resource puts what he likes. */
struct json *shelf_part(struct json *resource, const char *name);

/* The merge itself: members of @patch go into @target, null removes. */
void shelf_merge_into(struct json *target, const struct json *patch);

#endif
