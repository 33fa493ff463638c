/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_trial.c - backtests in the screen of rules: of one rule in a view of
 * its own, of all of them as a column of the list.
 */
#include "ui/rules_own.h"
#include "util/text.h"
#include "util/when.h"

/* The noise of a week. */
#define NOISE_SPAN (7 * WHEN_DAY)

void rules_try(struct rules *rules)
{
    struct shell *shell = rules->board.shell;
    const struct rule_row *row = rules_current(rules);

    rules_try_end(rules);
    if (rules->edit)
        rules->trial = trial_view_new(shell, NULL, rule_read(rules->edit));
    else if (row)
        rules->trial = trial_view_new(shell, row, NULL);
}

void rules_try_end(struct rules *rules)
{
    trial_view_free(rules->trial);
    rules->trial = NULL;
}

bool rules_try_back(struct rules *rules)
{
    if (!rules->trial)
        return false;
    if (!trial_view_stop(rules->trial))
        rules_try_end(rules);
    return true;
}

void rules_try_act(struct rules *rules, int number)
{
    if (number >= ACT_MOVE && number < ACT_MOVE_LAST)
        trial_view_move(rules->trial, (enum list_move)(number - ACT_MOVE));
    else if (number == RULES_PERIOD)
        trial_view_period(rules->trial);
    else if (number == RULES_COMPARE)
        trial_view_compare(rules->trial);
}

void rules_ask_noise(struct rules *rules)
{
    struct shell *shell = rules->board.shell;
    struct ask ask = {.kind = ASK_NOISE, .since = shell->now - NOISE_SPAN};

    rules->noise_ticket = shell_ask(shell, &ask);
    if (rules->noise_ticket)
        shell_say(shell, STYLE_INFO,
                  _("All rules are tried on the events of the last 7 days."));
}

void rules_take_noise(struct rules *rules, struct note *note)
{
    struct backtest_page *page = note->is.backtest;

    if (!page || !rules->noise_ticket || note->ticket != rules->noise_ticket)
        return;
    if (page->error.code != ERR_NONE)
        shell_fail(rules->board.shell, &page->error);
    if (!page->over)
        return;
    backtest_page_free(rules->noise);
    rules->noise = page;
    note->is.backtest = NULL;
    shell_say(rules->board.shell, STYLE_OK,
              _("The column Noise says how often each would fire a day."));
    rules->board.stale = true;
}

const struct backtest_rule *rules_noise(const struct rules *rules, int64_t row)
{
    const struct backtest_page *page = rules->noise;

    for (size_t i = 0; page && i < page->report.n; i++) {
        if (page->report.rules[i].row == row)
            return &page->report.rules[i];
    }
    return NULL;
}
