/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearsals.h - a rehearsal for the screens: where it stands, the tree with
 * what became of each action, and what may come next.
 *
 * Nothing is kept between two steps.  A wish says all there is to know: the
 * playbook, the event, the answers that were typed, the branches that were
 * forced, how many steps have been taken and what is to be done now.  So going
 * back is a wish with fewer steps, and a newer wish makes an older one that
 * waits pointless.
 *
 * Thread: the desk's; a page is immutable and may be given away.
 * Memory: rehearse_page_free() frees all; it owns its wish.
 */
#ifndef RIPOSTE_SERVICE_REHEARSALS_H
#define RIPOSTE_SERVICE_REHEARSALS_H

#include "engine/wdl_tree.h"
#include "service/playbooks.h"
#include "service/rehearse_given.h"

/* What starts it. */
enum rehearse_from {
    REHEARSE_MADE_UP, /* an event that the playbook can work with */
    REHEARSE_SAMPLE,  /* a sample alert */
    REHEARSE_EVENT,   /* a stored one */
    REHEARSE_TYPED,   /* a body that somebody wrote */
    REHEARSE_RUN,     /* what a run was started with, and was answered */
};

struct rehearse_wish {
    char *name;            /* of a stored playbook */
    struct json *playbook; /* as of playbook_to_json(), instead; or NULL */
    enum rehearse_from from;
    int64_t event;
    int64_t run;       /* REHEARSE_RUN */
    struct json *body; /* REHEARSE_TYPED */
    bool as_it_is;     /* what the event lacks is not made up */
    /* Objects by path or name of the action; an array of names. */
    struct json *answers;
    struct json *branches;
    struct json *points;
    int64_t now;  /* when it began: the same for all its wishes */
    size_t steps; /* that have been taken */
    enum rehearsal_move move;
    char *to; /* REHEARSE_TO */
};
struct rehearse_wish *rehearse_wish_new(void);
struct rehearse_wish *rehearse_wish_copy(const struct rehearse_wish *wish);
void rehearse_wish_free(struct rehearse_wish *wish);

struct rehearse_variable {
    const char *name;
    const struct json *value; /* NULL: null */
};

struct rehearse_page {
    struct arena *arena;
    struct rehearse_wish *wish;
    struct playbook_reading reading;
    const struct playbook *playbook; /* NULL: it is not there */
    struct rehearsal *rehearsal;     /* NULL: it could not begin */
    struct json *event;
    struct rehearse_run earlier;
    struct json *estate;
    size_t steps;           /* taken, the last move included */
    const char *next;       /* path of the action that it stands before */
    struct json *offer;     /* what would answer that one; NULL */
    struct wdl_row *rows;   /* the tree */
    struct wdl_seen **seen; /* of each row; NULL: not there yet */
    size_t n;
    bool cut;
    struct rehearse_variable *variables;
    size_t n_variables;
    struct err error; /* of the playbook, the event, or while it went on */
};
/* @desk may be NULL for a wish that brings its playbook and its event. */
struct rehearse_page *rehearse_page_read(struct desk *desk,
                                         const struct catalogue *catalogue,
                                         struct rehearse_wish *take);
void rehearse_page_free(struct rehearse_page *page);

/* "typed", "run", "made", "sandbox", "clock"; "" for what asked nothing. */
const char *rehearse_source(const struct rehearse_page *page, const char *path);

#endif
