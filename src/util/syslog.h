/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * syslog.h - one line to the log of the system, or of another machine.
 *
 * Written by hand and not with syslog(3), which cannot say that nobody took the
 * line, and knows this machine only.
 *
 * Thread: any; does not wait.
 */
#ifndef RIPOSTE_UTIL_SYSLOG_H
#define RIPOSTE_UTIL_SYSLOG_H

#include "util/err.h"
#include "util/str.h"

/* @where: the path of a datagram socket ("/dev/log", RFC 3164), or
 * "udp:ADDRESS:PORT" with a numeric address, [..] round one of IPv6 (RFC 5424,
 * 5426).  ERR_LOCAL when nobody takes it, ERR_INPUT when it is neither. */
bool syslog_send(const char *where, struct str line, struct err *err);

#endif
