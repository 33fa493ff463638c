/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * delegate.c - handing over one's answers for a while.
 */
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "service/access.h"
#include "service/desk_part.h"
#include "service/govern.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* The longest that answers are handed over. */
#define DAYS 366

static bool write_delegation(struct desk *desk, void *with, struct err *err)
{
    struct delegation *delegation = with;
    char object[PERSON_NAME_SIZE + 40];
    char until[WHEN_TEXT_SIZE];

    snprintf(object, sizeof(object), "%s until %s", delegation->delegate,
             when_iso(delegation->until, until));
    return delegations_add(desk->store, delegation, err) &&
           desk_deed(desk, desk->person, "delegate", object, 0, delegation->why,
                     err);
}

static bool end_fits(int64_t until, int64_t now, struct err *err)
{
    if (until <= now)
        return err_set(err, ERR_INPUT,
                       _("A delegation needs an end that is still to come."));
    if (until > now + DAYS * WHEN_DAY)
        return err_set(err, ERR_INPUT,
                       _("A delegation ends after %d days at the latest; then "
                         "delegate again."),
                       DAYS);
    return true;
}

bool delegation_until(struct str text, int64_t now, int64_t *out,
                      struct err *err)
{
    int64_t until;

    if (!when_end_parse(text, now, &until))
        return err_set(err, ERR_INPUT,
                       _("A delegation needs an end: a span such as 7d, or a "
                         "date such as 2026-12-31."));
    if (!end_fits(until, now, err))
        return false;
    *out = until;
    return true;
}

static bool fit(const struct desk *desk, const char *to, int64_t until,
                const char *why, struct err *err)
{
    if (!person_name_fit(str_of(to)))
        return err_set(err, ERR_INPUT,
                       _("\"%.80s\" is no login. Name one person."), to);
    if (strcmp(to, desk->person) == 0)
        return err_set(err, ERR_INPUT, _("Nobody can delegate to themselves."));
    if (!end_fits(until, when_now(), err))
        return false;
    if (str_empty(str_trim(str_of(why))))
        return err_set(err, ERR_INPUT,
                       _("Say why you hand your answers over, in a few "
                         "words."));
    return desk_reason(why, err);
}

/* Somebody without any role may not even look at what waits. */
static bool can_answer(const struct desk *desk, const char *to, struct err *err)
{
    const struct config *config = desk->config;
    struct access access;

    access_of(config, to, &access);
    return access.roles != 0 ||
           err_set(err, ERR_INPUT,
                   _("%s has no role by any setting roles.*%s%s, and so could "
                     "not even look at what waits. Name somebody who has one, "
                     "or have an admin make them a viewer first."),
                   to, *config->path != '\0' ? _(" in ") : "", config->path);
}

bool approval_delegate(struct desk *desk, const char *to, int64_t until,
                       const char *why, int64_t *row, struct err *err)
{
    struct delegation delegation = {
        .person = desk->person,
        .delegate = to,
        .made = when_now(),
        .until = until,
        .why = why,
    };

    if (!access_may(desk, RIGHT_APPROVE, err) ||
        !fit(desk, to, until, why, err) || !can_answer(desk, to, err) ||
        !desk_transact(desk, write_delegation, &delegation, err))
        return false;
    *row = delegation.row;
    return true;
}

struct revoke_work {
    int64_t row;
    const char *why;
};

/* One's own; whoever governs all may take back any. */
static bool write_revoke(struct desk *desk, void *with, struct err *err)
{
    const struct revoke_work *work = with;
    struct err ignored;
    bool any = access_may(desk, RIGHT_SETTINGS, &ignored);
    char object[40];

    snprintf(object, sizeof(object), "delegation %lld", (long long)work->row);
    return delegations_revoke(desk->store, work->row, any ? "" : desk->person,
                              desk->person, when_now(), err) &&
           desk_deed(desk, desk->person, "revoke", object, 0, work->why, err);
}

bool approval_revoke(struct desk *desk, int64_t delegation, const char *why,
                     struct err *err)
{
    struct revoke_work work = {
        .row = delegation,
        .why = why != NULL ? why : "",
    };

    return desk_reason(why, err) &&
           desk_transact(desk, write_revoke, &work, err);
}

struct delegation_page *delegation_page_read(struct desk *desk)
{
    struct delegation_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    delegations_list(desk->store, "", when_now(), page->arena, &page->rows,
                     &page->n, &page->error);
    return page;
}

void delegation_page_free(struct delegation_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
