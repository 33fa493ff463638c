/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/digest.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "util/mem.h"
#include "util/text.h"

#define GUID_BYTES 16

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz0123456789+/";

void digest_sha256(struct str bytes, unsigned char out[DIGEST_SIZE])
{
    if (EVP_Digest(bytes.at, bytes.len, out, NULL, EVP_sha256(), NULL) != 1)
        die("%s", _("SHA-256 is not available in libcrypto."));
}

const char *digest_hex(struct str bytes, char out[DIGEST_HEX_SIZE])
{
    unsigned char digest[DIGEST_SIZE];

    digest_sha256(bytes, digest);
    for (size_t i = 0; i < DIGEST_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return out;
}

void digest_hmac(struct str key, struct str bytes,
                 unsigned char out[DIGEST_SIZE])
{
    if (key.len > INT_MAX ||
        !HMAC(EVP_sha256(), key.at, (int)key.len,
              (const unsigned char *)bytes.at, bytes.len, out, NULL))
        die("%s", _("HMAC-SHA-256 is not available in libcrypto."));
}

void digest_random(void *out, size_t len)
{
    if (len > INT_MAX || RAND_bytes(out, (int)len) != 1)
        die("%s", _("There are no random numbers to be had."));
}

/* RFC 9562: the version is in the seventh byte, the variant in the ninth. */
static const char *write_guid(unsigned char bytes[GUID_BYTES], unsigned version,
                              char out[GUID_SIZE])
{
    char *to = out;

    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | version << 4);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < GUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        snprintf(to, 3, "%02x", bytes[i]);
        to += 2;
    }
    return out;
}

double digest_fraction(void)
{
    uint32_t bits;

    digest_random(&bits, sizeof(bits));
    return bits / 4294967296.0;
}

const char *digest_guid(char out[GUID_SIZE])
{
    unsigned char bytes[GUID_BYTES];

    digest_random(bytes, sizeof(bytes));
    return write_guid(bytes, 4, out);
}

const char *digest_guid_of(struct str bytes, char out[GUID_SIZE])
{
    unsigned char digest[DIGEST_SIZE];

    digest_sha256(bytes, digest);
    return write_guid(digest, 8, out);
}

void digest_base64(struct str bytes, struct buf *out)
{
    const unsigned char *at = (const unsigned char *)bytes.at;

    buf_reserve(out, bytes.len / 3 * 4 + 4);
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t count = bytes.len - i < 3 ? bytes.len - i : 3;
        unsigned group = (unsigned)at[i] << 16;

        if (count > 1)
            group |= (unsigned)at[i + 1] << 8;
        if (count > 2)
            group |= at[i + 2];
        buf_bytes(out,
                  (char[]){base64[group >> 18], base64[group >> 12 & 63],
                           count > 1 ? base64[group >> 6 & 63] : '=',
                           count > 2 ? base64[group & 63] : '='},
                  4);
    }
}

/* The six bits of a character, or 64 for one that is none of base64. */
static unsigned six_bits(char c)
{
    const char *found;

    if (c == '-')
        c = '+';
    else if (c == '_')
        c = '/';
    found = memchr(base64, c, 64);
    return found ? (unsigned)(found - base64) : 64;
}

bool digest_unbase64(struct str text, struct buf *out)
{
    size_t start = out->len;
    unsigned bits = 0, count = 0;

    for (int i = 0; i < 2 && text.len % 4 != 1 && str_ends(text, STR("=")); i++)
        text.len--;
    if (text.len % 4 == 1)
        return false;
    buf_reserve(out, text.len);
    for (size_t i = 0; i < text.len; i++) {
        unsigned six = six_bits(text.at[i]);

        if (six == 64) {
            buf_cut(out, start);
            return false;
        }
        bits = (bits << 6 | six) & 0xffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            buf_char(out, (char)(bits >> count & 0xff));
        }
    }
    return true;
}
