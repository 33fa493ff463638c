/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl.h - workflow definitions as Azure Logic Apps run them (Workflow
 * Definition Language, schema 2016-06-01): read once, run many times.
 *
 * The interpreter is pure.  A run is handed its trigger, and answers which
 * effects are to be carried out next: requests, messages, waits.  Whoever has
 * hands carries them out and hands back what came of it.  A live run, a
 * rehearsal, a test and the replay after a crash are the same calls with other
 * hands: a run that is handed the same answers at the same moments in the same
 * order goes the same way, down to its GUIDs.
 *
 *     wdl_read(definition, &wdl, &err);
 *     run = wdl_run_new(wdl, &given);
 *     wdl_run_go(run, now);
 *     while (wdl_run_state(run) is not final)
 *         for (; (effect = wdl_run_next(run)); )
 *             … carry it out, then wdl_run_answer(run, effect->number, …)
 *
 * What is checked when it is read: types, fields, names in runAfter, circles,
 * every expression.  What Logic Apps would refuse is refused, with the path in
 * the definition.  Bounded are depth, actions, iterations, and what a run
 * keeps.
 *
 * Of what Logic Apps leave open this takes one way: a loop whose body changes
 * variables goes one item at a time, so that there are no races.
 *
 * Thread: a definition is immutable; each run belongs to one thread at a time.
 * Memory: a definition and a run own all they hand out, but what is said to be
 * taken or given.
 */
#ifndef RIPOSTE_ENGINE_WDL_H
#define RIPOSTE_ENGINE_WDL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/expr.h"
#include "model/run.h"
#include "util/json.h"

struct wdl;
struct wdl_action;
struct wdl_run;

/* @definition is the object with "triggers" and "actions"; it is copied. */
bool wdl_read(const struct json *definition, struct wdl **out, struct err *err);
void wdl_free(struct wdl *wdl);

/* ---- what it consists of --------------------------------------------------*/

/* All actions, those in scopes behind the scope, in the order of the text. */
size_t wdl_count(const struct wdl *wdl);
const struct wdl_action *wdl_at(const struct wdl *wdl, size_t number);
const struct wdl_action *wdl_find(const struct wdl *wdl, struct str name);

struct wdl_facts {
    const char *name;
    const char *type;   /* "Http", as the tables have it */
    const char *kind;   /* "ConvertTimeZone"; "" for most */
    const char *path;   /* "actions.For_each.actions.HTTP" */
    const char *branch; /* of what holds it: "actions", "else", a case */
    const struct wdl_action *parent; /* NULL: at the top */
    const struct json *raw;          /* the action as it was written */
    bool effect;                     /* it asks something of outside */
    bool elsewhere;                  /* which Logic Apps alone carries out */
};
struct wdl_facts wdl_facts(const struct wdl_action *action);

/* Its parameters with their defaults; the trigger, NULL when there is none. */
const struct json *wdl_parameters(const struct wdl *wdl);
const struct json *wdl_trigger(const struct wdl *wdl, const char **name);

/* The functions that answer from the surroundings, for help and completion. */
extern const struct expr_world wdl_world;

/* ---- one run --------------------------------------------------------------*/

struct wdl_given {
    const struct json *parameters; /* values by name, over the defaults */
    const struct json *trigger; /* its outputs: {"body": …, "headers": …} */
    const struct json *workflow; /* what workflow() answers, or NULL */
    const char *seed;            /* of the GUIDs it makes: the run's own name */
    /* Branches to be taken whatever the condition says, by path or name of the
     * If or Switch: "actions", "else", the name of a case, "default".  NULL:
     * none. */
    const struct json *branches;
    const struct expr_outside *outside; /* its clock and chance are not asked */
};
/* All is copied but @outside.  ERR_INPUT: a parameter has no value. */
bool wdl_run_new(const struct wdl *wdl, const struct wdl_given *given,
                 struct wdl_run **out, struct err *err);
void wdl_run_free(struct wdl_run *run);

/* As far as it goes without anything from outside. */
void wdl_run_go(struct wdl_run *run, int64_t now);
/* Only so many more actions begin, and it stops before the next one that is
 * not skipped.  SIZE_MAX, as it is at first: there is no such bound. */
void wdl_run_pace(struct wdl_run *run, size_t actions);
/* The action that it has stopped before; NULL: there is none.  @path in
 * @arena. */
const struct wdl_action *wdl_run_stop(const struct wdl_run *run,
                                      struct arena *arena, const char **path);
/* The variables as they are now; NULL behind the last. */
const char *wdl_run_variable(struct wdl_run *run, size_t number,
                             const struct json **value);
enum run_state wdl_run_state(const struct wdl_run *run);
/* Why, when it has failed: the code and the sentence of the action, or of
 * Terminate; "" otherwise. */
const char *wdl_run_code(const struct wdl_run *run);
const char *wdl_run_error(const struct wdl_run *run);
/* The answer to whoever started it by a request; NULL: there is none (yet). */
const struct json *wdl_run_response(const struct wdl_run *run);

/* Something to be carried out.  Borrowed until it is answered. */
struct wdl_effect {
    size_t number; /* the same in each replay */
    const struct wdl_action *action;
    const char *path;          /* "For_each[3]/HTTP" */
    const struct json *inputs; /* filled in */
    int attempt;               /* from 1 on */
    int64_t due;               /* not before; 0: at once */
    bool timer;         /* that is all: it has succeeded when it is due */
    int64_t give_up;    /* then it has timed out; 0: never */
    bool secure_inputs; /* never shown */
    bool secure_outputs;
};
/* The next that has not been handed out; NULL: none is left. */
const struct wdl_effect *wdl_run_next(struct wdl_run *run);

/* What came of it. */
struct wdl_answer {
    enum run_state state; /* SUCCEEDED, FAILED, TIMED_OUT, CANCELLED */
    const char *code;     /* "OK", "NotFound"; NULL: the state says it */
    const char *error;    /* one sentence; NULL: none */
    struct json *outputs; /* taken */
    bool again;           /* it may be tried again: the policy decides */
    int64_t retry_after;  /* milliseconds, -1: not said */
};
/* Goes on from there.  ERR_INPUT: nothing waits under that number. */
bool wdl_run_answer(struct wdl_run *run, size_t number,
                    struct wdl_answer *answer, int64_t now, struct err *err);
/* What has not ended is cancelled. */
void wdl_run_cancel(struct wdl_run *run, int64_t now);

/* ---- what became of it ----------------------------------------------------*/

struct wdl_seen {
    const struct wdl_action *action;
    const char *path;
    int depth;
    enum run_state state; /* RUN_WAITING: it has not begun */
    const char *code;
    const char *error;
    const struct json *inputs; /* NULL: none, or secure */
    const struct json *outputs;
    int64_t began;
    int64_t ended;
    int attempts;
    bool items; /* a loop; how many rounds it has had: */
    size_t rounds;
    const char *branch; /* the one that was taken; "": none */
    size_t effect; /* number of its last, plus 1; 0: it has asked nothing */
};
/* Each action that there is in the run so far, in the order in which they
 * began; @each answers whether it wants to see what is inside. */
void wdl_run_walk(const struct wdl_run *run,
                  bool (*each)(void *with, const struct wdl_seen *seen),
                  void *with);

#endif
