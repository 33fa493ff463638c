/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * govern.h - runs, approvals and containments as the faces see them, and the
 * acts on them.
 *
 * Thread: the desk's.
 * Memory: a page is yours until its _page_free(), for which NULL is fine; what
 * it could not read stands in its error.
 */
#ifndef RIPOSTE_SERVICE_GOVERN_H
#define RIPOSTE_SERVICE_GOVERN_H

#include "model/approval.h"
#include "model/run.h"
#include "service/contain.h"
#include "service/desk.h"

/* The most that a page has. */
#define GOVERN_ROWS 1000

struct approval_page {
    struct arena *arena;
    struct approval *rows; /* pending first, by expiry */
    const char **cannot;   /* why this person may not answer; NULL: may */
    const char **behalf;   /* in whose place they would; NULL, "": their own */
    size_t n;
    struct err error;
};
struct approval_page *approval_page_read(struct desk *desk, bool pending_only);
/* At most as many as a page has. */
struct approval_page *approval_page_find(struct desk *desk,
                                         const struct approvals_filter *filter);
/* One of them, with all its answers. */
struct approval_page *approval_page_one(struct desk *desk, int64_t approval);
void approval_page_free(struct approval_page *page);

struct run_page {
    struct arena *arena;
    struct run *rows; /* newest first, without steps but for a single run */
    size_t n;
    struct approval *approvals; /* of a single run, the oldest first */
    size_t n_approvals;
    struct err error;
};
struct run_page *run_page_read(struct desk *desk, int64_t event, bool open,
                               size_t limit);
/* Those that do not move. */
struct run_page *run_page_stuck(struct desk *desk);
struct run_page *run_page_one(struct desk *desk, int64_t run);
void run_page_free(struct run_page *page);

struct effect_page {
    struct arena *arena;
    struct effect *rows;
    const struct approval **glass; /* of each row: what a second person is to
                                      confirm; NULL: no break-glass */
    size_t n;
    struct err error;
};
/* What somebody has to see to first, then what ends next. */
struct effect_page *effect_page_read(struct desk *desk, bool active);
/* All that was done for an event. */
struct effect_page *effect_page_of(struct desk *desk, int64_t event);
struct effect_page *effect_page_one(struct desk *desk, int64_t effect);
void effect_page_free(struct effect_page *page);
/* NULL where the row was no break-glass. */
const struct approval *effect_glass(const struct effect_page *page, size_t row);
/* "to be confirmed by a second person (approval 7)" */
void effect_glass_write(const struct approval *glass, struct buf *out);

/* By somebody who has read what has this digest: ERR_AGAIN when more has joined
 * it since.  NULL: as it is now. */
bool approval_answer(struct desk *desk, int64_t approval, const char *digest,
                     bool approve, const char *reason, struct err *err);

/* The engine looks at the targets of an approval that waits, as soon as it
 * can. */
bool approval_look(struct desk *desk, int64_t approval, struct err *err);
/* "7d", or a moment: when a delegation ends; ERR_INPUT when that is past, too
 * far off, or cannot be read. */
bool delegation_until(struct str text, int64_t now, int64_t *out,
                      struct err *err);
/* From now until @until @to may answer in this person's place.  ERR_INPUT: no
 * login, oneself, without a role, an end as above, no reason. */
bool approval_delegate(struct desk *desk, const char *to, int64_t until,
                       const char *why, int64_t *row, struct err *err);
bool approval_revoke(struct desk *desk, int64_t delegation, const char *why,
                     struct err *err);
struct delegation_page {
    struct arena *arena;
    struct delegation *rows; /* newest first */
    size_t n;
    struct err error;
};
struct delegation_page *delegation_page_read(struct desk *desk);
void delegation_page_free(struct delegation_page *page);

bool run_cancel(struct desk *desk, int64_t run, const char *why,
                struct err *err);

#endif
