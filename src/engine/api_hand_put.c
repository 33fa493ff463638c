/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_put.c - what all hands are made of: addresses, headers, bodies, and
 * the plain text of HTML.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/api_hand_part.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"

/* ---- inputs ---------------------------------------------------------------*/

const struct json *api_input(const struct api_making *making, const char *path)
{
    return json_at(making->ask->inputs, str_of(path));
}

static struct str text_of(const struct json *json, struct arena *arena)
{
    struct buf text;
    struct str out;

    if (json_type(json) == JSON_TEXT)
        return json_text(json);
    if (!json || json_type(json) == JSON_NULL)
        return STR_NONE;
    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return out;
}

struct str api_input_text(const struct api_making *making, const char *path)
{
    return text_of(api_input(making, path), making->arena);
}

/* ---- addresses ------------------------------------------------------------*/

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode_once(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len ? hex_of(text.at[i + 1]) : -1;
        int low = i + 2 < text.len ? hex_of(text.at[i + 2]) : -1;

        if (text.at[i] == '%' && high >= 0 && low >= 0) {
            buf_char(out, (char)(high * 16 + low));
            i += 2;
        } else {
            buf_char(out, text.at[i]);
        }
    }
}

struct str api_decoded(struct str text, unsigned times, struct arena *arena)
{
    struct buf buf;

    for (unsigned i = 0; i < times; i++) {
        buf_init(&buf);
        decode_once(text, &buf);
        text = arena_str(arena, buf_view(&buf));
        buf_done(&buf);
    }
    return text;
}

struct str api_part(const struct api_making *making, size_t number,
                    unsigned times)
{
    struct str rest = str_sub(making->path, 1, STR_NOWHERE);
    struct str part;

    for (size_t i = 0; str_cut(&rest, '/', &part); i++) {
        if (i == number)
            return api_decoded(part, times, making->arena);
    }
    return STR_NONE;
}

/* One or two dots, encoded or not. */
static bool is_dots(struct str part)
{
    size_t n = 0;

    for (; !str_empty(part); n++) {
        bool encoded = str_starts_fold(part, STR("%2e"));

        if (!encoded && part.at[0] != '.')
            return false;
        part = str_sub(part, encoded ? 3 : 1, STR_NOWHERE);
    }
    return n == 1 || n == 2;
}

/* Libraries take dots out of paths, and with them the part before. */
static bool has_dots(struct str path)
{
    struct str rest = str_sub(path, 0, str_find_char(path, '?'));
    struct str part;

    while (str_cut(&rest, '/', &part)) {
        if (is_dots(part))
            return true;
    }
    return false;
}

bool api_address_put(struct str text, struct buf *out, struct err *err)
{
    static const char others[] = "\"#<>\\^`{|}";

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c < 0x20 || c == 0x7f)
            return err_set(err, ERR_INPUT,
                           _("The address holds a control character."));
        if (c == ' ' || c >= 0x80 || strchr(others, c))
            buf_printf(out, "%%%02X", c);
        else
            buf_char(out, (char)c);
    }
    if (has_dots(text))
        return err_set(err, ERR_INPUT,
                       _("The address %.*s leads out of its place."),
                       STR_ARG(str_sub(text, 0, 200)));
    return true;
}

static bool is_skipped(const char *name, const char *const *skip)
{
    for (size_t i = 0; skip && skip[i]; i++) {
        if (str_eq_fold(str_of(name), str_of(skip[i])))
            return true;
    }
    return false;
}

void api_queries_put(const struct json *queries, const char *const *skip,
                     struct buf *out)
{
    bool first = str_find_char(buf_view(out), '?') == STR_NOWHERE;
    struct arena *arena = arena_new();

    for (struct json_each e = json_each(queries); json_next(&e);) {
        if (!e.name || is_skipped(e.name, skip))
            continue;
        buf_char(out, first ? '?' : '&');
        first = false;
        /* "$filter" is better known so. */
        if (e.name[0] == '$')
            buf_char(out, '$');
        url_encode(str_of(e.name + (e.name[0] == '$')), out);
        buf_char(out, '=');
        url_encode(text_of(e.value, arena), out);
    }
    arena_free(arena);
}

/* ---- requests -------------------------------------------------------------*/

static const char *method_of(const struct api_making *making)
{
    struct str text = api_input_text(making, "method");
    char *out = arena_textn(making->arena, text.at, text.len);

    for (char *c = out; *c; c++)
        *c = ascii_upper(*c);
    return *out ? out : "POST";
}

void api_put_class(struct api_making *making)
{
    json_set_text(making->with, "class", class_name(making->act->class));
}

void api_put_request(struct api_making *making, const char *method,
                     const char *audience, const char *connector,
                     struct str url)
{
    json_set_text(making->with, "method", method ? method : method_of(making));
    json_set_str(making->with, "url", url);
    json_set_text(making->with, "token", audience);
    api_put_class(making);
    if (!connector)
        return;
    json_set_text(making->with, "service", connector);
    json_set_text(making->with, "connection", making->act->connection);
}

void api_put_header(struct api_making *making, const char *name,
                    struct str value)
{
    struct str had = json_text(json_get(making->with, "headers"));

    json_set_text(making->with, "headers",
                  arena_printf(making->arena, "%.*s%s: %.*s\n", STR_ARG(had),
                               name, STR_ARG(value)));
}

void api_put_body(struct api_making *making, const struct json *body)
{
    if (body && json_type(body) != JSON_NULL)
        json_set_str(making->with, "body", text_of(body, making->arena));
}

/* ---- HTML -----------------------------------------------------------------*/

static const struct {
    const char *name;
    const char *text;
} entities[] = {
    {"&amp;", "&"},   {"&lt;", "<"},  {"&gt;", ">"},
    {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", " "},
};

static size_t put_entity(struct str rest, struct buf *out)
{
    for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
        if (!str_starts_fold(rest, str_of(entities[i].name)))
            continue;
        buf_text(out, entities[i].text);
        return strlen(entities[i].name);
    }
    buf_char(out, rest.at[0]);
    return 1;
}

/* These end a line. */
static bool ends_line(struct str tag)
{
    static const char *const names[] = {"br",  "/p",  "/div", "/tr",
                                        "/li", "/h1", "/h2",  "/h3"};
    size_t len = 0;

    while (len < tag.len &&
           (ascii_is_alnum(tag.at[len]) || tag.at[len] == '/') &&
           (len == 0 || tag.at[len] != '/'))
        len++;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (str_eq_fold(str_sub(tag, 0, len), str_of(names[i])))
            return true;
    }
    return false;
}

static bool is_html(struct str text)
{
    size_t open = str_find_char(text, '<');

    return open != STR_NOWHERE &&
           str_find_char(str_sub(text, open, STR_NOWHERE), '>') != STR_NOWHERE;
}

static void put_plain(struct str html, struct buf *out)
{
    for (size_t i = 0; i < html.len;) {
        struct str rest = str_sub(html, i, STR_NOWHERE);
        size_t end = rest.at[0] == '<' ? str_find_char(rest, '>') : STR_NOWHERE;

        if (end != STR_NOWHERE) {
            if (ends_line(str_sub(rest, 1, end - 1)))
                buf_char(out, '\n');
            i += end + 1;
        } else if (rest.at[0] == '\n' || rest.at[0] == '\r') {
            if (out->len && out->at[out->len - 1] != '\n')
                buf_char(out, ' ');
            i++;
        } else {
            i += put_entity(rest, out);
        }
    }
}

struct str api_plain(struct str html, struct arena *arena)
{
    struct buf text;
    struct str out;

    if (!is_html(html))
        return html;
    buf_init(&text);
    put_plain(html, &text);
    out = arena_str(arena, str_trim(buf_view(&text)));
    buf_done(&text);
    return out;
}

/* ---- what came ------------------------------------------------------------*/

static struct json *body_of(struct str bytes)
{
    struct json *body = NULL;
    struct err ignored;
    struct buf text;

    if (str_empty(bytes))
        return NULL;
    if (json_parse(bytes, &body, &ignored))
        return body;
    if (utf8_valid(bytes))
        return json_new_text(bytes);
    buf_init(&text);
    digest_base64(bytes, &text);
    body = json_new_object();
    json_set_text(body, "$content-type", "application/octet-stream");
    json_set_str(body, "$content", buf_view(&text));
    buf_done(&text);
    return body;
}

static void put_given(struct json *headers, const char *name, const char *text)
{
    if (*text && !json_find(headers, str_of(name)))
        json_set_text(headers, name, text);
}

struct json *response_outputs(const struct response *response)
{
    struct json *out = json_new_object();
    struct json *headers =
        response->headers ? json_copy(response->headers) : json_new_object();
    struct json *body = body_of(buf_view(&response->body));

    put_given(headers, "Location", response->location);
    put_given(headers, "Azure-AsyncOperation", response->operation);
    put_given(headers, "ETag", response->etag);
    put_given(headers, "x-ms-request-id", response->request_id);
    put_given(headers, "x-ms-workflow-run-id", response->run_id);
    if (response->retry_after >= 0)
        json_set_int(headers, "Retry-After",
                     response->retry_after / WHEN_SECOND);
    json_set_int(out, "statusCode", response->status);
    json_set_take(out, "headers", headers);
    if (body)
        json_set_take(out, "body", body);
    return out;
}
