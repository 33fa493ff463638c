/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_range.c - ranges of addresses in a watchlist: however many there are,
 * one is found in a few steps.
 */
#include <stdlib.h>

#include "engine/query_part.h"

bool range_parse(struct str text, struct range *out)
{
    uint32_t address;
    uint32_t mask;

    if (str_find_char(text, '/') == STR_NOWHERE ||
        !ipv4_parse(text, &address, &mask))
        return false;
    out->first = address & mask;
    out->last = address | ~mask;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct range *one = a;
    const struct range *two = b;

    return (one->first > two->first) - (one->first < two->first);
}

size_t ranges_join(struct range *ranges, size_t n)
{
    size_t kept = 0;

    if (n == 0)
        return 0;
    qsort(ranges, n, sizeof(*ranges), compare);
    for (size_t i = 1; i < n; i++) {
        if (ranges[i].first > ranges[kept].last)
            ranges[++kept] = ranges[i];
        else if (ranges[i].last > ranges[kept].last)
            ranges[kept].last = ranges[i].last;
    }
    return kept + 1;
}

bool ranges_hold(const struct range *ranges, size_t n, struct str text)
{
    uint32_t address;
    uint32_t mask;
    size_t low = 0;

    if (n == 0 || !ipv4_parse(text, &address, &mask) || mask != UINT32_MAX)
        return false;
    /* The last one that begins at or before it. */
    while (n > low) {
        size_t middle = low + (n - low) / 2;

        if (ranges[middle].first <= address)
            low = middle + 1;
        else
            n = middle;
    }
    return low > 0 && address <= ranges[low - 1].last;
}
