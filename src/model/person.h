/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person.h - who acts: on SQLite the login of the real uid, never $USER.
 *
 * What acts by itself is recorded as "riposte" or "rule NAME", and people by
 * their login names, so a login that could be taken for one of those, or for
 * several words, is recorded by its number: "uid 1004".
 *
 * Thread: any.
 */
#ifndef RIPOSTE_MODEL_PERSON_H
#define RIPOSTE_MODEL_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "util/str.h"

#define PERSON_NAME_SIZE 256

/* What riposte does by itself is done by this one. */
#define PERSON_ENGINE "riposte"
/* What a rule does is done by this and its name. */
#define PERSON_RULE "rule "

/* "mara", or "uid 1004" when the uid has no name that is fit to be shown. */
const char *person_named(uid_t uid, char out[PERSON_NAME_SIZE]);
/* The same of the real uid. */
const char *person_self(char out[PERSON_NAME_SIZE]);
/* May a login of this name be recorded by it?  Printable, one word, and neither
 * the engine's name nor like that of a group. */
bool person_name_fit(struct str name);

/* Is there such a login, or group with @ before it, on this machine?  Numbers
 * of uids always are. */
bool person_known(const char *name);

/* The groups of the real uid, as the system's databases have them. */
struct person_groups {
    gid_t *gids;
    size_t n;
};
void person_groups_init(struct person_groups *groups);
void person_groups_done(struct person_groups *groups);
/* False too when there is no such group. */
bool person_in_group(const struct person_groups *groups, const char *name);
/* Of somebody else: does the group name this login, or is it their own? */
bool person_named_in(const char *login, const char *group);

#endif
