/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/places.h"

#include <string.h>

/* The oldest makes room. */
static void push(struct place *stack, size_t *n, const struct place *place)
{
    if (*n == PLACES_MAX) {
        memmove(stack, stack + 1, (PLACES_MAX - 1) * sizeof(*stack));
        (*n)--;
    }
    stack[*n] = *place;
    stack[*n].rule = NULL;
    (*n)++;
}

void places_leave(struct places *places, const struct place *from)
{
    push(places->past, &places->n_past, from);
    places->n_future = 0;
}

bool places_step(struct places *places, bool back, const struct place *from,
                 struct place *out)
{
    struct place *stack = back ? places->past : places->future;
    size_t *n = back ? &places->n_past : &places->n_future;

    if (!*n)
        return false;
    *out = stack[--*n];
    if (back)
        push(places->future, &places->n_future, from);
    else
        push(places->past, &places->n_past, from);
    return true;
}
