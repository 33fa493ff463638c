/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ingest.h - from bytes to stored events to decisions to runs.
 *
 * A batch is one transaction: its events, what the rules decided about them,
 * and the runs that follow, or nothing of it.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_INGEST_H
#define RIPOSTE_SERVICE_INGEST_H

#include "service/desk.h"
#include "util/str.h"

struct ingest_count {
    int64_t added;
    int64_t changed;
    int64_t same;
    int64_t bad;
    int64_t fired;    /* rules that fired */
    struct err fault; /* of the first bad one */
};

/* What became of one item; @what is "added", "changed", "same" or "bad".  For
 * a bad one @err says where and why, and the others go on. */
struct ingest_item {
    size_t number;
    const char *what;
    int64_t row;
    struct str key;
    const struct err *err;
};

/* Reads any shape of FACTS 8 out of @text.  @source is the name for the
 * Source column.  @standing: states of a poll (store/events.h).  @each may be
 * NULL.  Fails only when the store does; then the batch is undone. */
bool ingest_text(struct desk *desk, struct str text, const char *source,
                 bool standing, int64_t now,
                 void (*each)(void *with, const struct ingest_item *item),
                 void *with, struct ingest_count *count, struct err *err);
/* Did this person bring in the event, and did a rule fire on it then? */
bool ingest_brought(const struct desk *desk, int64_t event, const char *person,
                    bool *out, struct err *err);
/* The same as above by a person, out of a file. */
bool ingest_by_hand(struct desk *desk, struct str text, const char *source,
                    void (*each)(void *with, const struct ingest_item *item),
                    void *with, struct ingest_count *count, struct err *err);

#endif
