/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view_part.h - what the files of the view share.
 *
 * Thread: the reader's.
 */
#ifndef RIPOSTE_SERVICE_VIEW_PART_H
#define RIPOSTE_SERVICE_VIEW_PART_H

#include "service/view.h"

/* Has @a the lower key? */
bool view_before(const struct view *view, uint32_t a, uint32_t b);
/* Brings slots that stand by time in the order of their keys. */
void view_sort(struct view *view);
/* Of those below @high: how many stand before @slot. */
size_t view_place(const struct view *view, uint32_t slot, size_t high);
void view_room(struct view *view, size_t n);
/* Which of up to 64 slots match, body and all.  *slow: bodies were read. */
uint64_t view_ask(struct view *view, const uint32_t *slots, size_t n,
                  bool *slow);

#endif
