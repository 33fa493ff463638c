/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/digest.h"

#include <limits.h>
#include <openssl/core_names.h>
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
    return digest_spell(digest, out);
}

const char *digest_spell(const unsigned char digest[DIGEST_SIZE],
                         char out[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * DIGEST_SIZE] = '\0';
    return out;
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_read(struct str hex, unsigned char out[DIGEST_SIZE])
{
    unsigned char digest[DIGEST_SIZE];

    if (hex.len != 2 * DIGEST_SIZE)
        return false;
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        int high = nibble(hex.at[2 * i]);
        int low = nibble(hex.at[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        digest[i] = (unsigned char)(high << 4 | low);
    }
    memcpy(out, digest, DIGEST_SIZE);
    return true;
}

void digest_hmac(struct str key, struct str bytes,
                 unsigned char out[DIGEST_SIZE])
{
    if (key.len > INT_MAX ||
        !HMAC(EVP_sha256(), key.at, (int)key.len,
              (const unsigned char *)bytes.at, bytes.len, out, NULL))
        die("%s", _("HMAC-SHA-256 is not available in libcrypto."));
}

struct digest_seal {
    EVP_MAC_CTX *keyed;
    EVP_MD_CTX *plain; /* without a key */
    bool used;
};

static bool prepare_keyed(struct digest_seal *seal, struct str key)
{
    char name[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);

    seal->keyed = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac);
    return seal->keyed != NULL &&
           EVP_MAC_init(seal->keyed, (const unsigned char *)key.at, key.len,
                        parameters) == 1;
}

static bool prepare_plain(struct digest_seal *seal)
{
    seal->plain = EVP_MD_CTX_new();
    return seal->plain != NULL &&
           EVP_DigestInit_ex(seal->plain, EVP_sha256(), NULL) == 1;
}

struct digest_seal *digest_seal_new(struct str key)
{
    struct digest_seal *seal = mem_new(sizeof(*seal));

    if (!(key.len > 0 ? prepare_keyed(seal, key) : prepare_plain(seal)))
        die("%s", _("HMAC-SHA-256 is not available in libcrypto."));
    return seal;
}

void digest_seal_free(struct digest_seal *seal)
{
    if (seal == NULL)
        return;
    EVP_MAC_CTX_free(seal->keyed);
    EVP_MD_CTX_free(seal->plain);
    mem_free(seal);
}

static bool keyed_of(struct digest_seal *seal, struct str a, struct str b,
                     unsigned char out[DIGEST_SIZE])
{
    size_t len;

    return (!seal->used || EVP_MAC_init(seal->keyed, NULL, 0, NULL) == 1) &&
           EVP_MAC_update(seal->keyed, (const unsigned char *)a.at, a.len) ==
               1 &&
           EVP_MAC_update(seal->keyed, (const unsigned char *)b.at, b.len) ==
               1 &&
           EVP_MAC_final(seal->keyed, out, &len, DIGEST_SIZE) == 1;
}

static bool plain_of(struct digest_seal *seal, struct str a, struct str b,
                     unsigned char out[DIGEST_SIZE])
{
    return (!seal->used || EVP_DigestInit_ex(seal->plain, NULL, NULL) == 1) &&
           EVP_DigestUpdate(seal->plain, a.at, a.len) == 1 &&
           EVP_DigestUpdate(seal->plain, b.at, b.len) == 1 &&
           EVP_DigestFinal_ex(seal->plain, out, NULL) == 1;
}

void digest_seal_of(struct digest_seal *seal, struct str a, struct str b,
                    unsigned char out[DIGEST_SIZE])
{
    if (!(seal->keyed != NULL ? keyed_of : plain_of)(seal, a, b, out))
        die("%s", _("HMAC-SHA-256 is not available in libcrypto."));
    seal->used = true;
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
