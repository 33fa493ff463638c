/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_own.h - the inside of the screen of rules; for its files alone.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_RULES_OWN_H
#define RIPOSTE_UI_RULES_OWN_H

#include "ui/board.h"
#include "ui/rule_edit.h"
#include "ui/trial_view.h"

enum rules_act {
    RULES_NEW = ACT_SCREEN,
    RULES_EDIT,
    RULES_MODE,
    RULES_WHY,
    RULES_REMOVE,
    RULES_DRAFT,
    RULES_SAVE,
    RULES_INSERT,
    RULES_QUERY,
    RULES_DROP,
    RULES_OR,
    RULES_TRY,
    RULES_NOISE,
    RULES_PERIOD,
    RULES_COMPARE,
    RULES_HISTORY,
    RULES_ROLLBACK,
    RULES_DRILL,
};

struct rules {
    struct board board;
    struct rule_page *page;
    struct rule_edit *edit; /* NULL: the list is shown */
    struct rule *draft;     /* kept when the line dropped; NULL: none */

    int64_t open;         /* rule that is to be edited, */
    uint64_t open_ticket; /* and was asked for */
    int64_t why;          /* rule whose decisions are wanted */
    uint64_t why_ticket;
    struct trial_view *trial;    /* the backtest above all; NULL */
    struct backtest_page *noise; /* of all rules; NULL: not asked */
    uint64_t noise_ticket;
    int64_t history;   /* rule whose revisions are wanted, */
    bool history_back; /* to go back to one */
    uint64_t history_ticket;
    struct revision_page *revisions; /* as last shown; NULL */
    int64_t chosen; /* row that the menu of modes is open for */
};
BOARD_BEGINS(struct rules);

extern const struct board_kind rules_kind;
const struct rule_row *rules_at(const struct rules *rules, size_t index);
const struct rule_row *rules_current(const struct rules *rules);

/* rules_acts.c */
void rules_open(struct rules *rules, struct rule *take);
void rules_shut(struct rules *rules);
void rules_ask_mode(struct rules *rules);
void rules_ask_remove(struct rules *rules);
/* Switches an automation in Azure. */
void rules_ask_azure(struct rules *rules);
void rules_ask_leave(struct rules *rules);
void rules_show_why(struct rules *rules, const struct decision_page *page);

/* rules_history.c */
void rules_want_history(struct rules *rules, bool back);
void rules_sync_history(struct rules *rules);
void rules_take_history(struct rules *rules, struct note *note);
void rules_ask_drill(struct rules *rules);
void rules_drilled(struct rules *rules, const struct done *done);

/* rules_trial.c */
void rules_try(struct rules *rules); /* the rule in the editor, or selected */
void rules_try_end(struct rules *rules);
bool rules_try_back(struct rules *rules); /* false: there is none */
void rules_try_act(struct rules *rules, int act);
void rules_ask_noise(struct rules *rules);
void rules_take_noise(struct rules *rules, struct note *note);
/* NULL: it has not been asked for. */
const struct backtest_rule *rules_noise(const struct rules *rules, int64_t row);

#endif
