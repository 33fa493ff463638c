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
