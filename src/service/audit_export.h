/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_export.h - the audit log as a file, and a file verified without its
 * store.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AUDIT_EXPORT_H
#define RIPOSTE_SERVICE_AUDIT_EXPORT_H

#include "model/audit_chain.h"
#include "service/desk.h"

struct audit_wish {
    const char *path; /* made, and must not be there; "-": standard output */
    bool csv;         /* else JSON lines */
    int64_t since;    /* 0: from the first */
};
/* The export is recorded before anything is written.  *n: records. */
bool audit_export(struct desk *desk, const struct audit_wish *wish, int64_t *n,
                  struct err *err);

/* The records of an export, JSON or CSV, through @chain.  ERR_INPUT names the
 * line that is none. */
bool audit_verify_file(const char *path, struct audit_chain *chain,
                       struct err *err);

/* A new key in a file of its own, mode 0600, which must not be there. */
bool audit_key_new(const char *path, struct err *err);
/* Records that audit.key has taken the place of @old (a reference), sealed with
 * both. */
bool audit_key_change(struct desk *desk, const char *old, struct err *err);

#endif
