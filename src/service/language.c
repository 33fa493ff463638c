/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * language.c - the query language for the faces.
 */
#include "service/language.h"

#include "service/watchlist.h"
#include "util/when.h"

/* Whether a watchlist is there is for whoever asks the query. */
bool language_check(struct str text, struct err *err)
{
    struct query_env env = watchlist_any(when_now());
    struct query *query;

    if (!query_compile(text, &env, &query, err))
        return false;
    query_free(query);
    return true;
}

size_t language_complete(struct str text, size_t cursor, struct arena *arena,
                         const char ***out, size_t *from)
{
    return query_complete(text, cursor, arena, out, from);
}
