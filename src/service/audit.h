/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - the audit log as the faces see it: who writes, with which keys.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AUDIT_H
#define RIPOSTE_SERVICE_AUDIT_H

#include "model/audit.h"
#include "service/desk.h"

/* Fetches the keys of the settings for this connection; what keeps the first
 * from it stands in desk->unkeyed. */
void desk_keys(struct desk *desk);
/* Records the settings when they are others than those of the last engine. */
bool settings_note(struct desk *desk, struct err *err);
/* The keys that it has. */
struct audit_seals *audit_seals_of(struct desk *desk);

#endif
