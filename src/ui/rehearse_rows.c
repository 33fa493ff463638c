/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse_rows.c - a rehearsal as it is drawn: its rows, and the facts of one.
 */
#include <string.h>

#include "model/http.h"
#include "ui/rehearse_view.h"
#include "ui/words.h"
#include "util/text.h"

bool rehearse_is_point(const struct rehearse_view *view, const char *name)
{
    for (struct json_each e = json_each(view->wish->points); json_next(&e);) {
        if (str_eq(json_text(e.value), str_of(name)))
            return true;
    }
    return false;
}

const struct wdl_row *rehearse_row(struct rehearse_view *view,
                                   const struct wdl_seen **seen)
{
    size_t at = flow_view_row(&view->flow);

    if (!view->page || at >= view->page->n)
        return NULL;
    *seen = view->page->seen[at];
    return &view->page->rows[at];
}

/* ---- rows -----------------------------------------------------------------*/

static bool is_begun(const struct wdl_seen *seen)
{
    return seen && seen->state != RUN_WAITING;
}

static bool is_next(const struct rehearse_page *page, const struct wdl_row *row)
{
    return row->kind == WDL_ROW_ACTION && *page->next &&
           strcmp(page->next, row->path) == 0;
}

/* Is this branch the one that somebody wants, though the condition may say
 * another? */
static bool is_forced(const struct rehearse_view *view,
                      const struct wdl_row *row)
{
    const struct json *name = json_get(view->wish->branches, row->path);

    if (!name)
        name = json_get(view->wish->branches, wdl_facts(row->action).name);
    return row->kind == WDL_ROW_BRANCH && name &&
           str_eq(json_text(name), str_of(row->name));
}

static void put_signs(const struct rehearse_view *view,
                      const struct wdl_row *row, const struct wdl_seen *seen,
                      struct flow_row *out)
{
    bool point = rehearse_is_point(view, row->name);
    const char *before = point ? "●" : " ";
    struct sign sign = {.sign = STR(" "), .style = STYLE_TEXT};

    if (row->kind != WDL_ROW_ACTION)
        return;
    if (is_next(view->page, row)) {
        before = "→";
        sign.sign = str_of(point ? "●" : " ");
    }
    if (is_begun(seen))
        sign = words_run(seen->state);
    buf_printf(&out->label, "%s%.*s ", before, STR_ARG(sign.sign));
    out->label_style = sign.style;
    if (is_next(view->page, row))
        out->label_style = STYLE_STRONG;
}

static const char *source_word(const char *source)
{
    static const struct {
        const char *source;
        const char *word;
    } words[] = {
        {"typed", N_("typed answer")},
        {"run", N_("answer of the run")},
        {"made", N_("answer made up")},
        {"clock", N_("no waiting")},
        {"sandbox", N_("answer of the sandbox")},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(source, words[i].source) == 0)
            return _(words[i].word);
    }
    return "";
}

static void put_value(const struct rehearse_view *view,
                      const struct wdl_row *row, const struct wdl_seen *seen,
                      struct flow_row *out)
{
    const char *source = rehearse_source(view->page, row->path);

    if (is_forced(view, row))
        buf_text(&out->value, _("forced"));
    else if (row->kind == WDL_ROW_BRANCH && row->untaken)
        buf_text(&out->value, _("not taken"));
    flow_put_kind(view->page->playbook, row, &out->value);
    if (is_begun(seen) && seen->rounds)
        buf_printf(&out->value,
                   _n(" · %zu round", " · %zu rounds", seen->rounds),
                   seen->rounds);
    if (row->kind == WDL_ROW_ACTION && *source)
        buf_printf(&out->value, " · %s", source_word(source));
    if (seen && *seen->error && seen->state != RUN_SKIPPED) {
        buf_clear(&out->value);
        buf_text(&out->value, seen->error);
        out->value_style = STYLE_ERROR;
    }
}

/* A loop that has had many rounds, and ended well. */
static bool is_long(const struct wdl_seen *seen)
{
    return seen && seen->items && seen->state == RUN_SUCCEEDED &&
           seen->rounds > FLOW_ROUNDS;
}

static void put_row(void *with, size_t index, struct flow_row *out)
{
    const struct rehearse_view *view = with;
    const struct wdl_row *row = &view->page->rows[index];
    const struct wdl_seen *seen = view->page->seen[index];

    put_signs(view, row, seen, out);
    flow_put_row(row, wdl_facts(row->action).type, out);
    put_value(view, row, seen, out);
    if (row->untaken)
        out->label_style = STYLE_DIM;
    out->shut = (row->kind == WDL_ROW_BRANCH && row->untaken) || is_long(seen);
}

/* ---- facts ----------------------------------------------------------------*/

static void add_masked(struct tree *facts, const char *label,
                       const struct json *value, int open)
{
    struct json *masked;

    if (!value)
        return;
    masked = json_masked(value);
    tree_add_json(facts, 0, str_of(label), masked, open);
    json_free(masked);
}

static void add_outcome(const struct rehearse_view *view,
                        const struct wdl_row *row, const struct wdl_seen *seen,
                        struct tree *facts)
{
    bool effect = wdl_facts(row->action).effect;
    const char *source = rehearse_source(view->page, row->path);
    char text[WHEN_TEXT_SIZE];

    flow_fact(facts, _("state"), words_run(seen->state).word);
    if (seen->state != RUN_SUCCEEDED)
        flow_fact(facts, _("code"), str_of(seen->code));
    flow_fact(facts, _("error"), str_of(seen->error));
    if (seen->items)
        flow_fact(facts, _("rounds"),
                  str_of(words_count((int64_t)seen->rounds, text)));
    if (seen->attempts > 1)
        flow_fact(facts, _("attempts"),
                  str_of(words_count(seen->attempts, text)));
    add_masked(facts, effect ? _("request") : _("inputs"), seen->inputs, 4);
    flow_fact(facts, _("answered by"), str_of(source_word(source)));
    add_masked(facts, effect ? _("answer") : _("outputs"), seen->outputs, 4);
}

static void add_variables(const struct rehearse_page *page, struct tree *facts)
{
    const struct tree_node head = {
        .open = true,
        .label_style = STYLE_HEAD,
        .label = str_of(_("variables")),
    };

    if (page->n_variables == 0)
        return;
    tree_add(facts, &head);
    for (size_t i = 0; i < page->n_variables; i++) {
        struct json *masked = json_masked(page->variables[i].value);

        tree_add_json(facts, 1, str_of(page->variables[i].name), masked, 2);
        json_free(masked);
    }
}

static void put_facts(void *with, size_t index, struct tree *facts)
{
    const struct rehearse_view *view = with;
    const struct rehearse_page *page = view->page;
    const struct wdl_row *row = &page->rows[index];
    const struct wdl_seen *seen = page->seen[index];
    const char *const *made;

    if (is_next(page, row)) {
        flow_fact(facts, _("state"), str_of(_("comes next")));
        add_masked(facts, _("would be answered"), page->offer, 3);
    } else if (row->kind == WDL_ROW_ACTION && is_begun(seen)) {
        add_outcome(view, row, seen, facts);
    }
    flow_fact(facts, _("waits"), str_of(row->after));
    add_variables(page, facts);
    if (page->rehearsal) {
        add_masked(facts, _("trigger"), rehearsal_trigger(page->rehearsal), 0);
        for (size_t i = 0; i < rehearsal_made(page->rehearsal, &made); i++)
            flow_fact(facts, _("made up in the event"), str_of(made[i]));
    }
    flow_definition(facts, row->action);
}

static const char *title(void *with)
{
    (void)with;
    return _("Request, answer, variables");
}

const struct flow_owner rehearse_owner = {
    .row = put_row,
    .facts = put_facts,
    .title = title,
};

/* ---- head -----------------------------------------------------------------*/

static const char *event_word(const struct rehearse_wish *wish)
{
    static const char *const words[] = {
        [REHEARSE_MADE_UP] = N_("event made up"),
        [REHEARSE_SAMPLE] = N_("sample alert"),
        [REHEARSE_EVENT] = N_("stored event"),
        [REHEARSE_TYPED] = N_("typed event"),
        [REHEARSE_RUN] = N_("event and answers of a run"),
    };

    return _(words[wish->from]);
}

static int put_end(const struct rehearse_page *page,
                   const struct canvas *canvas, int x)
{
    const struct wdl_run *run = rehearsal_run(page->rehearsal);
    struct sign sign = words_run(wdl_run_state(run));

    x = canvas_add(canvas, 1, x, sign.style, sign.sign);
    x = canvas_add(canvas, 1, x, STYLE_TEXT, STR(" "));
    x = canvas_add(canvas, 1, x, sign.style, sign.word);
    if (*wdl_run_error(run))
        x = canvas_printf(canvas, 1, x, STYLE_TEXT, ": %s", wdl_run_error(run));
    else if (!rehearsal_good(page->rehearsal))
        x = canvas_printf(canvas, 1, x, STYLE_TEXT, " %s", wdl_run_code(run));
    return x;
}

void rehearse_draw_head(const struct rehearse_view *view,
                        const struct canvas *canvas)
{
    const struct rehearse_page *page = view->page;
    struct buf text;
    int x;

    buf_init(&text);
    buf_printf(&text, _("Rehearsal of %s: nothing is sent"), view->wish->name);
    canvas_rule(canvas, 0, buf_view(&text));
    buf_done(&text);
    if (!page) {
        canvas_put(canvas, 1, 0, canvas->cols, STYLE_DIM,
                   str_of(_("This is being read.")));
        return;
    }
    x = canvas_printf(canvas, 1, 0, STYLE_DIM, "%s%s · ",
                      event_word(view->wish),
                      view->wish->as_it_is ? _(", as it is") : "");
    x = canvas_printf(canvas, 1, x, STYLE_DIM,
                      _n("%zu step · ", "%zu steps · ", page->steps),
                      page->steps);
    if (page->rehearsal && *page->next)
        x = canvas_printf(canvas, 1, x, STYLE_STRONG, _("next: %s"),
                          page->next);
    else if (page->rehearsal)
        x = put_end(page, canvas, x);
    else
        x = canvas_add(canvas, 1, x, STYLE_ERROR, str_of(page->error.text));
    canvas_rest(canvas, 1, x);
}
