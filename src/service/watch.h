/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.h - wakes a thread when anybody writes to the store, also from another
 * process, so that nobody has to look every so often.
 *
 * Thread: whose it is; reader and conductor have one each.
 */
#ifndef RIPOSTE_SERVICE_WATCH_H
#define RIPOSTE_SERVICE_WATCH_H

#include <stdbool.h>

struct watch {
    int fd; /* readable when there may be something; -1: cannot watch */
};

/* @lists: a directory of watchlists beside it, which need not be there; "":
 * none. */
void watch_init(struct watch *watch, const char *store_path, const char *lists);
void watch_done(struct watch *watch);
void watch_drain(struct watch *watch);

#endif
