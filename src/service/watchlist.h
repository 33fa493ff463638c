/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watchlist.h - what a query may ask of the world: the time, and the lists of
 * texts that the configuration names or that lie in files.
 *
 * Thread: any; the configuration is immutable.
 */
#ifndef RIPOSTE_SERVICE_WATCHLIST_H
#define RIPOSTE_SERVICE_WATCHLIST_H

#include "engine/query.h"
#include "service/config.h"

/* Lends the configuration, which must outlive what is compiled with it. */
struct query_env watchlist_env(const struct config *config, int64_t now);
/* Any list is there, and empty: to check a text without the settings. */
struct query_env watchlist_any(int64_t now);

#endif
