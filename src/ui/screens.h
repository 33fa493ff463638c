/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screens.h - what a screen is, and the one list of them.
 *
 * A screen keeps a state of its own.  The shell (shell.h) hands it keys that
 * have passed the keymap and notes that have come, and has it drawn once a
 * turn.  A screen never waits: it asks, draws what it holds, and draws again
 * when the answer is there.
 *
 * Thread: ui.
 * Memory: the shell allocates `size` zeroed bytes for the state, and frees
 * them after close().
 */
#ifndef RIPOSTE_UI_SCREENS_H
#define RIPOSTE_UI_SCREENS_H

#include "service/console.h"
#include "widget/canvas.h"
#include "widget/key.h"
#include "widget/keymap.h"
#include "widget/list.h"

struct shell;

/* The one list of screens.  To add one: write ui/scr_NAME.c, add its row. */
#define SCREENS(X)                                                             \
    X(queue)                                                                   \
    X(rules)                                                                   \
    X(playbooks)                                                               \
    X(approvals)                                                               \
    X(runs)                                                                    \
    X(contained)                                                               \
    X(insights)                                                                \
    X(audit)                                                                   \
    X(health)                                                                  \
    X(suppressions)

/* Preconditions of bindings; each has its sentence in screens.c. */
enum need {
    NEED_ROW = 1 << 0,       /* a row is under the cursor */
    NEED_ALERT = 1 << 1,     /* and it is an alert */
    NEED_MARKS = 1 << 2,     /* rows are marked */
    NEED_UNDO = 1 << 3,      /* there is an act to take back */
    NEED_SEARCH = 1 << 4,    /* something has been searched for */
    NEED_PENDING = 1 << 5,   /* the approval waits */
    NEED_MAY = 1 << 6,       /* this person may answer it, */
    NEED_TARGET = 1 << 7,    /* and it has a target to look at */
    NEED_FORCE = 1 << 8,     /* the containment is in force */
    NEED_WAY = 1 << 9,       /* and can be taken back */
    NEED_OPEN = 1 << 10,     /* the run is not over */
    NEED_EVENT = 1 << 11,    /* it belongs to an event, */
    NEED_RULE = 1 << 12,     /* a rule, */
    NEED_RUN = 1 << 13,      /* a run */
    NEED_PAST = 1 << 14,     /* there is a place to go back to, */
    NEED_FUTURE = 1 << 15,   /* and forward to */
    NEED_SET = 1 << 16,      /* the cursor is in a condition or an action */
    NEED_DRAFT = 1 << 17,    /* a draft was kept */
    NEED_STANDS = 1 << 18,   /* the suppression was not taken away */
    NEED_ENDED = 1 << 19,    /* the run is over, */
    NEED_STEP = 1 << 20,     /* one of its steps is under the cursor, */
    NEED_UNKNOWN = 1 << 21,  /* and nobody knows whether it was done */
    NEED_CALL = 1 << 22,     /* the containment waits for somebody */
    NEED_APPROVAL = 1 << 23, /* there is an approval */
};
extern const char *const need_whys[];
extern const size_t n_need_whys;

/* Acts that several screens share; the shell does the first lot itself.  A
 * screen's own begin at ACT_SCREEN. */
enum act {
    ACT_NONE,
    ACT_TAB, /* the digit of the key says which */
    ACT_PALETTE,
    ACT_HELP,
    ACT_BACK, /* Esc */
    ACT_QUIT, /* q: back, and at the top it leaves */
    ACT_LEAVE,
    ACT_PAST,
    ACT_FUTURE,
    ACT_REFRESH,
    ACT_REDRAW,
    ACT_SUSPEND,
    ACT_MOUSE,
    ACT_BELL,
    ACT_UTC,
    ACT_THEME,
    ACT_COPY,
    ACT_PAGE,
    ACT_LOG,
    ACT_SOURCES,
    ACT_HOLD,
    ACT_SIMULATE,
    ACT_SHELL_N, /* what follows is the screen's */
    ACT_MOVE,    /* + enum list_move */
    ACT_MOVE_LAST = ACT_MOVE + LIST_MOVE_N,
    ACT_OPEN,
    ACT_PANE,
    ACT_BIGGER,
    ACT_SMALLER,
    ACT_SEARCH,
    ACT_NEXT,
    ACT_PREVIOUS,
    ACT_MARK, /* from here on in tables of the screens themselves */
    ACT_UNMARK,
    ACT_SCREEN,
};

/* A place to come back to, or to go to. */
struct place {
    const struct screen *screen;
    int64_t row;       /* the row under the cursor, or the one to open */
    char query[1024];  /* of the queue */
    bool whole;        /* its details fill the screen */
    struct rule *rule; /* to be edited: given away */
};

struct screen_keys {
    const char *context; /* named in the configuration */
    const struct binding *rows;
    size_t n;
};

/* Which tables listen now, the first one first; the shell adds its own. */
#define SCOPE_MAX 6
struct screen_scope {
    const char *contexts[SCOPE_MAX];
    size_t n;
    unsigned met; /* set of enum need */
    bool typing;  /* in a line or form: the cursor is seen */
};

struct tab {
    int64_t count; /* beside the title; -1: none */
    bool call;     /* something waits for this person */
};

enum screen_text {
    TEXT_COPY, /* what y puts on the clipboard */
    TEXT_PAGE, /* all there is to read here, for Y */
};

struct screen {
    const char *name;  /* "queue": its context, its place in jumps */
    const char *title; /* N_() */
    char digit;        /* '1'; 0: no tab, until one is there */
    size_t size;       /* of the state */
    const struct screen_keys *keys;
    size_t n_keys;
    void (*open)(void *state, struct shell *shell);
    void (*close)(void *state);
    void (*scope)(void *state, struct screen_scope *out);
    /* Once a turn, before it is drawn: asks for what is missing. */
    void (*sync)(void *state);
    /* Something arrived, perhaps for another one.  A page is kept by setting
     * its pointer in the note to NULL. */
    void (*note)(void *state, struct note *note);
    void (*draw)(void *state, const struct canvas *canvas);
    void (*act)(void *state, int act);
    /* A key before the keymap sees it: lines and forms being typed in.
     * False: not mine.  NULL: never. */
    bool (*type)(void *state, const struct key *key);
    /* A click on a place of the screen; NULL: it has no use for it. */
    void (*click)(void *state, const struct key *key);
    bool (*back)(void *state); /* one level up; false: at the top */
    void (*tab)(void *state, struct tab *out); /* NULL: nothing beside it */
    void (*text)(void *state, enum screen_text what, struct buf *out);
    void (*go)(void *state, struct place *place);
    void (*where)(void *state, struct place *out);
    /* When it has to be drawn again although nothing happened, as a moment of
     * when_monotonic(); 0: no such thing.  NULL: never. */
    int64_t (*due)(void *state);
    /* The terminal is gone, or the person leaves: keep drafts.  NULL: none. */
    void (*leave)(void *state);
};

#define SCREEN_DECLARE(name) extern const struct screen scr_##name;
SCREENS(SCREEN_DECLARE)
#undef SCREEN_DECLARE

extern const struct screen *const screens[];
extern const size_t n_screens;
const struct screen *screen_find(const char *name); /* NULL: none */

/* Cursor keys of lists, texts and trees: the context "move"; Enter, Tab and
 * the size of panes: "pane"; and "search". */
extern const struct screen_keys move_keys;
extern const struct screen_keys pane_keys;
extern const struct screen_keys search_keys;
/* What the shell does wherever one is: "common". */
extern const struct screen_keys common_keys;

#endif
