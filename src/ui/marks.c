/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/marks.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

void marks_init(struct marks *marks)
{
    *marks = (struct marks){.n = 0};
}

void marks_done(struct marks *marks)
{
    mem_free(marks->row);
    marks_init(marks);
}

void marks_clear(struct marks *marks)
{
    marks->n = 0;
}

/* Where it is, or would be. */
static size_t place_of(const struct marks *marks, int64_t row)
{
    size_t from = 0;
    size_t to = marks->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (marks->row[middle] < row)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool marks_has(const struct marks *marks, int64_t row)
{
    size_t at = place_of(marks, row);

    return at < marks->n && marks->row[at] == row;
}

static void reserve(struct marks *marks, size_t more)
{
    if (marks->n + more <= marks->room)
        return;
    marks->room = (marks->n + more) * 2;
    marks->row = mem_grow(marks->row, marks->room, sizeof(*marks->row));
}

void marks_set(struct marks *marks, int64_t row, bool on)
{
    size_t at = place_of(marks, row);
    bool there = at < marks->n && marks->row[at] == row;

    if (there == on)
        return;
    if (on) {
        reserve(marks, 1);
        memmove(marks->row + at + 1, marks->row + at,
                (marks->n - at) * sizeof(*marks->row));
        marks->row[at] = row;
        marks->n++;
    } else {
        marks->n--;
        memmove(marks->row + at, marks->row + at + 1,
                (marks->n - at) * sizeof(*marks->row));
    }
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

void marks_add(struct marks *marks, const int64_t *rows, size_t n)
{
    size_t kept = 0;

    if (!n)
        return;
    reserve(marks, n);
    memcpy(marks->row + marks->n, rows, n * sizeof(*rows));
    marks->n += n;
    qsort(marks->row, marks->n, sizeof(*marks->row), compare);
    for (size_t i = 0; i < marks->n; i++) {
        if (!kept || marks->row[kept - 1] != marks->row[i])
            marks->row[kept++] = marks->row[i];
    }
    marks->n = kept;
}
