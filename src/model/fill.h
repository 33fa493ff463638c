/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fill.h - the templates of the catalogue: {id}, {name}, parameters and kept
 * values in URLs, headers, bodies and checks; private to the files of
 * containment.h.
 *
 * {was} is a value by its name, {item.id} one within it, {id:subscriptions} the
 * part of an id or URL behind that name, {item.id:last} its last part and
 * {range:first} its first.  The
 * target of a blob also has {origin}, {account}, {container} and {blob}.
 *
 * Thread: any.
 * Memory: none is kept.
 */
#ifndef RIPOSTE_MODEL_FILL_H
#define RIPOSTE_MODEL_FILL_H

#include "model/containment.h"
#include "util/buf.h"

/* What the names in a template mean. */
struct fill_values {
    struct str target;
    const struct json *kept; /* may be NULL */
    bool show;               /* for people: an unknown value is «name» */
};

/* Appends the text filled in as it is; ERR_INPUT names the name that has no
 * value. */
bool fill_text(const struct fill_values *values, struct str text,
               struct buf *out, struct err *err);
/* The same for a URL: percent-encoded, but for an ARM id in the path. */
bool fill_url(const struct fill_values *values, struct str text,
              struct buf *out, struct err *err);
/* The value filled in at every depth; the caller frees it.  A member that is
 * nothing but the name of a null is left out. */
bool fill_json(const struct fill_values *values, const struct json *from,
               struct json **out, struct err *err);

#define FILL_NAMES 32

/* The names that a template may use, while a file is read. */
struct fill_scope {
    const char *name[FILL_NAMES];
    size_t n;
    bool item;
    bool blob;
};
/* Is it a name of its own, and not yet there?  ERR_INPUT says what is wrong. */
bool fill_scope_add(struct fill_scope *scope, const char *name,
                    struct err *err);
bool fill_scope_has(const struct fill_scope *scope, struct str name);
/* Are all names in it known by now?  ERR_INPUT names the one that is not. */
bool fill_check(struct str text, const struct fill_scope *scope,
                struct err *err);
bool fill_check_json(const struct json *json, const struct fill_scope *scope,
                     struct err *err);

#endif
