/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file.h - files, whole and bounded, private by default.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_FILE_H
#define RIPOSTE_UTIL_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/str.h"

/* Appends the whole file; "-" is standard input.  More than @limit bytes is
 * ERR_INPUT, everything else ERR_LOCAL; both name the file. */
bool file_read(const char *path, size_t limit, struct buf *out,
               struct err *err);
/* A regular file mapped read-only; for ingest of large files, which must not
 * be cut short meanwhile.  file_unmap() when done. */
bool file_map(const char *path, struct str *out, struct err *err);
void file_unmap(struct str map);
/* Replaces the file in one step (temporary file, fsync, rename), mode 0600.
 * What is there and is no regular file stays: ERR_INPUT. */
bool file_write(const char *path, struct str text, struct err *err);
/* Adds to the file's end, which is made with mode 0600 where it is not there,
 * and waits until it is on the disk.  ERR_LOCAL names the file. */
bool file_append(const char *path, struct str text, struct err *err);
/* A new file, mode 0600: ERR_LOCAL when there is something of that name.  What
 * could not be written whole is not left behind. */
bool file_make(const char *path, struct str text, struct err *err);
/* Makes the directory and its parents, mode 0700; one that is there is fine. */
bool file_make_dir(const char *path, struct err *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
/* Is there something other than a directory that may be read?  Does not open
 * it: what writes into a pipe is not to be woken. */
bool file_can_read(const char *path, struct err *err);
/* Refuses (ERR_DENIED) a file that anybody but its owner can read. */
bool file_check_private(const char *path, struct err *err);
/* Names in a directory that end in @suffix, sorted; count in *n. */
bool file_list(const char *dir, const char *suffix, struct arena *arena,
               char ***names, size_t *n, struct err *err);
/* Directory joined with name; name alone when it is absolute. */
char *file_join(struct arena *arena, const char *dir, const char *name);

/* riposte's own file @name (empty: the directory) in an XDG place; kind:
 * "CONFIG", "STATE", "CACHE", "RUNTIME".  The place is $XDG_CONFIG_HOME and so
 * on, else .config and so on in the home directory of the real uid.  The
 * runtime place falls back to a private directory in /tmp, which is made; NULL
 * when somebody else has taken its name. */
char *file_xdg(struct arena *arena, const char *kind, const char *name);
/* A file of riposte's own data: in $RIPOSTE_DATADIR, else in data/ beside the
 * build tree of the running program, else in the installed place. */
char *file_data(struct arena *arena, const char *name);

#endif
