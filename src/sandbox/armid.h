/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * armid.h - what an ARM id says: its scope, type and name (FACTS 3).
 *
 * Thread: any.
 * Memory: what is returned points into the id.
 */
#ifndef RIPOSTE_SANDBOX_ARMID_H
#define RIPOSTE_SANDBOX_ARMID_H

#include <stdbool.h>

#include "util/buf.h"
#include "util/str.h"

/* Is it @scope itself or something below it?  The empty scope holds all. */
bool armid_within(struct str id, struct str scope);
/* Last segment. */
struct str armid_name(struct str id);
/* What comes before the last segment, without its slash. */
struct str armid_parent(struct str id);
/* What a resource of the last provider in the id hangs on: the group, or
 * another resource for a lock or an assessment.  Empty when there is none. */
struct str armid_host(struct str id);
/* Segment after @label ("subscriptions", "resourceGroups"); empty if none. */
struct str armid_part(struct str id, struct str label);
/* Appends "Microsoft.Compute/virtualMachines"; for a group or subscription
 * what ARM calls them.  False, and nothing is appended, when @id is not the
 * id of one resource. */
bool armid_type(struct str id, struct buf *out);
/* A list of resources of one type?  Appends their type. */
bool armid_collection(struct str id, struct buf *out);
bool armid_is_type(struct str id, const char *type);

#endif
