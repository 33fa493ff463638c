/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_office365users.c - what the directory knows of people; asked of Graph.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

/* "/codeless/v1.0/users/U/manager" and "/users/U" are those of Graph, by
 * another way. */
static bool users_ask(struct api_making *making, struct err *err)
{
    size_t at = str_find_fold(making->path, STR("/users/"));
    struct str rest = str_sub(making->path, at, STR_NOWHERE);

    if (str_starts_fold(rest, STR("/users/v1.0/")))
        rest = str_of(arena_printf(making->arena, "/users/%.*s",
                                   STR_ARG(str_sub(rest, 12, STR_NOWHERE))));
    making->path =
        str_of(arena_printf(making->arena, "/v1.0%.*s", STR_ARG(rest)));
    return api_hand_graph.ask(making, err);
}

static const struct api_hand users_hand = {.ask = users_ask};

#define PERSON(where, says)                                                    \
    {                                                                          \
        .method = "get", .path = where, .title = says, .class = CLASS_READ,    \
        .kind = "call"                                                         \
    }

static const struct api_op users_ops[] = {
    PERSON("/codeless/v1.0/users/*", N_("Read a user")),
    PERSON("/codeless/v1.0/users/*/manager", N_("Read the manager of a user")),
    PERSON("/codeless/v1.0/users/*/directReports",
           N_("List whom a user manages")),
    PERSON("/users/v1.0/*", N_("Read a user")),
    PERSON("/users/*", N_("Read a user")),
    PERSON("/v2/users/*", N_("Read a user")),
    PERSON("/users/*/manager", N_("Read the manager of a user")),
    PERSON("/users/*/directReports", N_("List whom a user manages")),
    {.path = NULL},
};
const struct api api_office365users = {.name = "office365users",
                                       .title = N_("Office 365 Users"),
                                       .ops = users_ops,
                                       .hand = &users_hand};
