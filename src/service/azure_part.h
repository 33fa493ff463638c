/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure_part.h - the lists of what lives in Azure as they are learnt: from the
 * pages of the source, and from runs that change one.
 *
 * Thread: the desk's; inside its transaction.
 */
#ifndef RIPOSTE_SERVICE_AZURE_PART_H
#define RIPOSTE_SERVICE_AZURE_PART_H

#include "service/dispatch_part.h"
#include "service/poll.h"

/* Takes the items of a page, before the source moves on. */
bool azure_take_page(struct desk *desk, const struct poll_source *source,
                     const struct source_page *page, struct err *err);
/* A sweep without trouble has ended: what it has not shown is gone. */
bool azure_end_sweep(struct desk *desk, const struct poll_source *source,
                     int64_t sweep, struct err *err);
/* A run that switched or removed one has come to its end. */
bool azure_settle(struct job *job, struct err *err);

#endif
