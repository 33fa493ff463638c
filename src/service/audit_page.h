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

/* What a record is about, where there is a screen for it. */
enum audit_aim {
    AIM_NONE,
    AIM_EVENT,
    AIM_RUN,
    AIM_APPROVAL,
    AIM_CONTAINMENT,
    AIM_RULE,
    AIM_SUPPRESSION,
    AIM_N
};

/* "who:ann verb:close object:rule event:81 since:7d until:1d", and text that
 * is looked for everywhere; texts are in @arena.  ERR_INPUT. */
bool audit_filter_parse(struct str text, int64_t now, struct arena *arena,
                        struct audit_filter *out, struct err *err);

/* How the verifying stands. */
struct verify_page {
    struct arena *arena;
    bool over;
    bool whole;
    int64_t done;
    int64_t all;
    int64_t when; /* it was over */
    const char *verdict;
    const char **findings;
    size_t n;
    struct err error;
};
void verify_page_free(struct verify_page *page);

struct audit_page {
    struct arena *arena;
    struct audit_record *rows; /* newest first */
    size_t n;
    bool more;            /* there are older ones */
    enum audit_aim *aims; /* of each row, */
    int64_t *rows_of;     /* and its number there */
    struct audit_status status;
    struct err error;
};
/* Those below @before; 0: the newest. */
struct audit_page *audit_page_read(struct desk *desk,
                                   const struct audit_filter *filter,
                                   int64_t before, size_t limit);
void audit_page_free(struct audit_page *page);

#endif
