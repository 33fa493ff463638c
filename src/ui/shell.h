/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shell.h - what stands round the screens: tabs, bottom line, dialogs, pager,
 * messages, places, and the way to the other threads.
 *
 * Screens include this and change nothing in struct shell; they call.  The
 * way to the other threads is a pair of functions, so that a test can feed
 * screens by hand.
 *
 * Thread: ui.
 * Memory: shell_new() is yours until shell_free(); what is borrowed must
 * outlive it.
 */
#ifndef RIPOSTE_UI_SHELL_H
#define RIPOSTE_UI_SHELL_H

#include "service/access.h"
#include "ui/guide.h"
#include "ui/cmdlog.h"
#include "ui/pager.h"
#include "ui/places.h"
#include "ui/screens.h"
#include "widget/dialog.h"

/* Asks and commands go here; false: the channel is full. */
struct shell_talk {
    bool (*ask)(void *with, const struct ask *ask);
    bool (*send)(void *with, const struct command *command);
    void *with;
};

/* The event that is selected in the queue, for the test of a rule and for the
 * guide; row 0: none. */
struct chosen {
    int64_t row;
    char title[160];
    char resource[96];
    enum event_auto automation;
};

#define TABS_MAX 16

struct shell {
    struct term *term;
    const struct config *config;
    const struct catalogue *catalogue;
    const char *person;
    struct access access;
    char *refusals[RIGHT_N]; /* NULL: the right is had */
    struct shell_talk talk;
    int64_t (*clock)(void);
    struct keymap *keymap;

    void *state[TABS_MAX]; /* of each screen */
    size_t current;
    struct places places;
    struct chosen chosen;

    struct engine_status status;
    bool status_known;
    uint64_t tickets;
    bool busy;    /* a channel was full: tried again soon */
    int64_t wake; /* when a screen wants to ask; of when_monotonic(), 0: none */
    bool utc;
    bool leaving;
    int64_t now;    /* this turn: the wall clock, */
    int64_t turn;   /* and when_monotonic() */
    int64_t minute; /* of `now` when all was last drawn */
    bool stale;     /* everything has to be drawn */

    struct dialog *dialog;
    void (*answered)(void *with, struct dialog *dialog, bool yes);
    void *answered_with;
    struct command confirmed; /* sent when the answer is yes */
    struct pager *pager;
    struct cmdlog log;
    struct guide guide;

    char message[ERR_TEXT_SIZE];
    enum style message_style;
    int64_t message_end;    /* of when_monotonic() */
    int tab_from[TABS_MAX]; /* columns of the title line, for clicks */
    int tab_to[TABS_MAX];
};

struct shell_needs {
    struct term *term;
    const struct config *config;
    const struct catalogue *catalogue;
    const char *person;
    struct shell_talk talk;
    bool demo;
    int64_t (*clock)(void); /* the wall clock */
};
/* Opens all screens.  ERR_INPUT when the configuration gives keys that cannot
 * be or that meet. */
bool shell_new(const struct shell_needs *needs, struct shell **out,
               struct err *err);
void shell_free(struct shell *shell);

/* ---- for ui.c ---- */
void shell_begin(struct shell *shell); /* a turn: takes the time */
void shell_key(struct shell *shell, const struct key *key);
void shell_take_note(struct shell *shell, struct note *note);
/* Asks what is missing and draws what changed. */
void shell_end(struct shell *shell);
/* How long the ui may sleep, in milliseconds; -1: until something happens. */
int shell_patience(const struct shell *shell);
/* Lets the screens keep their drafts. */
void shell_leave(struct shell *shell);

/* ---- for the screens ---- */

/* Sends an ask under a ticket of its own, which it answers; 0: busy, to be
 * tried again in the next sync(). */
uint64_t shell_ask(struct shell *shell, struct ask *ask);
/* Sends a command.  What it gives away is gone, sent or not; false: busy, and
 * the person was told. */
bool shell_send(struct shell *shell, struct command *take);
/* One line for the person, until the next key or for a while. */
void shell_say(struct shell *shell, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void shell_fail(struct shell *shell, const struct err *err);
/* Bell and notification: something waits for the person. */
void shell_call(struct shell *shell, const char *what);
/* Puts a dialog on the screen; @answered is called once, and may put the next
 * one there.  @with must live until then; NULL for no answer wanted. */
void shell_show_take(struct shell *shell, struct dialog *dialog,
                     void (*answered)(void *with, struct dialog *dialog,
                                      bool yes),
                     void *with);
/* Asks whether to send @command, which names neither rows nor a rule: yes
 * sends it, with the reason if the dialog asks for one. */
void shell_confirm(struct shell *shell, const struct dialog_ask *ask,
                   const struct command *command);
void shell_page_take(struct shell *shell, struct pager *pager);
/* Goes to another place and remembers this one. */
void shell_jump(struct shell *shell, struct place *to);
void shell_jump_row(struct shell *shell, const char *screen, int64_t row);
bool shell_is_current(const struct shell *shell, const struct screen *screen);
/* All that is bound here now. */
struct keymap_scope shell_scope(struct shell *shell, struct screen_scope *own);
/* Does an act as if its key had been pressed. */
void shell_do(struct shell *shell, const struct binding *binding,
              uint32_t code);

/* ---- between the shell's own files ---- */
void shell_act(struct shell *shell, int act, uint32_t code); /* shell_acts.c */
void shell_go_tab(struct shell *shell, size_t number);

#endif
