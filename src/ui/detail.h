/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * detail.h - one event whole: facts, story, entities, why rules did what they
 * did, remediation, and its body as a tree; and the brief of it that stands
 * under the list.
 *
 * The event is asked for when the finger has rested on it, so that running
 * through the list costs nothing.
 *
 * Thread: ui.
 * Memory: detail_init() on the caller's storage, detail_done() frees.
 */
#ifndef RIPOSTE_UI_DETAIL_H
#define RIPOSTE_UI_DETAIL_H

#include "ui/shell.h"
#include "widget/tree.h"
#include "widget/view.h"

enum detail_tab {
    DETAIL_FACTS,
    DETAIL_STORY,
    DETAIL_ENTITIES,
    DETAIL_WHY,
    DETAIL_STEPS,
    DETAIL_JSON,
    DETAIL_TAB_N
};

struct detail {
    struct shell *shell;
    int64_t row;             /* wanted; 0: none */
    int64_t rest;            /* when_monotonic() to ask at; 0: asked */
    bool again;              /* it changed: ask once more */
    uint64_t ticket;         /* of the event */
    uint64_t why_ticket;     /* of the decisions */
    struct event_page *page; /* held; perhaps of the row before */
    struct decision_page *why;
    enum detail_tab tab;
    struct view *view; /* the tab that is open, all but JSON */
    struct view *brief;
    struct tree *tree;
    bool stale; /* the view has to be made anew */
};

void detail_init(struct detail *detail, struct shell *shell);
void detail_done(struct detail *detail);
/* The finger is on this row; @now: do not wait for it to rest. */
void detail_want(struct detail *detail, int64_t row, bool now);
void detail_sync(struct detail *detail);
void detail_note(struct detail *detail, struct note *note);
/* When it will ask, for the screen's due(); 0: not. */
int64_t detail_due(const struct detail *detail);
/* The page of the row that is wanted; NULL while it is not here. */
const struct event_page *detail_page(const struct detail *detail);

void detail_go_tab(struct detail *detail, enum detail_tab tab);
void detail_draw(struct detail *detail, const struct canvas *canvas);
void detail_draw_brief(struct detail *detail, const struct canvas *canvas,
                       bool focus);
void detail_move(struct detail *detail, enum list_move move, bool whole);
/* Enter: opens a branch, jumps along the story, or answers with the query for
 * an entity in @query. */
bool detail_open(struct detail *detail, char *query, size_t size);
void detail_search(struct detail *detail, struct str text, bool forward);
void detail_click(struct detail *detail, const struct canvas *canvas,
                  const struct key *key);
void detail_put_text(struct detail *detail, enum screen_text what,
                     struct buf *out);

/* ---- detail_text.c: what the tabs say ---- */
const char *detail_title(enum detail_tab tab);
void detail_write(const struct detail *detail, enum detail_tab tab,
                  struct view *view);
void detail_write_brief(const struct detail *detail, struct view *view);
/* The query that finds everything about an entity. */
void detail_pivot(const struct entity *entity, struct buf *out);

#endif
