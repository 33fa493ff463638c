/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * envelope.h - takes events out of whatever they come wrapped in.
 *
 * An ARM list page {"value":[…],"nextLink":…}, one resource, an array,
 * {"records":[…]}, a body under "body" or "Body", the answers of a published
 * OpenAPI example, NDJSON or concatenated values of these, with or without a
 * byte order mark (FACTS 8).  Walks the bytes; an item is handed out as it
 * lies there.
 *
 * Thread: one at a time.
 * Memory: borrows the text.
 */
#ifndef RIPOSTE_MODEL_ENVELOPE_H
#define RIPOSTE_MODEL_ENVELOPE_H

#include "util/err.h"
#include "util/skim.h"

#define ENVELOPE_DEPTH 4

struct envelope {
    struct skim top;
    struct skim inner[ENVELOPE_DEPTH]; /* arrays we are inside of */
    int depth;
    size_t item; /* counts from 1 */
};

enum envelope_answer { ENVELOPE_END, ENVELOPE_ITEM, ENVELOPE_BAD };

void envelope_init(struct envelope *envelope, struct str text);
/* ENVELOPE_BAD: err says what of the item, and where; the next call goes on
 * behind it (at the next line), so that one bad item does not stop the others.
 */
enum envelope_answer envelope_next(struct envelope *envelope,
                                   struct skim_value *out, struct err *err);
/* The nextLink of the page, "" when there is none; after ENVELOPE_END. */
struct str envelope_next_link(struct str page, struct arena *arena);

#endif
