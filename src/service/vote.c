/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vote.c - as whom a person may answer.
 */
#include "service/vote.h"

#include <string.h>

#include "model/limits.h"
#include "service/access.h"
#include "service/demanded.h"
#include "service/eyes.h"
#include "service/governed.h"
#include "service/govern.h"
#include "util/text.h"
#include "util/when.h"

static void access_for(const struct desk *desk, const char *person,
                       struct access *out)
{
    if (strcmp(person, desk->person) == 0)
        access_of_desk(desk, out);
    else
        access_of(desk->config, person, out);
}

/* A role of the settings, or a group of the machine: "@netops". */
static bool has_role(const struct desk *desk, const char *person,
                     const char *role)
{
    struct access access;

    if (*role == '@')
        return strcmp(person, desk->person) == 0
                   ? person_in_group(&desk->groups, role + 1)
                   : person_named_in(person, role + 1);
    access_for(desk, person, &access);
    for (int i = 0; i < ROLE_N; i++) {
        if (str_eq_fold(str_of(role), str_of(role_name((enum role)i))))
            return (access.roles & ROLE_BIT(i)) != 0;
    }
    return false;
}

/* Is it time that the group answers too, and is the person one of it? */
static bool in_group(const struct desk *desk, const struct approval *approval,
                     const char *person, int64_t now)
{
    const char *group = approval->demand.group;

    return group != NULL && approval_escalated(approval, now) &&
           has_role(desk, person, group);
}

/* A group that only a rule names must not answer for what the settings ask:
 * a rule may ask for more, never for less. */
static bool group_of_settings(const struct approval *approval,
                              const struct demand *settings)
{
    return settings->group != NULL &&
           strcmp(settings->group, approval->demand.group) == 0;
}

static bool asks_for(const struct demand *demand, const char *role)
{
    for (size_t i = 0; i < demand->n_roles; i++) {
        if (strcmp(demand->roles[i], role) == 0)
            return true;
    }
    return false;
}

/* Those of the roles asked for that the person has or, out of the group that
 * is asked when nobody answers, stands for. */
static void find_roles(const struct desk *desk, const struct approval *approval,
                       const char *person, int64_t now, struct standing *out)
{
    const struct demand *demand = &approval->demand;
    struct demand settings = demanded_of_class(desk->config, approval->class);
    bool asked = in_group(desk, approval, person, now);
    bool all = asked && group_of_settings(approval, &settings);

    out->n_roles = 0;
    for (size_t i = 0; i < demand->n_roles; i++) {
        if (has_role(desk, person, demand->roles[i]) ||
            (asked && !all && !asks_for(&settings, demand->roles[i])))
            out->roles[out->n_roles++] = demand->roles[i];
    }
    if (all)
        out->roles[out->n_roles++] = demand->group;
}

/* Whom the settings name need not have the role approver. */
static bool is_one_of(const struct desk *desk, const struct approval *approval,
                      const char *person, int64_t now)
{
    struct demand settings = demanded_of_class(desk->config, approval->class);

    return in_group(desk, approval, person, now) &&
           group_of_settings(approval, &settings);
}

/* Did this person answer, or somebody in their place? */
static const struct vote *answered(const struct approval *approval,
                                   const char *person)
{
    for (size_t i = 0; i < approval->n_votes; i++) {
        if (strcmp(approval->votes[i].person, person) == 0 ||
            strcmp(approval->votes[i].behalf, person) == 0)
            return &approval->votes[i];
    }
    return NULL;
}

/* A yes that cannot bring it further would only look like one. */
static bool of_use(const struct approval *approval,
                   const struct standing *standing, struct err *err)
{
    const struct demand *demand = &approval->demand;
    struct buf roles;

    if (demand->n_roles == 0 || standing->n_roles > 0 ||
        demand_people(demand) > (int64_t)demand->n_roles)
        return true;
    buf_init(&roles);
    demand_roles_write(demand->roles, demand->n_roles, &roles);
    err_set(err, ERR_DENIED,
            _("Approval %lld takes one yes of each of these roles: %s. You "
              "have none of them."),
            (long long)approval->row, roles.at);
    buf_done(&roles);
    return false;
}

static bool twice(const struct approval *approval, const struct vote *vote,
                  const char *me, struct err *err)
{
    if (strcmp(vote->person, me) == 0)
        return err_set(err, ERR_DENIED,
                       _("You have answered approval %lld already; somebody "
                         "else must answer too."),
                       (long long)approval->row);
    return err_set(err, ERR_DENIED,
                   _("%s has answered approval %lld in your place already."),
                   vote->person, (long long)approval->row);
}

/* Somebody who may, and who has handed it over to this person. */
static bool in_place(const struct desk *desk, const struct approval *approval,
                     int64_t now, struct arena *arena, struct standing *out,
                     struct err *err)
{
    struct err why = *err;
    struct delegation *items;
    size_t n;

    if (!delegations_list(desk->store, desk->person, now, arena, &items, &n,
                          err))
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *person = items[i].person;
        struct access access;
        struct err ignored;

        access_for(desk, person, &access);
        if (!access_allows(&access, RIGHT_APPROVE, &ignored) ||
            answered(approval, person) != NULL ||
            !eyes_allow(desk, approval, person, &why))
            continue;
        *out = (struct standing){.behalf = person};
        find_roles(desk, approval, person, now, out);
        return true;
    }
    *err = why;
    return false;
}

/* Somebody was faster. */
static bool is_over(const struct approval *approval, struct err *err)
{
    const char *state = approval_state_name(approval->state);
    char when[WHEN_TEXT_SIZE];

    when_iso(approval->answered, when);
    if (*approval->answered_by == '\0')
        return err_set(err, ERR_AGAIN, _("Approval %lld is already %s."),
                       (long long)approval->row, state);
    return *approval->reason == '\0'
               ? err_set(err, ERR_AGAIN,
                         _("Approval %lld was already %s by %s at %s."),
                         (long long)approval->row, state, approval->answered_by,
                         when)
               : err_set(err, ERR_AGAIN,
                         _("Approval %lld was already %s by %s at %s: %s"),
                         (long long)approval->row, state, approval->answered_by,
                         when, approval->reason);
}

bool vote_standing(const struct desk *desk, const struct approval *approval,
                   bool yes, int64_t now, struct arena *arena,
                   struct standing *out, struct err *err)
{
    const char *me = desk->person;
    const struct vote *before;

    if (approval->state != APPROVAL_PENDING)
        return is_over(approval, err);
    /* Also of those who answer without the role approver. */
    if (!governed_alike(desk, err) || !eyes_allow(desk, approval, me, err))
        return false;
    before = answered(approval, me);
    if (before != NULL)
        return twice(approval, before, me, err);
    *out = (struct standing){.behalf = ""};
    if (access_may(desk, RIGHT_APPROVE, err) ||
        is_one_of(desk, approval, me, now))
        find_roles(desk, approval, me, now, out);
    else if (!in_place(desk, approval, now, arena, out, err))
        return false;
    return !yes || of_use(approval, out, err);
}

const char *vote_by(const struct vote *vote, struct arena *arena)
{
    return *vote->behalf == '\0' ? vote->person
                                 : arena_printf(arena, _("%s in place of %s"),
                                                vote->person, vote->behalf);
}

bool vote_fill(const struct desk *desk, struct approval *approval,
               struct arena *arena, struct err *err)
{
    struct vote *votes;

    if (!votes_of(desk->store, approval->row,
                  approval->state == APPROVAL_PENDING ? approval->digest : "",
                  arena, &votes, &approval->n_votes, err))
        return false;
    approval->votes = votes;
    return true;
}
