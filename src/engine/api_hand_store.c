/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_store.c - tables and blobs of storage accounts, and vaults.  Which
 * account or vault a connection means stands in the settings, unless the
 * playbook says it.
 */
#include "engine/api_hand_part.h"
#include "model/codec.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define STORAGE_VERSION "2021-12-02"
#define VAULT_VERSION   "api-version=7.5"

/* ---- whose ----------------------------------------------------------------*/

static bool is_account(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return false;
    }
    return name.len >= 3 && name.len <= 24;
}

/* "AccountNameFromSettings" and "default" are those of the connection. */
static void put_storage(struct api_making *making, const char *method,
                        struct str account, const char *service, struct str url)
{
    if (is_account(account) && !str_eq(account, STR("default")))
        api_put_request(
            making, method, "storage", NULL,
            str_of(arena_printf(making->arena, "/%.*s%s%.*s", STR_ARG(account),
                                service, STR_ARG(url))));
    else
        api_put_request(making, method, "none", "storage",
                        str_of(arena_printf(making->arena, "%s%.*s", service,
                                            STR_ARG(url))));
    api_put_header(making, "x-ms-version", STR(STORAGE_VERSION));
}

/* ---- tables ---------------------------------------------------------------*/

/* "entities(PartitionKey='a',RowKey='b')" and "entities/etag(…)" */
static struct str keys_of(struct str path)
{
    size_t open = str_find_char(path, '(');

    return open == STR_NOWHERE ? STR_NONE : str_sub(path, open, STR_NOWHERE);
}

static bool is_entities(struct str path)
{
    return str_find_fold(path, STR("/entities")) != STR_NOWHERE;
}

/* Newer paths name an account; older ones, "/Tables/…" and "/datasets/…", have
 * that of the connection. */
static bool is_newer(const struct api_making *making)
{
    return str_starts_fold(making->path, STR("/v2/"));
}

static void put_table(struct api_making *making, struct buf *url)
{
    struct str table = api_part(making, is_newer(making) ? 4 : 1, 1);

    buf_char(url, '/');
    if (!is_entities(making->path)) {
        buf_text(url, "Tables");
        if (!str_empty(table))
            buf_printf(url, "('%.*s')", STR_ARG(table));
        return;
    }
    buf_str(url, table);
    if (str_empty(keys_of(making->path)) && making->act->class == CLASS_READ)
        buf_text(url, "()");
    buf_str(url, keys_of(making->path));
}

static bool table_ask(struct api_making *making, struct err *err)
{
    struct str match = api_input_text(making, "headers.If-Match");
    struct buf raw;
    struct buf url;
    bool good;

    buf_init(&raw);
    buf_init(&url);
    put_table(making, &raw);
    good = api_address_put(buf_view(&raw), &url, err);
    api_queries_put(api_input(making, "queries"), NULL, &url);
    put_storage(making, NULL,
                is_newer(making) ? api_part(making, 2, 2) : STR_NONE, ".table",
                buf_view(&url));
    api_put_header(making, "Accept", STR("application/json;odata=nometadata"));
    if (!str_empty(match) && str_find_char(match, '\n') == STR_NOWHERE)
        api_put_header(making, "If-Match", match);
    else if (str_eq_fold(api_input_text(making, "method"), STR("delete")))
        api_put_header(making, "If-Match", STR("*"));
    api_put_body(making, api_input(making, "body"));
    buf_done(&url);
    buf_done(&raw);
    return good;
}

const struct api_hand api_hand_table = {.ask = table_ask};

/* ---- blobs ----------------------------------------------------------------*/

/* The id of a blob is its path, encoded twice, or in base64 as the connector
 * makes it. */
static struct str blob_path(const struct api_making *making)
{
    struct str id = api_input_text(making, "queries.path");
    struct buf text;

    if (!str_empty(id))
        return id;
    id = api_part(making, is_newer(making) ? 4 : 3, 2);
    if (str_find_char(id, '/') != STR_NOWHERE)
        return id;
    buf_init(&text);
    if (digest_unbase64(id, &text))
        id = api_decoded(arena_str(making->arena, buf_view(&text)), 1,
                         making->arena);
    buf_done(&text);
    return id;
}

static struct str new_path(const struct api_making *making)
{
    struct str folder = api_input_text(making, "queries.folderPath");

    while (str_ends(folder, STR("/")))
        folder.len--;
    return str_of(
        arena_printf(making->arena, "%.*s/%.*s", STR_ARG(folder),
                     STR_ARG(api_input_text(making, "queries.name"))));
}

static bool put_blob(struct str path, struct buf *url, struct err *err)
{
    struct buf encoded;
    bool good;

    while (str_starts(path, STR("/")))
        path = str_sub(path, 1, STR_NOWHERE);
    if (str_find_char(path, '/') == STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" names no blob in a container."),
                       STR_ARG(str_sub(path, 0, 200)));
    buf_init(&encoded);
    for (size_t i = 0; i < path.len; i++) {
        if (path.at[i] == '/')
            buf_char(&encoded, '/');
        else
            url_encode(str_sub(path, i, 1), &encoded);
    }
    buf_char(url, '/');
    good = api_address_put(buf_view(&encoded), url, err);
    buf_done(&encoded);
    return good;
}

/* What is read of a blob without its content, are the headers. */
static const char *blob_method(const struct api_making *making)
{
    struct str method = api_input_text(making, "method");

    if (str_eq_fold(method, STR("delete")))
        return "DELETE";
    if (!str_eq_fold(method, STR("get")))
        return "PUT";
    return str_find_fold(making->path, STR("content")) == STR_NOWHERE ? "HEAD"
                                                                      : "GET";
}

static bool blob_ask(struct api_making *making, struct err *err)
{
    bool makes = str_eq_fold(api_input_text(making, "method"), STR("post"));
    const char *method = blob_method(making);
    struct str dataset = is_newer(making) ? api_part(making, 2, 2) : STR_NONE;
    struct buf url;
    bool good;

    buf_init(&url);
    good = put_blob(makes ? new_path(making) : blob_path(making), &url, err);
    put_storage(making, method, dataset, "", buf_view(&url));
    if (str_eq(str_of(method), STR("PUT"))) {
        api_put_header(making, "x-ms-blob-type", STR("BlockBlob"));
        api_put_body(making, api_input(making, "body"));
    }
    buf_done(&url);
    return good;
}

static void blob_answer(struct api_answering *answering)
{
    const struct json *headers = json_get(answering->outputs, "headers");
    struct json *body = json_new_object();
    int64_t size = 0;

    if (str_find_fold(json_text(json_find(answering->ask->inputs, STR("path"))),
                      STR("content")) != STR_NOWHERE) {
        json_free(body);
        return;
    }
    json_int(json_find(headers, STR("content-length")), &size);
    json_set_int(body, "Size", size);
    json_set_str(body, "MediaType",
                 json_text(json_find(headers, STR("content-type"))));
    json_set_str(body, "LastModified",
                 json_text(json_find(headers, STR("last-modified"))));
    json_set_str(body, "ETag", json_text(json_find(headers, STR("etag"))));
    json_set_take(answering->outputs, "body", body);
}

const struct api_hand api_hand_blob = {.ask = blob_ask, .answer = blob_answer};

/* ---- vaults ---------------------------------------------------------------*/

/* "/secrets/NAME/versions/V/value" is /secrets/NAME/V of the vault itself. */
static bool vault_ask(struct api_making *making, struct err *err)
{
    struct str rest = str_sub(making->path, 1, STR_NOWHERE);
    bool ends = str_ends_fold(making->path, STR("/versions"));
    struct buf url;
    struct str part;
    bool good = true;

    buf_init(&url);
    for (size_t i = 0; str_cut(&rest, '/', &part); i++) {
        /* The second part is a name, whatever it is called. */
        if (i >= 2 && ((str_eq_fold(part, STR("versions")) && !ends) ||
                       str_eq_fold(part, STR("value"))))
            continue;
        buf_char(&url, '/');
        good = good && api_address_put(part, &url, err);
    }
    buf_text(&url, "?" VAULT_VERSION);
    making->act->secret =
        str_starts_fold(making->path, STR("/secrets/")) && !ends;
    api_put_request(making, "GET", "none", "keyvault", buf_view(&url));
    buf_done(&url);
    return good;
}

static void copy_time(struct json *out, const char *name,
                      const struct json *attributes, const char *from)
{
    int64_t seconds;

    if (json_int(json_get(attributes, from), &seconds))
        json_set_time(out, name, seconds * WHEN_SECOND);
}

/* "https://VAULT/secrets/NAME/VERSION": what stands so far behind the kind. */
static struct str id_part(struct str id, size_t number)
{
    size_t at = str_find(id, STR("/secrets/"));
    struct str rest;
    struct str part = STR_NONE;

    if (at == STR_NOWHERE)
        at = str_find(id, STR("/keys/"));
    if (at == STR_NOWHERE)
        return STR_NONE;
    rest = str_sub(id, at + 1, STR_NOWHERE);
    for (size_t i = 0; str_cut(&rest, '/', &part); i++) {
        if (i == number)
            return part;
    }
    return STR_NONE;
}

/* As the connector tells it: name and version out of the id. */
static struct json *described(const struct json *from, bool value)
{
    const struct json *attributes = json_get(from, "attributes");
    struct str id = json_text(json_get(from, "id"));
    struct json *out = json_new_object();
    bool enabled = true;

    if (str_empty(id))
        id = json_text(json_get(from, "kid"));
    if (str_empty(id))
        id = json_text(json_at(from, STR("key.kid")));
    if (value)
        json_set_str(out, "value", json_text(json_get(from, "value")));
    json_set_str(out, "name", id_part(id, 1));
    json_set_str(out, "version", id_part(id, 2));
    json_set_str(out, "contentType", json_text(json_get(from, "contentType")));
    json_bool(json_get(attributes, "enabled"), &enabled);
    json_set_bool(out, "isEnabled", enabled);
    copy_time(out, "createdTime", attributes, "created");
    copy_time(out, "lastUpdatedTime", attributes, "updated");
    copy_time(out, "validityStartTime", attributes, "nbf");
    copy_time(out, "validityEndTime", attributes, "exp");
    return out;
}

static void vault_answer(struct api_answering *answering)
{
    struct str path = json_text(json_find(answering->ask->inputs, STR("path")));
    const struct json *body = json_get(answering->outputs, "body");
    const struct json *list = json_get(body, "value");
    struct json *out;
    struct json *items;

    if (json_type(list) != JSON_ARRAY) {
        out = described(body, str_ends_fold(path, STR("/value")));
        json_set_take(answering->outputs, "body", out);
        return;
    }
    out = json_new_object();
    items = json_new_array();
    for (struct json_each e = json_each(list); json_next(&e);)
        json_add_take(items, described(e.value, false));
    json_set_take(out, "value", items);
    json_set_take(answering->outputs, "body", out);
}

const struct api_hand api_hand_vault = {.ask = vault_ask,
                                        .answer = vault_answer};
