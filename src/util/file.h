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
/* Mapped read-only; for ingest of large files.  file_unmap() when done. */
bool file_map(const char *path, struct str *out, struct err *err);
void file_unmap(struct str map);
/* Replaces the file in one step (temporary file, fsync, rename), mode 0600. */
bool file_write(const char *path, struct str text, struct err *err);
/* Makes the directory and its parents, mode 0700; one that is there is fine. */
bool file_make_dir(const char *path, struct err *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
/* Refuses (ERR_DENIED) a file that anybody but its owner can read. */
bool file_check_private(const char *path, struct err *err);
/* Names in a directory that end in @suffix, sorted; count in *n. */
bool file_list(const char *dir, const char *suffix, struct arena *arena,
               char ***names, size_t *n, struct err *err);
/* Directory joined with name; name alone when it is absolute. */
char *file_join(struct arena *arena, const char *dir, const char *name);

/* The XDG places; made of $XDG_*_HOME, else of the home directory of the real
 * uid.  kind: "CONFIG", "STATE", "CACHE", "RUNTIME". */
char *file_xdg(struct arena *arena, const char *kind, const char *name);
/* A file of riposte's own data: $RIPOSTE_DATADIR, else data/ beside the build
 * tree of the running program, else the installed place. */
char *file_data(struct arena *arena, const char *name);

#endif
