/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * palette.h - every act that can be done here, found by typing a part of its
 * name; made from the same tables as the keys.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_PALETTE_H
#define RIPOSTE_UI_PALETTE_H

#include "ui/shell.h"

void palette_open(struct shell *shell);

#endif
