/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rescue.h - the terminal given back when the program dies; private to this
 * room.
 *
 * A handler of a crash may write(2) and tcsetattr(3) and hardly anything
 * else, so all that it needs is prepared while things are well.  It then lets
 * the signal have its old effect: core dumps and sanitizer reports stay.
 *
 * Thread: armed by the terminal's; the handler runs in any.
 */
#ifndef RIPOSTE_WIDGET_RESCUE_H
#define RIPOSTE_WIDGET_RESCUE_H

#include <termios.h>

#include "util/str.h"

#define RESCUE_SIZE 512

/* Registers handlers, die_hook() and atexit(3); from now on a way out restores
 * @before on @descriptor and writes @sequence.  Longer ones than RESCUE_SIZE
 * are cut. */
void rescue_arm(int descriptor, const struct termios *before,
                struct str sequence);
/* The terminal is in order: nothing to rescue until it is armed again. */
void rescue_pause(void);
void rescue_resume(void);
/* Puts the signal handlers back too. */
void rescue_disarm(void);

#endif
