/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * resource.c - what a resource id or a user name says of itself, and whether it
 * can be trusted in a URL; see event.h.
 */
#include "model/event.h"

#include <string.h>

#include "model/limits.h"
#include "util/ascii.h"

/* From the start of one str to the end of another that lies behind it. */
static struct str span(struct str from, struct str to)
{
    return (struct str){.at = from.at,
                        .len = (size_t)(to.at + to.len - from.at)};
}

/* "Microsoft.Sql/servers/s1/databases/d1": the last /providers/ counts, since
 * extension resources hang below others. */
static void parse_provider(struct str rest, struct resource *out)
{
    struct str namespace, type, name;

    if (!str_cut(&rest, '/', &namespace))
        return;
    while (str_cut(&rest, '/', &type)) {
        if (str_empty(type))
            return;
        out->type = span(namespace, type);
        out->name = STR_NONE;
        if (!str_cut(&rest, '/', &name))
            return;
        out->name = name;
        if (str_eq_fold(type, STR("providers"))) {
            /* What came so far was the parent; begin again. */
            namespace = name;
            out->type = out->name = STR_NONE;
        }
    }
}

void resource_parse(struct str id, struct resource *out)
{
    struct str rest = id;
    struct str key, value;

    *out = (struct resource){.id = id,
                             .subscription = STR_NONE,
                             .group = STR_NONE,
                             .type = STR_NONE,
                             .name = STR_NONE};
    if (!str_starts(rest, STR("/")))
        return;
    rest = str_sub(rest, 1, rest.len);
    while (str_cut(&rest, '/', &key)) {
        if (str_eq_fold(key, STR("providers"))) {
            parse_provider(rest, out);
            return;
        }
        if (!str_cut(&rest, '/', &value))
            return;
        if (str_eq_fold(key, STR("subscriptions")))
            out->subscription = value;
        else if (str_eq_fold(key, STR("resourceGroups")))
            out->group = value;
        out->name = value;
    }
}

bool resource_is(const struct resource *resource, struct str type)
{
    struct str have = resource->type;
    struct str want = type;
    struct str a, b, name;

    /* Namespace and first type, then each further type behind a name. */
    for (int i = 0; str_cut(&want, '/', &b); i++) {
        if (i >= 2 && !str_cut(&have, '/', &name))
            return false;
        if (!str_cut(&have, '/', &a) || !str_eq_fold(a, b))
            return false;
    }
    return str_empty(have) && !str_empty(resource->name);
}

/* What a path of RFC 3986 may have unescaped, as bits of ASCII: letters,
 * digits and -._~@:!$&'()*+,;= */
static const uint64_t safe_chars[2] = {UINT64_C(0x2fff7fd200000000),
                                       UINT64_C(0x47fffffe87ffffff)};

static bool safe_segment(struct str segment)
{
    for (size_t i = 0; i < segment.len; i++) {
        unsigned char c = (unsigned char)segment.at[i];

        if (c > 127 || !(safe_chars[c / 64] >> c % 64 & 1))
            return false;
    }
    return segment.len > 0 && !str_eq(segment, STR(".")) &&
           !str_eq(segment, STR(".."));
}

bool resource_id_safe(struct str id)
{
    struct str rest = str_sub(id, 1, id.len);
    struct str segment;

    if (id.len > LIMIT_RESOURCE_ID ||
        (!str_starts_fold(id, STR("/subscriptions/")) &&
         !str_starts_fold(id, STR("/providers/"))))
        return false;
    if (str_ends(id, STR("/")))
        return false;
    while (str_cut(&rest, '/', &segment)) {
        if (!safe_segment(segment))
            return false;
    }
    return true;
}

bool guid_valid(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? s.at[i] != '-' : !ascii_is_hex(s.at[i]))
            return false;
    }
    return s.len == 36;
}

bool user_id_safe(struct str id)
{
    static const struct str guest = {.at = "#EXT#", .len = 5};
    size_t at = str_find_char(id, '@');
    struct str domain;

    if (guid_valid(id))
        return true;
    if (at == STR_NOWHERE || at == 0 || id.len > 256)
        return false;
    domain = str_sub(id, at + 1, id.len);
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.at[i];

        /* So ends the name of a guest, once. */
        if (i > 0 && i + guest.len == at &&
            str_starts_fold(str_sub(id, i, at), guest)) {
            i = at;
            continue;
        }
        if (c <= ' ' || c == 0x7f || strchr("/\\?#%\"<>[]{}|", c))
            return false;
    }
    return str_find_char(domain, '@') == STR_NOWHERE &&
           str_find_char(domain, '.') != STR_NOWHERE;
}

bool machine_id_safe(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        if (!ascii_is_hex(id.at[i]))
            return false;
    }
    return id.len == 40;
}
