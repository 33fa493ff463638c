/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_part.h - the inside of workflow definitions and their runs, for the files
 * of wdl.h only.
 *
 * A definition is a tree of blocks: a block holds actions, an action may hold
 * blocks (the branches of If and Switch, the body of a loop or scope).  A run
 * mirrors it: a frame is a block that is being run, with a node for each of its
 * actions; the rounds of a loop are frames of the same block.
 */
#ifndef RIPOSTE_ENGINE_WDL_PART_H
#define RIPOSTE_ENGINE_WDL_PART_H

#include "engine/wdl.h"
#include "util/map.h"

/* ---- the definition -------------------------------------------------------*/

/* Any JSON with expressions in its texts and names: wdl_value.c. */
struct wdl_value;

struct wdl_block {
    const char *branch;       /* "actions", "else", "default", "Case_2" */
    struct wdl_action *owner; /* NULL: the top */
    struct wdl_action **actions;
    size_t n;
};

struct wdl_after {
    size_t index;    /* in the block */
    unsigned states; /* 1 << enum run_state */
};

struct wdl_retry {
    enum { RETRY_NONE, RETRY_FIXED, RETRY_EXPONENTIAL } type;
    int count;
    int64_t interval;
    int64_t least;
    int64_t most;
};

struct wdl_type;

struct wdl_action {
    size_t number; /* in the definition */
    size_t index;  /* in its block */
    const char *name;
    const char *path;
    const char *kind;
    const struct wdl_type *type;
    const struct json *raw;
    struct wdl_block *block; /* that holds it */
    struct wdl_after *after;
    size_t n_after;
    size_t *next; /* those that run after it, by index */
    size_t n_next;
    struct wdl_value *inputs; /* NULL: none */
    struct wdl_value *test;   /* condition, items, what Switch asks */
    struct wdl_value **cases; /* of Switch: of each block but the default */
    struct wdl_block **blocks;
    size_t n_blocks;
    bool has_default; /* Switch: the last block */
    size_t variable;  /* the one that it sets */
    int degree;       /* Foreach: rounds at the same time */
    int64_t rounds;   /* Until: at most */
    int64_t timeout;  /* 0: none */
    bool fail_at_limit;
    struct wdl_retry retry;
    bool secure_inputs, secure_outputs;
};

enum variable_type {
    VARIABLE_BOOLEAN,
    VARIABLE_INTEGER,
    VARIABLE_FLOAT,
    VARIABLE_STRING,
    VARIABLE_OBJECT,
    VARIABLE_ARRAY,
    VARIABLE_TYPE_N
};
struct wdl_variable {
    const char *name;
    enum variable_type type;
    struct wdl_action *by; /* that initialises it */
};

struct wdl {
    struct arena *arena;
    struct json *raw;
    const char *trigger_name;
    const struct json *trigger;
    struct json *parameters; /* defaults by name */
    struct wdl_block *top;
    struct wdl_action **actions; /* by number */
    size_t n;
    struct map names; /* number is the action's */
    struct wdl_variable *variables;
    size_t n_variables;
};

/* Where in the definition something stands, for errors. */
struct wdl_reader {
    struct wdl *wdl;
    int depth;
};
/* Is what stands in it of the kind that its type wants?  ERR_INPUT: "PATH: …".
 */
bool wdl_check_action(const struct wdl_action *action, struct err *err);
bool wdl_fail(const char *path, struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "actions.A.inputs", of the reader's arena. */
const char *wdl_member_path(const struct wdl_reader *reader,
                            const struct wdl_action *action,
                            const char *member);
/* Adds a block to its action. */
bool wdl_add_block(struct wdl_reader *reader, struct wdl_action *action,
                   const char *branch, const char *path,
                   const struct json *actions, struct err *err);
/* Names of variables, once all actions are known. */
bool wdl_variables_settle(struct wdl *wdl, struct err *err);
size_t wdl_variable_find(const struct wdl *wdl, struct str name); /* or n */
const struct json *wdl_variable_get(struct wdl_run *run, size_t number);

struct wdl_node;
struct wdl_run;

/* A type of action. */
struct wdl_type {
    const char *name;
    bool effect;    /* its inputs are for somebody outside */
    bool elsewhere; /* in Logic Apps alone: an effect that is none of riposte */
    bool rounds;    /* its frames are rounds of a loop */
    bool sets;      /* it changes a variable */
    /* Reads what is its own; may be NULL. */
    bool (*read)(struct wdl_reader *reader, struct wdl_action *action,
                 struct err *err);
    /* Its inputs have been filled in.  It ends the node, begins frames, or
     * leaves it to an answer.  False: it has failed with what err says. */
    bool (*start)(struct wdl_run *run, struct wdl_node *node, struct err *err);
    /* wdl_later() has come; may be NULL. */
    bool (*more)(struct wdl_run *run, struct wdl_node *node, struct err *err);
    /* One of its frames has ended. */
    bool (*ended)(struct wdl_run *run, struct wdl_node *node, struct err *err);
};
const struct wdl_type *wdl_type_find(struct str name);
const char *wdl_type_near(struct str name);
extern const struct wdl_type wdl_types_control[]; /* each ends without name */
extern const struct wdl_type wdl_types_variable[];
extern const struct wdl_type wdl_types_data[];
extern const struct wdl_type wdl_types_effect[];

/* ---- a run ----------------------------------------------------------------*/

struct wdl_frame {
    struct wdl_node *owner; /* NULL: the top */
    const struct wdl_block *block;
    struct wdl_node *nodes; /* by index */
    size_t open;            /* nodes that have not ended */
    size_t round;
    const struct json *item; /* Foreach; of its owner's items */
};

struct wdl_node {
    const struct wdl_action *action;
    struct wdl_frame *frame;
    enum run_state state;
    size_t waits; /* for so many before it */
    bool begun;
    size_t turn;   /* the how many-th that began; before: after all others */
    int64_t until; /* Wait: for that moment; else 0 */
    const char *code;
    const char *error;
    struct json *inputs;
    struct json *outputs;
    struct json *items;
    size_t next_item;
    int attempts;
    int64_t began, ended;
    struct wdl_frame **frames; /* by round, or the branch that was taken */
    size_t n_frames;
    size_t open;                   /* frames that have not ended */
    bool failed;                   /* one of them did */
    size_t effect;                 /* number + 1; 0: none */
    const struct wdl_block *taken; /* of If and Switch; NULL: none */
    size_t asked; /* the same of the last that it has asked for */
};

struct wdl_pending {
    struct wdl_effect effect;
    struct wdl_node *node;
};

/* A variable as it is now.  A text that grows bit by bit is put together when
 * somebody reads it. */
struct wdl_slot {
    struct json *value; /* NULL is null */
    struct buf text;    /* grown beyond it, when not empty */
    bool stale;         /* value is behind text */
};

struct wdl_run {
    const struct wdl *wdl;
    struct arena *arena;   /* what lives as long as the run */
    struct arena *scratch; /* what lives for one evaluation */
    struct json *parameters;
    struct json *trigger;
    struct json *workflow;
    struct json *branches;      /* to be taken, or NULL */
    struct wdl_slot *variables; /* by number */
    struct expr_outside outside;
    const char *seed;
    uint64_t guids;
    int64_t now;
    struct wdl_frame *top;
    struct wdl_node **ready; /* a stack */
    size_t n_ready;
    size_t room;                  /* for so many ready */
    struct wdl_pending **effects; /* by number; NULL: answered */
    size_t n_effects;
    size_t next_effect;
    size_t n_nodes;
    size_t n_begun;
    size_t pace;    /* so many may still begin; SIZE_MAX: all */
    size_t kept;    /* bytes of inputs and outputs, roughly */
    uint64_t work;  /* bytes that were made or gone through in all, roughly */
    uint64_t spent; /* of these, when the scratch arena was cleared last */
    enum run_state state;
    const char *code;
    const char *error;
    struct json *response;
};

/* Where an expression is evaluated. */
struct wdl_place {
    struct wdl_run *run;
    const struct wdl_frame *frame;
    const struct wdl_node *node;
    const struct json *item; /* of Query, Select, Table */
    bool has_item;
    struct wdl_value *const *arguments; /* of $(n) */
};

/* ---- between the files ----------------------------------------------------*/

/* @text holds expressions or not; @path is for errors. */
bool wdl_value_read(const struct json *json, const char *path,
                    struct arena *arena, struct wdl_value **out,
                    struct err *err);
/* "@and($(0),$(1))" with these as $(n). */
bool wdl_value_call(const char *text, struct wdl_value *const *arguments,
                    size_t n, const char *path, struct arena *arena,
                    struct wdl_value **out, struct err *err);
/* The answer lives in the run's scratch arena, or is borrowed from the run. */
bool wdl_value_fill(const struct wdl_value *value, struct wdl_place *place,
                    const struct json **out, struct err *err);
/* What it is made of.  NULL answers: it is something else.  @value may be NULL
 * too. */
const struct expr *wdl_value_whole(const struct wdl_value *value);
const struct json *wdl_value_plain(const struct wdl_value *value);
const struct wdl_value *wdl_value_member(const struct wdl_value *value,
                                         const char *name);
const struct wdl_value *wdl_value_item(const struct wdl_value *value, size_t i);
/* Member @i of an object whose name is plain; NULL: there is none. */
const struct wdl_value *wdl_value_at(const struct wdl_value *value, size_t i,
                                     const char **name);
size_t wdl_value_arguments(const struct wdl_value *value,
                           struct wdl_value *const **out);
void wdl_value_visit(const struct wdl_value *value,
                     void (*each)(void *with, const struct expr *expr),
                     void *with);
/* The object of If and Until, or an expression. */
bool wdl_condition_read(const struct json *json, const char *path,
                        struct arena *arena, struct wdl_value **out,
                        struct err *err);

struct wdl_frame *wdl_frame_new(struct wdl_run *run, struct wdl_node *owner,
                                const struct wdl_block *block);
void wdl_frame_open(struct wdl_run *run, struct wdl_frame *frame);
/* Asks outside for what the node wants, and forgets that. */
void wdl_ask(struct wdl_run *run, struct wdl_node *node);
void wdl_forget(struct wdl_run *run, struct wdl_node *node);
/* Begins a block below @node. */
bool wdl_begin(struct wdl_run *run, struct wdl_node *node,
               const struct wdl_block *block, const struct json *item,
               struct err *err);
/* When all that is begun meanwhile has gone as far as it can. */
void wdl_later(struct wdl_run *run, struct wdl_node *node);
void wdl_end(struct wdl_run *run, struct wdl_node *node, enum run_state state,
             const char *code, const char *error);
/* Ends it well with these outputs, which are taken. */
bool wdl_give(struct wdl_run *run, struct wdl_node *node, struct json *outputs,
              struct err *err);
/* The same as {"body": …}. */
bool wdl_give_body(struct wdl_run *run, struct wdl_node *node,
                   struct json *body, struct err *err);
/* A copy that counts as kept. */
bool wdl_copy(struct wdl_run *run, const struct json *json, struct json **out,
              struct err *err);
/* The scratch arena is empty again. */
void wdl_clear(struct wdl_run *run);
/* Counts what is kept elsewhere.  ERR_INPUT when it is too much. */
bool wdl_spend(struct wdl_run *run, size_t bytes, struct err *err);
/* What was kept and is not any more. */
void wdl_drop(struct wdl_run *run, struct json *json);
struct wdl_place wdl_place_of(struct wdl_run *run, struct wdl_node *node);
void wdl_stop(struct wdl_run *run, enum run_state state, const char *code,
              const char *error);
const char *wdl_path(const struct wdl_node *node, struct arena *arena);
bool wdl_retry_read(const struct json *inputs, const char *path,
                    struct wdl_retry *out, struct err *err);
/* When it is tried again; 0: no more. */
int64_t wdl_retry_due(const struct wdl_run *run, const struct wdl_node *node,
                      const struct wdl_answer *answer);
/* Adds to *weight roughly what @json takes in memory, in bytes.  False: that is
 * more than @most, or it is nested too deep. */
bool wdl_weigh(const struct json *json, size_t most, size_t *weight);
/* ISO 8601: "PT1H30M", "P1D". */
bool wdl_span_parse(struct str text, int64_t *out);
/* Of ParseJson.  ERR_INPUT names the place in the content; @work is as in
 * struct wdl_run. */
bool wdl_schema_check(const struct json *schema, const struct json *content,
                      uint64_t *work, struct err *err);
/* The node of that name as seen from @frame; NULL: it is not there yet.  Below
 * a loop that @frame is not in, *many frames deep: of the last round. */
const struct wdl_node *wdl_look_up(const struct wdl_frame *frame,
                                   const struct wdl_action *action);

#endif
