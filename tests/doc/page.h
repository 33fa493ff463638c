/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page.h - the source of a manual page, as lists of items.
 *
 * Memory: page_init() on the caller's storage, page_done() frees; items are
 * borrowed from it.
 */
#ifndef RIPOSTE_TESTS_DOC_PAGE_H
#define RIPOSTE_TESTS_DOC_PAGE_H

#include "util/arena.h"
#include "util/str.h"

struct page {
    struct arena *arena;
    struct str text;
};

/* doc/NAME of the tree; a test that cannot read it fails. */
void page_init(struct page *page, const char *name);
void page_done(struct page *page);

/* What stands behind ".It " under .Sh @section and, unless NULL, .Ss @part;
 * escapes are as they print. */
size_t page_items(const struct page *page, const char *section,
                  const char *part, const char ***out);
/* The names of items ".It Ic a , b": one each. */
size_t page_names(const struct page *page, const char *section,
                  const char *part, const char ***out);
/* The titles of .Ss under .Sh @section. */
size_t page_parts(const struct page *page, const char *section,
                  const char ***out);

/* Fails the test with each that is in only one of the two lists. */
void page_same(const char *what, const char *const *program, size_t n_program,
               const char *const *page, size_t n_page);

#endif
