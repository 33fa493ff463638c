/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fill.h - the templates of the catalogue: {id}, {name} and kept values
 * in URLs, bodies and checks; private to the files of containment.h.
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
};

/* Appends the text filled in as it is; ERR_INPUT names the name that has no
 * value. */
bool fill_text(const struct fill_values *values, struct str text,
               struct buf *out, struct err *err);
/* The same for a URL: percent-encoded, but for an ARM id in the path. */
bool fill_url(const struct fill_values *values, struct str text,
              struct buf *out, struct err *err);
/* The value filled in at every depth; the caller frees it. */
bool fill_json(const struct fill_values *values, const struct json *from,
               struct json **out, struct err *err);

/* Are all names in it known: id, name, or one of the @n keeps?  ERR_INPUT
 * names the one that is not. */
bool fill_check(struct str text, const struct keep *keeps, size_t n,
                struct err *err);
bool fill_check_json(const struct json *json, const struct keep *keeps,
                     size_t n, struct err *err);

#endif
