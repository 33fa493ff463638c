/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * language.h - the query language for the faces: check, complete.  Pure and
 * quick; may be called from the ui thread.
 */
#ifndef RIPOSTE_SERVICE_LANGUAGE_H
#define RIPOSTE_SERVICE_LANGUAGE_H

#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"

bool language_check(struct str query, struct err *err);
/* Candidates for the word at @cursor (bytes); *from is where that word
 * begins. */
size_t language_complete(struct str text, size_t cursor, struct arena *arena,
                         const char ***out, size_t *from);

#endif
