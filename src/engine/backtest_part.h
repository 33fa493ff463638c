/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backtest_part.h - what is counted while events are fed.
 *
 * Private to engine/: backtest.c judges, backtest_report.c counts and tells.
 *
 * Thread: one at a time.
 * Memory: all in the arena of the backtest, but for maps.
 */
#ifndef RIPOSTE_ENGINE_BACKTEST_PART_H
#define RIPOSTE_ENGINE_BACKTEST_PART_H

#include "engine/backtest.h"
#include "engine/guard_memory.h"
#include "util/map.h"

/* Targets told apart; what comes after so many is not counted by name. */
#define TARGETS_MOST 100000u

/* One rule on its way. */
struct trial {
    struct backtest_rule told;
    const struct rule *rule;
    size_t asks;  /* approvals of one run, */
    bool planned; /* but only the plan of each can tell */
    char *fault;  /* of a guard; NULL */
    unsigned kinds;
    int64_t last_closed; /* row whose closing was counted last */
    struct map targets;
    int64_t *target_fired; /* by number of the target */
    uint32_t target_room;
};

struct backtest {
    struct arena *arena;
    struct arena *scratch; /* of one event */
    struct backtest_setup setup;
    struct rule **copies; /* those that are off, as in shadow; else NULL */
    const struct rule **rules;
    struct ruleset *set;
    struct trial *trials;
    bool changes; /* some rule waits for changes */
    struct backtest_report told;
    /* Of all rules one book, of a pair one each: they would share a budget. */
    struct guard_memory *books[2];
    bool *fired; /* by rule, of the event at hand; for a pair */
};

/* What became of one rule on one event. */
struct outcome {
    const struct event *event;
    int64_t closing; /* enum backtest_closing; -1: not closed */
    struct str target;
    enum decision_reason reason;
    bool goes; /* it fires, be it after a batch approval */
    size_t asks;
    const char *text;
};

void backtest_lay_out(struct backtest *test); /* bars, from the period */
/* An event was seen; its closing is asked of every rule of its kind. */
void backtest_count_closing(struct backtest *test, const struct event *event,
                            int64_t closing);
void backtest_count(struct backtest *test, size_t index,
                    const struct outcome *outcome);
void backtest_count_pair(struct backtest *test, const struct outcome *outcome);

#endif
