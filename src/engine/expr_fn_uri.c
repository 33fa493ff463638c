/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_uri.c - functions on addresses.
 */
#include "engine/expr_part.h"
#include "util/text.h"
#include "util/url.h"

/* Of a number too: the designer writes so what it puts into a path, such as
 * the number of a work item. */
static bool fn_encode(struct expr_call *call)
{
    struct buf plain;
    struct buf text;

    buf_init(&plain);
    buf_init(&text);
    expr_put_text(call->args[0], &plain);
    url_encode(buf_view(&plain), &text);
    buf_done(&plain);
    return expr_give_buf(call, &text);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A percent sign that begins no escape stays, as .NET leaves it. */
static bool fn_decode(struct expr_call *call)
{
    struct str in = expr_text(call, 0);
    struct buf bytes;
    struct buf text;

    buf_init(&bytes);
    for (size_t i = 0; i < in.len; i++) {
        bool escape = in.at[i] == '%' && i + 2 < in.len;
        int high = escape ? hex_value(in.at[i + 1]) : -1;
        int low = escape ? hex_value(in.at[i + 2]) : -1;

        if (high >= 0 && low >= 0) {
            buf_char(&bytes, (char)(high * 16 + low));
            i += 2;
        } else {
            buf_char(&bytes, in.at[i]);
        }
    }
    buf_init(&text);
    expr_put_valid(buf_view(&bytes), &text);
    buf_done(&bytes);
    return expr_give_buf(call, &text);
}

enum part {
    PART_SCHEME,
    PART_HOST,
    PART_PATH,
    PART_PATH_AND_QUERY,
    PART_QUERY,
};

static bool read_url(struct expr_call *call, struct url *out)
{
    struct err why;

    return url_parse(expr_text(call, 0), out, &why) ||
           expr_fail(call, "%s", why.text);
}

static bool fn_port(struct expr_call *call)
{
    struct url url;

    return read_url(call, &url) && expr_give_int(call, url.port);
}

static bool fn_part(struct expr_call *call)
{
    enum part part = (enum part)expr_tag(call);
    struct buf text;
    struct url url;

    if (!read_url(call, &url))
        return false;
    buf_init(&text);
    if (part == PART_SCHEME)
        expr_put_case(url.scheme, false, &text);
    if (part == PART_HOST)
        expr_put_case(url.host, false, &text);
    if (part == PART_PATH || part == PART_PATH_AND_QUERY)
        buf_str(&text, url.path.len ? url.path : STR("/"));
    if ((part == PART_QUERY || part == PART_PATH_AND_QUERY) && url.query.len)
        buf_printf(&text, "?%.*s", STR_ARG(url.query));
    return expr_give_buf(call, &text);
}

const struct expr_fn expr_fn_uri[] = {
    {{"uriComponent", 1, 1, "v", "uriComponent(text)",
      N_("The text as a part of an address, with escapes."),
      "uriComponent('https://contoso.com')", "https%3A%2F%2Fcontoso.com"},
     .call = fn_encode},
    {{"encodeUriComponent", 1, 1, "v", "encodeUriComponent(text)",
      N_("The older name of uriComponent."),
      "encodeUriComponent('https://contoso.com')", "https%3A%2F%2Fcontoso.com"},
     .call = fn_encode},
    {{"uriComponentToString", 1, 1, "t", "uriComponentToString(text)",
      N_("The text of which escapes have become characters again."),
      "uriComponentToString('https%3A%2F%2Fcontoso.com')",
      "https://contoso.com"},
     .call = fn_decode},
    {{"decodeUriComponent", 1, 1, "t", "decodeUriComponent(text)",
      N_("The older name of uriComponentToString."),
      "decodeUriComponent('https%3A%2F%2Fcontoso.com')", "https://contoso.com"},
     .call = fn_decode},
    {{"uriScheme", 1, 1, "t", "uriScheme(address)",
      N_("The scheme of an address."),
      "uriScheme('https://www.contoso.com/catalog')", "https"},
     .tag = PART_SCHEME,
     .call = fn_part},
    {{"uriHost", 1, 1, "t", "uriHost(address)", N_("The host of an address."),
      "uriHost('https://www.localhost.com:8080')", "www.localhost.com"},
     .tag = PART_HOST,
     .call = fn_part},
    {{"uriPort", 1, 1, "t", "uriPort(address)",
      N_("The port of an address, or that of its scheme."),
      "uriPort('https://www.localhost:8080')", "8080"},
     .call = fn_port},
    {{"uriPath", 1, 1, "t", "uriPath(address)", N_("The path of an address."),
      "uriPath('https://www.contoso.com/catalog/show.htm?date=today')",
      "/catalog/show.htm"},
     .tag = PART_PATH,
     .call = fn_part},
    {{"uriPathAndQuery", 1, 1, "t", "uriPathAndQuery(address)",
      N_("Path and query of an address."),
      "uriPathAndQuery('https://www.contoso.com/catalog?date=today')",
      "/catalog?date=today"},
     .tag = PART_PATH_AND_QUERY,
     .call = fn_part},
    {{"uriQuery", 1, 1, "t", "uriQuery(address)",
      N_("The query of an address, with its question mark."),
      "uriQuery('https://www.contoso.com/catalog?date=today')", "?date=today"},
     .tag = PART_QUERY,
     .call = fn_part},
    {.doc.name = NULL},
};
