/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks_own.h - the inside of the screen of playbooks; for its files alone.
 *
 * Above the list there may be one of: the tree of a playbook, what a file would
 * bring, a rehearsal, the form that composes one, the Logic Apps in Azure.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_PLAYBOOKS_OWN_H
#define RIPOSTE_UI_PLAYBOOKS_OWN_H

#include "ui/board.h"
#include "ui/compose_edit.h"
#include "ui/flow_view.h"
#include "ui/json_edit.h"
#include "ui/rehearse_view.h"
#include "ui/remote_view.h"

enum playbooks_act {
    PLAYBOOKS_NEW = ACT_SCREEN,
    PLAYBOOKS_FORM,
    PLAYBOOKS_EDIT,
    PLAYBOOKS_DRAFT,
    PLAYBOOKS_IMPORT,
    PLAYBOOKS_REHEARSE,
    PLAYBOOKS_MODE,
    PLAYBOOKS_RUN,
    PLAYBOOKS_LAST, /* goes to its newest run */
    PLAYBOOKS_REMOVE,
    PLAYBOOKS_AZURE,
    PLAYBOOKS_TAKE,     /* of an import: all */
    PLAYBOOKS_TAKE_ONE, /* the one under the cursor */
    PLAYBOOKS_VALUE,
    PLAYBOOKS_SAVE, /* of the form … */
    PLAYBOOKS_INSERT,
    PLAYBOOKS_INSIDE,
    PLAYBOOKS_DROP,
    PLAYBOOKS_REHEARSAL, /* + enum rehearse_act */
    PLAYBOOKS_REHEARSAL_LAST = PLAYBOOKS_REHEARSAL + REHEARSE_ACT_N,
    PLAYBOOKS_REMOTE = PLAYBOOKS_REHEARSAL_LAST, /* + enum remote_view_act */
    PLAYBOOKS_REMOTE_LAST = PLAYBOOKS_REMOTE + REMOTE_VIEW_N,
};

struct playbooks {
    struct board board;
    struct playbook_page *page;

    struct flow_view *tree; /* of one playbook; NULL */
    struct wdl_row *rows;
    struct arena *rows_arena;

    struct rehearse_view *rehearsal;
    struct compose_edit *compose;
    struct remote_view *remote;

    char *dir; /* where files were chosen last */
    uint64_t browse_ticket;
    bool browse_wanted;
    struct browse_page *browse; /* while somebody chooses */
    char *file;                 /* to be looked at, and values for it */
    uint64_t import_ticket;
    bool import_wanted;
    struct playbook_import *import; /* what it would bring; NULL */
    struct list import_list;
    struct view *import_view;
    size_t import_written;
    bool import_focus; /* the keys move the details, not the list */
    int import_rows;   /* that the list shall have; 0: what it needs */
    int import_drawn;  /* that it has */

    struct json_edit json;
    struct playbook_reading *taken; /* to be kept when the answer is yes */
    uint64_t keeping;               /* it was sent, under this ticket */
    char kept[LIMIT_NAME + 1];      /* the first of it: to be gone to */
    char chosen[LIMIT_NAME + 1];    /* that the menu of modes is open for */
};
BOARD_BEGINS(struct playbooks);

#define PLAYBOOKS_KEYS 5
extern const struct screen_keys playbooks_keys[PLAYBOOKS_KEYS];

extern const struct board_kind playbooks_kind;
const struct playbook_row *playbooks_current(const struct playbooks *playbooks);
/* The details of one. */
void playbooks_write(const struct playbook *playbook, struct view *view);
struct sign playbooks_verdict(enum playbook_verdict verdict);

/* playbooks_acts.c */
void playbooks_ask_mode(struct playbooks *playbooks);
void playbooks_ask_run(struct playbooks *playbooks);
void playbooks_ask_remove(struct playbooks *playbooks);
void playbooks_edit(struct playbooks *playbooks);
bool playbooks_take_json(void *with, const struct json *json, struct err *err);
/* Asks whether to keep these, and keeps them. */
void playbooks_ask_keep(struct playbooks *playbooks,
                        struct playbook_reading *take);
void playbooks_done(struct playbooks *playbooks, const struct note *note);

/* playbooks_tree.c */
void playbooks_open_tree(struct playbooks *playbooks);
/* The page is another. */
void playbooks_renew_tree(struct playbooks *playbooks);
void playbooks_shut_tree(struct playbooks *playbooks);
void playbooks_draw_tree(struct playbooks *playbooks,
                         const struct canvas *canvas);

/* playbooks_import.c */
void playbooks_browse(struct playbooks *playbooks);
void playbooks_sync_import(struct playbooks *playbooks);
void playbooks_note_import(struct playbooks *playbooks, struct note *note);
void playbooks_shut_import(struct playbooks *playbooks);
void playbooks_draw_import(struct playbooks *playbooks,
                           const struct canvas *canvas);
bool playbooks_act_import(struct playbooks *playbooks, int act);
/* The one under the cursor; NULL: none. */
const struct playbook *playbooks_imported(const struct playbooks *playbooks);

#endif
