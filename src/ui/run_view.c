/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/run_view.h"

#include <inttypes.h>

#include "ui/words.h"
#include "util/text.h"
#include "widget/chart.h"

enum {
    CELL_NUMBER,
    CELL_STATE,
    CELL_PHASE,
    CELL_NAME,
    CELL_BAR,
    CELL_TOOK,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_NUMBER] = {.title = N_("#"), .min = 2, .right = true},
    [CELL_STATE] = {.title = N_("State"), .min = 11},
    [CELL_PHASE] = {.title = N_("Phase"), .min = 8, .priority = 3},
    [CELL_NAME] = {.title = N_("Step"), .min = 14, .weight = 3},
    [CELL_BAR] =
        {.title = N_("When"), .min = 8, .max = 30, .weight = 2, .priority = 2},
    [CELL_TOOK] = {.title = N_("Took"), .min = 6, .right = true, .priority = 1},
};

void run_view_init(struct run_view *view, struct shell *shell)
{
    *view =
        (struct run_view){.shell = shell, .tree = tree_new(), .tree_of = -1};
    list_init(&view->steps);
    run_flow_init(view);
}

void run_view_done(struct run_view *view)
{
    run_flow_done(view);
    run_page_free(view->page);
    tree_free(view->tree);
}

const struct run *run_view_run(const struct run_view *view)
{
    const struct run_page *page = view->page;

    return page && page->n && page->rows[0].row == view->row ? &page->rows[0]
                                                             : NULL;
}

static const struct step *step_at(const struct run_view *view, size_t index)
{
    const struct run *run = run_view_run(view);

    return run && index < run->n_steps ? &run->steps[index] : NULL;
}

const struct step *run_view_step(struct run_view *view)
{
    if (run_flow_shown(view))
        return run_flow_step(view);
    return step_at(view, view->steps.cursor);
}

int64_t run_view_approval(struct run_view *view)
{
    const struct run_page *page = view->page;
    const struct run *run = run_view_run(view);
    const struct step *step = run_view_step(view);
    int64_t lane = step ? step->lane : 0;
    int64_t found = 0;

    for (size_t i = 0; run && i < page->n_approvals; i++) {
        if (page->approvals[i].lane == lane || page->approvals[i].batch)
            found = page->approvals[i].row;
    }
    return found;
}

static uint64_t step_id(void *with, size_t index)
{
    const struct step *step = step_at(with, index);

    return step ? (uint64_t)step->row : 0;
}

/* From when to when it went on, on the line of its run. */
static void draw_bar(const struct run_view *view, const struct list_line *line,
                     const struct step *step)
{
    const struct run *run = run_view_run(view);
    int64_t end = run->ended ? run->ended : view->shell->now;
    int64_t to = step->ended ? step->ended : end;
    struct canvas cell;

    if (!list_cell_at(line, CELL_BAR, &cell))
        return;
    if (!step->began || end <= run->began || step->began < run->began ||
        to < step->began) {
        canvas_rest(&cell, 0, 0);
        return;
    }
    chart_span(&cell, 0, 0, cell.cols, words_run(step->state).style,
               (uint64_t)(step->began - run->began),
               (uint64_t)(to - run->began), (uint64_t)(end - run->began));
}

static void draw_step(void *with, const struct list_line *line)
{
    const struct run_view *view = with;
    const struct step *step = step_at(view, line->index);
    struct sign sign;
    char text[WHEN_TEXT_SIZE];
    struct buf name;

    if (!step)
        return;
    sign = words_run(step->state);
    words_count(step->number, text);
    list_cell(line, CELL_NUMBER, STYLE_DIM, str_of(text));
    words_draw(line, CELL_STATE, sign);
    list_cell(line, CELL_PHASE, STYLE_DIM,
              str_of(step_phase_name(step->phase)));
    buf_init(&name);
    buf_printf(&name, "%s%s", step_prefix(step), step->name);
    list_cell(line, CELL_NAME, STYLE_TEXT, buf_view(&name));
    buf_done(&name);
    draw_bar(view, line, step);
    list_cell(line, CELL_TOOK, STYLE_DIM,
              str_of(step->began && step->ended
                         ? words_took(step->ended - step->began, text)
                         : ""));
}

static struct list_owner owner_of(struct run_view *view)
{
    return (struct list_owner){.id = step_id, .draw = draw_step, .with = view};
}

/* ---- what it holds ---- */

void run_view_sync(struct run_view *view, int64_t row)
{
    struct ask ask = {.kind = ASK_RUN, .row = row};

    if (row != view->row) {
        view->row = row;
        view->ticket = 0;
        view->again = row != 0;
    }
    run_flow_sync(view);
    if (!view->again || view->ticket)
        return;
    view->ticket = shell_ask(view->shell, &ask);
    view->again = view->ticket == 0;
}

void run_view_note(struct run_view *view, struct note *note)
{
    struct list_owner owner = owner_of(view);
    const struct run *run;
    size_t index = view->steps.cursor;

    run_flow_note(view, note);
    if (note->kind == NOTE_CHANGED || note->kind == NOTE_DONE)
        view->again = true;
    if (note->kind != NOTE_RUN || !note->is.runs || !view->ticket ||
        note->ticket != view->ticket)
        return;
    view->ticket = 0;
    run_page_free(view->page);
    view->page = note->is.runs;
    note->is.runs = NULL;
    run = run_view_run(view);
    for (size_t i = 0; run && i < run->n_steps; i++) {
        if ((uint64_t)run->steps[i].row == view->steps.id)
            index = i;
    }
    list_sync(&view->steps, run ? run->n_steps : 0, index, &owner);
    view->tree_of = -1;
}

static void add_text(struct tree *tree, const char *label, struct str value)
{
    struct tree_node node = {
        .open = true,
        .label_style = STYLE_NAME,
        .value_style = STYLE_TEXT,
        .label = str_of(label),
        .value = value,
    };

    if (value.len)
        tree_add(tree, &node);
}

static void write_tree(struct run_view *view)
{
    const struct step *step = step_at(view, view->steps.cursor);
    const struct run *run = run_view_run(view);
    int64_t of = step ? step->row : 0;

    if (of == view->tree_of)
        return;
    view->tree_of = of;
    tree_clear(view->tree);
    if (run && !step)
        add_text(view->tree, _("why"), str_of(run->why));
    if (!step)
        return;
    add_text(view->tree, _("note"), str_of(step->note));
    add_text(view->tree, _("effect"), str_of(words_class(step->class)));
    if (step->attempts > 1) {
        char text[WHEN_TEXT_SIZE];

        add_text(view->tree, _("attempts"),
                 str_of(words_count(step->attempts, text)));
    }
    add_text(view->tree, _("operation"), str_of(step->operation));
    if (step->request)
        tree_add_json(view->tree, 0, str_of(_("request")), step->request, 4);
    if (step->response)
        tree_add_json(view->tree, 0, str_of(_("response")), step->response, 4);
    if (step->learnt)
        tree_add_json(view->tree, 0, str_of(_("learnt")), step->learnt, 4);
    if (step->with)
        tree_add_json(view->tree, 0, str_of(_("asked for")), step->with, 2);
    add_text(view->tree, _("key"), str_of(step->key));
}

/* ---- drawing ---- */

static void draw_head(const struct run_view *view, const struct canvas *canvas)
{
    const struct run *run = run_view_run(view);
    struct sign sign = words_run(run->state);
    char when[WHEN_TEXT_SIZE];
    int x = canvas_add(canvas, 0, 0, sign.style, sign.sign);

    x = canvas_add(canvas, 0, x, STYLE_TEXT, STR(" "));
    x = canvas_add(canvas, 0, x, sign.style, sign.word);
    x = canvas_printf(canvas, 0, x, STYLE_DIM, _("  mode %s  began %s  by "),
                      rule_mode_name(run->mode),
                      when_local(run->began, view->shell->utc, when));
    x = canvas_add(canvas, 0, x, STYLE_TEXT, str_of(run->by));
    if (run->origin)
        x = canvas_printf(canvas, 0, x, STYLE_STRONG,
                          _("  attempt %lld of run %lld"),
                          (long long)run->attempt, (long long)run->origin);
    if (run->why && *run->why) {
        x = canvas_add(canvas, 0, x, STYLE_DIM, STR("  "));
        x = canvas_add(canvas, 0, x, STYLE_TEXT, str_of(run->why));
    }
    canvas_rest(canvas, 0, x);
}

void run_view_draw(struct run_view *view, const struct canvas *canvas)
{
    const struct run *run = run_view_run(view);
    struct list_owner owner = owner_of(view);
    int steps = run ? (int)run->n_steps + 1 : 0;
    struct canvas list;
    struct canvas tree;

    if (!run) {
        canvas_put(canvas, 0, 0, canvas->cols, STYLE_DIM,
                   str_of(_("This run is being read.")));
        canvas_blank(canvas, 1);
        return;
    }
    draw_head(view, canvas);
    if (run_flow_shown(view)) {
        list = canvas_sub(canvas, 1, 0, canvas->rows - 1, canvas->cols);
        flow_view_draw(&view->flow, &list);
        return;
    }
    if (steps > (canvas->rows - 1) / 2 + 1)
        steps = (canvas->rows - 1) / 2 + 1;
    list = canvas_sub(canvas, 1, 0, steps, canvas->cols);
    list_draw(&view->steps, &list, columns, CELL_N, &owner);
    write_tree(view);
    if (canvas->rows <= steps + 2)
        return;
    canvas_rule(canvas, steps + 1,
                str_of(view->in_tree ? _("Request and response")
                                     : _("Request and response (Tab)")));
    tree = canvas_sub(canvas, steps + 2, 0, canvas->rows - steps - 2,
                      canvas->cols);
    tree_draw(view->tree, &tree);
}

/* ---- acts ---- */

bool run_view_act(struct run_view *view, int act)
{
    struct list_owner owner = owner_of(view);

    if (run_flow_shown(view))
        return run_flow_act(view, act);
    if (act >= ACT_MOVE && act < ACT_MOVE_LAST) {
        enum list_move move = (enum list_move)(act - ACT_MOVE);

        if (view->in_tree)
            tree_move(view->tree, move);
        else
            list_move(&view->steps, move, &owner);
        return true;
    }
    if (act == ACT_OPEN && view->in_tree) {
        tree_toggle(view->tree);
        return true;
    }
    if (act == ACT_OPEN) {
        view->in_tree = true;
        return true;
    }
    /* From the steps to the tree; from there the board goes on. */
    if (act == ACT_PANE) {
        view->in_tree = !view->in_tree;
        return view->in_tree;
    }
    return false;
}

void run_view_text(const struct run_view *view, struct buf *out)
{
    const struct run *run = run_view_run(view);
    struct json *json;

    if (!run)
        return;
    json = run_to_json(run);
    json_write(json, JSON_PRETTY, out);
    json_free(json);
    buf_char(out, '\n');
}
