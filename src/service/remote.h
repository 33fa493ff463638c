/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * remote.h - Logic Apps that stay in Azure: their list as the source logic-apps
 * last read it, and what is asked of one, which is a run with a journal like
 * any other.
 *
 * Thread: the desk's.
 * Memory: a page is freed by remote_page_free().
 */
#ifndef RIPOSTE_SERVICE_REMOTE_H
#define RIPOSTE_SERVICE_REMOTE_H

#include "service/desk.h"
#include "service/govern.h"
#include "util/arena.h"
#include "util/json.h"
#include "util/str.h"

struct remote_row {
    const char *id;
    const char *name;
    const char *state;    /* "Enabled" … */
    const char *triggers; /* "manual (Request)" */
    const char *changed;  /* moment, as text */
    const char *subscription;
    const char *group;
};
/* In the order of their ids; in @arena. */
bool remote_rows(struct desk *desk, struct arena *arena,
                 struct remote_row **out, size_t *n, struct err *err);
/* As it is kept; @word is an ARM id or a name.  ERR_INPUT when there is none,
 * or more than one of that name.  The caller frees it. */
bool remote_get(struct desk *desk, struct str word, struct json **out,
                struct err *err);

enum remote_act {
    REMOTE_RUNS,    /* what it did last */
    REMOTE_ACTIONS, /* of one run */
    REMOTE_RESUBMIT,
    REMOTE_CANCEL,
    REMOTE_ENABLE,
    REMOTE_DISABLE,
    REMOTE_N
};
/* As a command names it: "runs". */
const char *remote_act_name(enum remote_act act);
/* Starts the run that asks; @of is the name of one of its runs, or "". */
bool remote_ask(struct desk *desk, struct str word, enum remote_act act,
                const char *of, const char *why, int64_t *run, struct err *err);
/* Starts it on an event, with its body, or with the body that is given. */
bool remote_start(struct desk *desk, struct str word, int64_t event,
                  const char *body, const char *why, int64_t *run,
                  struct err *err);
/* What the service told in such a run: {"runs": […]} or {"actions": […]}; NULL:
 * nothing.  The caller frees it. */
struct json *remote_told(struct desk *desk, int64_t run);

/* For a screen: the list, and the run that asked for what one did last. */
struct remote_page {
    struct arena *arena;
    struct remote_row *rows;
    size_t n;
    struct run_page *asked; /* NULL: nothing was asked */
    struct err error;
};
struct remote_page *remote_page_read(struct desk *desk, int64_t run);
void remote_page_free(struct remote_page *page);

#endif
