/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notice_text.h - what approvers are told: all the facts, no secrets, and the
 * command to answer with; as text, as HTML, and as lines of facts.
 *
 * What an alert says is hostile: it is escaped for HTML here; the kinds that
 * send it make it harmless for what they send it to.
 *
 * Thread: any.
 * Memory: texts live in the arena given.
 */
#ifndef RIPOSTE_SERVICE_NOTICE_TEXT_H
#define RIPOSTE_SERVICE_NOTICE_TEXT_H

#include "model/approval.h"
#include "util/arena.h"

/* One approval, and what of it is to be told now. */
struct notice_item {
    const struct approval *approval;
    unsigned due; /* set of enum approval_told */
};

struct notice_text {
    const char *subject; /* one line */
    const char *body;
    const char *html;
    const char *facts; /* "Name: value", one a line */
};
/* @n is at least 1; several are told together, with their count. */
void notice_write(const struct notice_item *items, size_t n, int64_t now,
                  struct arena *arena, struct notice_text *out);

#endif
