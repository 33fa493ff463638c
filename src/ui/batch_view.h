/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * batch_view.h - an approval for many runs: why they are held back, how many
 * they are, and what each of them would do to what.
 *
 * Thread: the screen's.
 */
#ifndef RIPOSTE_UI_BATCH_VIEW_H
#define RIPOSTE_UI_BATCH_VIEW_H

#include "model/approval.h"
#include "ui/words.h"

/* Nothing when the approval is for one run alone. */
void batch_view(struct view *view, const struct approval *row);
/* The targets that it names, in a mem_array(); one alone for one run. */
size_t batch_targets(const struct approval *row, struct str **out);

#endif
