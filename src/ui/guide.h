/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guide.h - one line that leads a newcomer from the first alert to a
 * containment that was approved, observed and undone.
 *
 * It looks at what is the case and says the next step; so it does not matter
 * in which order somebody finds the way.
 *
 * Thread: ui.
 * Memory: a guide is a value.
 */
#ifndef RIPOSTE_UI_GUIDE_H
#define RIPOSTE_UI_GUIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "service/console.h"

enum guide_step {
    GUIDE_WAIT,     /* nothing has arrived yet */
    GUIDE_FIND,     /* alerts are there: read one */
    GUIDE_READ,     /* one is open: what will happen to it */
    GUIDE_CONTAIN,  /* no rule asks: contain by hand */
    GUIDE_APPROVE,  /* an approval waits: go there */
    GUIDE_ANSWER,   /* and answer it */
    GUIDE_RUNNING,  /* being carried out */
    GUIDE_OBSERVED, /* seen to be so: go there */
    GUIDE_UNDO,     /* and take it back */
    GUIDE_UNDOING,
    GUIDE_DONE,
    GUIDE_STEP_N
};

/* What the guide looks at. */
struct guide_facts {
    const char *screen; /* name of the current one */
    bool event_open;    /* an event's details fill the screen */
    bool selected;      /* there are rows */
    bool waiting;       /* the selected event waits for an approval */
    int64_t approvals;  /* that wait */
};

struct guide {
    bool on;
    bool read;     /* an event was opened */
    bool approved; /* something was, while we looked, */
    bool observed; /* seen to be so, */
    bool taken;    /* and was being taken back */
    int64_t open;  /* containments now on the way, */
    int64_t seen;  /* seen to be in force, */
    int64_t ended; /* and being taken back */
    enum guide_step step;
};

void guide_init(struct guide *guide, bool on);
/* Looks at what passes by on its way to the screens. */
void guide_note(struct guide *guide, const struct note *note);
/* True when there is something else to say now. */
bool guide_look(struct guide *guide, const struct guide_facts *facts);
const char *guide_text(const struct guide *guide); /* translated */

#endif
