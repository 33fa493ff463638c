/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * story.h - the line of an event: alert → decisions → approval → steps →
 * effect → undo, each with its time.
 */
#ifndef RIPOSTE_SERVICE_STORY_H
#define RIPOSTE_SERVICE_STORY_H

#include "service/desk_part.h"
#include "service/queue.h"

/* Fills story and n_story of a page whose event is there, by time. */
bool story_read(struct desk *desk, struct event_page *page);

#endif
