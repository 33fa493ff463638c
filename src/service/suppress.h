/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress.h - suppressions as the faces see them: what is wished for, making,
 * listing, taking away.
 *
 * One of riposte's own is a row of the store, and in force at once.  One of
 * Defender's is made by a run like any other act: journalled, followed, and
 * shown when the service has said yes.  Both need an end and a reason.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_SUPPRESS_H
#define RIPOSTE_SERVICE_SUPPRESS_H

#include "model/event.h"
#include "model/suppression.h"
#include "service/desk.h"

struct index;

/* The longest: who still wants it then makes it anew, and looks again. */
#define SUPPRESS_DAYS 366

struct suppress_wish {
    struct arena *arena; /* its own, for all below */
    enum suppression_place place;
    const char *query;        /* here: what it hides */
    const char *subscription; /* Defender's from here on: its GUID */
    const char *type;         /* of alert */
    struct json *scope;       /* {"allOf":[…]}, or NULL; of the arena */
    const char *reason;
    int64_t until;
};
struct suppress_wish *suppress_wish_new(void);
void suppress_wish_free(struct suppress_wish *wish); /* NULL is fine */
/* One condition more: the field of Defender's scope is this value. */
void suppress_wish_add(struct suppress_wish *wish, const char *field,
                       struct str value);
/* What an event says for both kinds: its type, subscription and resource. */
void suppress_wish_event(struct suppress_wish *wish, const struct event *event);
/* The same of a stored one. */
bool suppress_from_event(struct desk *desk, int64_t event,
                         struct suppress_wish *wish, struct err *err);
/* "7d", or a moment: when it ends; ERR_INPUT when that is past, too far off, or
 * cannot be read. */
bool suppress_until(struct str text, int64_t now, int64_t *out,
                    struct err *err);
/* Can it be made?  ERR_INPUT says what to mend; needs no store. */
bool suppress_check(const struct suppress_wish *wish, int64_t now,
                    struct err *err);
/* What it covers as a query, for the preview; ERR_INPUT when that cannot be
 * said. */
bool suppress_query(const struct suppress_wish *wish, struct buf *out,
                    struct err *err);
/* The same as a command. */
void suppress_line(const struct suppress_wish *wish, struct buf *out);

/* *row: its number here; or, Defender's, *run: the run that makes it; the other
 * is 0. */
bool suppress_add(struct desk *desk, const struct suppress_wish *wish,
                  int64_t *row, int64_t *run, struct err *err);
/* Takes it away; *run as above. */
bool suppress_remove(struct desk *desk, int64_t row, const char *why,
                     int64_t *run, struct err *err);

struct suppression_page {
    struct arena *arena;
    struct suppression *rows; /* those in force first, the newest first */
    size_t n;
    int64_t read;     /* when Defender's were last read; 0 never */
    const char *said; /* why some could not be read; "" */
    struct err error;
};
/* @index: counts what Defender's have dismissed; NULL: it is not known yet. */
struct suppression_page *suppression_page_read(struct desk *desk, bool active,
                                               const struct index *index);
/* The same with an index of its own, for a command. */
struct suppression_page *suppression_page_list(struct desk *desk, bool active);
void suppression_page_free(struct suppression_page *page);

#endif
