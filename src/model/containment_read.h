/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment_read.h - one file of the catalogue, read strictly; private to
 * catalogue.c and the files that read.
 *
 * A name in a template must be known where it stands: parameters everywhere, a
 * kept value behind the look or call that keeps it.
 *
 * Thread: any.
 * Memory: the entry lives in the arena and borrows from the JSON, which
 * containment_keep() gives to the arena.
 */
#ifndef RIPOSTE_MODEL_CONTAINMENT_READ_H
#define RIPOSTE_MODEL_CONTAINMENT_READ_H

#include "model/containment.h"
#include "model/fill.h"

/* ERR_INPUT names the path of the member; *out may be half filled then. */
bool containment_read(const struct json *json, struct arena *arena,
                      struct containment *out, struct err *err);
/* Frees @json together with the arena. */
void containment_keep(struct arena *arena, struct json *json);

/* What is read, and where one is. */
struct reader {
    struct arena *arena;
    struct containment *out;
    struct fill_scope scope;
    struct err *err;
};

/* containment_call.c */
bool entry_text(struct reader *reader, const struct json *json,
                const char *where, const char *name, const char *fallback,
                const char **out);
bool entry_span(struct reader *reader, const struct json *json,
                const char *name, int64_t fallback, int64_t *out);
bool entry_checks(struct reader *reader, const struct json *json,
                  struct checks *out);
/* A request with all that may stand beside it. */
bool entry_call(struct reader *reader, const struct json *json,
                struct call_template *out);
/* "keep": what is known from here on, or of each item if the call is made for
 * each. */
bool entry_keeps(struct reader *reader, const struct json *json,
                 struct call_template *call);

/* containment_param.c */
bool entry_parameters(struct reader *reader, const struct json *json);

#endif
