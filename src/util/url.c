/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "util/text.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    struct str scheme;
    int port;
} ports[] = {
    {{"https", 5}, 443}, {{"http", 4}, 80},  {{"smtp", 4}, 25},
    {{"smtps", 5}, 465}, {{"ldap", 4}, 389}, {{"ldaps", 5}, 636},
};

static int port_of(struct str scheme)
{
    size_t i;

    for (i = 0; i < ITEMS(ports); i++)
        if (str_eq_fold(ports[i].scheme, scheme))
            return ports[i].port;
    return -1;
}

/* Controls, spaces and backslashes: readers of URLs differ about them. */
static bool is_clean(struct str s)
{
    size_t i;

    for (i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] <= ' ' || s.at[i] == 0x7f || s.at[i] == '\\')
            return false;
    return true;
}

/* The first of @stops in @s, or its end. */
static size_t until(struct str s, const char *stops)
{
    size_t at = 0;

    while (at < s.len && str_find_char(str_of(stops), s.at[at]) == STR_NOWHERE)
        at++;
    return at;
}

/* "host", "host:8080", "[::1]", "[::1]:8080"; *out is changed on success. */
static bool parse_authority(struct str s, struct url *out)
{
    struct str host = str_sub(s, 0, until(s, ":"));
    struct str rest = str_sub(s, host.len, s.len);
    const char *others = "-._";
    int64_t port = out->port;

    if (str_starts(s, STR("["))) {
        size_t end = until(s, "]");

        host = str_sub(s, 1, end - 1);
        rest = str_sub(s, end + 1, s.len);
        others = ":.%";
        if (end == s.len)
            return false;
    }
    if (!str_made_of(host, others))
        return false;
    if (rest.len > 0 && (rest.at[0] != ':' || rest.len > 6 ||
                         !str_made_of(str_sub(rest, 1, rest.len), "") ||
                         !str_int(str_sub(rest, 1, rest.len), &port) ||
                         port < 1 || port > 65535))
        return false;
    out->host = host;
    out->port = (int)port;
    return true;
}

/* The text itself stays out of what is said: it may hold a secret. */
bool url_parse(struct str text, struct url *out, struct err *err)
{
    size_t colon = str_find(text, STR("://"));
    struct url url = {.path = STR_NONE, .query = STR_NONE};
    struct str rest, authority;

    if (colon == STR_NOWHERE || !str_made_of(str_sub(text, 0, colon), "+-."))
        return err_set(err, ERR_INPUT,
                       _("The URL does not begin with a scheme. Write it in "
                         "full, such as https://example.com/path."));
    if (!is_clean(text))
        return err_set(err, ERR_INPUT,
                       _("The URL has a space, a backslash or a control "
                         "character in it. Write these as %%20, %%5C and so "
                         "on."));
    url.scheme = str_sub(text, 0, colon);
    url.port = port_of(url.scheme);
    rest = str_sub(text, colon + 3, text.len);
    authority = str_sub(rest, 0, until(rest, "/?#"));
    if (str_find_char(authority, '@') != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("The URL has a name or password before its host. "
                         "Take them out: credentials have settings of their "
                         "own."));
    if (!parse_authority(authority, &url))
        return err_set(err, ERR_INPUT,
                       _("The host or port of the URL is not valid. Write it "
                         "as https://host or https://host:port."));
    rest = str_sub(rest, authority.len, rest.len);
    rest = str_sub(rest, 0, until(rest, "#"));
    url.path = str_sub(rest, 0, until(rest, "?"));
    url.query = str_sub(rest, url.path.len + 1, rest.len);
    *out = url;
    return true;
}

bool url_same_origin(struct str a, struct str b)
{
    struct url one, two;
    struct err ignored;

    return url_parse(a, &one, &ignored) && url_parse(b, &two, &ignored) &&
           str_eq_fold(one.scheme, two.scheme) &&
           str_eq_fold(one.host, two.host) && one.port == two.port;
}

bool url_loopback(const struct url *url)
{
    char host[INET6_ADDRSTRLEN];
    struct in_addr v4;
    struct in6_addr v6;

    if (str_eq_fold(url->host, STR("localhost")))
        return true;
    if (url->host.len >= sizeof(host))
        return false;
    memcpy(host, url->host.at, url->host.len);
    host[url->host.len] = '\0';
    if (inet_pton(AF_INET, host, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

void url_encode(struct str text, struct buf *out)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t i;

    for (i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (str_made_of(str_sub(text, i, 1), "-._~")) {
            buf_char(out, text.at[i]);
        } else {
            buf_char(out, '%');
            buf_char(out, hex[c >> 4]);
            buf_char(out, hex[c & 15]);
        }
    }
}
