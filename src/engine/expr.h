/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr.h - expressions as Logic Apps write them: compiled once, filled in for
 * each event or step.
 *
 * A text may hold expressions, "on @{toUpper(triggerBody()?['Status'])}", or be
 * one as a whole, "@length(triggerBody()?['Entities'])".  Functions that need
 * nothing but their arguments are rows of tables (expr_doc_at()); functions
 * that answer from the surroundings, triggerBody() or variables(), are roots,
 * which belong to whoever evaluates: a rule's field has few, a playbook more.
 * One that is not provided is refused by name when the text is compiled.
 *
 * Evaluating is pure: time, chance and time zones are handed in.  It is bounded
 * in depth (LIMIT_EXPR_DEPTH) and in what it makes (LIMIT_EXPR_MADE), so that
 * an expression that would grow for ever ends with an error.
 *
 * Thread: a compiled text may be evaluated by one thread at a time.
 * Memory: what is compiled lives in the arena of its compilation and borrows
 * nothing but the world; what an evaluation makes lives in the arena of that
 * evaluation or is borrowed from what the roots answered.
 */
#ifndef RIPOSTE_ENGINE_EXPR_H
#define RIPOSTE_ENGINE_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/digest.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

/* As many arguments as one likes. */
#define EXPR_MANY 255

/* What there is to know of a function. */
struct expr_doc {
    const char *name;
    unsigned char min; /* arguments */
    unsigned char max; /* or EXPR_MANY */
    /* A letter for each argument, of which the last counts for all that
     * follow: t text, i integer, n number, b bool, a array, o object, c text or
     * array, u array or object, k text, array or object, v number or text,
     * x anything. */
    const char *takes;
    const char *signature; /* "concat(text, text, ...)" */
    const char *help;      /* one sentence, marked for translation */
    const char *example;   /* "concat('a', 'b')" */
    const char *gives;     /* what comes of it, as text; NULL: it varies */
};

/* The functions of the tables, by number; NULL behind the last. */
const struct expr_doc *expr_doc_at(size_t number);

/* A function that answers from the surroundings. */
struct expr_root {
    struct expr_doc doc;
    /* @of as it was handed to expr_eval().  The answer is borrowed from there,
     * or lives in @arena. */
    bool (*answer)(void *of, const struct json *const *args, size_t n,
                   struct arena *arena, const struct json **out,
                   struct err *err);
    bool makes; /* the answer is new each time, and counts as made */
};

/* What an expression can be about. */
struct expr_world {
    const struct expr_root *roots;
    size_t n_roots;
    /* Names that stand alone, without parentheses; NULL: there are none.
     * Reads one at *at of @text and leaves *at behind it. */
    bool (*property_read)(struct str text, size_t *at, struct arena *arena,
                          const void **out, struct err *err);
    bool (*property_answer)(void *of, const void *property, struct arena *arena,
                            const struct json **out, struct err *err);
    size_t (*property_names)(const char *const **out); /* for completion */
    /* A number or a quoted text behind "@" is an expression as well. */
    bool constants;
    const char *example; /* for "expected an expression, as in …" */
};

/* What an evaluation asks of outside, handed in so that it can be replayed. */
struct expr_outside {
    int64_t now; /* a moment, for utcNow(); 0: it is not known */
    /* A new GUID, lower case, as digest_guid() makes it; @of as it was handed
     * to expr_eval().  NULL: none. */
    const char *(*guid)(void *of, char out[GUID_SIZE]);
    /* What clocks show there, as if it were UTC, at a moment; with @back the
     * moment when they show it.  @zone is an IANA name.  NULL: no zones but
     * UTC are known. */
    bool (*zone)(const char *zone, bool back, int64_t moment, int64_t *out,
                 struct err *err);
    /* What is made or gone through is added to it, in bytes, roughly; NULL:
     * nobody counts.  Once it is more than @most an evaluation fails. */
    uint64_t *made;
    uint64_t most;
};

struct expr;

/* The text of a field.  ERR_INPUT says the column (in characters, from 1) and
 * the nearest known function.  "@@" at the start, or before "{", is one "@". */
bool expr_compile(struct str text, const struct expr_world *world,
                  struct arena *arena, struct expr **out, struct err *err);

/* The value: of a text with expressions in it a text, of one that is an
 * expression as a whole any value.  @outside may be NULL. */
bool expr_eval(const struct expr *expr, const struct expr_outside *outside,
               void *of, struct arena *arena, const struct json **out,
               struct err *err);

/* A value within a text, as Azure writes it: nothing of null, JSON of arrays
 * and objects, and True or False with a capital. */
void expr_put_text(const struct json *value, struct buf *out);

#endif
