/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * role.h - roles, the rights that they give, and who has which role.
 *
 * A right stands for acts that belong together; each has one row in role.c,
 * which says what roles give it.  A person may have several roles, and none
 * holds another but that all of them may look.
 *
 * Thread: any; all of it is immutable.
 */
#ifndef RIPOSTE_MODEL_ROLE_H
#define RIPOSTE_MODEL_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

enum role {
    ROLE_VIEWER,
    ROLE_ANALYST,
    ROLE_AUTHOR,
    ROLE_APPROVER,
    ROLE_ADMIN,
    ROLE_N
};
#define ROLE_BIT(role) (1u << (role))
#define ROLE_ALL       ((1u << ROLE_N) - 1)

enum right {
    RIGHT_LOOK,        /* at all that is stored */
    RIGHT_TRIAGE,      /* acknowledge, close, own, tag, note, status */
    RIGHT_INGEST,      /* events from files, sample alerts */
    RIGHT_CONTAIN,     /* ask for a containment, extend it, take it back */
    RIGHT_RUN,         /* cancel, resubmit, resolve what is unknown */
    RIGHT_RULES,       /* rules and playbooks: save, mode, import, drill */
    RIGHT_SUPPRESS,    /* suppressions, here and at the service */
    RIGHT_LISTS,       /* watchlists */
    RIGHT_APPROVE,     /* answer approvals, delegate that */
    RIGHT_BREAK_GLASS, /* act now, to be confirmed afterwards */
    RIGHT_HOLD,        /* hold and resume */
    RIGHT_SETTINGS,    /* what governs everybody */
    RIGHT_N
};

const char *role_name(enum role role);    /* "viewer" … */
const char *right_name(enum right right); /* "look" … */
/* What it is for, translated, as the beginning of a sentence. */
const char *right_title(enum right right);
/* The roles that give it: one of them is enough, or all are needed. */
unsigned right_roles(enum right right, bool *all);
/* Do these roles give it? */
bool roles_give(unsigned roles, enum right right);

/* Who has a role, as the settings name them: "mara", "uid 1004", "@soc". */
struct role_members {
    const struct str *names;
    size_t n;
};

/* How strictly two people are wanted. */
enum four_eyes {
    FOUR_EYES_OFF,       /* whoever may approve may approve anything */
    FOUR_EYES_REQUESTER, /* not what one has asked for oneself */
    FOUR_EYES_FULL, /* nor what a rule asks for that one wrote or changed */
    FOUR_EYES_N
};
const char *four_eyes_name(enum four_eyes four_eyes); /* "off" … */

#endif
