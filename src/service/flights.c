/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/flights.h"

static size_t place_of(const struct flights *flights, int64_t row)
{
    size_t at = 0;

    while (at < flights->n && flights->row[at] != row)
        at++;
    return at;
}

bool flights_has(const struct flights *flights, int64_t row)
{
    return place_of(flights, row) < flights->n;
}

void flights_add(struct flights *flights, int64_t row)
{
    flights->row[flights->n++] = row;
}

void flights_drop(struct flights *flights, int64_t row)
{
    size_t at = place_of(flights, row);

    if (at < flights->n)
        flights->row[at] = flights->row[--flights->n];
}
