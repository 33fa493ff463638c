/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * protect.h - what is never contained without asking: break-glass accounts,
 * domain controllers, whatever carries a certain tag.
 *
 * An entry of the list is one of
 *
 *     /subscriptions/…            a resource, and all below it
 *     /subscriptions/…/  or  …*   what begins so
 *     user:name@domain, user:ID   an account, by its UPN or its object id
 *     tag:name=value, tag:name    a resource with this tag
 *     *-dc-*                      a pattern over the whole target
 *
 * without case, but for the value of a tag.  When in doubt it is protected: an
 * alert that names an account by both of its names protects both, and the tags
 * of an event stand for each target that it names.
 *
 * Thread: any.
 * Memory: none; entries are borrowed.
 */
#ifndef RIPOSTE_ENGINE_PROTECT_H
#define RIPOSTE_ENGINE_PROTECT_H

#include "engine/subject.h"

struct protect {
    const char *const *entries;
    size_t n;
};

/* Could this entry ever protect anything?  ERR_INPUT says what is wrong. */
bool protect_check(const char *entry, struct err *err);
/* The entry that protects the target, or NULL.  @subject, the event that it
 * comes from, may be NULL, and so may the list. */
const char *protect_find(const struct protect *protect, struct str target,
                         struct query_subject *subject);

#endif
