/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/access.h"

#include <stdio.h>
#include <string.h>

#include "service/desk_part.h"
#include "service/governed.h"
#include "util/buf.h"
#include "util/text.h"

/* Names of a role that a sentence has room for. */
#define NAMES_SHOWN 6

struct str access_four_eyes(enum four_eyes four_eyes)
{
    static const char *const texts[FOUR_EYES_N] = {
        [FOUR_EYES_OFF] = N_("off: relaxed, whoever asks may answer"),
        [FOUR_EYES_REQUESTER] =
            N_("requester: relaxed, authors may answer their own rules"),
        [FOUR_EYES_FULL] = N_("full"),
    };

    return str_of(_(texts[four_eyes]));
}

bool access_relaxed(const struct config *config)
{
    for (int i = 0; i < ROLE_N; i++) {
        if (config->roles[i].n > 0)
            return false;
    }
    return true;
}

/* @groups: of the person; NULL: as the group names its members. */
static bool is_member(struct str name, const char *person,
                      const struct person_groups *groups)
{
    char group[PERSON_NAME_SIZE];

    if (!str_starts(name, STR("@")))
        return str_eq(name, str_of(person));
    snprintf(group, sizeof(group), "%.*s", (int)name.len - 1, name.at + 1);
    return groups != NULL ? person_in_group(groups, group)
                          : person_named_in(person, group);
}

static unsigned roles_of(const struct config *config, const char *person,
                         const struct person_groups *groups)
{
    unsigned roles = 0;

    if (access_relaxed(config))
        return ROLE_ALL;
    for (int role = 0; role < ROLE_N; role++) {
        const struct role_members *members = &config->roles[role];

        for (size_t i = 0; i < members->n; i++) {
            if (is_member(members->names[i], person, groups))
                roles |= ROLE_BIT(role);
        }
    }
    return roles != 0 ? roles | ROLE_BIT(ROLE_VIEWER) : 0;
}

static void fill(const struct config *config, const char *person,
                 const struct person_groups *groups, struct access *out)
{
    *out = (struct access){.config = config};
    snprintf(out->person, sizeof(out->person), "%s", person);
    out->roles = roles_of(config, person, groups);
}

void access_self(const struct config *config, struct access *out)
{
    char person[PERSON_NAME_SIZE];
    struct person_groups groups;

    person_groups_init(&groups);
    fill(config, person_self(person), &groups, out);
    store_writable(config->store, &out->looks);
    person_groups_done(&groups);
}

void access_of(const struct config *config, const char *person,
               struct access *out)
{
    char self[PERSON_NAME_SIZE];

    if (strcmp(person_self(self), person) == 0)
        access_self(config, out);
    else
        fill(config, person, NULL, out);
}

void access_of_desk(const struct desk *desk, struct access *out)
{
    fill(desk->config, desk->person, &desk->groups, out);
}

void access_names(unsigned roles, const char *between, struct buf *out)
{
    size_t n = 0;

    for (int role = 0; role < ROLE_N; role++) {
        if ((roles & ROLE_BIT(role)) == 0)
            continue;
        if (n++ > 0)
            buf_text(out, between);
        buf_text(out, role_name((enum role)role));
    }
}

void access_roles(enum right right, struct buf *out)
{
    bool all;
    unsigned roles = right_roles(right, &all);

    if (roles == ROLE_ALL)
        buf_text(out, _("any"));
    else
        access_names(roles, all ? _(" and ") : _(" or "), out);
}

/* By one of these roles already? */
static bool is_named(const struct role_members *const *roles, size_t n,
                     struct str name)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < roles[i]->n; k++) {
            if (str_eq(roles[i]->names[k], name))
                return true;
        }
    }
    return false;
}

/* Of one role, but for those who are named; *n counts on. */
static void put_members(const struct role_members *members,
                        const struct role_members *const *before,
                        size_t n_before, struct buf *out, size_t *n)
{
    for (size_t i = 0; i < members->n; i++) {
        if (is_named(before, n_before, members->names[i]))
            continue;
        if (*n == NAMES_SHOWN)
            buf_text(out, ", …");
        else if (*n < NAMES_SHOWN)
            buf_printf(out, "%s%.*s", *n > 0 ? ", " : "",
                       STR_ARG(members->names[i]));
        (*n)++;
    }
}

void access_members(const struct config *config, enum right right,
                    struct buf *out)
{
    bool all;
    unsigned roles = right_roles(right, &all);
    const struct role_members *before[ROLE_N];
    size_t n_before = 0;
    size_t n = 0;

    for (int role = 0; role < ROLE_N; role++) {
        if ((roles & ROLE_BIT(role)) == 0)
            continue;
        /* Who has one of them and who has the other need not be the same. */
        if (all && out->len > 0) {
            buf_text(out, " + ");
            n = 0;
            n_before = 0;
        }
        put_members(&config->roles[role], before, n_before, out, &n);
        before[n_before++] = &config->roles[role];
        if (all && n == 0)
            buf_text(out, _("nobody"));
    }
    if (out->len == 0)
        buf_text(out, _("nobody"));
}

static void put_settings(struct buf *out, const struct config *config,
                         unsigned roles)
{
    size_t n = 0;

    for (int role = 0; role < ROLE_N; role++) {
        if (roles & ROLE_BIT(role))
            buf_printf(out, "%sroles.%s", n++ > 0 ? ", " : "",
                       role_name((enum role)role));
    }
    if (*config->path)
        buf_printf(out, _(" in %s"), config->path);
}

/* Whoever has a role may look. */
static bool deny_look(const struct access *access, struct err *err)
{
    const struct config *config = access->config;

    return err_set(err, ERR_DENIED,
                   _("%s needs a role, and no setting roles.*%s%s gives one to "
                     "you, %s: ask for that of viewer."),
                   right_title(RIGHT_LOOK), *config->path ? _(" in ") : "",
                   config->path, access->person);
}

static bool deny(const struct access *access, enum right right, struct err *err)
{
    bool all;
    unsigned roles = right_roles(right, &all);
    struct buf needed;
    struct buf settings;
    struct buf members;
    struct buf mine;

    buf_init(&needed);
    buf_init(&settings);
    buf_init(&members);
    buf_init(&mine);
    access_roles(right, &needed);
    put_settings(&settings, access->config, roles);
    access_members(access->config, right, &members);
    access_names(access->roles, ", ", &mine);
    if (mine.len == 0)
        buf_text(&mine, _("without a role"));
    err_set(err, ERR_DENIED,
            _("%s needs the role %s (%s; %s), and you, %s, are %s."),
            right_title(right), needed.at, members.at, settings.at,
            access->person, mine.at);
    buf_done(&needed);
    buf_done(&settings);
    buf_done(&members);
    buf_done(&mine);
    return false;
}

bool access_allows(const struct access *access, enum right right,
                   struct err *err)
{
    if (!roles_give(access->roles, right))
        return right == RIGHT_LOOK ? deny_look(access, err)
                                   : deny(access, right, err);
    /* Lists are files, and not in the store. */
    if (access->looks.code == ERR_NONE || right == RIGHT_LOOK ||
        right == RIGHT_LISTS)
        return true;
    *err = access->looks;
    return false;
}

bool access_may(const struct desk *desk, enum right right, struct err *err)
{
    struct access access;

    access_of_desk(desk, &access);
    return access_allows(&access, right, err) && governed_alike(desk, err);
}

bool access_own(const struct config *config, enum right right, struct err *err)
{
    struct access access;

    access_self(config, &access);
    return access_allows(&access, right, err);
}
