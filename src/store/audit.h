/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - the audit log: what was done, by whom, never changed and never
 * pruned; model/audit.h says how the records hold together.
 *
 * A record is written in the transaction of what it tells of.  The write lock
 * is held from the moment the last record is read, so that several processes
 * make one chain without gaps.
 */
#ifndef RIPOSTE_STORE_AUDIT_H
#define RIPOSTE_STORE_AUDIT_H

#include "model/audit.h"
#include "store/store.h"

/* Who writes through this connection. */
struct audit_author {
    const char *who;
    const char *role;
    int64_t uid;
    const char *request;
    const char *host;
    int64_t pid;
    int64_t epoch;
};
/* Copied; NULL members are empty texts. */
void store_author(struct store *store, const struct audit_author *author);
/* The keys that seal and check; the first one added seals. */
struct audit_seals *store_seals(struct store *store);

/* What somebody has done. */
struct audit_entry {
    const char *who;  /* NULL: the author */
    const char *role; /* NULL: the author's */
    const char *verb;
    const char *object;
    int64_t event;
    const char *why;
    const struct json *before; /* NULL: none; borrowed */
    const struct json *after;
    const char *request; /* NULL: the author's */
};
bool audit_add(struct store *store, const struct audit_entry *entry,
               struct err *err);
/* The same for one that is whole but for its place in the chain (seq, prev,
 * mac), which is set; for the record of a new key. */
bool audit_append(struct store *store, struct audit_record *record,
                  struct err *err);

/* The record that the next one follows; seq 0: there is none. */
struct audit_head {
    int64_t seq;
    unsigned char mac[DIGEST_SIZE];
};
bool audit_head_get(struct store *store, struct audit_head *out,
                    struct err *err);
/* By the rows that there are, whatever the head says. */
bool audit_last(struct store *store, struct audit_head *out, struct err *err);
/* The newest record that has a key; 0: none has. */
bool audit_last_keyed(struct store *store, int64_t *seq, struct err *err);

/* What is asked of the log; zeroed: everything. */
struct audit_filter {
    const char *who;    /* part of it, without case; NULL: any */
    const char *verb;   /* begins with it */
    const char *object; /* part of it */
    const char *text;   /* part of any of these, or of why, before, after */
    int64_t event;      /* 0: any */
    int64_t since;      /* 0: from the first */
    int64_t until;      /* before it; 0: to the last */
    bool acts;          /* without what the store wrote down of states */
};
/* Records below @before (0: from the newest), the newest first. */
bool audit_list(struct store *store, const struct audit_filter *filter,
                int64_t before, size_t limit, struct arena *arena,
                struct audit_record **out, size_t *n, struct err *err);
/* From @from on, the oldest first.  @each answers false to stop; texts last
 * until it returns. */
bool audit_each(struct store *store, const struct audit_filter *filter,
                int64_t from, size_t limit,
                bool (*each)(void *with, const struct audit_record *record),
                void *with, struct err *err);

#endif
