/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approval_view.h - one approval whole: what was frozen beside how the target
 * is now, with what differs marked, what it takes, and who has answered.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_APPROVAL_VIEW_H
#define RIPOSTE_UI_APPROVAL_VIEW_H

#include "model/approval.h"
#include "ui/words.h"

void approval_view(struct view *view, const struct approval *row,
                   struct sign sign, int64_t now, bool utc);

#endif
