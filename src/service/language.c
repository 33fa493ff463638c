/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * language.c - the query language and expressions for the faces.
 */
#include "service/language.h"

#include "engine/expr_complete.h"
#include "engine/template.h"
#include "service/queue.h"
#include "service/watchlist.h"
#include "util/when.h"

/* Whether a watchlist is there is for whoever asks the query. */
bool language_check(struct str text, struct err *err)
{
    return language_check_part(text, 0, err);
}

bool language_check_part(struct str text, size_t before, struct err *err)
{
    struct query_env env = watchlist_any(when_now());
    struct query *query;

    env.before = before;
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

size_t language_complete_field(struct str text, size_t cursor,
                               const struct event_page *page,
                               struct arena *arena,
                               struct language_candidate **out, size_t *from)
{
    struct query_subject subject;
    struct expr_candidate *found;
    size_t n;

    if (page)
        query_subject_init(&subject, &page->event, page->body);
    n = expr_complete(text, cursor, &template_world, page ? &subject : NULL,
                      arena, &found, from);
    *out = arena_array(arena, n + 1, sizeof(**out));
    for (size_t i = 0; i < n; i++)
        (*out)[i] = (struct language_candidate){found[i].text, found[i].note};
    if (page)
        query_subject_done(&subject);
    return n;
}

struct str language_value(struct str property, const struct event_page *page,
                          struct arena *arena)
{
    struct query_subject subject;
    struct str value = STR_NONE;
    struct err ignored;
    struct buf text;

    /* What closes the expression would go on as text. */
    if (str_find(property, STR("}")) != STR_NOWHERE)
        return value;
    buf_init(&text);
    buf_printf(&text, "@{%.*s}", STR_ARG(property));
    query_subject_init(&subject, &page->event, page->body);
    template_render(buf_view(&text), &subject, arena, &value, &ignored);
    query_subject_done(&subject);
    buf_done(&text);
    return value;
}
