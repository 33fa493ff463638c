/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.h - the figures of a period as the faces see them: rules by name, with
 * what to do about each, and the same facts in words.
 *
 * What is not known says so in words: nothing of nothing is not 0 %.
 *
 * Thread: the desk's.
 * Memory: a page is yours until report_page_free(); texts are in its arena, or
 * in the one that is handed in.
 */
#ifndef RIPOSTE_SERVICE_REPORT_H
#define RIPOSTE_SERVICE_REPORT_H

#include "model/rule.h"
#include "service/desk.h"
#include "store/report.h"

/* The most pressing thing first. */
enum report_advice {
    ADVICE_NONE,
    ADVICE_FAILING,  /* its runs fail */
    ADVICE_REGRET,   /* what it contained was taken back */
    ADVICE_RETIRE,   /* benign over and over, or nothing on record for long */
    ADVICE_BENIGN,   /* no reviewed event was a true positive */
    ADVICE_EXPIRING, /* nobody answers what it asks */
    ADVICE_NEVER,    /* no firing on record */
    ADVICE_PROMOTE,  /* it could do more by itself */
    ADVICE_HELD,     /* guards do the work of its conditions */
    ADVICE_REVIEW,   /* nobody said whether it is right */
    ADVICE_N
};
const char *report_advice_name(enum report_advice advice); /* "promote" … */

struct report_row {
    const struct report_figures *figures;
    const char *name;
    enum rule_mode mode; /* as it is now */
    enum report_advice advice;
    const char *why; /* whole sentences, translated; "" for none */
};

struct report_page {
    struct arena *arena;
    struct report_period period;
    struct report report;
    struct report_figures total; /* all rules, and by hand */
    struct report_row *rows; /* rules in their order; then those removed since
                                that did something in the period */
    size_t n;
    struct report_part *parts; /* of the period */
    size_t n_parts;
    struct err error;
};
/* @parts: into how many the events are to be parted; at least 1. */
#define REPORT_PARTS 720 /* no screen shows more */
struct report_page *report_page_read(struct desk *desk,
                                     const struct report_period *period,
                                     size_t parts);
void report_page_free(struct report_page *page);

/* What is to be done about the rule of a row, whose other members are set. */
void report_advise(const struct report_period *period, struct report_row *row,
                   struct arena *arena);

/* Of what people have judged; -1: nothing was. */
int report_precision(const int64_t reviewed[REVIEW_N]);
/* Of the containments that were seen to be so, how many were taken back, in
 * per cent; -1: there were none. */
int report_regret(const struct report_figures *figures);
/* Held back by guards and suppressions, all together; what was made to wait
 * only is not. */
int64_t report_held(const struct report_figures *figures);

struct report_fact {
    const char *label; /* translated */
    const char *text;
};
#define REPORT_FACTS     7 /* of rules */
#define REPORT_ALL_FACTS 6 /* of all events */
void report_facts(const struct report_figures *figures,
                  const struct report_spans *answers, struct arena *arena,
                  struct report_fact out[REPORT_FACTS]);
/* The last one is of break-glass, which there should be none of. */
bool report_broke_glass(const struct report *report);
void report_all_facts(const struct report_page *page, struct arena *arena,
                      struct report_fact out[REPORT_ALL_FACTS]);

#endif
