/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_trace.c - what each comparison found.
 */
#include "engine/query_part.h"

static struct str row_text(const struct query *query, const struct probe *probe)
{
    return str_sub(query->text, probe->from, probe->to - probe->from);
}

static const char *keep_text(struct arena *arena, const struct buf *buf)
{
    return arena_textn(arena, buf->at ? buf->at : "", buf->len);
}

/* A searched word holds when one of its places does; the place that did is
 * shown, else all that was looked at. */
static size_t trace_group(const struct query *query, size_t at,
                          struct query_subject *subject, struct arena *arena,
                          struct query_row *row)
{
    uint32_t group = query->probes[at]->group;
    struct buf all, one;

    buf_init(&all);
    buf_init(&one);
    row->answer = ANSWER_ABSENT;
    for (; at < query->n_probes && query->probes[at]->group == group; at++) {
        enum answer answer = probe_find(query->probes[at], subject, &one);

        if (answer == ANSWER_YES && row->answer != ANSWER_YES)
            row->found = keep_text(arena, &one);
        if (answer == ANSWER_YES || row->answer == ANSWER_ABSENT)
            row->answer = answer;
        if (one.len > 0 && all.len > 0)
            buf_text(&all, ", ");
        buf_str(&all, buf_view(&one));
        buf_clear(&one);
    }
    if (row->answer != ANSWER_YES)
        row->found = keep_text(arena, &all);
    buf_done(&all);
    buf_done(&one);
    return at;
}

static size_t trace_probe(const struct query *query, size_t at,
                          struct query_subject *subject, struct arena *arena,
                          struct query_row *row)
{
    struct buf found;

    buf_init(&found);
    row->answer = probe_find(query->probes[at], subject, &found);
    row->found = keep_text(arena, &found);
    buf_done(&found);
    return at + 1;
}

size_t query_trace(const struct query *query, struct query_subject *subject,
                   struct arena *arena, struct query_row **out)
{
    struct query_row *rows =
        arena_array(arena, query->n_probes + 1, sizeof(*rows));
    size_t n = 0;
    size_t at = 0;

    while (at < query->n_probes) {
        const struct probe *probe = query->probes[at];
        struct query_row *row = &rows[n++];

        row->text = row_text(query, probe);
        row->at = probe->from;
        at = probe->group ? trace_group(query, at, subject, arena, row)
                          : trace_probe(query, at, subject, arena, row);
    }
    *out = rows;
    return n;
}
