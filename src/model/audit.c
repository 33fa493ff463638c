/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.c - what is sealed, and with what.
 */
#include "model/audit.h"

#include <stdio.h>
#include <string.h>

#include "model/http.h"
#include "model/limits.h"

#define FIRST_LINE "riposte audit 1\n"

/* Printing a number by hand: there are many of them in a million records. */
static size_t digits(uint64_t number, char out[24])
{
    size_t at = 24;

    do {
        out[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return at;
}

static void put_text(struct buf *out, struct str text)
{
    char number[24];
    size_t at = digits(text.len, number);

    buf_bytes(out, number + at, 24 - at);
    buf_char(out, ':');
    buf_bytes(out, text.at, text.len);
    buf_char(out, '\n');
}

static void put_number(struct buf *out, int64_t value)
{
    bool minus = value < 0;
    char number[24];
    size_t at =
        digits(minus ? (uint64_t)0 - (uint64_t)value : (uint64_t)value, number);

    if (minus)
        number[--at] = '-';
    put_text(out, (struct str){.at = number + at, .len = 24 - at});
}

void audit_bytes(const struct audit_record *record, struct buf *out)
{
    buf_clear(out);
    buf_str(out, STR(FIRST_LINE));
    put_number(out, record->seq);
    put_number(out, record->when);
    put_text(out, record->who);
    put_text(out, record->role);
    put_number(out, record->uid);
    put_text(out, record->verb);
    put_text(out, record->object);
    put_number(out, record->event);
    put_text(out, record->why);
    put_text(out, record->before);
    put_text(out, record->after);
    put_text(out, record->request);
    put_text(out, record->host);
    put_number(out, record->pid);
    put_number(out, record->epoch);
    put_text(out, record->key);
}

const char *audit_key_name(struct str key, char out[AUDIT_KEY_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    char hex[DIGEST_HEX_SIZE];

    digest_hmac(key, STR("riposte audit key"), digest);
    snprintf(out, AUDIT_KEY_SIZE, "%.16s", digest_spell(digest, hex));
    return out;
}

void audit_seals_init(struct audit_seals *seals)
{
    *seals = (struct audit_seals){.plain = digest_seal_new(STR_NONE)};
    buf_init(&seals->bytes);
}

void audit_seals_done(struct audit_seals *seals)
{
    digest_seal_free(seals->plain);
    for (size_t i = 0; i < seals->n; i++)
        digest_seal_free(seals->keyed[i]);
    buf_done(&seals->bytes);
    *seals = (struct audit_seals){.n = 0};
}

bool audit_seals_add(struct audit_seals *seals, struct str key)
{
    if (seals->n == AUDIT_KEYS || key.len < AUDIT_KEY_LEAST)
        return false;
    audit_key_name(key, seals->name[seals->n]);
    seals->keyed[seals->n++] = digest_seal_new(key);
    return true;
}

static struct digest_seal *find(struct audit_seals *seals, struct str key)
{
    if (key.len == 0)
        return seals->plain;
    for (size_t i = 0; i < seals->n; i++) {
        if (str_eq(key, str_of(seals->name[i])))
            return seals->keyed[i];
    }
    return NULL;
}

bool audit_seal(struct audit_seals *seals, const struct audit_record *record,
                unsigned char out[DIGEST_SIZE])
{
    struct digest_seal *seal = find(seals, record->key);
    struct str prev = {.at = (const char *)record->prev, .len = DIGEST_SIZE};

    if (seal == NULL)
        return false;
    audit_bytes(record, &seals->bytes);
    digest_seal_of(seal, prev, buf_view(&seals->bytes), out);
    return true;
}

bool audit_sign(struct audit_seals *seals, const struct audit_record *record,
                struct str name, char out[DIGEST_HEX_SIZE])
{
    struct str prev = {.at = (const char *)record->prev, .len = DIGEST_SIZE};
    struct digest_seal *seal = find(seals, name);
    struct audit_record bare = *record;
    unsigned char digest[DIGEST_SIZE];

    if (seal == NULL)
        return false;
    bare.before = STR_NONE;
    audit_bytes(&bare, &seals->bytes);
    digest_seal_of(seal, prev, buf_view(&seals->bytes), digest);
    digest_spell(digest, out);
    return true;
}

bool audit_signed(struct audit_seals *seals, const struct audit_record *record)
{
    struct json *json = NULL;
    char hex[DIGEST_HEX_SIZE];
    struct err ignored;
    bool ok;

    if (!json_parse(record->before, &json, &ignored))
        return false;
    ok = !audit_sign(seals, record, json_text(json_get(json, "name")), hex) ||
         str_eq(json_text(json_get(json, "signature")), str_of(hex));
    json_free(json);
    return ok;
}

/* Cut at a character, so that it is a text. */
static struct str beginning(struct str text)
{
    size_t len = LIMIT_AUDIT_VALUE / 2;

    while (len > 0 && ((unsigned char)text.at[len] & 0xc0) == 0x80)
        len--;
    return str_sub(text, 0, len);
}

static void shorten(struct buf *out)
{
    struct str whole = buf_view(out);
    struct json *json = json_new_object();
    char hex[DIGEST_HEX_SIZE];

    json_set_int(json, "bytes", (int64_t)whole.len);
    json_set_text(json, "sha256", digest_hex(whole, hex));
    json_set_str(json, "begins", beginning(whole));
    buf_clear(out);
    json_write(json, JSON_COMPACT, out);
    json_free(json);
}

struct str audit_value(const struct json *value, struct buf *out)
{
    struct json *masked;

    buf_clear(out);
    if (value == NULL)
        return STR_NONE;
    masked = json_masked(value);
    json_write(masked, JSON_COMPACT, out);
    json_free(masked);
    if (out->len > LIMIT_AUDIT_VALUE)
        shorten(out);
    return buf_view(out);
}

struct json *audit_difference(const struct json *a, const struct json *b)
{
    struct json *out = json_new_object();

    for (struct json_each e = json_each(a); json_next(&e);) {
        if (e.name != NULL && !json_equal(e.value, json_get(b, e.name)))
            json_set_take(out, e.name,
                          e.value != NULL ? json_copy(e.value) : NULL);
    }
    if (json_length(out) > 0)
        return out;
    json_free(out);
    return NULL;
}
