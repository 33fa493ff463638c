/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/claims.h"

#include "model/limits.h"
#include "util/digest.h"
#include "util/secret.h"
#include "util/utf8.h"

#define ROLES_MOST 256

static void put(struct json *out, const char *name, struct str text)
{
    struct buf shown;

    buf_init(&shown);
    utf8_visible(&shown, str_sub(text, 0, LIMIT_FIELD_TEXT));
    json_set_str(out, name, buf_view(&shown));
    buf_done(&shown);
}

/* The first of them that says something. */
static struct str first_of(const struct json *payload, const char *const *names)
{
    struct str text = STR_NONE;

    for (; *names && str_empty(text); names++)
        text = json_text(json_get(payload, *names));
    return text;
}

static void put_roles(struct json *out, const struct json *payload)
{
    const struct json *roles = json_get(payload, "roles");
    struct json *list = json_new_array();

    for (size_t i = 0; i < json_length(roles) && i < ROLES_MOST; i++) {
        struct str role = json_text(json_item(roles, i));

        if (!str_empty(role) && role.len <= LIMIT_NAME)
            json_add_take(list, json_new_text(role));
    }
    json_set_take(out, "roles", list);
}

static const struct json *read_payload(const struct json *payload,
                                       struct arena *arena)
{
    static const char *const names[] = {"upn",         "preferred_username",
                                        "unique_name", "app_displayname",
                                        "appid",       "azp",
                                        "oid",         NULL};
    struct json *out = json_new_object();

    put(out, "who", first_of(payload, names));
    put(out, "oid", json_text(json_get(payload, "oid")));
    put(out, "scp", json_text(json_get(payload, "scp")));
    put_roles(out, payload);
    json_keep(arena, out);
    return out;
}

const struct json *claims_read(struct str token, struct arena *arena)
{
    const struct json *out = NULL;
    struct str rest = token;
    struct str part;
    struct json *payload = NULL;
    struct err ignored;
    struct buf text;

    if (token.len > LIMIT_TOKEN || !str_cut(&rest, '.', &part) ||
        !str_cut(&rest, '.', &part) || str_empty(rest))
        return NULL;
    buf_init(&text);
    if (digest_unbase64(part, &text) &&
        json_parse(buf_view(&text), &payload, &ignored) &&
        json_type(payload) == JSON_OBJECT)
        out = read_payload(payload, arena);
    json_free(payload);
    buf_done(&text);
    return out;
}
