/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page.h - one page of a list: {"value":[…],"nextLink":"…"} (FACTS 3).
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_PAGE_H
#define RIPOSTE_SANDBOX_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/call.h"

struct sandbox;

struct page {
    struct sandbox *sandbox;
    struct call *call;
    int64_t size; /* items that fit */
    int64_t skip; /* items of earlier pages that page_add() passes over */
    int64_t seen;
    int64_t on_page;
    bool is_full; /* there is more than fits */
};

/* Begins the answer.  The number in $skiptoken says what to skip. */
void page_begin(struct page *page, struct sandbox *sandbox, struct call *call);
/* One item more; false when the page is full and the item was left out. */
bool page_add(struct page *page, struct str item);
/* Ends the answer, with a nextLink when the page is full.  @token is where
 * the next page begins; NULL for the number of items seen. */
void page_end(struct page *page, const char *token);

#endif
