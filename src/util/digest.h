/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * digest.h - SHA-256, HMAC, random bytes, GUIDs and base64; the only door to
 * libcrypto.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_DIGEST_H
#define RIPOSTE_UTIL_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/str.h"

#define DIGEST_SIZE     32
#define DIGEST_HEX_SIZE 65
#define GUID_SIZE       37

void digest_sha256(struct str bytes, unsigned char out[DIGEST_SIZE]);
const char *digest_hex(struct str bytes, char out[DIGEST_HEX_SIZE]);
void digest_hmac(struct str key, struct str bytes,
                 unsigned char out[DIGEST_SIZE]);
/* The same for many messages: the key is prepared once.  An empty key makes it
 * the plain SHA-256.  One thread at a time. */
struct digest_seal;
struct digest_seal *digest_seal_new(struct str key);
void digest_seal_free(struct digest_seal *seal); /* NULL is fine */
/* Of @a followed by @b. */
void digest_seal_of(struct digest_seal *seal, struct str a, struct str b,
                    unsigned char out[DIGEST_SIZE]);
/* Lower case, terminated. */
const char *digest_spell(const unsigned char digest[DIGEST_SIZE],
                         char out[DIGEST_HEX_SIZE]);
/* Reads it back; false for anything else. */
bool digest_read(struct str hex, unsigned char out[DIGEST_SIZE]);
void digest_random(void *out, size_t len); /* dies when there is none */
double digest_fraction(void);              /* random, 0 ≤ it < 1 */
/* A random GUID, lower case, without braces (RFC 9562 version 4). */
const char *digest_guid(char out[GUID_SIZE]);
/* The GUID that these bytes always give (RFC 9562 version 8): keys that make
 * a repeated request the same request. */
const char *digest_guid_of(struct str bytes, char out[GUID_SIZE]);
/* Both append.  Read are the plain and the URL-safe alphabet, with padding or
 * without; anything else is refused and @out is left as it was. */
void digest_base64(struct str bytes, struct buf *out);
bool digest_unbase64(struct str text, struct buf *out);

#endif
