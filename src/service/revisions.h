/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * revisions.h - what a rule was before: each revision with who saved it, when,
 * and what was different, and the way back to one.
 *
 * Thread: the desk's.
 * Memory: a page is the caller's until revision_page_free().
 */
#ifndef RIPOSTE_SERVICE_REVISIONS_H
#define RIPOSTE_SERVICE_REVISIONS_H

#include "model/rule_diff.h"
#include "service/desk.h"

struct revision_row {
    int64_t revision;
    int64_t saved;
    const char *editor;
    enum rule_mode mode;
    struct rule_diff_row *diff; /* to the one before; of the first: all of it */
    size_t n_diff;
    struct rule_diff_row *back; /* from the newest to this one */
    size_t n_back;
};
struct revision_page {
    struct arena *arena;
    int64_t rule;
    const char *name;
    const char *author; /* of the rule */
    struct revision_row *rows;
    size_t n;  /* newest first, LIMIT_REVISIONS at most */
    bool more; /* there are older ones */
    struct err error;
};
struct revision_page *revision_page_read(struct desk *desk, struct str name);
struct revision_page *revision_page_of(struct desk *desk, int64_t rule);
void revision_page_free(struct revision_page *page);

/* A rule as it was in that revision, a removed one too. */
bool revision_get(struct desk *desk, int64_t rule, int64_t revision,
                  struct rule **out, struct err *err);

/* From one revision to another; @to 0: the newest; @from 0: the one before
 * @to.  Both are told.  ERR_INPUT: no such revision; the first has none
 * before it. */
struct revision_diff {
    struct arena *arena;
    const char *name;
    int64_t from;
    int64_t to;
    struct rule_diff_row *rows;
    size_t n;
};
bool revision_diff_read(struct desk *desk, struct str name, int64_t from,
                        int64_t to, struct revision_diff *out, struct err *err);
void revision_diff_done(struct revision_diff *diff);

/* Makes a new revision that is as that one was; *out: its number.  ERR_INPUT:
 * it is the newest, or could not be saved now. */
bool revision_rollback(struct desk *desk, struct str name, int64_t revision,
                       int64_t *out, struct err *err);

#endif
