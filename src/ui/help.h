/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * help.h - pages made from tables: the keys that work here, and how the
 * sources stand.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_HELP_H
#define RIPOSTE_UI_HELP_H

#include "ui/shell.h"

struct pager *help_keys(struct shell *shell);
struct pager *help_sources(struct shell *shell);

#endif
