/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * places.h - where one has been, as in a browser: [ goes back, ] forward.
 *
 * Thread: ui.
 * Memory: bounded and inside; places here hold no rule.
 */
#ifndef RIPOSTE_UI_PLACES_H
#define RIPOSTE_UI_PLACES_H

#include "ui/screens.h"

#define PLACES_MAX 32

struct places {
    struct place past[PLACES_MAX]; /* the newest last */
    size_t n_past;
    struct place future[PLACES_MAX];
    size_t n_future;
};

/* Leaves @from for a new place: there is no forward from there. */
void places_leave(struct places *places, const struct place *from);
/* One back, or forward; @from can be come back to.  False: there is none. */
bool places_step(struct places *places, bool back, const struct place *from,
                 struct place *out);

#endif
