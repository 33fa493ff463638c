/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stage.h - the real program on a terminal of 120 × 40, with the sandbox
 * behind it.  What does not come in time fails the test.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_ENDTOEND_STAGE_H
#define RIPOSTE_TESTS_ENDTOEND_STAGE_H

#include "lib/sand.h"
#include "lib/vt.h"

#define STAGE_RIGHT    "\033[C"
#define STAGE_PATIENCE 60000 /* milliseconds */

struct stage {
    struct sand sand;
    struct vt *vt;
};

/* cmocka fixtures; the state is the sandbox's faults before it is the stage. */
int stage_open(void **state);
int stage_close(void **state);

/* An alert of just now, so that it stands on top. */
void stage_alert(struct stage *stage, const char *name, const char *title,
                 const char *type, const char *vm);

/* The screen shows the text in time. */
void stage_shows(struct stage *stage, const char *text);
/* The same, and a line that matches. */
void stage_has(struct stage *stage, const char *match);
/* ... after these keys. */
void stage_press(struct stage *stage, const char *keys, const char *text);
/* Presses the key, each time when the screen has answered to it, until a line
 * matches. */
void stage_press_until(struct stage *stage, const char *key, const char *match);
/* Goes from Cancel to the button with that name and presses it. */
void stage_say_yes(struct stage *stage, const char *button);
/* Takes back the containment under the cursor, which has stopped SAND_VM, and
 * waits until that runs. */
void stage_take_back(struct stage *stage);
/* The row with the mark of the cursor. */
const char *stage_cursor_row(struct stage *stage);
/* Leaves the program, which ends well. */
void stage_leave(struct stage *stage);

#endif
