/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/queue_rows.h"

#include "ui/words.h"

#define WINDOW_LEAST 200
#define WINDOW_MOST  512
#define NOT_ASKED    (-1)

void queue_rows_init(struct queue_rows *rows)
{
    *rows = (struct queue_rows){.asked_at = NOT_ASKED, .fresh = true};
    list_init(&rows->list);
}

void queue_rows_done(struct queue_rows *rows)
{
    queue_page_free(rows->page);
    queue_page_free(rows->later);
}

const struct queue_row *queue_rows_at(const struct queue_rows *rows,
                                      size_t index)
{
    const struct queue_page *page = rows->page;
    int64_t at = (int64_t)index;

    if (!page || at < page->first || at >= page->first + (int64_t)page->n)
        return NULL;
    return &page->rows[at - page->first];
}

static uint64_t row_id(void *with, size_t index)
{
    const struct queue_row *row = queue_rows_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

static struct list_owner owner_of(struct queue_rows *rows)
{
    return (struct list_owner){.id = row_id, .with = rows};
}

const struct queue_row *queue_rows_current(const struct queue_rows *rows)
{
    return queue_rows_at(rows, rows->list.cursor);
}

const struct queue_row *queue_rows_find(const struct queue_rows *rows,
                                        int64_t row, size_t *index)
{
    const struct queue_page *page = rows->page;

    for (size_t i = 0; page && i < page->n; i++) {
        if (page->rows[i].row == row) {
            *index = (size_t)page->first + i;
            return &page->rows[i];
        }
    }
    return NULL;
}

void queue_rows_set_view(struct queue_rows *rows, const struct queue_view *view)
{
    rows->view = *view;
    rows->ticket = 0;
    rows->asked_at = NOT_ASKED;
    rows->fresh = true;
    queue_page_free(rows->later);
    rows->later = NULL;
}

static size_t window_size(const struct queue_rows *rows)
{
    size_t want = (size_t)(rows->list.page > 0 ? rows->list.page : 1) * 5;

    if (want < WINDOW_LEAST)
        return WINDOW_LEAST;
    return want > WINDOW_MOST ? WINDOW_MOST : want;
}

/* Is what is shown, and a screen before and after it, held? */
static bool covers(const struct queue_rows *rows)
{
    const struct queue_page *page = rows->page;
    int64_t height = rows->list.page;
    int64_t from = (int64_t)rows->list.top - height;
    int64_t to = (int64_t)rows->list.top + 2 * height;

    if (!page)
        return false;
    if (from < 0)
        from = 0;
    if (to > page->total)
        to = page->total;
    return from >= page->first && to <= page->first + (int64_t)page->n;
}

static bool repeats(const struct queue_rows *rows)
{
    return rows->page && rows->asked_at == (int64_t)rows->list.top &&
           rows->asked_revision == rows->page->revision;
}

bool queue_rows_need(struct queue_rows *rows, struct ask *ask)
{
    int64_t count = (int64_t)window_size(rows);
    int64_t height = rows->list.page;

    if (rows->ticket)
        return false;
    if (rows->asked_at != NOT_ASKED && !rows->to &&
        (covers(rows) || repeats(rows)))
        return false;
    *ask = (struct ask){
        .kind = ASK_QUEUE,
        .sort = rows->view.sort,
        .ascending = rows->view.ascending,
        .anchor = rows->to ? rows->to : (int64_t)rows->list.id,
        .first = (int64_t)rows->list.top - (count - height) / 2,
        .count = (size_t)count,
    };
    if (ask->first < 0)
        ask->first = 0;
    /* At the top one sees the newest, whatever the row was. */
    if (rows->follow || (rows->list.top == 0 && !rows->to && !rows->fresh))
        ask->anchor = 0;
    words_copy(ask->text, sizeof(ask->text), str_of(rows->view.query));
    return true;
}

void queue_rows_asked(struct queue_rows *rows, const struct ask *ask)
{
    rows->ticket = ask->ticket;
    rows->last = ask->ticket;
    rows->asked_at = (int64_t)rows->list.top;
    rows->asked_revision = rows->page ? rows->page->revision : 0;
}

/* Where the cursor belongs on the page that has just come. */
static size_t place_of_cursor(const struct queue_rows *rows, bool asked)
{
    const struct queue_page *page = rows->page;
    bool anchored = asked && page->anchor >= 0;
    size_t index;

    if (rows->follow)
        return 0;
    if (rows->to && asked)
        return anchored ? (size_t)page->anchor : rows->list.cursor;
    if (queue_rows_find(rows, (int64_t)rows->list.id, &index))
        return index;
    if (rows->fresh && asked)
        return anchored ? (size_t)page->anchor : 0;
    return rows->list.cursor;
}

int64_t queue_rows_unseen(struct queue_rows *rows)
{
    int64_t newest = rows->page ? rows->page->newest : 0;

    if (rows->list.top == 0 || newest < rows->seen)
        rows->seen = rows->list.top == 0 ? newest : 0;
    return newest - rows->seen;
}

static void apply(struct queue_rows *rows, struct queue_page *page, bool asked)
{
    struct list_owner owner = owner_of(rows);
    bool at_top = rows->list.top == 0 && rows->page;
    size_t index;

    queue_page_free(rows->page);
    rows->page = page;
    index = place_of_cursor(rows, asked);
    list_sync(&rows->list, page->total > 0 ? (size_t)page->total : 0, index,
              &owner);
    /* Who looks at the top sees what arrives, as long as the row under the
     * finger stays on the screen. */
    if (at_top && !rows->fresh &&
        rows->list.cursor < (size_t)(rows->list.page > 0 ? rows->list.page : 1))
        rows->list.top = 0;
    if (asked) {
        rows->fresh = false;
        rows->to = 0;
    }
}

/* What was searched for is a row to go to. */
static void take_found(struct queue_rows *rows, struct queue_page *page)
{
    rows->find = 0;
    rows->ticket = 0; /* the channel keeps the newest page only */
    rows->lost = page->anchor < 0;
    /* What comes again by itself is now under the ticket of the search. */
    rows->asked_at = NOT_ASKED;
    if (rows->lost) {
        queue_page_free(page);
        return;
    }
    queue_page_free(rows->page);
    rows->page = page;
    rows->list.count = page->total > 0 ? (size_t)page->total : 0;
    queue_rows_go(rows, (size_t)page->anchor);
}

/* A page that came by itself, without the row under the finger: the window
 * has to be asked for round that row, and then says whether it has gone. */
static bool strays(const struct queue_rows *rows, const struct queue_page *page)
{
    int64_t row = (int64_t)rows->list.id;
    size_t index;

    if (rows->follow || !queue_rows_find(rows, row, &index))
        return false;
    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].row == row)
            return false;
    }
    return true;
}

bool queue_rows_take(struct queue_rows *rows, struct queue_page *page,
                     uint64_t ticket)
{
    bool asked = rows->ticket && ticket == rows->ticket;

    if (rows->find && ticket == rows->find) {
        take_found(rows, page);
        return true;
    }
    if (rows->find && ticket > rows->find)
        rows->find = 0;
    if (!asked && ticket != rows->last)
        return false;
    if (asked)
        rows->ticket = 0;
    if (rows->paused && !asked) {
        queue_page_free(rows->later);
        rows->later = page;
    } else if (!asked && strays(rows, page)) {
        queue_page_free(page);
        rows->asked_at = NOT_ASKED;
    } else {
        apply(rows, page, asked);
    }
    return true;
}

void queue_rows_pause(struct queue_rows *rows, bool paused)
{
    struct queue_page *page = rows->later;

    rows->paused = paused;
    rows->later = NULL;
    if (page && !paused)
        apply(rows, page, false);
    else
        queue_page_free(page);
}

bool queue_rows_move(struct queue_rows *rows, enum list_move move)
{
    struct list_owner owner = owner_of(rows);

    return list_move(&rows->list, move, &owner);
}

bool queue_rows_go(struct queue_rows *rows, size_t index)
{
    struct list_owner owner = owner_of(rows);

    return list_go(&rows->list, index, &owner);
}
