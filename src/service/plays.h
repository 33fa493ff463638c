/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plays.h - playbooks that run, as the faces see them: started by hand, their
 * mode, and the tree of a run.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_PLAYS_H
#define RIPOSTE_SERVICE_PLAYS_H

#include "engine/wdl_tree.h"
#include "model/rule.h"
#include "model/run.h"
#include "service/desk.h"
#include "util/json.h"

struct play_wish {
    const char *name;
    int64_t event;           /* that starts it; 0: none */
    const struct json *body; /* else what it is started with; NULL: nothing */
    const char *const *parameters; /* "name=value" */
    size_t n_parameters;
    const char *why;
};
/* Starts it; what is to be done at all and what waits for an approval is
 * decided by its mode.  ERR_INPUT: it is off, cannot be run, or needs to be
 * told something. */
bool playbook_run(struct desk *desk, const struct play_wish *wish, int64_t *run,
                  struct err *err);

/* One action of a run, as the interpreter has it.  Inputs and outputs are
 * masked; NULL: none, or they are secret. */
struct play_node {
    const char *name;
    const char *path; /* "For_each[3]/HTTP" */
    const char *type;
    int depth;
    enum run_state state; /* RUN_WAITING: it has not begun */
    const char *code;
    const char *error;
    const struct json *inputs;
    const struct json *outputs;
    int64_t began;
    int64_t ended;
    int attempts;
    bool loop;
    size_t rounds;
    const char *branch; /* the one that was taken; "" */
    int64_t lane; /* the newest of its steps are those of this lane; 0: it asks
                     nothing of outside */
};
/* A row of the whole tree, with what has not begun and what was not taken. */
struct play_row {
    struct wdl_row row; /* without its action */
    const char *type;   /* of the action, or of what holds branch or round */
    const char *what;   /* what it asks of outside, translated; "" */
    enum action_class class;
    bool effect;
    size_t node; /* SIZE_MAX: it is not in the run yet */
};
struct play_page {
    struct arena *arena;
    const char *playbook;
    const char *digest;          /* of the definition that it goes by */
    const char *error_text;      /* why it has failed; "" */
    const struct json *trigger;  /* masked */
    const struct json *response; /* of its Response, masked; NULL */
    struct play_node *nodes;     /* in the order in which they began */
    size_t n;
    struct play_row *rows;
    size_t n_rows;
    struct err error; /* ERR_ABSENT: it is no run of a playbook */
};
struct play_page *play_page_read(struct desk *desk, int64_t run);
void play_page_free(struct play_page *page);

#endif
