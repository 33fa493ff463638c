/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * access.h - may this person do that, and if not, who may?
 *
 * Asked at the one place where an act is carried out, so that the screens and
 * the command line get the same answer; the screens ask beforehand too, in
 * order to grey what would be refused.  What the engine does for a rule is
 * no act of a person and is not asked about.
 *
 * Without any setting roles.*, everybody who can write to the store has all
 * roles, which is shown as relaxed.
 *
 * Thread: any for struct access, which is immutable; the desk's for the others.
 * Memory: a struct access borrows the settings.
 */
#ifndef RIPOSTE_SERVICE_ACCESS_H
#define RIPOSTE_SERVICE_ACCESS_H

#include "model/person.h"
#include "model/role.h"
#include "service/desk.h"
#include "util/buf.h"

struct access {
    const struct config *config;
    char person[PERSON_NAME_SIZE];
    unsigned roles;   /* bits */
    struct err looks; /* why the store can only be read; ERR_NONE: it can be
                         written to, or it is not known of this person */
};

/* Of the person who runs this program. */
void access_self(const struct config *config, struct access *out);
/* Of somebody who may be elsewhere: by name, and by the members of groups that
 * this machine knows. */
void access_of(const struct config *config, const char *person,
               struct access *out);
void access_of_desk(const struct desk *desk, struct access *out);

/* "full", or "requester (relaxed)"; static. */
struct str access_four_eyes(enum four_eyes four_eyes);

/* Are there no roles? */
bool access_relaxed(const struct config *config);

/* "viewer, analyst". */
void access_names(unsigned roles, const char *between, struct buf *out);
/* "analyst and approver": what gives it. */
void access_roles(enum right right, struct buf *out);
/* "mara, @soc": who has one of those roles; the first of many. */
void access_members(const struct config *config, enum right right,
                    struct buf *out);

/* ERR_DENIED: one sentence that says which role gives that right, who has it,
 * by which setting, and what this person is. */
bool access_allows(const struct access *access, enum right right,
                   struct err *err);
bool access_may(const struct desk *desk, enum right right, struct err *err);
/* Without a desk, of the person who runs this program. */
bool access_own(const struct config *config, enum right right, struct err *err);

#endif
