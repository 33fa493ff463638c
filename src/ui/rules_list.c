/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_list.c - the list of rules as it is drawn, and what stands below it.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ui/rules_own.h"
#include "ui/words.h"
#include "util/text.h"
#include "widget/chart.h"

#define HOURS 24

enum {
    CELL_MODE,
    CELL_NAME,
    CELL_WARNINGS,
    CELL_TRIGGER,
    CELL_HOURS,
    CELL_FIRED,
    CELL_HELD,
    CELL_PRECISION,
    CELL_NOISE,
    CELL_LAST,
    CELL_REVISION,
    CELL_EDITOR,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_MODE] = {.title = N_("Mode"), .min = 9},
    [CELL_NAME] = {.title = N_("Rule"), .min = 14, .weight = 3},
    [CELL_WARNINGS] = {.title = "!", .min = 2, .right = true, .priority = 1},
    [CELL_TRIGGER] = {.title = N_("Trigger"),
                      .min = 10,
                      .max = 24,
                      .weight = 1,
                      .priority = 3},
    [CELL_HOURS] = {.title = N_("Fired in 24 h"),
                    .min = 12,
                    .max = HOURS,
                    .weight = 1,
                    .priority = 2},
    [CELL_FIRED] = {.title = N_("Fired"),
                    .min = 5,
                    .right = true,
                    .priority = 4},
    [CELL_HELD] = {.title = N_("Held"), .min = 4, .right = true, .priority = 5},
    [CELL_PRECISION] = {.title = N_("Precision"),
                        .min = 9,
                        .right = true,
                        .priority = 7},
    [CELL_NOISE] = {.title = N_("Noise"),
                    .min = 6,
                    .right = true,
                    .priority = 8},
    [CELL_LAST] = {.title = N_("Last"), .min = 4, .right = true, .priority = 1},
    [CELL_REVISION] = {.title = N_("Rev"),
                       .min = 3,
                       .right = true,
                       .priority = 7},
    [CELL_EDITOR] =
        {.title = N_("By"), .min = 6, .max = 14, .weight = 1, .priority = 6},
};

const struct rule_row *rules_at(const struct rules *rules, size_t index)
{
    const struct rule_page *page = rules->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

const struct rule_row *rules_current(const struct rules *rules)
{
    return rules_at(rules, board_current(&rules->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct rule_row *row = rules_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

static void draw_hours(const struct list_line *line, const struct rule_row *row)
{
    uint64_t hours[HOURS];
    struct canvas cell;

    if (!list_cell_at(line, CELL_HOURS, &cell))
        return;
    for (int i = 0; i < HOURS; i++)
        hours[i] = row->hourly[i];
    canvas_rest(&cell, 0, 0);
    chart_spark(&cell, 0, 0, cell.cols, STYLE_INFO, hours, HOURS);
}

/* How many warnings; what they say stands below the list. */
static void draw_warnings(const struct list_line *line,
                          const struct rule_row *row)
{
    char text[32] = "";

    if (row->n_warnings)
        snprintf(text, sizeof(text), "%zu", row->n_warnings);
    list_cell(line, CELL_WARNINGS, STYLE_WARN, str_of(text));
}

/* What is not known is no 0. */
static void draw_precision(const struct list_line *line,
                           const struct rule_row *row)
{
    char text[32] = "–";

    if (row->reviewed)
        snprintf(text, sizeof(text), "%d %%",
                 (int)(row->really * 100 / row->reviewed));
    list_cell(line, CELL_PRECISION, row->reviewed ? STYLE_TEXT : STYLE_DIM,
              str_of(text));
}

static void write_precision(const struct rule_row *row, struct view *view)
{
    if (row->reviewed)
        view_printf(view, STYLE_TEXT,
                    _("Of %lld events reviewed in 90 days %lld were true "
                      "positives."),
                    (long long)row->reviewed, (long long)row->really);
    else
        view_add(view, STYLE_DIM,
                 str_of(_("No event that it fired on in 90 days was "
                          "reviewed.")));
    view_end(view, 0);
}

/* How often it would fire a day. */
static void draw_noise(const struct list_line *line, const struct rules *rules,
                       const struct rule_row *row)
{
    const struct backtest_rule *noise = rules_noise(rules, row->row);
    char text[32] = "–";

    if (noise)
        snprintf(text, sizeof(text), "%.1f",
                 backtest_daily(&rules->noise->report, noise));
    list_cell(line, CELL_NOISE, noise && noise->fired ? STYLE_TEXT : STYLE_DIM,
              str_of(text));
}

/* The same below the list, where there is room for it at any width. */
static void write_noise(const struct rules *rules, const struct rule_row *row,
                        struct view *view)
{
    const struct backtest_rule *noise = rules_noise(rules, row->row);

    if (!noise)
        return;
    if (noise->fault)
        words_pair(view, _("Noise"), str_of(noise->fault));
    else
        view_printf(view, STYLE_TEXT,
                    _n("On the last 7 days it would have fired %lld time, "
                       "%.1f a day.",
                       "On the last 7 days it would have fired %lld times, "
                       "%.1f a day.",
                       (unsigned long)noise->fired),
                    (long long)noise->fired,
                    backtest_daily(&rules->noise->report, noise));
    view_end(view, 0);
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct rules *rules = with;
    const struct rule_row *row = rules_at(rules, line->index);
    struct sign sign = words_mode(row->mode);
    char text[WHEN_TEXT_SIZE];

    if (row->azure) /* on or off is in the sign */
        sign.word = STR("Azure");
    words_draw(line, CELL_MODE, sign);
    list_cell(line, CELL_NAME, row->mode == RULE_OFF ? STYLE_DIM : STYLE_TEXT,
              str_of(row->name));
    draw_warnings(line, row);
    list_cell(line, CELL_TRIGGER, STYLE_DIM, str_of(row->trigger));
    draw_hours(line, row);
    words_draw_count(line, CELL_FIRED, row->fired);
    words_draw_count(line, CELL_HELD, row->held);
    draw_precision(line, row);
    draw_noise(line, rules, row);
    list_cell(
        line, CELL_LAST, STYLE_DIM,
        str_of(words_age(rules->board.shell->now, row->last_fired, text)));
    if (row->azure) /* Azure keeps none */
        list_cell(line, CELL_REVISION, STYLE_DIM, STR("–"));
    else
        words_draw_count(line, CELL_REVISION, row->revision);
    list_cell(line, CELL_EDITOR, STYLE_DIM, str_of(row->editor));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct rule_row *row = rules_at(with, index);

    buf_printf(out, "%s (%s)", row->name, rule_mode_name(row->mode));
}

static const char *empty(void *with)
{
    (void)with;
    return _("There are no rules yet. a makes one; r in the queue makes one "
             "from an event; `riposte rule import' brings some in.");
}

/* What each mode means stands here, since it is what one comes to change. */
static const char *mode_text(enum rule_mode mode)
{
    static const char *const texts[RULE_MODE_N] = {
        [RULE_OFF] = N_("off: it does not look at events."),
        [RULE_SHADOW] = N_("shadow: it decides and records; nothing is sent."),
        [RULE_APPROVE] = N_("approve: what only tells goes out; what changes "
                            "something waits for approval."),
        [RULE_AUTO] = N_("auto: what can be undone goes at once; what cannot "
                         "waits for approval."),
    };

    return _(texts[mode]);
}

/* It decides there, so that nothing is known of what it did. */
static void write_azure(const struct rule_row *row, struct view *view)
{
    words_pair(view, _("Azure"), str_of(row->azure));
    words_pair(view, _("Mode"),
               str_of(row->mode == RULE_OFF
                          ? _("off: Azure does not act.")
                          : _("on: Azure acts on each event that fits.")));
    words_pair(view, _("Trigger"), str_of(row->trigger));
    words_pair(view, _("Does"), str_of(row->actions));
    view_line(view, STYLE_DIM,
              str_of(_("It lives in Azure: s switches it on or off there. To "
                       "have it here, `riposte rule show' prints it and "
                       "`riposte rule import' takes it in.")));
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct rules *rules = with;
    const struct rule_row *row = rules_at(rules, index);
    bool utc = rules->board.shell->utc;
    char fired[WHEN_TEXT_SIZE];
    char held[WHEN_TEXT_SIZE];

    if (row->azure) {
        write_azure(row, view);
        return;
    }
    words_pair(view, _("Mode"), str_of(mode_text(row->mode)));
    rule_warn_write(row->findings, row->n_findings, view);
    words_pair(view, _("Trigger"), str_of(row->trigger));
    words_pair(view, _("Does"), str_of(row->actions));
    view_printf(view, STYLE_TEXT,
                _n("Fired %s time in 24 hours", "Fired %s times in 24 hours",
                   (unsigned long)row->fired),
                words_count(row->fired, fired));
    view_printf(view, STYLE_TEXT,
                _n(", held back %s time.", ", held back %s times.",
                   (unsigned long)row->held),
                words_count(row->held, held));
    view_end(view, 0);
    write_precision(row, view);
    write_noise(rules, row, view);
    words_pair_time(view, _("Last fired"), row->last_fired, utc);
    words_pair(view, _("Saved by"), str_of(row->editor));
    words_pair_time(view, _("Saved"), row->saved, utc);
    view_line(view, STYLE_DIM,
              str_of(_("Enter opens it, s changes its mode, w shows what it "
                       "decided.")));
}

static void take(void *with, struct note *note)
{
    struct rules *rules = with;

    rule_page_free(rules->page);
    rules->page = note->is.rules;
    note->is.rules = NULL;
    board_taken(&rules->board, rules->page->n, &rules->page->error);
}

const struct board_kind rules_kind = {
    .screen = &scr_rules,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_RULES},
    .answer = NOTE_RULES,
    .take = take,
};
