/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/rehearse_view.h"

#include <string.h>

#include "util/mem.h"
#include "util/text.h"

struct rehearse_view *rehearse_view_new(struct shell *shell, const char *name,
                                        struct json *playbook, int64_t run)
{
    struct rehearse_view *view = mem_new(sizeof(*view));
    struct flow_owner owner = rehearse_owner;

    owner.with = view;
    view->shell = shell;
    view->wish = rehearse_wish_new();
    view->wish->name = mem_text(name);
    view->wish->playbook = playbook;
    view->wish->now = shell->now;
    view->run = run;
    view->wanted = true;
    flow_view_init(&view->flow, shell, &owner);
    json_edit_init(&view->answer, shell, "answer.json", rehearse_take_answer,
                   view);
    json_edit_init(&view->body, shell, "event.json", rehearse_take_body, view);
    return view;
}

void rehearse_view_free(struct rehearse_view *view)
{
    if (!view)
        return;
    flow_view_done(&view->flow);
    rehearse_page_free(view->page);
    rehearse_wish_free(view->wish);
    json_edit_done(&view->answer);
    json_edit_done(&view->body);
    mem_free(view->follow);
    mem_free(view->about);
    mem_free(view);
}

/* ---- asking ---------------------------------------------------------------*/

void rehearse_view_sync(struct rehearse_view *view)
{
    struct ask ask = {.kind = ASK_REHEARSE};

    if (!view->wanted || view->ticket)
        return;
    ask.rehearse = rehearse_wish_copy(view->wish);
    view->ticket = shell_ask(view->shell, &ask);
    if (view->ticket)
        view->wanted = false;
    else
        rehearse_wish_free(ask.rehearse);
}

void rehearse_anew(struct rehearse_view *view)
{
    view->wish->move = REHEARSE_STAY;
    view->wanted = true;
}

static void set_follow(struct rehearse_view *view, const char *path)
{
    mem_free(view->follow);
    view->follow = mem_text(path);
}

/* The row of what was done last, so that its request and answer are seen. */
static void go_follow(struct rehearse_view *view)
{
    const struct rehearse_page *page = view->page;
    const char *to = view->follow ? view->follow : page->next;
    size_t row = SIZE_MAX;

    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].kind == WDL_ROW_ACTION &&
            strcmp(page->rows[i].path, to) == 0)
            row = i;
    }
    if (row != SIZE_MAX)
        flow_view_go(&view->flow, row);
    set_follow(view, NULL);
}

/* At the end: what was done last of all. */
static const char *last_done(const struct rehearse_page *page)
{
    const char *path = NULL;

    for (size_t i = 0; i < page->n; i++) {
        const struct wdl_seen *seen = page->seen[i];

        if (seen && seen->state != RUN_WAITING && seen->state != RUN_SKIPPED)
            path = page->rows[i].path;
    }
    return path;
}

static void move(struct rehearse_view *view, enum rehearse_act act);

static void take_page(struct rehearse_view *view, struct note *note)
{
    bool first = view->page == NULL;
    bool moved = view->moved;
    bool sought = moved && view->wish->move == REHEARSE_TO;

    rehearse_page_free(view->page);
    view->page = note->is.rehearse;
    note->is.rehearse = NULL;
    view->ticket = 0;
    view->wish->steps = view->page->steps;
    view->wish->move = REHEARSE_STAY;
    view->moved = false;
    flow_view_set(&view->flow, view->page->n);
    if (moved && !view->follow && !*view->page->next)
        set_follow(view, last_done(view->page));
    if (first || moved)
        go_follow(view);
    if (view->page->error.code != ERR_NONE)
        shell_fail(view->shell, &view->page->error);
    else if (sought && !*view->page->next)
        shell_say(view->shell, STYLE_WARN, _("It ended without coming to %s."),
                  view->wish->to);
    if (view->n_queue && !view->wanted) {
        enum rehearse_act next = view->queue[0];

        memmove(view->queue, view->queue + 1,
                --view->n_queue * sizeof(view->queue[0]));
        move(view, next);
    }
}

void rehearse_view_note(struct rehearse_view *view, struct note *note)
{
    if (note->kind == NOTE_REHEARSE && note->is.rehearse && view->ticket &&
        note->ticket == view->ticket)
        take_page(view, note);
}

/* ---- moves ----------------------------------------------------------------*/

static void start_move(struct rehearse_view *view, enum rehearsal_move how)
{
    if (!*view->page->next) {
        shell_say(view->shell, STYLE_INFO,
                  _("It is over: 0 goes back to the start, < one step back."));
        view->n_queue = 0;
        return;
    }
    view->wish->move = how;
    view->moved = true;
    view->wanted = true;
    if (how == REHEARSE_INTO || how == REHEARSE_OVER)
        set_follow(view, view->page->next);
}

static void to_cursor(struct rehearse_view *view)
{
    const struct wdl_seen *seen;
    const struct wdl_row *row = rehearse_row(view, &seen);

    if (!row || row->kind != WDL_ROW_ACTION) {
        shell_say(view->shell, STYLE_WARN,
                  _("Go to the action that it shall run to."));
        return;
    }
    if (strcmp(view->page->next, row->path) == 0) {
        shell_say(view->shell, STYLE_INFO, _("It comes next already."));
        return;
    }
    if (seen && seen->state != RUN_WAITING) {
        shell_say(
            view->shell, STYLE_WARN,
            _("It has been there already: 0 goes back to the start, < one "
              "step back."));
        return;
    }
    mem_free(view->wish->to);
    view->wish->to = mem_text(seen ? row->path : row->name);
    start_move(view, REHEARSE_TO);
}

static void go_back(struct rehearse_view *view, size_t steps)
{
    view->wish->steps = steps;
    view->wish->move = REHEARSE_STAY;
    view->moved = true;
    view->wanted = true;
}

static void move(struct rehearse_view *view, enum rehearse_act act)
{
    static const enum rehearsal_move moves[] = {
        [REHEARSE_ACT_INTO] = REHEARSE_INTO,
        [REHEARSE_ACT_OVER] = REHEARSE_OVER,
        [REHEARSE_ACT_OUT] = REHEARSE_OUT,
        [REHEARSE_ACT_END] = REHEARSE_END,
    };
    size_t steps = view->wish->steps;

    switch (act) {
    case REHEARSE_ACT_TO:
        to_cursor(view);
        break;
    case REHEARSE_ACT_BACK:
        go_back(view, steps ? steps - 1 : 0);
        break;
    case REHEARSE_ACT_START:
        go_back(view, 0);
        break;
    default:
        start_move(view, moves[act]);
        break;
    }
}

/* The next one begins where the last one has led to. */
static void move_in_turn(struct rehearse_view *view, enum rehearse_act act)
{
    if (view->page && !view->ticket && !view->wanted)
        move(view, act);
    else if (view->n_queue < REHEARSE_QUEUE)
        view->queue[view->n_queue++] = act;
}

static void toggle_point(struct rehearse_view *view)
{
    const struct wdl_seen *seen;
    const struct wdl_row *row = rehearse_row(view, &seen);
    struct json *points;

    if (!row || row->kind != WDL_ROW_ACTION) {
        shell_say(view->shell, STYLE_WARN,
                  _("Go to the action that it shall stop before."));
        return;
    }
    if (rehearse_is_point(view, row->name)) {
        points = json_new_array();
        for (struct json_each e = json_each(view->wish->points);
             json_next(&e);) {
            if (!str_eq(json_text(e.value), str_of(row->name)))
                json_add_take(points, json_copy(e.value));
        }
        json_free(view->wish->points);
        view->wish->points = points;
    } else {
        json_add_take(view->wish->points, json_new_text(str_of(row->name)));
    }
    flow_view_set(&view->flow, view->page->n);
}

void rehearse_view_act(struct rehearse_view *view, enum rehearse_act act)
{
    static void (*const acts[REHEARSE_ACT_N])(struct rehearse_view *) = {
        [REHEARSE_ACT_POINT] = toggle_point,
        [REHEARSE_ACT_ANSWER] = rehearse_ask_answer,
        [REHEARSE_ACT_WRITE] = rehearse_write_answer,
        [REHEARSE_ACT_MADE] = rehearse_drop_answer,
        [REHEARSE_ACT_BRANCH] = rehearse_ask_branch,
        [REHEARSE_ACT_EVENT] = rehearse_ask_event,
    };

    if (act == REHEARSE_ACT_AS_IT_IS) {
        view->wish->as_it_is = !view->wish->as_it_is;
        rehearse_anew(view);
    } else if (acts[act]) {
        if (view->page)
            acts[act](view);
    } else {
        move_in_turn(view, act);
    }
}

bool rehearse_view_given(const struct rehearse_view *view)
{
    const struct rehearse_wish *wish = view->wish;

    return json_length(wish->answers) || json_length(wish->branches) ||
           wish->body;
}

void rehearse_view_draw(struct rehearse_view *view, const struct canvas *canvas)
{
    struct canvas below =
        canvas_sub(canvas, 2, 0, canvas->rows - 2, canvas->cols);

    rehearse_draw_head(view, canvas);
    if (view->page && view->page->n)
        flow_view_draw(&view->flow, &below);
    else
        canvas_blank(canvas, 2);
}

void rehearse_view_text(const struct rehearse_view *view, struct buf *out)
{
    flow_view_text(&view->flow, out);
}
