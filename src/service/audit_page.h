/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_page.h - pages of the audit log, and how it stands.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AUDIT_PAGE_H
#define RIPOSTE_SERVICE_AUDIT_PAGE_H

#include "service/checkpoint.h"
#include "store/audit.h"

struct audit_status {
    int64_t records;
    int64_t sealed_to; /* the newest record with a key; 0: none has */
    struct checkpoint told;
};
bool audit_status_read(struct desk *desk, struct audit_status *out,
                       struct err *err);
/* "1,204 records, keyed"; the same with what is wrong. */
const char *audit_status_text(const struct audit_status *status,
                              struct arena *arena);

/* When the system's log was told last, and what came of it. */
const char *audit_told_text(const struct audit_status *status, bool utc,
                            struct arena *arena);

struct audit_page {
    struct arena *arena;
    uint64_t ticket;
    struct audit_record *rows; /* newest first */
    size_t n;
    bool more; /* there are older ones */
    struct audit_status status;
    struct err error;
};
/* Those below @before; 0: the newest. */
struct audit_page *audit_page_read(struct desk *desk,
                                   const struct audit_filter *filter,
                                   int64_t before, size_t limit);
void audit_page_free(struct audit_page *page);

#endif
