/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/role.h"

#include "util/text.h"

static const char *const roles[ROLE_N] = {
    [ROLE_VIEWER] = "viewer", [ROLE_ANALYST] = "analyst",
    [ROLE_AUTHOR] = "author", [ROLE_APPROVER] = "approver",
    [ROLE_ADMIN] = "admin",
};

#define ANALYST  ROLE_BIT(ROLE_ANALYST)
#define AUTHOR   ROLE_BIT(ROLE_AUTHOR)
#define APPROVER ROLE_BIT(ROLE_APPROVER)
#define ADMIN    ROLE_BIT(ROLE_ADMIN)

/* One row for each right: the table is all there is to know of it. */
static const struct {
    const char *name;
    const char *title;
    unsigned roles;
    bool all; /* every one of them is needed */
} rights[RIGHT_N] = {
    [RIGHT_LOOK] = {"look", N_("Looking at what is stored"), ROLE_ALL, false},
    [RIGHT_TRIAGE] = {"triage", N_("Triage of events"), ANALYST, false},
    [RIGHT_INGEST] = {"ingest", N_("Bringing in events"), ANALYST, false},
    [RIGHT_CONTAIN] = {"contain", N_("Asking for containment"), ANALYST, false},
    [RIGHT_RUN] = {"run", N_("Steering runs"), ANALYST, false},
    [RIGHT_RULES] = {"rules", N_("Changing rules"), AUTHOR, false},
    [RIGHT_SUPPRESS] = {"suppress", N_("Suppressing alerts"), AUTHOR, false},
    [RIGHT_LISTS] = {"lists", N_("Changing watchlists"), AUTHOR, false},
    [RIGHT_APPROVE] = {"approve", N_("Answering approvals"), APPROVER, false},
    [RIGHT_BREAK_GLASS] = {"break-glass",
                           N_("Breaking the glass (acting now, to be confirmed "
                              "afterwards)"),
                           ANALYST | APPROVER, true},
    [RIGHT_HOLD] = {"hold", N_("Hold and resume"), ADMIN, false},
    [RIGHT_SETTINGS] = {"settings", N_("Changing what governs everybody"),
                        ADMIN, false},
};

static const char *const strictness[FOUR_EYES_N] = {
    [FOUR_EYES_OFF] = "off",
    [FOUR_EYES_REQUESTER] = "requester",
    [FOUR_EYES_FULL] = "full",
};

const char *role_name(enum role role)
{
    return roles[role];
}

const char *right_name(enum right right)
{
    return rights[right].name;
}

const char *right_title(enum right right)
{
    return _(rights[right].title);
}

unsigned right_roles(enum right right, bool *all)
{
    *all = rights[right].all;
    return rights[right].roles;
}

bool roles_give(unsigned have, enum right right)
{
    unsigned wanted = rights[right].roles;

    return rights[right].all ? (have & wanted) == wanted : (have & wanted) != 0;
}

const char *four_eyes_name(enum four_eyes four_eyes)
{
    return strictness[four_eyes];
}
