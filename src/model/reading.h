/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reading.h - what event_read() has found in an object, while it makes an
 * event of it; private to event_read.c and the files for each kind.
 *
 * The members that matter lie in places by what they mean, the best of several
 * in each, so that what follows need not know in which shape the object came.
 *
 * Thread: one at a time.
 * Memory: borrows the object; what must be unescaped goes to the arena.
 */
#ifndef RIPOSTE_MODEL_READING_H
#define RIPOSTE_MODEL_READING_H

#include "model/alias.h"
#include "model/event.h"
#include "util/arena.h"
#include "util/skim.h"

struct reading {
    struct place {
        struct skim_value value;
        struct claim claim; /* alias is NULL: nothing is there */
    } place[SLOT_N];
    struct arena *arena;
};

/* Unescaped, bounded; "" for what is missing, an object or an array. */
struct str reading_text(const struct reading *reading, enum alias_slot slot);
/* The object or array there; one that came as text is opened. */
bool reading_open(const struct reading *reading, enum alias_slot slot,
                  enum json_type type, struct skim_value *out);
/* The text of a member of an object, by its name without case. */
struct str inner_text(const struct reading *reading,
                      const struct skim_value *object, struct str name);
/* The text of a member of the object in that place. */
struct str reading_inner(const struct reading *reading, enum alias_slot slot,
                         struct str name);
/* @prefix followed by the folded @id. */
struct str reading_key(const struct reading *reading, const char *prefix,
                       struct str id);
/* The text behind "/name/" in an id or a link, up to the next slash; "": there
 * is none. */
struct str path_part(struct str path, struct str name);
/* 0 when there is none, or it cannot be read. */
int64_t reading_time(struct str text);

/* Each fills in what its kind has; ERR_INPUT when it has no id. */
bool alert_fill(const struct reading *reading, struct event *event,
                struct err *err);
bool recommendation_fill(const struct reading *reading, struct event *event,
                         struct err *err);
bool compliance_fill(const struct reading *reading, struct event *event,
                     struct err *err);

#endif
