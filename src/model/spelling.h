/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spelling.h - how the members inside an event are spelled in its canonical
 * body: entities in PascalCase, ARM resources in camelCase (FACTS 8.2, 8.3).
 *
 * Only names that are known change.  Whatever holds free text as its names
 * (extended properties, additional data) is never handed here.
 *
 * Thread: any.
 * Memory: none.
 */
#ifndef RIPOSTE_MODEL_SPELLING_H
#define RIPOSTE_MODEL_SPELLING_H

#include "util/str.h"

/* The known spelling of @name, or NULL. */
const char *spelling_pascal(struct str name);
const char *spelling_camel(struct str name);

#endif
