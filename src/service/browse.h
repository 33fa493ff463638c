/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * browse.h - what is in a directory, for somebody who chooses a file there.
 *
 * Thread: any that may wait for a disk.
 * Memory: browse_page_free() frees all.
 */
#ifndef RIPOSTE_SERVICE_BROWSE_H
#define RIPOSTE_SERVICE_BROWSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"

#define BROWSE_MOST 2000

struct browse_entry {
    const char *name;
    bool directory;
};
struct browse_page {
    struct arena *arena;
    const char *dir;              /* absolute */
    struct browse_entry *entries; /* directories first, each by name; no
                                     hidden ones, files of these endings */
    size_t n;
    bool cut; /* there are more */
    struct err error;
};
/* @dir "": where riposte was started.  @endings: ".json", …, NULL ends. */
struct browse_page *browse_page_read(const char *dir,
                                     const char *const *endings);
void browse_page_free(struct browse_page *page);

#endif
