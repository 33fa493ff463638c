/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress_poll.h - Defender's suppression rules as they are learnt: from the
 * pages of their list, and from runs that change one.
 *
 * Thread: the desk's; inside its transaction.
 */
#ifndef RIPOSTE_SERVICE_SUPPRESS_POLL_H
#define RIPOSTE_SERVICE_SUPPRESS_POLL_H

#include "service/dispatch_part.h"
#include "service/ingest.h"
#include "service/poll.h"

/* Before the source moves on: takes the rules of the page; after the last page
 * of a subscription, those that no page has shown are gone. */
bool suppress_take_page(struct desk *desk, const struct poll_source *source,
                        const struct source_page *page, int64_t now,
                        struct ingest_count *count, struct err *err);
/* A run has made or removed one: shown so at once. */
bool suppress_settle(struct job *job, struct err *err);

#endif
