/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_list.c - the rows of the queue as they are drawn.
 */
#include "ui/queue_own.h"

#include <inttypes.h>

#include "ui/words.h"
#include "util/text.h"

enum {
    CELL_SEVERITY,
    CELL_AGE,
    CELL_TITLE,
    CELL_RESOURCE,
    CELL_TACTIC,
    CELL_STATUS,
    CELL_OWNER,
    CELL_AUTO,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_SEVERITY] = {.title = N_("S"), .min = 1},
    [CELL_AGE] = {.title = N_("Age"), .min = 4, .right = true},
    [CELL_TITLE] = {.title = N_("Title"), .min = 28, .weight = 8},
    [CELL_RESOURCE] = {.title = N_("Resource"),
                       .min = 11,
                       .max = 30,
                       .weight = 2,
                       .priority = 2},
    [CELL_TACTIC] = {.title = N_("Tactic"),
                     .min = 10,
                     .max = 20,
                     .weight = 1,
                     .priority = 6},
    [CELL_STATUS] = {.title = N_("Status"),
                     .min = 8,
                     .max = 12,
                     .weight = 1,
                     .priority = 3},
    [CELL_OWNER] =
        {.title = N_("Owner"), .min = 6, .max = 14, .weight = 1, .priority = 5},
    [CELL_AUTO] =
        {.title = N_("Auto"), .min = 7, .max = 8, .weight = 1, .priority = 1},
};

/* A click on one of these heads sorts by it. */
static const int sort_of[CELL_N] = {
    [CELL_SEVERITY] = SORT_SEVERITY, [CELL_AGE] = SORT_TIME,
    [CELL_TITLE] = SORT_TITLE,       [CELL_RESOURCE] = SORT_RESOURCE,
    [CELL_TACTIC] = SORT_N,          [CELL_STATUS] = SORT_STATUS,
    [CELL_OWNER] = SORT_N,           [CELL_AUTO] = SORT_N,
};

/* A change that the service has not confirmed has "…" before it. */
static void draw_status(const struct list_line *line,
                        const struct queue_row *row)
{
    struct buf text;

    if (row->flags & EVENT_IGNORED) {
        list_cell(line, CELL_STATUS, STYLE_DIM, str_of(_("ignored")));
        return;
    }
    if (!(row->flags & EVENT_PENDING)) {
        list_cell(line, CELL_STATUS, STYLE_TEXT, row->status);
        return;
    }
    buf_init(&text);
    buf_text(&text, "…");
    buf_str(&text, row->status);
    list_cell(line, CELL_STATUS, STYLE_WARN, buf_view(&text));
    buf_done(&text);
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct queue *queue = with;
    const struct queue_row *row = queue_rows_at(&queue->rows, line->index);
    char age[WHEN_TEXT_SIZE];
    char letter[2] = {0};
    enum style style;

    if (!row) {
        list_cell(line, CELL_TITLE, STYLE_DIM, STR("…"));
        return;
    }
    letter[0] = severity_letter(row->severity);
    style = row->acknowledged || !event_status_open(row->status) ? STYLE_DIM
                                                                 : STYLE_TEXT;
    if (marks_has(&queue->marks, row->row))
        list_sign(line, STYLE_MARKED, STR("*"));
    list_cell(line, CELL_SEVERITY, words_severity(row->severity),
              str_of(letter));
    list_cell(line, CELL_AGE, STYLE_DIM,
              str_of(words_age(queue->shell->now, row->time, age)));
    list_cell(line, CELL_TITLE, style, row->title);
    list_cell(line, CELL_RESOURCE, style, row->resource);
    list_cell(line, CELL_TACTIC, style, row->tactic);
    draw_status(line, row);
    list_cell(line, CELL_OWNER, STYLE_TEXT,
              row->owner.len ? row->owner : STR("–"));
    words_draw(line, CELL_AUTO, words_auto(row->automation));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct queue *queue = with;
    const struct queue_row *row = queue_rows_at(&queue->rows, index);

    return row ? (uint64_t)row->row : 0;
}

static struct str empty_text(const struct queue *queue)
{
    const struct queue_page *page = queue->rows.page;

    if (!page)
        return str_of(_("The queue is being read."));
    if (page->all)
        return str_of(_("Nothing matches this query: f changes it, Ctrl-U in "
                        "it empties it."));
    if (queue->shell->status.n_sources)
        return str_of(_("Nothing has arrived yet. The sources are being asked; "
                        "R asks again now, : sources shows how they stand."));
    return str_of(_("Nothing is here and no source is configured. `riposte "
                    "event ingest FILE' brings events in; `riposte --demo' "
                    "shows everything on a sandbox."));
}

/* A sentence on as many lines as it needs. */
static void draw_empty(struct queue *queue, const struct canvas *canvas)
{
    struct canvas inside =
        canvas_sub(canvas, 1, 2, canvas->rows - 1, canvas->cols - 4);
    struct view *view = view_new();

    canvas_blank(canvas, 0);
    view_line(view, STYLE_DIM, empty_text(queue));
    view_draw(view, &inside);
    view_free(view);
}

void queue_draw_list(struct queue *queue, const struct canvas *canvas)
{
    struct list_owner owner = {.id = row_id, .draw = draw_row, .with = queue};

    queue->area = *canvas;
    if (!queue->rows.list.count) {
        queue->rows.list.page = canvas->rows - 1;
        draw_empty(queue, canvas);
        return;
    }
    list_draw(&queue->rows.list, canvas, columns, CELL_N, &owner);
}

/* "1,204 of 48,112   2 marked   ↑ 7 new" */
static void put_counts(struct queue *queue, struct buf *out)
{
    const struct queue_page *page = queue->rows.page;
    int64_t unseen = queue_rows_unseen(&queue->rows);
    char count[WHEN_TEXT_SIZE];

    if (!page)
        return;
    if (unseen)
        buf_printf(out, _("↑ %s new   "), words_count(unseen, count));
    buf_text(out, words_count(page->total, count));
    if (page->total != page->all || !page->complete)
        buf_printf(out, _(" of %s"), words_count(page->all, count));
    if (!page->complete)
        buf_text(out, _(" (reading)"));
    if (page->ignored)
        buf_printf(out, _("   %s ignored"), words_count(page->ignored, count));
    if (queue->marks.n)
        buf_printf(out, _("   %s marked"),
                   words_count((int64_t)queue->marks.n, count));
    if (queue->rows.paused)
        buf_text(out, _("   ⏸ paused"));
    if (queue->rows.follow)
        buf_text(out, _("   follows"));
}

void queue_draw_head(struct queue *queue, const struct canvas *canvas)
{
    const char *query = queue->rows.view.query;
    struct buf counts;
    int width;
    int left;

    buf_init(&counts);
    put_counts(queue, &counts);
    width = canvas_width(buf_view(&counts));
    if (width > canvas->cols)
        width = canvas->cols;
    left = canvas->cols - width;
    if (queue->query_error.code != ERR_NONE && !queue->typing)
        canvas_fit(canvas, 0, 0, left, STYLE_ERROR,
                   str_of(queue->query_error.text));
    else
        canvas_fit(canvas, 0, 0, left, *query ? STYLE_WORD : STYLE_DIM,
                   str_of(*query ? query : _("everything")));
    if (left > 0)
        canvas_put(canvas, 0, left - 1, 1, STYLE_TEXT, STR(" "));
    canvas_right(canvas, 0, left, width, STYLE_STRONG, buf_view(&counts));
    buf_done(&counts);
}

void queue_sort_by(struct queue *queue, enum queue_sort sort)
{
    struct queue_view view = queue->rows.view;

    view.ascending = view.sort == sort && !view.ascending;
    view.sort = sort;
    queue_rows_set_view(&queue->rows, &view);
    shell_say(queue->shell, STYLE_INFO,
              view.ascending ? _("Sorted by %s, the lowest first.")
                             : _("Sorted by %s, the highest first."),
              queue_sort_name(sort));
}

void queue_click_list(struct queue *queue, const struct key *key)
{
    int column;
    size_t index;
    int y;
    int x;

    if (!canvas_holds(&queue->area, key->y, key->x, &y, &x))
        return;
    index = list_at(&queue->rows.list, &queue->area, columns, CELL_N, y, x,
                    &column);
    if (index == LIST_HEAD && column >= 0 && sort_of[column] != SORT_N)
        queue_sort_by(queue, (enum queue_sort)sort_of[column]);
    else if (index != LIST_HEAD && index != LIST_NOWHERE)
        queue_rows_go(&queue->rows, index);
}

void queue_put_row(const struct queue *queue, const struct queue_row *row,
                   struct buf *out)
{
    char age[WHEN_TEXT_SIZE];

    buf_printf(out, "%" PRId64 "  %c  %-4s  %.*s  %.*s  %.*s  %.*s\n", row->row,
               severity_letter(row->severity),
               words_age(queue->shell->now, row->time, age),
               STR_ARG(row->title), STR_ARG(row->resource),
               STR_ARG(row->status), STR_ARG(row->owner));
}
