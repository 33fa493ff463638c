/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backtest.h - rules tried on the stored events of a period.
 *
 * The judgement is engine/backtest.h.  Here the events come from the columns
 * of the queue's index, in the order of their times, and their bodies from the
 * store, only when a rule asks for one.  A job works in slices, so that whoever
 * runs it does other things in between, tells how far it has come, and drops
 * it at once.
 *
 * Thread: that of the desk and the index.
 * Memory: a page owns its arena; backtest_page_free() frees both.
 */
#ifndef RIPOSTE_SERVICE_BACKTEST_H
#define RIPOSTE_SERVICE_BACKTEST_H

#include "engine/backtest.h"
#include "service/desk.h"
#include "service/index.h"

struct backtest_wish {
    struct rule **rules; /* rules_free() */
    size_t n;
    bool pair;     /* the older revision, then the newer */
    bool brief;    /* counts only: for all rules at once */
    int64_t since; /* 0: from the first event on */
    int64_t until; /* 0: to the last */
};

void backtest_wish_drop(const struct backtest_wish *wish);

struct backtest_page {
    struct arena *arena;
    struct backtest_report report;
    int64_t done; /* events, of @total */
    int64_t total;
    int64_t took; /* milliseconds */
    bool over;    /* all of the period was seen */
    struct err error;
};
void backtest_page_free(struct backtest_page *page); /* NULL is fine */

struct backtest_job;
/* The rules are given away.  @index must be complete; events that come later
 * are not seen. */
struct backtest_job *backtest_job_new(struct desk *desk,
                                      const struct index *index,
                                      const struct backtest_wish *take);
void backtest_job_free(struct backtest_job *job); /* NULL is fine */
/* Goes on for about so many milliseconds; true when it is over. */
bool backtest_job_work(struct backtest_job *job, int milliseconds);
struct backtest_page *backtest_job_page(struct backtest_job *job);

/* All at once, reading the events first; for the command line.  @go_on is
 * asked every now and then, with 0 of 0 as long as events are read; when it
 * answers false the page says what was seen until then. */
struct backtest_page *
backtest_run(struct desk *desk, const struct backtest_wish *take,
             bool (*go_on)(void *with, int64_t done, int64_t total),
             void *with);

/* One rule, that one or a stored one, against another revision or alone. */
struct backtest_order {
    struct rule *rule; /* given away; NULL: the one below */
    int64_t row;       /* in the store */
    int64_t revision;  /* 0: the newest */
    int64_t against;   /* revision of the rule to compare with; 0: none */
    struct rule *against_rule; /* or this one; given away */
    int64_t since;
    int64_t until;
};
/* ERR_ABSENT: there is no such rule or revision.  What was given away is gone
 * even then. */
bool backtest_wish_one(struct desk *desk, const struct backtest_order *take,
                       struct backtest_wish *out, struct err *err);
/* All rules that are there, for what noise each would make. */
bool backtest_wish_all(struct desk *desk, int64_t since, int64_t until,
                       struct backtest_wish *out, struct err *err);

#endif
