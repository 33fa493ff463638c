/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * samples.h - asks what sample alerts are to be made, and has them made.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_SAMPLES_H
#define RIPOSTE_UI_SAMPLES_H

#include "ui/shell.h"

void samples_ask(struct shell *shell);

#endif
