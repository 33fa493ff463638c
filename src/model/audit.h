/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - one record of the audit log, and the chain that the records make.
 *
 * The seal of a record covers the seal of the one before and every field of its
 * own, so that nothing can be changed, added or taken away inside without its
 * showing.  What is sealed, byte by byte:
 *
 *     the 32 bytes of the seal before; 32 zero bytes for the first record
 *     "riposte audit 1\n"
 *     and for each field, in the order of struct audit_record from seq to key,
 *     the length of its value in bytes (decimal), ":", the value, "\n"
 *
 * Numbers are written in decimal, texts as they are stored (UTF-8), before and
 * after as compact JSON.  A record with a key is sealed with HMAC-SHA-256, one
 * without with plain SHA-256, which anybody can make.  doc/audit.md has an
 * example.
 *
 * Thread: any; an audit_seals belongs to one thread.
 * Memory: texts are borrowed.
 */
#ifndef RIPOSTE_MODEL_AUDIT_H
#define RIPOSTE_MODEL_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/digest.h"
#include "util/json.h"
#include "util/str.h"

#define AUDIT_KEY_SIZE  17 /* of the name of a key */
#define AUDIT_KEY_LEAST 32 /* bytes of a key */
#define AUDIT_KEYS      16 /* that a checker can have at hand */

struct audit_record {
    int64_t seq; /* 1, 2, 3 … without gaps */
    int64_t when;
    struct str who; /* "mara", "rule NAME", "riposte" */
    struct str role;
    int64_t uid;       /* real one of the process */
    struct str verb;   /* "close", "approve", "run state" … */
    struct str object; /* "event 81", "rule contain-web" … */
    int64_t event;     /* 0: none */
    struct str why;
    struct str before; /* compact JSON; "" for none */
    struct str after;
    struct str request; /* the same for all that one act did */
    struct str host;
    int64_t pid;
    int64_t epoch;  /* of the engine; 0: by no engine */
    struct str key; /* name of the key, "" for none */
    bool altered;   /* reads as it was written, and is not stored so */
    unsigned char prev[DIGEST_SIZE];
    unsigned char mac[DIGEST_SIZE];
};

/* The bytes that are sealed, without the seal before; replaces *out. */
void audit_bytes(const struct audit_record *record, struct buf *out);

/* Name of a key: does not tell anything of it. */
const char *audit_key_name(struct str key, char out[AUDIT_KEY_SIZE]);

/* The keys at hand, prepared; the first is the one that new records get. */
struct audit_seals {
    struct digest_seal *plain;
    struct digest_seal *keyed[AUDIT_KEYS];
    char name[AUDIT_KEYS][AUDIT_KEY_SIZE];
    size_t n;
    struct buf bytes;
};
void audit_seals_init(struct audit_seals *seals);
void audit_seals_done(struct audit_seals *seals);
/* False: there are too many, or the key is shorter than 32 bytes. */
bool audit_seals_add(struct audit_seals *seals, struct str key);
/* What its seal must be; false when its key is not at hand. */
bool audit_seal(struct audit_seals *seals, const struct audit_record *record,
                unsigned char out[DIGEST_SIZE]);

/* The record of a new key is sealed with the new one, and signed with the one
 * before it: before holds {"name", "signature"}, and what is signed is the
 * record with an empty before.  False: that key is not here. */
#define AUDIT_NEW_KEY "new key"
bool audit_sign(struct audit_seals *seals, const struct audit_record *record,
                struct str name, char out[DIGEST_HEX_SIZE]);
/* Is it signed so?  True too when the old key is not here. */
bool audit_signed(struct audit_seals *seals, const struct audit_record *record);

/* Compact text of a value for a record, secrets masked; what is longer than
 * LIMIT_AUDIT_VALUE is there by its beginning, length and digest.  "" for
 * NULL.  Replaces *out. */
struct str audit_value(const struct json *value, struct buf *out);
/* What of two objects is not the same in both: members that only @a has, or
 * has otherwise; NULL when there is nothing.  Yours. */
struct json *audit_difference(const struct json *a, const struct json *b);

#endif
