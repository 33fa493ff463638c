/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment.h - the catalogue of containment actions and what is in force.
 *
 * One file in data/containment/ describes one action: requests as templates,
 * the state to look at before, what must be seen after, and the way back.  A
 * file looks like this (every member is explained in riposte.conf(5)):
 *
 *   { "name": "storage-public-off", "title": "Switch off public access …",
 *     "target": { "type": "Microsoft.Storage/storageAccounts",
 *                 "sample": "/subscriptions/…" },
 *     "class": "reversible", "permission": "Microsoft.Storage/…/write",
 *     "note": "What it does not do.",
 *     "parameters": [ { "name": "level", "type": "choice", … } ],
 *     "before": { "request": { "get": "{id}?api-version=2023-05-01" },
 *                 "keep": { "was": { "at": "properties.publicNetworkAccess",
 *                                    "default": "Enabled" } },
 *                 "already": { "at": "properties.publicNetworkAccess",
 *                              "is": "Disabled" } },
 *     "do":     [ { "patch": "{id}?api-version=2023-05-01",
 *                   "body": { "properties": {
 *                             "publicNetworkAccess": "Disabled" } } } ],
 *     "verify": { "request": { "get": "…" },
 *                 "expect": { "at": "…", "is": "Disabled" },
 *                 "within": "5m", "every": "5s" },
 *     "undo":   [ { "patch": "…", "body": { … "{was}" … } } ],
 *     "undone": { "expect": { "at": "…", "is": "{was}" }, … } }
 *
 * In a template {id} is the target, {name} its last part, and every parameter
 * and kept value its name; {item} is the one that a call with "each" is about.
 * A dot leads into an object ({item.id}), a colon takes one part of an id or
 * URL ({id:subscriptions}, {item.id:last}).  {{ and }} are braces.  A text of a
 * body that is nothing but {was} becomes the kept value with its type, so that
 * true stays true; when the value is null the member is left out.  What goes
 * into a URL is percent-encoded, but for an ARM id at its beginning.
 *
 * A request has one of get, head, put, patch, post, delete; what else may stand
 * beside it is in struct call_template.  "before" may be a list of looks.
 * "undone" without a request asks that of "verify".  An action without "undo"
 * is of the class irreversible, and no other is.  One that can be undone
 * becomes of the class timed when it is done with an end.
 *
 * An answer is its JSON object with two members more: $status, and $header with
 * the headers by their names in small letters.  `at` is a dotted path without
 * case; [] in it means any element.  Comparisons: is, not, starts, present
 * (bool), all without case; is and not also take a list of values.
 *
 * Thread: a catalogue is immutable once loaded; share it freely.
 * Memory: entries live in the catalogue's arena.
 */
#ifndef RIPOSTE_MODEL_CONTAINMENT_H
#define RIPOSTE_MODEL_CONTAINMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/field.h"
#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

/* What an action does to the world; with the mode it decides (engine/policy).
 */
enum action_class {
    CLASS_READ,
    CLASS_NOTIFY,
    CLASS_REVERSIBLE,
    CLASS_TIMED, /* reversible, and taken back by itself at its end */
    CLASS_IRREVERSIBLE,
    CLASS_N
};
const char *class_name(enum action_class class);
bool class_parse(struct str text, enum action_class *out);

enum check_op { CHECK_IS, CHECK_NOT, CHECK_STARTS, CHECK_PRESENT, CHECK_OP_N };
struct check {
    const char *at; /* template */
    enum check_op op;
    const char *const *values; /* templates, one of which it is; NULL ends;
                                  "true"/"false" for present */
};

struct checks {
    const struct check *at;
    size_t n;
};

/* A value of an answer that is remembered. */
struct keep {
    const char *name;
    const char *at;              /* template */
    const char *starts;          /* of several values the one that does */
    struct checks where;         /* of several those for which all hold */
    const char *newest;          /* of these the one where this is latest */
    bool all;                    /* a list of all of them, for "each" */
    bool optional;               /* it may be missing: then it is … */
    const struct json *fallback; /* … this, or null */
    const char *missing;         /* what it means when there is none; "" */
};

#define CALL_ALSO 4

struct call_template {
    const char *method;
    const char *url;            /* template; NULL: there is no call */
    const struct json *body;    /* template, may be NULL */
    const struct json *headers; /* names and templates, may be NULL */
    /* Paths and templates: the object at `url` is read, these members of it
     * are replaced (null: left out), and it is written back whole with the
     * ETag that it had.  NULL: no. */
    const struct json *replace;
    enum audience audience;
    bool idempotent;
    bool hides;           /* its answer holds secrets: it is never stored */
    int also[CALL_ALSO];  /* statuses that are an answer too; 0 ends */
    const char *each;     /* a kept list: once for each item; NULL */
    struct checks when;   /* on what is known: only then; none: always */
    struct checks expect; /* asked again until they hold; before: else no */
    int64_t within;       /* with expect, as in a probe */
    int64_t every;
    const struct keep *keeps; /* learnt from its answer */
    size_t n_keeps;
};

/* One look at the state before. */
struct precheck {
    struct call_template call;
    struct checks already; /* all hold: nothing to do */
    const char *refusal;   /* why it is not done when call.expect fails */
};

struct probe_template {
    struct call_template call;
    struct checks expect; /* all must hold */
    struct checks fails;  /* one holds: it has failed for good */
    int64_t within;       /* then it is unknown, never success */
    int64_t every;
};

/* What is asked of whoever wants it. */
#define CONTAINMENT_PARAMETERS 8

struct containment {
    const char *name;
    const char *title;  /* shown; translated by the catalogue's own file */
    const char *target; /* resource type, or one of "user", "resource" (any
                           ARM id), "blob" (its URL) and "machine" (its id in
                           Defender for Endpoint) */
    const char *sample; /* a target that it fits */
    enum action_class class;
    const char *permission;
    const char *note;           /* what it does not do */
    const struct field *params; /* asked for; texts */
    size_t n_params;
    unsigned parts;                   /* bit i: params[i] tells one target from
                                         another, as the name of a tag does */
    const struct json *sample_params; /* for `contain lint`; may be NULL */
    const struct precheck *before;
    size_t n_before;
    const struct call_template *acts;
    size_t n_acts;
    struct probe_template verify;
    const struct call_template *undos; /* none: cannot be undone */
    size_t n_undos;
    struct probe_template undone;
};

struct catalogue {
    struct arena *arena;
    struct containment *entries; /* sorted by name */
    size_t n;
    const char *
        *faults; /* files of one's own that could not be read, each
                    with its path and what is wrong; they are left out */
    size_t n_faults;
};
/* All *.json of @dir, then of @user_dir (may be NULL; same name replaces).
 * ERR_INPUT names file and member of the former; what is wrong in the latter
 * is in `faults`. */
bool catalogue_load(const char *dir, const char *user_dir,
                    struct catalogue **out, struct err *err);
void catalogue_free(struct catalogue *catalogue);
const struct containment *catalogue_find(const struct catalogue *catalogue,
                                         struct str name);
/* Does this entry act on that target?  Types compare without case; "user"
 * matches a UPN or an object id. */
bool containment_fits(const struct containment *entry, struct str target);

/* Reads one file strictly, for `contain lint`; the entry lives in @arena. */
bool containment_load(const char *path, struct arena *arena,
                      struct containment *out, struct err *err);

/* The parameters in full: @given (an object of texts, may be NULL) checked,
 * with defaults.  ERR_INPUT names the one that is missing, unknown or wrong.
 * The result lives in @arena. */
bool containment_parameters(const struct containment *entry,
                            const struct json *given, struct str target,
                            struct arena *arena, const struct json **out,
                            struct err *err);
/* "level=ReadOnly" into an object of texts; ERR_INPUT. */
bool parameter_add(struct str text, struct json *into, struct err *err);
/* Does what is known of a containment (effect.kept) concern the same part of
 * the target as these parameters? */
bool containment_same_part(const struct containment *entry,
                           const struct json *kept,
                           const struct json *parameters);

/* Fills {id}, {name}, parameters and kept values (@kept, an object, by name)
 * into a template; ERR_INPUT when a name has no value, or the target cannot go
 * into a URL.  The result lives in @arena.  A call that replaces members shows
 * them under their paths; see call_replaced(). */
bool call_render(const struct call_template *call, struct str target,
                 const struct json *kept, struct arena *arena,
                 struct request *out, struct err *err);
/* The same for people, before anything is known: a value that is not in @kept
 * stands as «name». */
bool call_show(const struct call_template *call, struct str target,
               const struct json *kept, struct arena *arena,
               struct request *out, struct err *err);
/* The body of a call that replaces members of @object. */
bool call_replaced(const struct call_template *call, struct str target,
                   const struct json *kept, const struct json *object,
                   struct arena *arena, struct str *out, struct err *err);

/* An answer as checks and keeps see it; the caller's. */
struct json *answer_document(const struct response *response);

/* Do all checks hold on that answer?  *why (in @arena) says the first that
 * does not, with the value found. */
bool checks_hold(const struct checks *checks, struct str target,
                 const struct json *kept, const struct json *answer,
                 struct arena *arena, const char **why);
/* Adds what a call keeps of its answer to @into; ERR_INPUT when one has no
 * value. */
bool keeps_take(const struct call_template *call, struct str target,
                const struct json *known, const struct json *answer,
                struct json *into, struct err *err);

/* What is in force on a target: three facts, never mixed. */
enum effect_state {
    EFFECT_REQUESTED, /* intended; nothing is known of the service's answer */
    EFFECT_ACCEPTED,  /* the service said yes */
    EFFECT_OBSERVED,  /* seen to be so on the source */
    EFFECT_FAILED,    /* refused, nothing changed */
    EFFECT_UNKNOWN,   /* a person must look */
    EFFECT_UNDOING,
    EFFECT_UNDONE, /* seen to be as before */
    EFFECT_STATE_N
};
const char *effect_state_name(enum effect_state state);

/* Is what was observed still so? */
enum drift {
    DRIFT_NONE,  /* nobody has looked since */
    DRIFT_SO,    /* still so */
    DRIFT_GONE,  /* no longer so */
    DRIFT_BLIND, /* it could not be seen */
    DRIFT_N
};

/* What somebody has to see to, the most urgent first. */
enum effect_call {
    CALL_UNKNOWN, /* settle it */
    CALL_CHANGED, /* somebody else has changed the target: the undo waits */
    CALL_STUCK,   /* the way back failed, or hold keeps it */
    CALL_DRIFT,   /* no longer so */
    CALL_NONE,
    CALL_N
};

struct effect {
    int64_t row;
    int64_t run;      /* that made it */
    int64_t undo_run; /* that takes it back; 0 */
    int64_t approval; /* that its run waited for; 0; read only */
    int64_t event;
    const char *action; /* name in the catalogue */
    const char *title;
    const char *target;
    const char *by; /* person or rule */
    const char *why;
    enum effect_state state;
    int64_t requested;
    int64_t accepted; /* 0: not yet */
    int64_t observed;
    int64_t ended;
    const struct json *kept; /* parameters, and the state before, for the undo:
                                of each item of a list "done", once it was
                                changed */
    const struct json *left; /* as it was when observed: look_found(); NULL */
    /* The timer. */
    int64_t until;     /* taken back then; 0: no end */
    int64_t warned;    /* the end of which a warning was given */
    int64_t timer_run; /* that was started at the end; 0: not yet */
    /* The way back that did not go through. */
    int64_t changed;     /* an undo found it changed by somebody else; 0 */
    const char *trouble; /* why it is still in force; "" */
    /* The last look at it. */
    enum drift drift;
    int64_t drift_since;      /* since when it is so known */
    int64_t looked;           /* 0: never */
    int64_t look_due;         /* the next one by itself; 0: none */
    const struct json *found; /* look_found(); NULL */
    const char *seen;         /* one sentence of it; "" */
    const char *settled_by;   /* whoever settled it; "" */
};
struct json *effect_to_json(const struct effect *effect);
/* In force, or nobody knows: requested, accepted, observed, unknown, undoing.
 */
bool effect_active(const struct effect *effect);
enum effect_call effect_call(const struct effect *effect);
/* For a list: what somebody has to see to first, then what ends next, then
 * the newest.  As qsort() wants it. */
int effect_order(const void *a, const void *b);

#endif
