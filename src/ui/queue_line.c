/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_line.c - the lines in which a filter or a search is typed.
 */
#include "ui/queue_own.h"

#include "service/language.h"
#include "ui/words.h"
#include "util/text.h"

#define HISTORY 100
#define OFFERED 8

static void complete(void *with, struct str text, size_t cursor,
                     struct input_candidates *out)
{
    const char **words;
    size_t n;

    if (str_starts(text, STR(":")) && cursor > 0) {
        queue_views_complete(with, str_sub(text, 1, cursor - 1), out);
        return;
    }
    n = language_complete(text, cursor, out->arena, &words, &out->from);
    out->candidate = arena_array(out->arena, n + 1, sizeof(*out->candidate));
    for (size_t i = 0; i < n; i++)
        out->candidate[i].text = words[i];
    out->count = n;
}

void queue_lines_init(struct queue *queue)
{
    history_init(&queue->filters, HISTORY);
    history_init(&queue->searches, HISTORY);
    input_init(&queue->filter);
    queue->filter.history = &queue->filters;
    queue->filter.complete = complete;
    queue->filter.with = queue;
    input_init(&queue->search);
    queue->search.history = &queue->searches;
}

void queue_lines_done(struct queue *queue)
{
    input_done(&queue->filter);
    input_done(&queue->search);
    history_done(&queue->filters);
    history_done(&queue->searches);
}

void queue_type(struct queue *queue, enum queue_typing what)
{
    queue->typing = what;
    if (what == TYPE_FILTER)
        input_set(&queue->filter, str_of(queue->rows.view.query));
    if (what == TYPE_SEARCH)
        input_set(&queue->search, STR_NONE);
}

void queue_set_query(struct queue *queue, const char *query)
{
    struct queue_view view = queue->rows.view;

    words_copy(view.query, sizeof(view.query), str_of(query));
    err_clear(&queue->query_error);
    queue_rows_set_view(&queue->rows, &view);
}

void queue_find(struct queue *queue, bool backwards)
{
    struct str what = input_text(&queue->search);
    struct ask ask = {
        .kind = ASK_FIND,
        .anchor = (int64_t)queue->rows.list.id,
        .first = (int64_t)queue->rows.list.top,
        .count = 200,
        .sort = queue->rows.view.sort,
        .ascending = queue->rows.view.ascending,
        .backwards = backwards,
    };

    if (!what.len)
        return;
    words_copy(ask.text, sizeof(ask.text), what);
    queue->rows.find = shell_ask(queue->shell, &ask);
}

/* What is typed is looked at as it stands; only Enter sends it. */
static void check(struct queue *queue)
{
    struct str text = str_trim(input_text(&queue->filter));

    err_clear(&queue->query_error);
    if (text.len && !str_starts(text, STR(":")))
        language_check(text, &queue->query_error);
}

/* ":NAME" shows a saved view. */
static void show_named(struct queue *queue)
{
    struct str name = input_text(&queue->filter);

    if (queue_views_show(queue, str_trim(str_sub(name, 1, name.len))))
        queue->typing = TYPE_NOTHING;
}

static void filter_key(struct queue *queue, const struct key *key)
{
    switch (input_key(&queue->filter, key)) {
    case INPUT_ACCEPT:
        check(queue);
        if (str_starts(input_text(&queue->filter), STR(":"))) {
            show_named(queue);
            return;
        }
        if (queue->query_error.code != ERR_NONE)
            return;
        queue->typing = TYPE_NOTHING;
        queue_set_query(queue, input_text(&queue->filter).at);
        break;
    case INPUT_CANCEL:
        queue->typing = TYPE_NOTHING;
        err_clear(&queue->query_error);
        break;
    case INPUT_CHANGED:
        check(queue);
        break;
    default:
        break;
    }
}

static void search_key(struct queue *queue, const struct key *key)
{
    switch (input_key(&queue->search, key)) {
    case INPUT_ACCEPT:
        queue->typing = TYPE_NOTHING;
        queue->backwards = false;
        if (queue->whole)
            detail_search(&queue->detail, input_text(&queue->search), true);
        else
            queue_find(queue, false);
        break;
    case INPUT_CANCEL:
        queue->typing = TYPE_NOTHING;
        break;
    default:
        break;
    }
}

bool queue_line_key(struct queue *queue, const struct key *key)
{
    if (key->code == KEYS_CLICK || queue->typing == TYPE_NOTHING)
        return false;
    if (queue->typing == TYPE_FILTER)
        filter_key(queue, key);
    else
        search_key(queue, key);
    return true;
}

/* On the line of the query; the candidates and what is wrong stand below. */
void queue_line_draw(struct queue *queue, const struct canvas *canvas)
{
    bool filter = queue->typing == TYPE_FILTER;
    struct input *input = filter ? &queue->filter : &queue->search;
    int rows = input_offer_rows(input, OFFERED);
    int x = canvas_add(canvas, 0, 0, STYLE_KEY,
                       filter ? str_of(_("filter ")) : STR("/"));

    input_draw(input, canvas, 0, x, canvas->cols - x, STYLE_FIELD_ON);
    if (rows > canvas->rows - 2)
        rows = canvas->rows - 2;
    if (rows > 0) {
        struct canvas offer = canvas_sub(canvas, 1, x, rows, 50);

        input_offer_draw(input, &offer);
    } else if (filter && queue->query_error.code != ERR_NONE) {
        canvas_put(canvas, 1, 0, canvas->cols, STYLE_ERROR,
                   str_of(queue->query_error.text));
    } else if (filter) {
        canvas_put(canvas, 1, 0, canvas->cols, STYLE_DIM,
                   str_of(_("Severity =~ 'High' and Status =~ 'Active'   Tab "
                            "completes   Enter filters   Esc leaves")));
    }
}
