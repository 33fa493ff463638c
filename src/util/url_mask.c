/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/url.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

/*
 * A parameter is secret when its name ends in one of these.  Paging tokens go
 * with them: hiding too much costs a look at the log, hiding too little costs
 * a key.
 */
static const struct str secrets[] = {
    {"sig", 3},       {"signature", 9}, {"token", 5},    {"code", 4},
    {"secret", 6},    {"key", 3},       {"password", 8}, {"credential", 10},
    {"assertion", 9}, {"pwd", 3},
};

static bool is_secret(struct str name)
{
    size_t i;

    /* An encoded name hides what it is from us, not from the server. */
    if (str_find_char(name, '%') != STR_NOWHERE)
        return true;
    for (i = 0; i < ITEMS(secrets); i++)
        if (str_ends_fold(name, secrets[i]))
            return true;
    return false;
}

/* A URL within a value brings its own parameters: "next=https%3A…sig%3D…". */
static bool holds_secret(struct str value)
{
    static const struct str equals[] = {{"=", 1}, {"%3d", 3}, {"%253d", 5}};
    size_t i;

    for (i = 0; i < ITEMS(equals); i++) {
        struct str rest = value;
        size_t at;

        while ((at = str_find_fold(rest, equals[i])) != STR_NOWHERE) {
            size_t s;

            for (s = 0; s < ITEMS(secrets); s++)
                if (str_ends_fold(str_sub(rest, 0, at), secrets[s]))
                    return true;
            rest = str_sub(rest, at + equals[i].len, rest.len);
        }
    }
    return false;
}

/* @params begins behind '?' or '#'. */
static void mask_params(struct str params, struct buf *out)
{
    while (params.len > 0) {
        size_t end = str_find_char(params, '&');
        struct str pair = str_sub(params, 0, end);
        size_t equals = str_find_char(pair, '=');
        struct str name = str_sub(pair, 0, equals);
        struct str value = STR_NONE;

        if (equals != STR_NOWHERE)
            value = str_sub(pair, equals + 1, pair.len);
        if (value.len > 0 && (is_secret(name) || holds_secret(value))) {
            buf_str(out, name);
            buf_text(out, "=***");
        } else {
            buf_str(out, pair);
        }
        if (pair.len < params.len)
            buf_char(out, '&');
        params = str_sub(params, pair.len + 1, params.len);
    }
}

/*
 * The address of a webhook is its key: behind /hooks/, /webhook/, /webhooks/
 * or /webhookb2/ nothing is shown, and nothing at all of hosts that are there
 * for hooks only.
 */
static size_t shown_of_path(struct str host, struct str path)
{
    size_t at = 0;

    if (str_starts_fold(host, STR("hooks.")))
        return path.len > 0;
    while (at < path.len) {
        struct str rest = str_sub(path, at + 1, path.len);
        size_t slash = str_find_char(rest, '/');

        if (slash == STR_NOWHERE)
            break;
        at += 1 + slash;
        if (str_starts_fold(rest, STR("webhook")) ||
            str_starts_fold(str_sub(rest, 0, slash), STR("hooks")))
            return at + 1;
    }
    return path.len;
}

/* "scheme://user:password@host/path". */
static void mask_head(struct str head, struct buf *out)
{
    size_t start = str_find(head, STR("//"));
    struct str rest, authority, path;
    size_t at, shown;

    start = start == STR_NOWHERE ? 0 : start + 2;
    rest = str_sub(head, start, head.len);
    authority = str_sub(rest, 0, str_find_char(rest, '/'));
    path = str_sub(rest, authority.len, rest.len);
    buf_str(out, str_sub(head, 0, start));
    at = str_find_last_char(authority, '@');
    if (at != STR_NOWHERE) {
        buf_text(out, "***@");
        authority = str_sub(authority, at + 1, authority.len);
    }
    buf_str(out, authority);
    shown = shown_of_path(authority, path);
    buf_str(out, str_sub(path, 0, shown));
    if (shown < path.len)
        buf_text(out, "***");
}

void url_masked(struct str url, struct buf *out)
{
    struct str fragment = STR_NONE, query = STR_NONE;
    size_t hash = str_find_char(url, '#');
    size_t mark;

    if (hash != STR_NOWHERE)
        fragment = str_sub(url, hash, url.len);
    url = str_sub(url, 0, hash);
    mark = str_find_char(url, '?');
    if (mark != STR_NOWHERE)
        query = str_sub(url, mark, url.len);
    mask_head(str_sub(url, 0, mark), out);
    buf_str(out, str_sub(query, 0, 1));
    mask_params(str_sub(query, 1, query.len), out);
    buf_str(out, str_sub(fragment, 0, 1));
    mask_params(str_sub(fragment, 1, fragment.len), out);
}
