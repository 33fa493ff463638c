/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * subject.h - one event to be judged, with its body when somebody needs it.
 *
 * Most questions are answered by columns, and the body is packed away in the
 * store.  So the subject fetches it when it is first asked for, once, and keeps
 * what was made from it for the questions that follow.
 *
 * Thread: one at a time.
 * Memory: query_subject_init() on the caller's storage, query_subject_done()
 * frees what it made.  Event and body are borrowed; a body that was fetched
 * stays with whoever fetched it, valid until query_subject_done().
 */
#ifndef RIPOSTE_ENGINE_SUBJECT_H
#define RIPOSTE_ENGINE_SUBJECT_H

#include <stdbool.h>

#include "model/canon.h"
#include "model/event.h"
#include "util/arena.h"
#include "util/json.h"

/* Members of the body that are kept without it. */
#define SUBJECT_PARTS 4
struct expr_outside;

struct query_subject {
    const struct event *event;
    /* The canonical body of the event, or NULL when it cannot be had; then
     * paths and entities are absent.  May be NULL. */
    const struct json *(*fetch)(void *of, const struct event *event);
    /* The bytes that it would be made from, "" when they cannot be had; valid
     * until query_subject_done().  May be NULL. */
    struct str (*bytes)(void *of, const struct event *event);
    void *of;
    /* What templates may ask of outside (engine/expr.h).  May be NULL: then
     * they know neither the time nor zones, and make no GUID. */
    const struct expr_outside *outside;

    const struct json *body; /* private from here */
    bool fetched;
    bool listed;
    struct entity *entities;
    size_t n_entities;
    struct arena *arena;
    struct subject_part {
        struct str name; /* the first, */
        size_t n;        /* of so many */
        struct json *body;
    } parts[SUBJECT_PARTS];
    size_t n_parts;
};

/* @body may be NULL when there is none.  Where it is to be fetched, set @fetch
 * and @of afterwards. */
void query_subject_init(struct query_subject *subject,
                        const struct event *event, const struct json *body);
void query_subject_done(struct query_subject *subject);

const struct json *query_subject_body(struct query_subject *subject);
/* The bytes, as long as nobody has asked for the body; else "". */
struct str query_subject_bytes(const struct query_subject *subject);
/* The body, or as much of it as canon_part() makes for these names; they are
 * borrowed until query_subject_done(). */
const struct json *query_subject_part(struct query_subject *subject,
                                      const struct str *names, size_t n);
size_t query_subject_entities(struct query_subject *subject,
                              const struct entity **out);

#endif
