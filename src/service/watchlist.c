/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watchlist.c - looks a named list up: in the settings, else in its file.
 */
#include "service/watchlist.h"

#include "service/watchlist_file.h"
#include "util/log.h"

static bool find(void *of, struct str name, struct arena *arena,
                 const struct str **texts, size_t *n)
{
    const struct config *config = of;
    struct watchlist list;
    struct err err = {0};

    for (size_t i = 0; config->watchlists[i] != NULL; i++) {
        if (str_eq_fold(name, str_of(config->watchlists[i]->name))) {
            *texts = config->watchlists[i]->texts;
            *n = config->watchlists[i]->n;
            return true;
        }
    }
    if (!watchlist_read(config, name, arena, &list, &err)) {
        log_line(LOG_WARN, "%s", err.text);
        return false;
    }
    *texts = list.texts;
    *n = list.n;
    return true;
}

static const char **names(void *of, struct arena *arena, size_t *n)
{
    return watchlist_names(of, arena, n);
}

struct query_env watchlist_env(const struct config *config, int64_t now)
{
    return (struct query_env){
        .now = now,
        .watchlist = find,
        .watchlists = names,
        .of = (void *)(uintptr_t)config,
    };
}

static bool find_any(void *of, struct str name, struct arena *arena,
                     const struct str **texts, size_t *n)
{
    (void)of;
    (void)name;
    (void)arena;
    *texts = NULL;
    *n = 0;
    return true;
}

struct query_env watchlist_any(int64_t now)
{
    return (struct query_env){.now = now, .watchlist = find_any};
}
