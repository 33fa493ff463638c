/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * draft.h - a rule that was being edited when the line dropped, kept in a file
 * of the person's own.
 *
 * Thread: ui, when the screens open and when they are left.
 */
#ifndef RIPOSTE_UI_DRAFT_H
#define RIPOSTE_UI_DRAFT_H

#include <stdbool.h>

#include "model/rule.h"

void draft_keep(const struct rule *rule);
/* NULL: there is none, or it cannot be read any more. */
struct rule *draft_load(void);
void draft_forget(void);

#endif
