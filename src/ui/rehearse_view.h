/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse_view.h - a playbook gone through step by step: where it stands in
 * the tree of its actions, and what each has asked and was answered.
 *
 * Thread: ui.
 * Memory: rehearse_view_new() is yours until rehearse_view_free().
 */
#ifndef RIPOSTE_UI_REHEARSE_VIEW_H
#define RIPOSTE_UI_REHEARSE_VIEW_H

#include "ui/flow_view.h"
#include "ui/json_edit.h"

#define REHEARSE_QUEUE 32

enum rehearse_act {
    REHEARSE_ACT_INTO,
    REHEARSE_ACT_OVER,
    REHEARSE_ACT_OUT,
    REHEARSE_ACT_TO,
    REHEARSE_ACT_END,
    REHEARSE_ACT_BACK,  /* one step */
    REHEARSE_ACT_START, /* all of them */
    REHEARSE_ACT_POINT,
    REHEARSE_ACT_ANSWER,
    REHEARSE_ACT_WRITE, /* the answer, in an editor */
    REHEARSE_ACT_MADE,  /* takes a typed answer away */
    REHEARSE_ACT_BRANCH,
    REHEARSE_ACT_EVENT,
    REHEARSE_ACT_AS_IT_IS,
    REHEARSE_ACT_N
};

struct rehearse_view {
    struct shell *shell;
    struct flow_view flow;
    struct rehearse_wish *wish; /* as last changed */
    struct rehearse_page *page; /* NULL: it has not come yet */
    uint64_t ticket;
    bool wanted;
    bool moved; /* so the cursor goes along */
    /* Moves that wait for the page of the last. */
    enum rehearse_act queue[REHEARSE_QUEUE];
    size_t n_queue;
    int64_t run;  /* the newest of the playbook; 0: none */
    char *follow; /* path of the row that the cursor goes to; NULL */
    char *about;  /* path of what is being answered, or chosen for; NULL */
    struct json_edit answer;
    struct json_edit body;
};

/* @playbook instead of a stored one, given away; or NULL.  @run is the newest
 * of the stored one, 0: none. */
struct rehearse_view *rehearse_view_new(struct shell *shell, const char *name,
                                        struct json *playbook, int64_t run);
void rehearse_view_free(struct rehearse_view *view);
void rehearse_view_sync(struct rehearse_view *view);
void rehearse_view_note(struct rehearse_view *view, struct note *note);
void rehearse_view_draw(struct rehearse_view *view,
                        const struct canvas *canvas);
void rehearse_view_act(struct rehearse_view *view, enum rehearse_act act);
/* Has anything been given to it that leaving would lose? */
bool rehearse_view_given(const struct rehearse_view *view);
void rehearse_view_text(const struct rehearse_view *view, struct buf *out);

/* ---- rehearse_rows.c: what is shown ---- */

extern const struct flow_owner rehearse_owner; /* with is to be set */
void rehearse_draw_head(const struct rehearse_view *view,
                        const struct canvas *canvas);
bool rehearse_is_point(const struct rehearse_view *view, const char *name);

/* ---- rehearse_acts.c: what is asked of a person ---- */

/* The row under the cursor; NULL: none. */
const struct wdl_row *rehearse_row(struct rehearse_view *view,
                                   const struct wdl_seen **seen);
/* The same steps again, with what was changed. */
void rehearse_anew(struct rehearse_view *view);
void rehearse_ask_answer(struct rehearse_view *view);
void rehearse_write_answer(struct rehearse_view *view);
void rehearse_drop_answer(struct rehearse_view *view);
void rehearse_ask_branch(struct rehearse_view *view);
void rehearse_ask_event(struct rehearse_view *view);
bool rehearse_take_answer(void *with, const struct json *json, struct err *err);
bool rehearse_take_body(void *with, const struct json *json, struct err *err);

#endif
