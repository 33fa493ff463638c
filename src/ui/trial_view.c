/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/trial_view.h"

#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"
#include "widget/chart.h"

/* Rows of the histogram, where there is room for them. */
#define CHART_ROWS  4
#define CHART_LEAST 16

static const struct {
    const char *title;
    int64_t span; /* 0: all there is */
} periods[] = {
    {N_("7 days"), 7 * WHEN_DAY},
    {N_("30 days"), 30 * WHEN_DAY},
    {N_("90 days"), 90 * WHEN_DAY},
    {N_("all events"), 0},
};
#define PERIODS (sizeof(periods) / sizeof(periods[0]))

struct trial_view *trial_view_new(struct shell *shell,
                                  const struct rule_row *row, struct rule *take)
{
    struct trial_view *view = mem_new(sizeof(*view));

    *view = (struct trial_view){
        .shell = shell,
        .name = mem_text(take ? take->name : row->name),
        .rule = take,
        .row = take ? take->row : row->row,
        .revision = take ? take->revision : row->revision,
        .period = 1,
        .wanted = true,
        .view = view_new(),
    };
    /* What is being written stands beside what is in force. */
    if (take && take->row)
        view->against = take->revision;
    return view;
}

static void tell_stop(struct trial_view *view)
{
    struct ask ask = {.kind = ASK_STOP};

    if (view->ticket && !view->over)
        shell_ask(view->shell, &ask);
}

void trial_view_free(struct trial_view *view)
{
    if (!view)
        return;
    tell_stop(view);
    backtest_page_free(view->page);
    rule_free(view->rule);
    view_free(view->view);
    mem_free(view->name);
    mem_free(view);
}

void trial_view_sync(struct trial_view *view)
{
    int64_t span = periods[view->period].span;
    struct ask ask = {
        .kind = ASK_BACKTEST,
        .rule_row = view->row,
        .against = view->against,
        .since = span ? view->shell->now - span : 0,
    };

    if (!view->wanted)
        return;
    ask.rule = view->rule ? rule_copy(view->rule) : NULL;
    view->ticket = shell_ask(view->shell, &ask);
    if (!view->ticket) {
        rule_free(ask.rule);
        return;
    }
    view->wanted = false;
    view->over = false;
    view->begun = when_monotonic();
}

/* Anew, for another period or revision. */
static void again(struct trial_view *view)
{
    backtest_page_free(view->page);
    view->page = NULL;
    view_clear(view->view);
    view_home(view->view);
    view->ticket = 0;
    view->wanted = true;
}

void trial_view_note(struct trial_view *view, struct note *note)
{
    if (note->kind != NOTE_BACKTEST || !note->is.backtest || !view->ticket ||
        view->over || note->ticket != view->ticket)
        return;
    backtest_page_free(view->page);
    view->page = note->is.backtest;
    note->is.backtest = NULL;
    view->over = view->page->over || view->page->error.code != ERR_NONE;
    view_clear(view->view);
    trial_text_write(view->view, view->page, view->shell->utc);
}

bool trial_view_stop(struct trial_view *view)
{
    if (view->over)
        return false;
    tell_stop(view);
    view->wanted = false;
    view->over = true;
    return true;
}

void trial_view_period(struct trial_view *view)
{
    view->period = (view->period + 1) % PERIODS;
    again(view);
}

void trial_view_compare(struct trial_view *view)
{
    int64_t before = view->rule ? view->revision : view->revision - 1;

    if (before < 1) {
        shell_say(view->shell, STYLE_WARN,
                  _("The rule has no revision before this one."));
        return;
    }
    view->against = view->against ? 0 : before;
    again(view);
}

void trial_view_move(struct trial_view *view, enum list_move move)
{
    view_move(view->view, move);
}

/* ---- drawing ---- */

/* How far it has come, and how fast. */
static void draw_progress(const struct trial_view *view,
                          const struct canvas *canvas)
{
    const struct backtest_page *page = view->page;
    int64_t took = page && page->took > 0 ? page->took : 1;
    char done[WHEN_TEXT_SIZE];
    char total[WHEN_TEXT_SIZE];
    char rate[WHEN_TEXT_SIZE];
    int x = canvas_printf(canvas, 1, 0, STYLE_KEY, "%s  ",
                          _(periods[view->period].title));

    if (!page) {
        x = canvas_add(
            canvas, 1, x, STYLE_DIM,
            str_of(view->over ? _("Cancelled.") : _("Reading the events …")));
        canvas_rest(canvas, 1, x);
        return;
    }
    x = canvas_printf(
        canvas, 1, x, view->over ? STYLE_TEXT : STYLE_INFO,
        _n("%s of %s event  %s a second", "%s of %s events  %s a second",
           (unsigned long)page->total),
        words_count(page->done, done), words_count(page->total, total),
        words_count(page->done * 1000 / took, rate));
    if (view->over && !page->over && page->error.code == ERR_NONE)
        x = canvas_add(canvas, 1, x, STYLE_WARN, str_of(_("  cancelled")));
    else if (!view->over)
        x = canvas_add(canvas, 1, x, STYLE_DIM, str_of(_("  Esc cancels")));
    canvas_rest(canvas, 1, x);
}

/* From when to when, below the bars. */
static void draw_ends(const struct trial_view *view,
                      const struct canvas *canvas, int y)
{
    const struct backtest_report *report = &view->page->report;
    bool utc = view->shell->utc;
    char text[WHEN_TEXT_SIZE];
    char width[WHEN_TEXT_SIZE];
    int x = canvas_add(canvas, y, 0, STYLE_DIM,
                       str_of(when_local(report->since, utc, text)));

    x = canvas_printf(canvas, y, x, STYLE_DIM, _("  fired by %s"),
                      when_span(report->width, width));
    canvas_rest(canvas, y, x);
    when_local(report->until, utc, text);
    if (x + canvas_width(str_of(text)) + 2 < canvas->cols)
        canvas_right(canvas, y, canvas->cols - canvas_width(str_of(text)),
                     canvas_width(str_of(text)), STYLE_DIM, str_of(text));
}

/* Answers the row below. */
static int draw_bars(const struct trial_view *view, const struct canvas *canvas)
{
    const struct backtest_report *report = &view->page->report;
    const struct backtest_rule *rule = &report->rules[report->n - 1];
    int rows = canvas->rows < CHART_LEAST ? 1 : CHART_ROWS;
    struct canvas area = canvas_sub(canvas, 2, 0, rows, canvas->cols);
    uint64_t bars[BACKTEST_BARS];
    size_t n = report->n_bars < BACKTEST_BARS ? report->n_bars : BACKTEST_BARS;

    for (size_t i = 0; i < n; i++)
        bars[i] = rule->bars[i];
    chart_bars(&area, STYLE_INFO, bars, n);
    draw_ends(view, canvas, 2 + rows);
    return 3 + rows;
}

void trial_view_draw(struct trial_view *view, const struct canvas *canvas)
{
    struct canvas rest;
    struct buf title;
    int y = 2;

    buf_init(&title);
    buf_printf(&title, _("Backtest of %s"), view->name);
    if (view->against)
        buf_printf(&title, _(", compared with revision %lld"),
                   (long long)view->against);
    canvas_rule(canvas, 0, buf_view(&title));
    buf_done(&title);
    draw_progress(view, canvas);
    if (view->page && view->page->report.n > 0)
        y = draw_bars(view, canvas);
    rest = canvas_sub(canvas, y, 0, canvas->rows - y, canvas->cols);
    view_draw(view->view, &rest);
}

void trial_view_text(const struct trial_view *view, struct buf *out)
{
    const struct backtest_report *report;
    const struct backtest_rule *rule;

    if (!view->page || view->page->report.n == 0)
        return;
    report = &view->page->report;
    rule = &report->rules[report->n - 1];
    buf_printf(out,
               _n("%s: fires %lld time on %lld events, %.1f a day.\n",
                  "%s: fires %lld times on %lld events, %.1f a day.\n",
                  (unsigned long)rule->fired),
               view->name, (long long)rule->fired, (long long)report->seen,
               backtest_daily(report, rule));
}
