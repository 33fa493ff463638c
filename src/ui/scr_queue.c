/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_queue.c - the queue: everything that has arrived, and one event whole.
 */
#include "ui/queue_own.h"

#include "service/views.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

static void open_queue(void *state, struct shell *shell)
{
    struct queue *queue = state;

    queue->shell = shell;
    queue->views_wanted = true;
    queue->undo.kind = COMMAND_KIND_N;
    queue_rows_init(&queue->rows);
    marks_init(&queue->marks);
    detail_init(&queue->detail, shell);
    queue_lines_init(queue);
}

static void close_queue(void *state)
{
    struct queue *queue = state;

    queue_rows_done(&queue->rows);
    marks_done(&queue->marks);
    detail_done(&queue->detail);
    queue_lines_done(queue);
    queue_contain_clear(queue);
    views_page_free(queue->views);
    mem_free(queue->undo.before);
    mem_free(queue->pending.rows);
}

/* ---- what can be done ---- */

static bool has_alert(const struct queue *queue)
{
    const struct queue_row *row = queue_rows_current(&queue->rows);

    if (!queue->whole && queue->marks.n)
        return true;
    return row && row->kind == EVENT_ALERT;
}

static void scope(void *state, struct screen_scope *out)
{
    struct queue *queue = state;
    bool row = queue_rows_current(&queue->rows) != NULL;

    out->typing = queue->typing != TYPE_NOTHING;
    if (!queue->whole)
        out->contexts[out->n++] = "queue";
    out->contexts[out->n++] = "triage";
    out->contexts[out->n++] = "move";
    out->contexts[out->n++] = "pane";
    out->contexts[out->n++] = "search";
    if (row || (!queue->whole && queue->marks.n))
        out->met |= NEED_ROW;
    if (has_alert(queue))
        out->met |= NEED_ALERT;
    if (queue->marks.n)
        out->met |= NEED_MARKS;
    if (queue->undo.kind != COMMAND_KIND_N)
        out->met |= NEED_UNDO;
    if (input_text(&queue->search).len)
        out->met |= NEED_SEARCH;
}

/* ---- a turn ---- */

/* Tells the other screens which event is meant. */
static void publish(struct queue *queue, const struct queue_row *row)
{
    struct chosen *chosen = &queue->shell->chosen;

    if (!row) {
        *chosen = (struct chosen){.row = 0};
        return;
    }
    chosen->row = row->row;
    chosen->automation = row->automation;
    words_copy(chosen->title, sizeof(chosen->title), row->title);
    words_copy(chosen->resource, sizeof(chosen->resource), row->resource);
}

static void sync(void *state)
{
    struct queue *queue = state;
    const struct queue_row *row;
    struct ask ask;

    if (queue_rows_need(&queue->rows, &ask) && shell_ask(queue->shell, &ask))
        queue_rows_asked(&queue->rows, &ask);
    row = queue_rows_current(&queue->rows);
    /* Before the row is here one still looks at the last one. */
    if (row || !queue->rows.list.count) {
        publish(queue, row);
        if (!queue->whole)
            detail_want(&queue->detail, row ? row->row : 0, false);
    }
    detail_sync(&queue->detail);
    queue_contain_sync(queue);
    queue_mark_sync(queue);
    queue_views_sync(queue);
}

static int64_t due(void *state)
{
    struct queue *queue = state;

    return detail_due(&queue->detail);
}

static void take_rows(struct queue *queue, struct note *note)
{
    struct queue_page *page = note->is.queue;
    struct err error = page->error;
    bool searched = queue->rows.find && note->ticket == queue->rows.find;

    if (!queue_rows_take(&queue->rows, page, note->ticket))
        return;
    note->is.queue = NULL;
    if (!queue->typing)
        queue->query_error = error;
    if (searched && queue->rows.lost)
        shell_say(queue->shell, STYLE_WARN, _("No row shows “%.*s”."),
                  STR_ARG(input_text(&queue->search)));
}

static void note_queue(void *state, struct note *note)
{
    struct queue *queue = state;

    if (note->kind == NOTE_QUEUE && note->is.queue)
        take_rows(queue, note);
    queue_contain_note(queue, note);
    queue_mark_note(queue, note);
    queue_views_note(queue, note);
    detail_note(&queue->detail, note);
}

/* ---- drawing ---- */

#define SPLIT_LEAST 3
#define LIST_LEAST  4

/* Rows of the details under the list; none where there is no room. */
static int split_rows(const struct queue *queue, int rows)
{
    int below = queue->split ? queue->split : rows * 2 / 5;

    if (rows < SPLIT_LEAST + LIST_LEAST + 2)
        return 0;
    if (below > rows - LIST_LEAST)
        below = rows - LIST_LEAST;
    return below < SPLIT_LEAST ? SPLIT_LEAST : below;
}

static void draw(void *state, const struct canvas *canvas)
{
    struct queue *queue = state;
    int rows = canvas->rows - 1;
    struct canvas below = canvas_sub(canvas, 1, 0, rows, canvas->cols);
    int split = queue->whole ? 0 : split_rows(queue, rows);
    struct canvas list = canvas_sub(&below, 0, 0, rows - split, below.cols);

    queue->split_of = rows;
    queue->detail_area = below;
    queue_draw_head(queue, canvas);
    if (queue->whole) {
        detail_draw(&queue->detail, &below);
    } else {
        queue_draw_list(queue, &list);
        if (split) {
            queue->detail_area =
                canvas_sub(&below, rows - split, 0, split, below.cols);
            detail_draw_brief(&queue->detail, &queue->detail_area,
                              queue->focus);
        }
    }
    if (queue->typing)
        queue_line_draw(queue, canvas);
}

/* ---- acts ---- */

static void act_move(struct queue *queue, enum list_move move)
{
    if (queue->whole || queue->focus) {
        detail_move(&queue->detail, move, queue->whole);
        return;
    }
    queue->rows.follow = false;
    queue_rows_move(&queue->rows, move);
}

static void open_whole(struct queue *queue)
{
    const struct queue_row *row = queue_rows_current(&queue->rows);

    if (!row)
        return;
    queue->whole = true;
    detail_want(&queue->detail, row->row, true);
}

static void act_open(struct queue *queue)
{
    char query[1024];

    if (!queue->whole) {
        open_whole(queue);
    } else if (detail_open(&queue->detail, query, sizeof(query))) {
        struct place to = {.screen = &scr_queue};

        words_copy(to.query, sizeof(to.query), str_of(query));
        shell_jump(queue->shell, &to);
    }
}

static void act_pane(struct queue *queue)
{
    enum detail_tab next =
        (enum detail_tab)((queue->detail.tab + 1) % DETAIL_TAB_N);

    if (queue->whole)
        detail_go_tab(&queue->detail, next);
    else
        queue->focus = !queue->focus;
}

static void act_size(struct queue *queue, int by)
{
    queue->split = split_rows(queue, queue->split_of) + by;
    if (queue->split < SPLIT_LEAST)
        queue->split = SPLIT_LEAST;
}

static void act_why(struct queue *queue)
{
    open_whole(queue);
    detail_go_tab(&queue->detail, DETAIL_WHY);
}

/* The form is the other screen's; it asks for the event itself. */
static void act_ignore(struct queue *queue)
{
    const struct queue_row *row = queue_rows_current(&queue->rows);
    struct place to = {.screen = screen_find("suppressions"), .query = "new"};

    to.row = queue->whole ? queue->detail.row : row ? row->row : 0;
    if (to.row)
        shell_jump(queue->shell, &to);
}

static void sort_chosen(void *with, struct dialog *dialog, bool yes)
{
    if (yes && dialog_choice(dialog) != SIZE_MAX)
        queue_sort_by(with, (enum queue_sort)dialog_tag(dialog));
}

static void act_sort(struct queue *queue)
{
    struct dialog_item items[SORT_N];

    for (int i = 0; i < SORT_N; i++)
        items[i] = (struct dialog_item){
            .key = (uint32_t)('1' + i),
            .label = str_of(queue_sort_name((enum queue_sort)i)),
            .note = (int)queue->rows.view.sort == i
                        ? str_of(_("now; again turns it round"))
                        : STR_NONE,
            .tag = i,
        };
    shell_show_take(
        queue->shell,
        dialog_menu(queue->shell->term, str_of(_("Sort by")), items, SORT_N),
        sort_chosen, queue);
}

static void act_next(struct queue *queue, bool backwards)
{
    if (queue->whole)
        detail_search(&queue->detail, input_text(&queue->search), !backwards);
    else
        queue_find(queue, backwards);
}

static void act_pause(struct queue *queue)
{
    queue_rows_pause(&queue->rows, !queue->rows.paused);
    queue->rows.follow = false;
}

static void act_follow(struct queue *queue)
{
    queue_rows_pause(&queue->rows, false);
    queue->rows.follow = !queue->rows.follow;
    if (queue->rows.follow)
        queue_rows_go(&queue->rows, 0);
}

static void act_view(struct queue *queue, int act)
{
    switch (act) {
    case QUEUE_FILTER:
        queue_type(queue, TYPE_FILTER);
        break;
    case ACT_SEARCH:
        queue_type(queue, TYPE_SEARCH);
        break;
    case ACT_NEXT:
    case ACT_PREVIOUS:
        act_next(queue, act == ACT_PREVIOUS);
        break;
    case QUEUE_SORT:
        act_sort(queue);
        break;
    case QUEUE_PAUSE:
        act_pause(queue);
        break;
    case QUEUE_FOLLOW:
        act_follow(queue);
        break;
    case QUEUE_CLEAR:
        queue_set_query(queue, "");
        break;
    default:
        break;
    }
}

static void act(void *state, int number)
{
    struct queue *queue = state;

    if (number >= ACT_MOVE && number < ACT_MOVE_LAST)
        act_move(queue, (enum list_move)(number - ACT_MOVE));
    else if (number == ACT_OPEN)
        act_open(queue);
    else if (number == ACT_PANE)
        act_pane(queue);
    else if (number == ACT_BIGGER || number == ACT_SMALLER)
        act_size(queue, number == ACT_BIGGER ? -1 : 1);
    else if (number >= QUEUE_MARK && number <= QUEUE_UNMARK)
        queue_mark(queue, number);
    else if (number >= QUEUE_ACKNOWLEDGE && number <= QUEUE_NOTE)
        queue_triage(queue, number);
    else if (number == QUEUE_CONTAIN || number == QUEUE_GLASS)
        queue_contain_start(queue, number == QUEUE_GLASS);
    else if (number == QUEUE_RULE)
        queue_make_rule(queue);
    else if (number == QUEUE_PLAYBOOK)
        shell_jump_row(queue->shell, "playbooks", 0);
    else if (number == QUEUE_WHY)
        act_why(queue);
    else if (number == QUEUE_IGNORE)
        act_ignore(queue);
    else if (number >= QUEUE_VIEW && number <= QUEUE_VIEW_REMOVE)
        queue_views(queue, number);
    else if (number == QUEUE_UNDO)
        queue_undo_last(queue);
    else
        act_view(queue, number);
}

static bool type(void *state, const struct key *key)
{
    return queue_line_key(state, key);
}

static void click(void *state, const struct key *key)
{
    struct queue *queue = state;

    if (queue->whole)
        detail_click(&queue->detail, &queue->detail_area, key);
    else
        queue_click_list(queue, key);
}

static bool back(void *state)
{
    struct queue *queue = state;

    if (queue->whole) {
        queue->whole = false;
        detail_go_tab(&queue->detail, DETAIL_FACTS);
    } else if (queue->focus) {
        queue->focus = false;
    } else if (queue->range) {
        queue->range = 0;
    } else {
        return false;
    }
    return true;
}

static void tab(void *state, struct tab *out)
{
    struct queue *queue = state;

    if (queue->rows.page)
        out->count = queue->rows.page->total;
}

static void text(void *state, enum screen_text what, struct buf *out)
{
    struct queue *queue = state;
    const struct queue_row *row = queue_rows_current(&queue->rows);
    const struct queue_page *page = queue->rows.page;

    if (queue->whole) {
        detail_put_text(&queue->detail, what, out);
    } else if (what == TEXT_PAGE) {
        for (size_t i = 0; page && i < page->n; i++)
            queue_put_row(queue, &page->rows[i], out);
    } else if (queue->marks.n) {
        for (size_t i = 0; page && i < page->n; i++) {
            if (marks_has(&queue->marks, page->rows[i].row))
                queue_put_row(queue, &page->rows[i], out);
        }
    } else if (row) {
        queue_put_row(queue, row, out);
    }
}

static void go(void *state, struct place *place)
{
    struct queue *queue = state;

    if (str_cmp(str_of(place->query), str_of(queue->rows.view.query)))
        queue_set_query(queue, place->query);
    queue->rows.to = place->row;
    queue->whole = place->whole && place->row;
    if (queue->whole)
        detail_want(&queue->detail, place->row, true);
}

static void where(void *state, struct place *out)
{
    struct queue *queue = state;
    const struct queue_row *row = queue_rows_current(&queue->rows);

    out->row = queue->whole ? queue->detail.row : row ? row->row : 0;
    out->whole = queue->whole;
    words_copy(out->query, sizeof(out->query), str_of(queue->rows.view.query));
}

const struct screen scr_queue = {
    .name = "queue",
    .title = N_("Queue"),
    .digit = '1',
    .size = sizeof(struct queue),
    .keys = queue_keys,
    .n_keys = QUEUE_KEYS,
    .open = open_queue,
    .close = close_queue,
    .scope = scope,
    .sync = sync,
    .note = note_queue,
    .draw = draw,
    .act = act,
    .type = type,
    .click = click,
    .back = back,
    .tab = tab,
    .text = text,
    .go = go,
    .where = where,
    .due = due,
};
