/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demo_run.h - starts the demonstration program at a pseudo-terminal.
 */
#ifndef RIPOSTE_TESTS_WIDGET_DEMO_RUN_H
#define RIPOSTE_TESTS_WIDGET_DEMO_RUN_H

#include "lib/vt.h"

/* `more` may be NULL; its argv is set here. */
struct vt *demo_run(const char *part, const char *argument,
                    const struct vt_start *more);
/* Sends Ctrl-Q and checks that it ends well. */
void demo_quit(struct vt *vt);

#endif
