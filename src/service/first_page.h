/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * first_page.h - the newest rows straight from the store: what is shown while
 * the index is being read, whatever its size.
 */
#ifndef RIPOSTE_SERVICE_FIRST_PAGE_H
#define RIPOSTE_SERVICE_FIRST_PAGE_H

#include "service/ignores.h"
#include "service/queue.h"
#include "store/store.h"

/* Not complete: without a query, newest first, and without what is ignored. */
struct queue_page *first_page(struct store *store,
                              const struct ignores *ignores, size_t count,
                              int64_t now);

#endif
