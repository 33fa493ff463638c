/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watchlist_file.h - watchlists as files: NAME.txt with one value a line, or
 * NAME.csv of which the first column counts; lines that begin with # are
 * comments.  Read whenever something is compiled with them, so that a change
 * counts at once.
 *
 * Thread: any; each call reads the disk.
 */
#ifndef RIPOSTE_SERVICE_WATCHLIST_FILE_H
#define RIPOSTE_SERVICE_WATCHLIST_FILE_H

#include "service/config.h"
#include "service/desk.h"

struct watchlist {
    const char *name;
    const char *path; /* "" for one of the settings */
    const struct str *texts;
    size_t n;
};

const char *watchlist_dir(const struct config *config, struct arena *arena);
/* Another number whenever a file was added, removed or changed. */
uint64_t watchlist_stamp(const struct config *config);
/* From its file.  ERR_INPUT when there is none, or says file and line. */
bool watchlist_read(const struct config *config, struct str name,
                    struct arena *arena, struct watchlist *out,
                    struct err *err);
/* The same, of the settings too; names the nearest one when there is none. */
bool watchlist_find(const struct config *config, struct str name,
                    struct arena *arena, struct watchlist *out,
                    struct err *err);
/* The names of all, of the settings too, whether or not they can be read. */
const char **watchlist_names(const struct config *config, struct arena *arena,
                             size_t *n);
/* All, those of the settings first; a file that is wrong is reported through
 * @wrong, and the others go on. */
bool watchlist_list(const struct config *config, struct arena *arena,
                    void (*wrong)(void *with, const struct err *err),
                    void *with, struct watchlist **out, size_t *n,
                    struct err *err);
/* Adds values to the file, which is made when it is not there, or removes
 * them; comments stay.  Under a lock, in one step.  *n: how many. */
bool watchlist_add(struct desk *desk, struct str name,
                   const char *const *values, size_t count, size_t *n,
                   struct err *err);
bool watchlist_remove(struct desk *desk, struct str name,
                      const char *const *values, size_t count, size_t *n,
                      struct err *err);

#endif
