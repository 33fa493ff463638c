/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_part.h - what the files of the expressions share: tokens, the tree, and
 * what a function is handed.
 *
 * Private to engine/.  The way of a text: expr_lex cuts it into tokens,
 * expr_parse makes the tree and checks names and arguments, expr_eval walks
 * it, and the rows of expr_fn_* do the work.
 *
 * Thread: one at a time.
 * Memory: the tree is in the arena of the expression, values are in that of the
 * evaluation.
 */
#ifndef RIPOSTE_ENGINE_EXPR_PART_H
#define RIPOSTE_ENGINE_EXPR_PART_H

#include "engine/expr.h"
#include "util/buf.h"

/* ---- tokens: expr_lex.c ---------------------------------------------------*/

enum expr_token {
    EXPR_END,
    EXPR_NAME,   /* triggerBody, $, and bytes above 0x7f */
    EXPR_TEXT,   /* '…' with '' for a quote; "…" too */
    EXPR_NUMBER, /* 5, -1.5, .3 */
    EXPR_SIGN,   /* any other character */
};

struct expr_lex {
    struct str text; /* ends where the expression does */
    size_t start;    /* of the token */
    size_t at;       /* behind it */
    enum expr_token token;
    struct str raw;   /* the token as it stands there */
    struct str value; /* EXPR_TEXT: without quotes and doubled quotes */
    struct arena *arena;
};

/* Takes the next token; @operand says that a number may have a sign or begin
 * with its point here. */
bool expr_lex_next(struct expr_lex *lex, bool operand, struct err *err);
bool expr_lex_sign(const struct expr_lex *lex, char sign);
/* ERR_INPUT: "Column 12: …", for a place in @text. */
bool expr_fail_at(struct str text, size_t at, struct err *err, const char *fmt,
                  ...) __attribute__((format(printf, 4, 5)));
/* Where the brace of an expression is closed, from inside it on; braces in
 * quotes do not count.  STR_NOWHERE when it is not. */
size_t expr_find_end(struct str text, size_t at);
/* "@triggerBody()…" as a whole, but not "@here (look)". */
bool expr_is_whole(struct str text);

/* ---- the tree: expr_parse.c -----------------------------------------------*/

enum node_kind {
    NODE_VALUE,
    NODE_CALL,
    NODE_ROOT,
    NODE_MEMBER, /* its arguments: the value, and the name or index */
    NODE_PROPERTY,
    NODE_TEXT, /* its arguments one after the other */
    NODE_KIND_N
};

struct node {
    enum node_kind kind;
    bool forgiving;             /* NODE_MEMBER: with "?" */
    size_t at;                  /* where it begins in the text */
    const struct json *value;   /* NODE_VALUE */
    const struct expr_fn *fn;   /* NODE_CALL */
    const struct expr_root *of; /* NODE_ROOT */
    const void *property;       /* NODE_PROPERTY */
    struct node *first;         /* argument */
    struct node *next;          /* argument of the same call */
    size_t n;                   /* arguments */
};

struct expr {
    struct str text;
    const struct expr_world *world;
    struct node *top;
};

/* One expression in @lex->text, from @lex->at to its end. */
bool expr_parse(struct expr_lex *lex, const struct expr_world *world,
                struct node **out, struct err *err);
/* Is the value what the row takes as argument @i?  For names of both kinds. */
bool expr_fits(const struct expr_doc *doc, size_t i, const struct json *value);
/* ERR_INPUT at that place: what it takes, and what it got. */
bool expr_misfit(struct str text, size_t at, const struct expr_doc *doc,
                 size_t i, const struct json *value, struct err *err);

/* ---- functions: expr_eval.c, expr_fn.c ------------------------------------*/

/* One evaluation. */
struct expr_run {
    const struct expr *expr;
    const struct expr_outside *outside;
    void *of;
    struct arena *arena;
    size_t made; /* of LIMIT_EXPR_MADE */
};

/* What a function is handed. */
struct expr_call {
    struct expr_run *run;
    const struct node *node;
    const struct expr_doc *doc;
    const struct json *const *args; /* NULL when the row is lazy */
    size_t n;
    const struct json *out; /* what it answers; null if it sets nothing */
    struct err *err;
};

struct expr_fn {
    struct expr_doc doc;
    bool lazy; /* asks for its arguments itself: expr_argument() */
    int tag;   /* what sets it apart from others with the same function */
    bool (*call)(struct expr_call *call);
};

/* By name, without case; NULL: there is none. */
const struct expr_fn *expr_fn_find(struct str name);
/* The function or root that may have been meant, or NULL. */
const char *expr_fn_near(struct str name, const struct expr_world *world);

/* The tables, each ends with a row without name. */
extern const struct expr_fn expr_fn_text[];
extern const struct expr_fn expr_fn_logic[];
extern const struct expr_fn expr_fn_math[];
extern const struct expr_fn expr_fn_collection[];
extern const struct expr_fn expr_fn_object[];
extern const struct expr_fn expr_fn_convert[];
extern const struct expr_fn expr_fn_uri[];
extern const struct expr_fn expr_fn_time[];

/* Arguments, which expr_fits() has seen. */
bool expr_argument(struct expr_call *call, size_t i, const struct json **out);
struct str expr_text(const struct expr_call *call, size_t i);
int64_t expr_int(const struct expr_call *call, size_t i);
int expr_tag(const struct expr_call *call);

/* ERR_INPUT with the column and the name of the function. */
bool expr_fail(const struct expr_call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Counts what is about to be made; false when it is too much. */
bool expr_spend(const struct expr_call *call, size_t bytes);
/* What comparing two values counts, so that comparing all with all ends. */
#define EXPR_COMPARED 8
/* Counts what is only gone through; false when that is too much in all. */
bool expr_pass(const struct expr_call *call, uint64_t bytes);
/* How many values @value consists of. */
uint64_t expr_weight(const struct json *value);

/* Answers; `take` as in json.h. */
bool expr_give_take(struct expr_call *call, struct json *value);
bool expr_give_text(struct expr_call *call, struct str text);
bool expr_give_int(struct expr_call *call, int64_t value);
bool expr_give_real(struct expr_call *call, double value);
bool expr_give_bool(struct expr_call *call, bool value);
bool expr_give_old(struct expr_call *call, const struct json *value);
/* The text in @buf, which is done with. */
bool expr_give_buf(struct expr_call *call, struct buf *buf);
/* Counts @value, and how deep it goes. */
bool expr_count(const struct expr_call *call, const struct json *value);
/* A copy of @value for a container that is being made; counted. */
bool expr_copy(const struct expr_call *call, const struct json *value,
               struct json **out);
/* As equals() has it: numbers by value, texts with case. */
bool expr_same(const struct json *a, const struct json *b);

/* ---- texts as .NET counts them: expr_utf16.c ------------------------------*/

/* In UTF-16 units. */
size_t expr_units(struct str text);
/* The byte where that unit begins; the end of the text when it has none. */
size_t expr_unit_at(struct str text, size_t unit);
void expr_put_case(struct str text, bool upper, struct buf *out);
struct str expr_trim(struct str text);
/* With U+FFFD for each byte that is no UTF-8. */
void expr_put_valid(struct str bytes, struct buf *out);

#endif
