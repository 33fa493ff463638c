/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/eyes.h"

#include <string.h>

#include "model/limits.h"
#include "service/access.h"
#include "service/ingest.h"
#include "util/text.h"

/* Of one run, or of any that wait together. */
static bool brought(const struct desk *desk, const struct approval *approval,
                    const char *person, bool *out, struct err *err)
{
    struct arena *arena;
    struct batch_item *items;
    size_t n;
    bool ok;

    *out = false;
    if (approval->batch == 0)
        return approval->event == 0 ||
               ingest_brought(desk, approval->event, person, out, err);
    arena = arena_new();
    ok = batches_list(desk->store, approval->row, LIMIT_BATCH_RUNS, arena,
                      &items, &n, err);
    for (size_t i = 0; ok && !*out && i < n; i++) {
        int64_t event;

        if (json_int(json_get(items[i].shown, "event"), &event) && event != 0)
            ok = ingest_brought(desk, event, person, out, err);
    }
    arena_free(arena);
    return ok;
}

static bool not_brought(const struct desk *desk,
                        const struct approval *approval, const char *person,
                        struct err *err)
{
    bool yes;

    if (!brought(desk, approval, person, &yes, err))
        return false;
    return !yes ||
           err_set(err, ERR_DENIED,
                   _("%s brought in the event that this is asked for on: "
                     "somebody else must answer it (four eyes)."),
                   person);
}

static bool judge(const struct desk *desk, const struct approval *approval,
                  const char *person, struct err *err)
{
    bool me = strcmp(person, desk->person) == 0;

    if (desk->config->four_eyes == FOUR_EYES_OFF)
        return true;
    if (strcmp(approval->requester, person) == 0)
        return me ? err_set(err, ERR_DENIED,
                            _("You asked for this yourself: somebody else must "
                              "answer it (four eyes)."))
                  : err_set(err, ERR_DENIED,
                            _("%s, in whose place you would answer, asked for "
                              "this: somebody else must answer it (four "
                              "eyes)."),
                            person);
    if (!not_brought(desk, approval, person, err))
        return false;
    if (desk->config->four_eyes != FOUR_EYES_FULL ||
        (strcmp(approval->author, person) != 0 &&
         strcmp(approval->editor, person) != 0))
        return true;
    return me ? err_set(err, ERR_DENIED,
                        _("You wrote or changed the rule that asks for this: "
                          "somebody else must answer it (four eyes)."))
              : err_set(err, ERR_DENIED,
                        _("%s, in whose place you would answer, wrote or "
                          "changed the rule that asks for this (four eyes)."),
                        person);
}

/* Who else could, and by which settings. */
static void explain(const struct desk *desk, struct err *err)
{
    const struct config *config = desk->config;
    const char *in = *config->path != '\0' ? _(" in ") : "";
    const char *how = four_eyes_name(config->four_eyes);
    struct err why = *err;
    struct buf members;

    buf_init(&members);
    access_members(config, RIGHT_APPROVE, &members);
    if (access_relaxed(config))
        err_set(err, ERR_DENIED,
                _("%s The setting approvals.four_eyes%s%s is %s."), why.text,
                in, config->path, how);
    else
        err_set(err, ERR_DENIED,
                _("%s The role approver have: %s (roles.approver%s%s, where "
                  "approvals.four_eyes is %s)."),
                why.text, members.at, in, config->path, how);
    buf_done(&members);
}

bool eyes_allow(const struct desk *desk, const struct approval *approval,
                const char *person, struct err *err)
{
    struct err why;

    if (judge(desk, approval, person, &why))
        return true;
    if (why.code == ERR_DENIED)
        explain(desk, &why);
    *err = why;
    return false;
}
