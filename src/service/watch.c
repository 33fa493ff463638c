/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.c - the store's file under inotify.
 */
#include "service/watch.h"

#include <sys/inotify.h>
#include <unistd.h>

/* A commit touches the file (store/db.h).  The journal beside it is written
 * before what is in it counts, so that its own changes say nothing. */
void watch_init(struct watch *watch, const char *store_path, const char *lists)
{
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->fd >= 0 &&
        inotify_add_watch(watch->fd, store_path, IN_ATTRIB) < 0)
        watch_done(watch);
    if (watch->fd >= 0 && *lists != '\0')
        inotify_add_watch(watch->fd, lists,
                          IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE);
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
