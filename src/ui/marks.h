/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * marks.h - the set of marked rows: what an act is done to, when there are
 * any, instead of the row under the cursor.
 *
 * Thread: ui.
 * Memory: marks_init() on the caller's storage, marks_done() frees.
 */
#ifndef RIPOSTE_UI_MARKS_H
#define RIPOSTE_UI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct marks {
    int64_t *row; /* sorted */
    size_t n;
    size_t room;
};

void marks_init(struct marks *marks);
void marks_done(struct marks *marks);
void marks_clear(struct marks *marks);
bool marks_has(const struct marks *marks, int64_t row);
void marks_set(struct marks *marks, int64_t row, bool on);
/* Adds many at once, in any order. */
void marks_add(struct marks *marks, const int64_t *rows, size_t n);

#endif
