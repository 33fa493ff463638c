/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_sharepoint.c - files and lists of SharePoint, by Graph: the site that the
 * playbook names is one there, and riposte writes as itself and not as the
 * person who has signed in to the connection.
 */
#include "engine/api_hand_part.h"
#include "model/http.h"
#include "util/text.h"
#include "util/url.h"

/* ---- addresses ------------------------------------------------------------*/

/* Each part of a path encoded.  Dots would stand before a colon, where nobody
 * else looks for them. */
static bool put_parts(struct str path, struct buf *out, struct err *err)
{
    struct str part;

    while (str_cut(&path, '/', &part)) {
        if (str_empty(part))
            continue;
        if (str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return err_set(err, ERR_INPUT,
                           _("The path leads out of its place."));
        buf_char(out, '/');
        url_encode(part, out);
    }
    return true;
}

/* "https://contoso.sharepoint.com/sites/soc" is, there,
 * "contoso.sharepoint.com:/sites/soc:". */
static bool put_site(struct api_making *making, struct buf *out,
                     struct err *err)
{
    struct str site = api_part(making, 1, 2);
    struct str path = STR_NONE;
    struct url url;
    size_t at;

    if (!url_parse(site, &url, err))
        return false;
    at = str_find(site, STR("://"));
    site = str_sub(site, at + 3, STR_NOWHERE);
    at = str_find_char(site, '/');
    if (at != STR_NOWHERE)
        path = str_sub(site, at + 1, STR_NOWHERE);
    while (str_ends(path, STR("/")))
        path.len--;
    buf_printf(out, "/v1.0/sites/%.*s", STR_ARG(url.host));
    if (str_empty(path))
        return true;
    buf_char(out, ':');
    if (!put_parts(path, out, err))
        return false;
    buf_char(out, ':');
    return true;
}

/* What stands first in a folder's path is the library; "Shared Documents" is
 * the one that a site has from the beginning. */
static bool put_folder(struct str folder, struct buf *out, struct err *err)
{
    struct str library;

    while (str_starts(folder, STR("/")))
        folder = str_sub(folder, 1, STR_NOWHERE);
    if (!str_cut(&folder, '/', &library))
        library = STR("Shared Documents");
    if (!str_eq_fold(library, STR("Shared Documents"))) {
        buf_text(out, "/lists");
        if (!put_parts(library, out, err))
            return false;
    }
    buf_text(out, "/drive/root:");
    return put_parts(folder, out, err);
}

/* ---- files ----------------------------------------------------------------*/

static bool ask(struct api_making *making, const char *method,
                const struct buf *raw, struct err *err)
{
    struct buf url;
    bool good;

    buf_init(&url);
    good = api_address_put(buf_view(raw), &url, err);
    if (good)
        api_put_request(making, method, audience_name(AUDIENCE_GRAPH), NULL,
                        arena_str(making->arena, buf_view(&url)));
    buf_done(&url);
    return good;
}

static bool file_ask(struct api_making *making, struct err *err)
{
    struct str name = api_input_text(making, "queries.name");
    struct buf raw;
    bool good;

    if (str_empty(name) || str_find_char(name, '/') != STR_NOWHERE)
        return err_set(err, ERR_INPUT, _("\"%.*s\" is no name of a file."),
                       STR_ARG(str_sub(name, 0, 200)));
    buf_init(&raw);
    good =
        put_site(making, &raw, err) &&
        put_folder(api_input_text(making, "queries.folderPath"), &raw, err) &&
        put_parts(name, &raw, err);
    if (good) {
        buf_text(&raw, ":/content");
        good = ask(making, "PUT", &raw, err);
        api_put_header(making, "Content-Type", STR("application/octet-stream"));
        api_put_body(making, api_input(making, "body"));
    }
    buf_done(&raw);
    return good;
}

static void copy_text(struct json *out, const char *name,
                      const struct json *from, const char *path)
{
    json_set_str(out, name, json_text(json_at(from, str_of(path))));
}

static void file_answer(struct api_answering *answering)
{
    const struct json *file = json_get(answering->outputs, "body");
    struct json *out = json_new_object();
    int64_t size = 0;

    copy_text(out, "Id", file, "id");
    copy_text(out, "Name", file, "name");
    copy_text(out, "DisplayName", file, "name");
    copy_text(out, "Path", file, "webUrl");
    copy_text(out, "LastModified", file, "lastModifiedDateTime");
    copy_text(out, "MediaType", file, "file.mimeType");
    copy_text(out, "ETag", file, "eTag");
    json_int(json_get(file, "size"), &size);
    json_set_int(out, "Size", size);
    json_set_bool(out, "IsFolder", false);
    json_set_take(answering->outputs, "body", out);
}

static const struct api_hand file_hand = {.ask = file_ask,
                                          .answer = file_answer};

/* ---- lists ----------------------------------------------------------------*/

static bool items_ask(struct api_making *making, struct err *err)
{
    const struct json *given = api_input(making, "body");
    struct buf raw;
    bool good;

    buf_init(&raw);
    good = put_site(making, &raw, err);
    if (good) {
        buf_text(&raw, "/lists/");
        url_encode(api_part(making, 3, 2), &raw);
        buf_text(&raw, given ? "/items" : "/items?expand=fields");
        good = ask(making, NULL, &raw, err);
    }
    if (good && given) {
        struct json *body = json_new_object();

        json_keep(making->arena, body);
        json_set_take(body, "fields", json_copy(given));
        api_put_body(making, body);
    }
    buf_done(&raw);
    return good;
}

/* One row, which its number names. */
static bool item_ask(struct api_making *making, struct err *err)
{
    const struct json *given = api_input(making, "body");
    struct str method = api_input_text(making, "method");
    bool reads = making->act->class == CLASS_READ;
    struct buf raw;
    bool good;

    buf_init(&raw);
    good = put_site(making, &raw, err);
    if (good) {
        buf_text(&raw, "/lists/");
        url_encode(api_part(making, 3, 2), &raw);
        buf_text(&raw, "/items/");
        url_encode(api_part(making, 5, 1), &raw);
        if (reads)
            buf_text(&raw, "?expand=fields");
        else if (str_eq_fold(method, STR("patch")))
            buf_text(&raw, "/fields");
        good = ask(making, NULL, &raw, err);
        if (good && !reads)
            api_put_body(making, given);
    }
    buf_done(&raw);
    return good;
}

/* As the connector has a row: its fields, and its number. */
static struct json *row_of(const struct json *item)
{
    const struct json *fields = json_get(item, "fields");
    struct json *out = fields ? json_copy(fields) : json_new_object();
    int64_t number;

    if (str_int(json_text(json_get(item, "id")), &number))
        json_set_int(out, "ID", number);
    return out;
}

static void items_answer(struct api_answering *answering)
{
    const struct json *body = json_get(answering->outputs, "body");
    const struct json *list = json_get(body, "value");
    struct json *out;
    struct json *rows;

    if (json_type(list) != JSON_ARRAY) {
        json_set_take(answering->outputs, "body", row_of(body));
        return;
    }
    out = json_new_object();
    rows = json_new_array();
    for (struct json_each e = json_each(list); json_next(&e);)
        json_add_take(rows, row_of(e.value));
    json_set_take(out, "value", rows);
    json_set_take(answering->outputs, "body", out);
}

/* Of a change come the fields alone. */
static void item_answer(struct api_answering *answering)
{
    const struct json *body = json_get(answering->outputs, "body");
    struct json *item;

    if (json_type(body) != JSON_OBJECT)
        return;
    if (json_get(body, "fields")) {
        json_set_take(answering->outputs, "body", row_of(body));
        return;
    }
    item = json_new_object();
    json_set_take(item, "fields", json_copy(body));
    json_set_str(item, "id", json_text(json_get(body, "id")));
    json_set_take(answering->outputs, "body", row_of(item));
    json_free(item);
}

static const struct api_hand item_hand = {.ask = item_ask,
                                          .answer = item_answer};

static const struct api_hand items_hand = {.ask = items_ask,
                                           .answer = items_answer};

static const struct api_op sharepoint_ops[] = {
    {.method = "post",
     .path = "/datasets/*/files",
     .title = N_("Write a file"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "call",
     .hand = &file_hand},
    {.method = "get",
     .path = "/datasets/*/tables/*/items",
     .title = N_("List the rows of a list"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "post",
     .path = "/datasets/*/tables/*/items",
     .title = N_("Add a row to a list"),
     .class = CLASS_NOTIFY,
     .kind = "call"},
    {.method = "get",
     .path = "/datasets/*/tables/*/items/*",
     .title = N_("Read a row of a list"),
     .class = CLASS_READ,
     .kind = "call",
     .hand = &item_hand},
    {.method = "patch",
     .path = "/datasets/*/tables/*/items/*",
     .title = N_("Change a row of a list"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "call",
     .hand = &item_hand},
    {.method = "delete",
     .path = "/datasets/*/tables/*/items/*",
     .title = N_("Delete a row of a list"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "call",
     .hand = &item_hand},
    {.path = NULL},
};
const struct api api_sharepoint = {.name = "sharepointonline",
                                   .title = N_("SharePoint"),
                                   .ops = sharepoint_ops,
                                   .hand = &items_hand};
