/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.c - the store's journal file under inotify.
 */
#include "service/watch.h"

#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "model/limits.h"

/* SQLite appends to FILE-wal at each commit; the file itself comes and goes,
 * so its directory is watched. */
void watch_init(struct watch *watch, const char *store_path)
{
    const char *slash = strrchr(store_path, '/');
    char dir[LIMIT_PATH];

    snprintf(dir, sizeof(dir), "%.*s",
             slash != NULL ? (int)(slash - store_path) + 1 : 1,
             slash != NULL ? store_path : ".");
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->fd >= 0 &&
        inotify_add_watch(watch->fd, dir, IN_MODIFY | IN_CREATE) < 0)
        watch_done(watch);
}

void watch_done(struct watch *watch)
{
    if (watch->fd >= 0)
        close(watch->fd);
    watch->fd = -1;
}

void watch_drain(struct watch *watch)
{
    char events[4096];

    while (watch->fd >= 0 && read(watch->fd, events, sizeof(events)) > 0)
        ;
}
