/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watchlist.c - looks a named list up.
 */
#include "service/watchlist.h"

static bool find(void *of, struct str name, const struct str **texts, size_t *n)
{
    const struct config_list *const *lists = of;

    for (; *lists != NULL; lists++) {
        if (str_eq_fold(name, str_of((*lists)->name))) {
            *texts = (*lists)->texts;
            *n = (*lists)->n;
            return true;
        }
    }
    return false;
}

struct query_env watchlist_env(const struct config *config, int64_t now)
{
    return (struct query_env){
        .now = now,
        .watchlist = find,
        .of = config->watchlists,
    };
}

static bool find_any(void *of, struct str name, const struct str **texts,
                     size_t *n)
{
    (void)of;
    (void)name;
    *texts = NULL;
    *n = 0;
    return true;
}

struct query_env watchlist_any(int64_t now)
{
    return (struct query_env){.now = now, .watchlist = find_any};
}
