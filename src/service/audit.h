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
/* The same without a store, for an export.  ERR_* when a key cannot be
 * fetched. */
bool audit_keys(const struct config *config, struct audit_seals *seals,
                struct err *err);
/* Records the settings when they are others than those of the last engine. */
bool settings_note(struct desk *desk, struct err *err);

#endif
