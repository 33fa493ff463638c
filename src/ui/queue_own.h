/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_own.h - the inside of the queue's screen; for its files alone.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_QUEUE_OWN_H
#define RIPOSTE_UI_QUEUE_OWN_H

#include "ui/detail.h"
#include "ui/marks.h"
#include "ui/queue_rows.h"
#include "ui/shell.h"
#include "widget/input.h"

/* What an act was done to, and what was there before, to take it back. */
struct queue_before {
    int64_t row;
    char text[128]; /* status, owner, classification of before */
};
struct queue_undo {
    enum command_kind kind; /* COMMAND_KIND_N: nothing to take back */
    bool flag;
    char text[512]; /* what was done: tags */
    struct queue_before *before;
    size_t n;
    size_t lost; /* rows of which it is not known how they were */
};

/* Containables of the events that are to be contained, gathered one by one. */
struct queue_choice {
    const struct containment *entry;
    char target[1024];
    int64_t event;
    const char *barred; /* in the arena */
    const char *doubt;  /* likewise; NULL: none */
    bool active;
};
struct queue_contain {
    bool glass; /* at once, though it would have to wait */
    struct arena *arena;
    int64_t *rows;
    size_t n_rows;
    size_t at;       /* the next one to be asked for */
    uint64_t ticket; /* asked */
    struct queue_choice *choices;
    size_t n_choices;
    const struct containment *entry; /* chosen */
    size_t one;              /* chosen alone, or SIZE_MAX: all of this entry */
    struct json *parameters; /* in the arena */
    size_t param;            /* the next one to be asked for */
};

enum queue_typing { TYPE_NOTHING, TYPE_FILTER, TYPE_SEARCH };

struct queue {
    struct shell *shell;
    struct queue_rows rows;
    struct marks marks;
    struct detail detail;
    bool whole;   /* the details fill the screen */
    bool focus;   /* cursor keys move the details under the list */
    int split;    /* rows that the details have under the list; 0: a third */
    int split_of; /* height it was chosen for */

    enum queue_typing typing;
    struct input filter;
    struct input search;
    struct history filters;
    struct history searches;
    struct err query_error; /* of what is being typed, or of the reader */
    bool backwards;

    int64_t range; /* where v began; 0: nowhere */
    uint64_t mark_ticket;
    char mark_query[1024];
    bool mark_wanted;

    struct view_page_list *views; /* saved ones; NULL: not here yet */
    uint64_t views_ticket;
    bool views_wanted;
    int64_t views_asked; /* when */
    struct err views_error;

    struct queue_undo undo;
    struct queue_contain contain;
    struct command pending; /* while its dialogs are open */
    struct canvas area;     /* where the list was drawn, for clicks */
    struct canvas detail_area;
};

enum queue_act {
    QUEUE_FILTER = ACT_SCREEN,
    QUEUE_MARK,
    QUEUE_RANGE,
    QUEUE_MARK_QUERY,
    QUEUE_UNMARK,
    QUEUE_SORT,
    QUEUE_PAUSE,
    QUEUE_FOLLOW,
    QUEUE_ACKNOWLEDGE,
    QUEUE_STATUS,
    QUEUE_CLOSE,
    QUEUE_TAG,
    QUEUE_OWNER,
    QUEUE_NOTE,
    QUEUE_CONTAIN,
    QUEUE_GLASS,
    QUEUE_RULE,
    QUEUE_PLAYBOOK,
    QUEUE_WHY,
    QUEUE_IGNORE,
    QUEUE_UNDO,
    QUEUE_CLEAR,
    QUEUE_VIEW,
    QUEUE_VIEW_SAVE,
    QUEUE_VIEW_REMOVE,
    QUEUE_ACT_N
};

/* queue_keys.c */
#define QUEUE_KEYS 2
extern const struct screen_keys queue_keys[QUEUE_KEYS];

/* queue_list.c: the list as it is drawn. */
void queue_draw_list(struct queue *queue, const struct canvas *canvas);
void queue_draw_head(struct queue *queue, const struct canvas *canvas);
void queue_click_list(struct queue *queue, const struct key *key);
void queue_put_row(const struct queue *queue, const struct queue_row *row,
                   struct buf *out);
void queue_sort_by(struct queue *queue, enum queue_sort sort);

/* queue_line.c: the filter and search lines. */
void queue_lines_init(struct queue *queue);
void queue_lines_done(struct queue *queue);
void queue_type(struct queue *queue, enum queue_typing what);
bool queue_line_key(struct queue *queue, const struct key *key);
void queue_line_draw(struct queue *queue, const struct canvas *canvas);
void queue_set_query(struct queue *queue, const char *query);
void queue_find(struct queue *queue, bool backwards);

/* queue_triage.c: acts on events, and taking them back. */
size_t queue_targets(const struct queue *queue, int64_t **out);
void queue_triage(struct queue *queue, int act);
void queue_undo_last(struct queue *queue);

/* queue_contain.c */
void queue_contain_start(struct queue *queue, bool glass);
void queue_contain_sync(struct queue *queue);
void queue_contain_note(struct queue *queue, struct note *note);
void queue_contain_clear(struct queue *queue);
/* Everything is known: what would be sent, and yes or no. */
void queue_contain_confirm(struct queue *queue);

/* queue_param.c */
/* Asks for the parameters of what was chosen, then confirms. */
void queue_contain_ask(struct queue *queue);

/* queue_views.c: saved views. */
void queue_views(struct queue *queue, int act);
void queue_views_sync(struct queue *queue);
void queue_views_note(struct queue *queue, struct note *note);
/* Shows the view of that name; false: there is none, see query_error. */
bool queue_views_show(struct queue *queue, struct str name);
/* For ":NAME" in the filter's line. */
void queue_views_complete(const struct queue *queue, struct str typed,
                          struct input_candidates *out);

/* queue_mark.c: marks, and rules made from what is selected. */
void queue_mark(struct queue *queue, int act);
void queue_mark_sync(struct queue *queue);
void queue_mark_note(struct queue *queue, struct note *note);
void queue_make_rule(struct queue *queue);

#endif
