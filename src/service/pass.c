/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/pass.h"

#include <string.h>

#include "util/mem.h"

struct pass {
    int64_t step;
    struct secret secret;
};

void passes_init(struct passes *passes)
{
    *passes = (struct passes){0};
}

static void drop_at(struct passes *passes, size_t at)
{
    passes->bytes -= passes->items[at].secret.len;
    secret_done(&passes->items[at].secret);
    passes->n--;
    memmove(&passes->items[at], &passes->items[at + 1],
            (passes->n - at) * sizeof(*passes->items));
}

void passes_done(struct passes *passes)
{
    while (passes->n > 0)
        drop_at(passes, passes->n - 1);
    mem_free(passes->items);
    passes->items = NULL;
}

static size_t find(const struct passes *passes, int64_t step)
{
    size_t at = 0;

    while (at < passes->n && passes->items[at].step != step)
        at++;
    return at;
}

void passes_drop(struct passes *passes, int64_t step)
{
    size_t at = find(passes, step);

    if (at < passes->n)
        drop_at(passes, at);
}

void passes_drop_all(struct passes *passes, int64_t first, int64_t last)
{
    size_t n = 0;

    for (size_t i = 0; i < passes->n; i++) {
        struct pass *pass = &passes->items[i];

        if (pass->step < first || pass->step > last) {
            passes->items[n++] = *pass;
            continue;
        }
        passes->bytes -= pass->secret.len;
        secret_done(&pass->secret);
    }
    passes->n = n;
}

void passes_put(struct passes *passes, int64_t step, struct str secret)
{
    struct pass *pass;

    passes_drop(passes, step);
    if (str_empty(secret))
        return;
    if (passes->items == NULL)
        passes->items = mem_array(PASSES, sizeof(*passes->items));
    while (passes->n == PASSES ||
           (passes->n > 0 && passes->bytes + secret.len > PASSES_BYTES))
        drop_at(passes, 0);
    passes->bytes += secret.len;
    pass = &passes->items[passes->n++];
    pass->step = step;
    secret_init(&pass->secret);
    secret_set(&pass->secret, secret);
}

const char *passes_get(const struct passes *passes, int64_t step)
{
    size_t at = find(passes, step);

    return at < passes->n ? passes->items[at].secret.bytes : "";
}
