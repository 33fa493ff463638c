/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * console.h - the screens' side of the house: two threads behind channels.
 *
 * The worker fetches, decides and acts; the reader keeps the queue index and
 * reads the store.  What crosses is given away.  Nothing
 * here blocks the ui: a full channel answers false, and the screen says
 * "busy".
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_SERVICE_CONSOLE_H
#define RIPOSTE_SERVICE_CONSOLE_H

#include "service/audit_page.h"
#include "service/backtest.h"
#include "service/browse.h"
#include "service/conductor.h"
#include "service/govern.h"
#include "service/health.h"
#include "service/plays.h"
#include "service/preview.h"
#include "service/queue.h"
#include "service/rehearsals.h"
#include "service/remote.h"
#include "service/report.h"
#include "service/revisions.h"
#include "service/rulebook.h"
#include "service/suppress.h"
#include "service/views.h"

struct console;

/* Starts both threads.  ERR_* when the store or the settings cannot be used;
 * sources that fail only show in the status. */
bool console_open(const struct config *config, struct console **out,
                  struct err *err);
/* Ends the threads: what is in flight is finished or journalled. */
void console_close(struct console *console);
/* Readable when console_take() has something. */
int console_descriptor(const struct console *console);
/* The catalogue, immutable. */
const struct catalogue *console_catalogue(const struct console *console);
const char *console_person(const struct console *console);

/* ---- asks: answered by the reader with a note of the same ticket ----------
 */

enum ask_kind {
    ASK_QUEUE,     /* rows; the reader also sends it again when they change */
    ASK_FIND,      /* the next row from @anchor that shows @text: NOTE_QUEUE */
    ASK_EVENT,     /* NOTE_EVENT */
    ASK_RULES,     /* NOTE_RULES */
    ASK_RULE,      /* NOTE_RULE: one rule whole, to edit */
    ASK_TEST,      /* NOTE_TEST */
    ASK_HISTORY,   /* NOTE_HISTORY, of rule @rule_row */
    ASK_DECISIONS, /* NOTE_DECISIONS, of @row, or of rule @rule_row */
    ASK_APPROVALS, /* NOTE_APPROVALS */
    ASK_RUNS,      /* NOTE_RUNS */
    ASK_RUN,       /* NOTE_RUN: one, with steps */
    ASK_EFFECTS,   /* NOTE_EFFECTS */
    ASK_SUPPRESSIONS, /* NOTE_SUPPRESSIONS */
    ASK_VIEWS,        /* NOTE_VIEWS */
    ASK_PREVIEW,      /* NOTE_PREVIEW: what the query @text would hide */
    ASK_ROWS,         /* NOTE_ROWS: numbers of all rows that match @text, for
                         marks by query; at most @count */
    ASK_BACKTEST,     /* NOTE_BACKTEST, again and again until it is over: of
                         @rule, or of rule @rule_row in @revision, and against
                         revision @against, since @since */
    ASK_NOISE,        /* NOTE_NOISE, likewise: all rules, since @since */
    ASK_REPORT, /* NOTE_REPORT: since @since, the events in @count parts */
    ASK_HEALTH, /* NOTE_HEALTH */
    ASK_STOP,   /* the backtest is not wanted any more */
    ASK_AUDIT,  /* NOTE_AUDIT: those that @text asks for, below number @row */
    ASK_VERIFY, /* NOTE_VERIFY, again and again until it is over: the audit
                   log; @count 0: it is not wanted any more */
    ASK_PLAYBOOKS, /* NOTE_PLAYBOOKS */
    ASK_BROWSE,    /* NOTE_BROWSE: the directory @text */
    ASK_IMPORT,    /* NOTE_IMPORT: what the file @text would bring, values of
                      parameters on the lines behind it */
    ASK_REHEARSE,  /* NOTE_REHEARSE: @rehearse */
    ASK_PLAY,      /* NOTE_PLAY: the tree of run @row of a playbook */
    ASK_REMOTE,    /* NOTE_REMOTE: Logic Apps in Azure, and what run @row was
                      told of one */
    ASK_KIND_N
};

struct ask {
    enum ask_kind kind;
    uint64_t ticket;
    char text[1024]; /* ASK_QUEUE, ASK_ROWS: query; ASK_FIND: what */
    enum queue_sort sort;
    bool ascending;
    int64_t anchor; /* keep this row in the page; 0: use @first */
    int64_t first;  /* position */
    size_t count;   /* rows wanted, at most 512 */
    bool backwards; /* ASK_FIND */
    int64_t row;    /* event, run, … */
    int64_t rule_row;
    struct rule *rule;              /* ASK_TEST, ASK_BACKTEST: given away */
    struct rehearse_wish *rehearse; /* given away */
    int64_t revision;               /* ASK_BACKTEST; 0: the newest */
    int64_t against;                /* 0: it is not compared */
    int64_t since;
    bool open_only;
};
/* False: the channel is full; nothing was taken, @ask->rule and the wish stay
 * yours. */
bool console_ask(struct console *console, const struct ask *ask);

/* ---- commands: carried out by the worker, answered by NOTE_DONE -----------
 */

enum command_kind {
    COMMAND_ACKNOWLEDGE,   /* rows; flag: on or off */
    COMMAND_STATUS,        /* rows, text = status, why */
    COMMAND_CLOSE,         /* rows, text = closing, why */
    COMMAND_OWNER,         /* rows, text */
    COMMAND_TAG,           /* rows, text */
    COMMAND_NOTE,          /* rows, text */
    COMMAND_CONTAIN,       /* row = event, text = action, target, why; number =
                              how long, 0: until it is taken back; flag:
                              break-glass */
    COMMAND_UNDO,          /* row = effect, or rows; why; flag: though somebody
                              has changed it */
    COMMAND_EXTEND,        /* row = effect, or rows; text = "2h", a moment or
                              "never"; why */
    COMMAND_CHECK,         /* row = effect, or rows */
    COMMAND_SETTLE_EFFECT, /* row = effect, number = state, why */
    COMMAND_ANSWER,        /* row = approval, text = its digest as it was
                              read, flag = approve, why */
    COMMAND_CANCEL,        /* row = run, or rows; why; flag: what it has
                              started elsewhere too */
    COMMAND_RESUBMIT,      /* row = run, or rows; number = step, 0: all; why */
    COMMAND_SETTLE,      /* row = run, number = step, flag: it was done; why */
    COMMAND_RULE_SAVE,   /* rule (given away) */
    COMMAND_RULE_MODE,   /* row = rule, number = mode */
    COMMAND_RULE_REMOVE, /* row = rule */
    COMMAND_HOLD,        /* flag, why; off: number = runs a minute, 0: all */
    COMMAND_REFRESH,
    COMMAND_SIMULATE,      /* text = bundles, "" = all */
    COMMAND_SUPPRESS,      /* wish (given away) */
    COMMAND_UNSUPPRESS,    /* row = suppression, why */
    COMMAND_VIEW_SAVE,     /* text = name, target = query, number = sort, flag =
                              ascending */
    COMMAND_VIEW_REMOVE,   /* text = name */
    COMMAND_AZURE,         /* target = id of an automation, flag = on, why */
    COMMAND_RULE_ROLLBACK, /* row = rule, number = revision */
    COMMAND_DRILL,         /* row = rule */
    COMMAND_PERMITS,       /* target = what somebody may be about to contain:
                              what is not known of it is asked */
    COMMAND_SAMPLE,        /* number = enum sample_from, text = of what */
    COMMAND_LOOK,          /* row = approval: how its target is now */
    COMMAND_DELEGATE,      /* text = person, target = until, why */
    COMMAND_PLAYBOOK_KEEP, /* playbooks (given away): those that are not refused
                              are kept */
    COMMAND_PLAYBOOK_MODE, /* text = name, number = mode */
    COMMAND_PLAYBOOK_REMOVE, /* text = name */
    COMMAND_PLAYBOOK_RUN,    /* text = name, row = event, why; flag: there is an
                                event */
    COMMAND_REMOTE,       /* target = id of a Logic App in Azure, number = enum
                             remote_act, text = the name of a run of it; flag:
                             it changes something, why */
    COMMAND_REMOTE_START, /* target = id of one, row = event, why */
    COMMAND_KIND_N
};

struct command {
    enum command_kind kind;
    uint64_t ticket;
    int64_t *rows; /* mem_array(); given away */
    size_t n_rows;
    int64_t row;
    int64_t number;
    bool flag;
    char text[512];
    char target[1024];
    char why[1024];
    char more[1024]; /* COMMAND_CONTAIN: parameters, name=value on each line */
    struct rule *rule;
    struct suppress_wish *wish;
    struct playbook_reading *playbooks;
};
bool console_send(struct console *console, const struct command *command);

/* ---- notes: what came back ------------------------------------------------
 */

enum note_kind {
    NOTE_QUEUE,
    NOTE_EVENT,
    NOTE_RULES,
    NOTE_RULE,
    NOTE_TEST,
    NOTE_HISTORY,
    NOTE_DECISIONS,
    NOTE_APPROVALS,
    NOTE_RUNS,
    NOTE_RUN,
    NOTE_EFFECTS,
    NOTE_ROWS,
    NOTE_SUPPRESSIONS,
    NOTE_PREVIEW,
    NOTE_VIEWS,
    NOTE_BACKTEST,
    NOTE_NOISE,
    NOTE_REPORT,
    NOTE_HEALTH,
    NOTE_AUDIT,
    NOTE_VERIFY,
    NOTE_PLAYBOOKS,
    NOTE_BROWSE,
    NOTE_IMPORT,
    NOTE_REHEARSE,
    NOTE_PLAY,
    NOTE_REMOTE,
    NOTE_STATUS,  /* unasked, whenever it changes */
    NOTE_CHANGED, /* unasked: runs, approvals or rules changed; ask again */
    NOTE_DONE,    /* of a command */
    NOTE_KIND_N
};

struct done {
    enum command_kind command;
    bool flag; /* of the command */
    size_t done;
    size_t failed;
    int64_t row;      /* of what was made: run, rule */
    struct err error; /* first one; ERR_NONE: all went well */
    char line[1024];  /* the same as a command line, for the command log */
};

struct note {
    enum note_kind kind;
    uint64_t ticket;
    union {
        struct queue_page *queue;
        struct event_page *event;
        struct rule_page *rules;
        struct rule *rule;
        struct test_page *test;
        struct revision_page *history;
        struct decision_page *decisions;
        struct approval_page *approvals;
        struct run_page *runs;
        struct effect_page *effects;
        struct suppression_page *suppressions;
        struct preview_page *preview;
        struct view_page_list *views;
        struct backtest_page *backtest; /* NOTE_NOISE too */
        struct report_page *report;
        struct health_page *health;
        struct audit_page *audit;
        struct verify_page *verify;
        struct playbook_page *playbooks;
        struct browse_page *browse;
        struct playbook_import *import;
        struct rehearse_page *rehearse;
        struct play_page *play;
        struct remote_page *remote;
        struct engine_status *status;
        struct done *done;
        struct {
            int64_t *rows;
            size_t n;
        } rows;
    } is;
};
/* The oldest note, or NULL.  It is yours: note_free(); a page may be taken out
 * by setting its pointer to NULL first. */
struct note *console_take(struct console *console);
void note_free(struct note *note);

#endif
