/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * net.h - a port on loopback, and nowhere else.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_NET_H
#define RIPOSTE_SANDBOX_NET_H

#include <stdbool.h>

#include "util/err.h"

/* Listens on 127.0.0.1; port 0 takes a free one.  *fd does not block. */
bool net_listen(int port, int *fd, int *got, struct err *err);

#endif
