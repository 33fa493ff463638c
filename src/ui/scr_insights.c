/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_insights.c - what came in, how soon somebody acted, and how each rule
 * did, with what to do about it.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ui/board.h"
#include "ui/words.h"
#include "util/text.h"
#include "widget/chart.h"

enum insights_act {
    INSIGHTS_PERIOD = ACT_SCREEN,
    INSIGHTS_RULE,
};

/* So far apart are pages that nobody asked for: they cost the reader a second
 * where there are a million events. */
#define ASK_EVERY (10 * WHEN_SECOND)

/* Below this height the pictures leave their room to the rules; from the
 * second on there are two lines for each. */
#define HEAD_LEAST 18
#define HEAD_TALL  32
#define LABEL_WIDE 15
#define COUNT_WIDE 10

static const struct {
    const char *title;
    int hours;
} periods[] = {
    {N_("Last 24 hours"), 24},
    {N_("Last 7 days"), 7 * 24},
    {N_("Last 30 days"), 30 * 24},
};
#define PERIODS (sizeof(periods) / sizeof(periods[0]))

struct insights {
    struct board board;
    struct report_page *page;
    size_t period;
    size_t wanted; /* the period that was asked for, */
    size_t shown;  /* and that of the page */
    int64_t asked; /* of when_monotonic() */
    bool at_once;
};
BOARD_BEGINS(struct insights);

enum {
    CELL_NAME,
    CELL_MODE,
    CELL_FIRED,
    CELL_SHADOW,
    CELL_HELD,
    CELL_PRECISION,
    CELL_REGRET,
    CELL_ADVICE,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_NAME] = {.title = N_("Rule"), .min = 14, .weight = 3},
    [CELL_MODE] = {.title = N_("Mode"), .min = 9, .priority = 2},
    [CELL_FIRED] = {.title = N_("Fired"),
                    .min = 7,
                    .right = true,
                    .priority = 1},
    [CELL_SHADOW] = {.title = N_("Shadow"),
                     .min = 7,
                     .right = true,
                     .priority = 4},
    [CELL_HELD] = {.title = N_("Held"), .min = 7, .right = true, .priority = 5},
    [CELL_PRECISION] = {.title = N_("Precision"), .min = 9, .right = true},
    [CELL_REGRET] = {.title = N_("Regret"),
                     .min = 6,
                     .right = true,
                     .priority = 6},
    [CELL_ADVICE] = {.title = N_("Advice"), .min = 10, .priority = 3},
};

static const struct {
    const char *word;
    enum style style;
} advices[ADVICE_N] = {
    [ADVICE_NONE] = {"", STYLE_DIM},
    [ADVICE_FAILING] = {N_("fails"), STYLE_WARN},
    [ADVICE_REGRET] = {N_("regretted"), STYLE_WARN},
    [ADVICE_RETIRE] = {N_("retire"), STYLE_WARN},
    [ADVICE_BENIGN] = {N_("benign"), STYLE_WARN},
    [ADVICE_EXPIRING] = {N_("no answer"), STYLE_WARN},
    [ADVICE_NEVER] = {N_("never"), STYLE_DIM},
    [ADVICE_PROMOTE] = {N_("promote"), STYLE_OK},
    [ADVICE_HELD] = {N_("held"), STYLE_DIM},
    [ADVICE_REVIEW] = {N_("review"), STYLE_INFO},
};

static const struct report_row *row_at(const struct insights *in, size_t index)
{
    return in->page && index < in->page->n ? &in->page->rows[index] : NULL;
}

static uint64_t row_id(void *with, size_t index)
{
    const struct report_row *row = row_at(with, index);

    return row ? (uint64_t)row->figures->rule : 0;
}

/* What is not known is no 0. */
static void draw_percent(const struct list_line *line, size_t column,
                         int percent)
{
    char text[24] = "–";

    if (percent >= 0)
        snprintf(text, sizeof(text), "%d %%", percent);
    list_cell(line, column, percent < 0 ? STYLE_DIM : STYLE_TEXT, str_of(text));
}

static const char *advice_word(const struct report_row *row)
{
    const char *word = advices[row->advice].word;

    return *word ? _(word) : "";
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct report_row *row = row_at(with, line->index);
    const struct report_figures *f = row->figures;

    list_cell(line, CELL_NAME, f->removed ? STYLE_DIM : STYLE_TEXT,
              str_of(row->name));
    if (f->removed)
        list_cell(line, CELL_MODE, STYLE_DIM, str_of(_("removed")));
    else
        words_draw(line, CELL_MODE, words_mode(row->mode));
    words_draw_count(line, CELL_FIRED, f->fired);
    words_draw_count(line, CELL_SHADOW, f->shadowed);
    words_draw_count(line, CELL_HELD, report_held(f));
    draw_percent(line, CELL_PRECISION, report_precision(f->reviewed));
    draw_percent(line, CELL_REGRET, report_regret(f));
    list_cell(line, CELL_ADVICE, advices[row->advice].style,
              str_of(advice_word(row)));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct report_row *row = row_at(with, index);

    buf_text(out, row->name);
    if (row->advice != ADVICE_NONE)
        buf_printf(out, ": %s", advice_word(row));
}

static const char *empty(void *with)
{
    const struct insights *in = with;

    if (in->page && in->page->error.code != ERR_NONE)
        return _("The figures could not be read.");
    if (in->page && in->page->report.events)
        return _("There are no rules yet, so there is nothing to judge. a in "
                 "the rules makes one; `riposte rule import' brings some in.");
    return _("Nothing has come in, and there are no rules. :sources says how "
             "each source stands, :sample alerts asks for some, p looks "
             "further back.");
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct insights *in = with;
    const struct report_row *row = row_at(in, index);
    struct report_fact facts[REPORT_FACTS];
    bool utc = in->board.shell->utc;
    struct arena *arena = arena_new();

    if (*row->why)
        view_line(view, advices[row->advice].style, str_of(row->why));
    report_facts(row->figures, &row->figures->answers, arena, facts);
    for (size_t i = 0; i < REPORT_FACTS; i++)
        words_pair(view, facts[i].label, str_of(facts[i].text));
    words_pair_time(view, _("Last fired"), row->figures->last_fired, utc);
    words_pair_time(view, _("Made"), row->figures->made, utc);
    arena_free(arena);
}

static void fill(void *with, struct ask *ask)
{
    struct insights *in = with;

    ask->count = (size_t)periods[in->period].hours;
    ask->since = in->board.shell->now - periods[in->period].hours * WHEN_HOUR;
    in->asked = in->board.shell->turn;
    in->wanted = in->period;
    in->at_once = false;
}

/* ---- the page ---- */

static void take(void *with, struct note *note)
{
    struct insights *in = with;

    report_page_free(in->page);
    in->page = note->is.report;
    note->is.report = NULL;
    in->shown = in->wanted;
    board_taken(&in->board, in->page->n, &in->page->error);
}

static const struct board_kind kind = {
    .screen = &scr_insights,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_REPORT},
    .fill = fill,
    .answer = NOTE_REPORT,
    .take = take,
};

/* ---- the pictures above the rules ---- */

/* One kind of severity: what it is called, how many, when. */
static int draw_severity(const struct insights *in, const struct canvas *canvas,
                         int y, int high, enum severity severity)
{
    const struct report_page *page = in->page;
    struct canvas bars =
        canvas_sub(canvas, y, LABEL_WIDE + COUNT_WIDE + 1, high, canvas->cols);
    struct canvas left =
        canvas_sub(canvas, y, 0, high, LABEL_WIDE + COUNT_WIDE + 1);
    uint64_t values[REPORT_PARTS] = {0};
    char text[WHEN_TEXT_SIZE];
    int64_t sum = 0;

    for (size_t i = 0; i < page->n_parts && i < REPORT_PARTS; i++) {
        values[i] = (uint64_t)page->parts[i].count[severity];
        sum += page->parts[i].count[severity];
    }
    if (!sum && (severity == SEVERITY_CRITICAL || severity == SEVERITY_NONE))
        return y;
    canvas_blank(&left, 0);
    canvas_put(&left, high - 1, 0, LABEL_WIDE, STYLE_DIM,
               str_of(severity == SEVERITY_NONE ? _("no severity")
                                                : severity_name(severity)));
    canvas_right(&left, high - 1, LABEL_WIDE, COUNT_WIDE,
                 sum ? STYLE_TEXT : STYLE_DIM, str_of(words_count(sum, text)));
    canvas_blank(&bars, 0);
    chart_bars(&bars, words_severity(severity), values, page->n_parts);
    return y + high;
}

static int draw_spans(const struct insights *in, const struct canvas *canvas,
                      int y)
{
    struct report_fact facts[REPORT_ALL_FACTS];
    struct arena *arena = arena_new();
    size_t n = REPORT_ALL_FACTS - !report_broke_glass(&in->page->report);

    report_all_facts(in->page, arena, facts);
    /* The first one, the events, stands in the line above. */
    for (size_t i = 1; i < n; i++, y++) {
        canvas_put(canvas, y, 0, LABEL_WIDE + COUNT_WIDE + 1, STYLE_DIM,
                   str_of(facts[i].label));
        canvas_fit(canvas, y, LABEL_WIDE + COUNT_WIDE + 1,
                   canvas->cols - LABEL_WIDE - COUNT_WIDE - 1, STYLE_TEXT,
                   str_of(facts[i].text));
    }
    arena_free(arena);
    return y;
}

static void draw_title(const struct insights *in, const struct canvas *canvas)
{
    const struct report *report = &in->page->report;
    int precision = report_precision(report->reviewed);
    int wide = canvas->cols - LABEL_WIDE - COUNT_WIDE - 1;
    int hours = periods[in->shown].hours;
    char count[WHEN_TEXT_SIZE];
    int x;

    x = canvas_add(canvas, 0, 0, STYLE_STRONG,
                   str_of(_(periods[in->shown].title)));
    x = canvas_printf(canvas, 0, x, STYLE_TEXT,
                      _n("  %s event", "  %s events", report->events),
                      words_count(report->events, count));
    if (precision >= 0)
        x = canvas_printf(canvas, 0, x, STYLE_TEXT, _("  precision %d %%"),
                          precision);
    else
        x = canvas_add(canvas, 0, x, STYLE_DIM,
                       str_of(_("  no event was reviewed")));
    if (wide > 0 && hours > wide && canvas->rows >= HEAD_LEAST)
        x = canvas_printf(canvas, 0, x, STYLE_DIM, _("  %d hours a column"),
                          (hours + wide - 1) / wide);
    canvas_rest(canvas, 0, x);
}

/* Answers how many lines it took. */
static int draw_head(const struct insights *in, const struct canvas *canvas)
{
    int high = canvas->rows >= HEAD_TALL ? 2 : 1;
    int y = 1;

    if (!in->page || in->page->error.code != ERR_NONE)
        return 0;
    draw_title(in, canvas);
    if (canvas->rows < HEAD_LEAST || !in->page->n_parts)
        return y;
    for (int i = SEVERITY_N - 1; i >= 0; i--)
        y = draw_severity(in, canvas, y, high, (enum severity)i);
    return draw_spans(in, canvas, y);
}

static void draw(void *state, const struct canvas *canvas)
{
    struct insights *in = state;
    int head = draw_head(in, canvas);
    struct canvas below =
        canvas_sub(canvas, head, 0, canvas->rows - head, canvas->cols);

    board_draw(&in->board, &below);
}

/* ---- the screen ---- */

static void open_insights(void *state, struct shell *shell)
{
    struct insights *in = state;

    board_init(&in->board, shell, &kind);
}

static void close_insights(void *state)
{
    struct insights *in = state;

    board_done(&in->board);
    report_page_free(in->page);
}

static bool waits(const struct insights *in)
{
    return in->page && !in->at_once &&
           in->board.shell->turn < in->asked + ASK_EVERY;
}

static void sync(void *state)
{
    struct insights *in = state;

    if (!waits(in))
        board_sync(&in->board);
}

static int64_t due(void *state)
{
    const struct insights *in = state;

    return in->board.wanted && waits(in) ? in->asked + ASK_EVERY : 0;
}

static void go_to_rule(const struct insights *in)
{
    const struct report_row *row = row_at(in, board_current(&in->board));

    if (!row)
        return;
    if (row->figures->removed)
        shell_say(in->board.shell, STYLE_WARN,
                  _("This rule was removed: only what it did is left."));
    else
        shell_jump_row(in->board.shell, "rules", row->figures->rule);
}

static void act(void *state, int number)
{
    struct insights *in = state;

    if (number == INSIGHTS_RULE || number == ACT_OPEN) {
        go_to_rule(in);
    } else if (number == INSIGHTS_PERIOD) {
        in->period = (in->period + 1) % PERIODS;
        in->board.wanted = true;
        in->at_once = true;
    } else {
        board_act(&in->board, number);
    }
}

static const struct binding rows[] = {
    {.key = "p",
     .verb = "period",
     .label = N_("period"),
     .bar = true,
     .help = N_("Looks at the last 24 hours, 7 days or 30 days."),
     .act = INSIGHTS_PERIOD},
    {.key = "r",
     .verb = "rule",
     .label = N_("rule"),
     .bar = true,
     .help = N_("Goes to the rule, as Enter does."),
     .needs = NEED_ROW,
     .act = INSIGHTS_RULE},
};

static const struct screen_keys keys[] = {
    {"insights", rows, sizeof(rows) / sizeof(rows[0])},
};

const struct screen scr_insights = {
    .name = "insights",
    .title = N_("Insights"),
    .digit = '7',
    .size = sizeof(struct insights),
    .keys = keys,
    .n_keys = 1,
    .open = open_insights,
    .close = close_insights,
    .scope = board_scope,
    .sync = sync,
    .note = board_note,
    .draw = draw,
    .act = act,
    .type = board_type,
    .click = board_click,
    .back = board_back,
    .text = board_text,
    .go = board_go,
    .where = board_where,
    .due = due,
};
