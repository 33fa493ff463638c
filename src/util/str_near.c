/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/str.h"

/* Names longer than this are not misspelt by hand. */
#define NAME_SIZE 48

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/*
 * Edit distance without case, two neighbours exchanged counting as one
 * change, because that is how hands err.
 */
static unsigned distance(struct str a, struct str b)
{
    unsigned row[3][NAME_SIZE + 1];
    size_t i, j;

    for (j = 0; j <= b.len; j++)
        row[0][j] = (unsigned)j;
    for (i = 1; i <= a.len; i++) {
        unsigned *now = row[i % 3];
        const unsigned *last = row[(i + 2) % 3];
        const unsigned *before = row[(i + 1) % 3];

        now[0] = (unsigned)i;
        for (j = 1; j <= b.len; j++) {
            struct str x = str_sub(a, i - 1, 1);
            struct str y = str_sub(b, j - 1, 1);

            now[j] = least(last[j], now[j - 1]) + 1;
            now[j] = least(now[j], last[j - 1] + !str_eq_fold(x, y));
            if (i > 1 && j > 1 && str_eq_fold(x, str_sub(b, j - 2, 1)) &&
                str_eq_fold(y, str_sub(a, i - 2, 1)))
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return row[a.len % 3][b.len];
}

const char *str_nearest(struct str s, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    /* A third of the letters may be wrong; one always may. */
    unsigned best = s.len < 6 ? 2 : (unsigned)s.len / 3 + 1;
    size_t i;

    if (s.len < 2 || s.len > NAME_SIZE)
        return NULL;
    for (i = 0; i < count; i++) {
        struct str name = str_of(names[i]);
        unsigned far;

        if (name.len > NAME_SIZE)
            continue;
        far = distance(s, name);
        if (far < best) {
            best = far;
            nearest = names[i];
        }
    }
    return nearest;
}
