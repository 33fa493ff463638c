/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - the audit log as the faces see it: who writes, with which keys.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AUDIT_H
#define RIPOSTE_SERVICE_AUDIT_H

#include "service/desk.h"

/* Fetches the keys of the settings for this connection; what keeps the first
 * from it stands in desk->unkeyed. */
void desk_keys(struct desk *desk);

#endif
