/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * language.h - the query language and the expressions in fields for the faces:
 * check, complete.  Pure and quick; may be called from the ui thread.
 */
#ifndef RIPOSTE_SERVICE_LANGUAGE_H
#define RIPOSTE_SERVICE_LANGUAGE_H

#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"

bool language_check(struct str query, struct err *err);
/* The same where somebody typed only what stands behind so many characters:
 * columns count from there. */
bool language_check_part(struct str query, size_t before, struct err *err);
/* Candidates for the word at @cursor (bytes); *from is where that word
 * begins. */
size_t language_complete(struct str text, size_t cursor, struct arena *arena,
                         const char ***out, size_t *from);

struct event_page;

struct language_candidate {
    const char *text; /* replaces what stands from *from to the cursor */
    const char
        *note; /* how a function is written, the type of a member; NULL */
};
/* The same for the text of an action's field, inside its expressions.  @page:
 * the event whose members are offered; NULL: none are known. */
size_t language_complete_field(struct str text, size_t cursor,
                               const struct event_page *page,
                               struct arena *arena,
                               struct language_candidate **out, size_t *from);
/* What a property is in that event, several values by commas; "" when it is
 * nothing, or is none. */
struct str language_value(struct str property, const struct event_page *page,
                          struct arena *arena);

#endif
