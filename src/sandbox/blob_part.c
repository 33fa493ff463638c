/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs to blobs: containers, tags, holds.  Storage speaks XML. */
#include "sandbox/blob.h"

#include <stdio.h>

#include "sandbox/data.h"
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

#define TAGS_MOST 10
#define XML       "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>"
#define CONTAINER "Microsoft.Storage/storageAccounts/blobServices/containers/"

static const struct {
    const char *entity;
    char c;
} entities[] = {
    {"&lt;", '<'},    {"&gt;", '>'},  {"&quot;", '"'},
    {"&apos;", '\''}, {"&amp;", '&'},
};

#define ENTITIES (sizeof(entities) / sizeof(entities[0]))

static void put_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        size_t e = 0;

        while (e < ENTITIES && entities[e].c != text.at[i])
            e++;
        if (e < ENTITIES)
            buf_text(out, entities[e].entity);
        else
            buf_char(out, text.at[i]);
    }
}

static struct str unescaped(struct call *call, struct str text)
{
    struct buf out;
    struct str done;

    buf_init(&out);
    while (text.len) {
        size_t e = 0, n = 1;
        char c = text.at[0];

        while (e < ENTITIES && !str_starts(text, str_of(entities[e].entity)))
            e++;
        if (e < ENTITIES) {
            c = entities[e].c;
            n = str_of(entities[e].entity).len;
        }
        buf_char(&out, c);
        text = str_sub(text, n, text.len);
    }
    done = call_clean(call->arena, buf_view(&out));
    buf_done(&out);
    return done;
}

/* Takes <name>…</name> off the front of what is left; false when there is
 * none more. */
static bool take_element(struct str *rest, const char *name, struct str *out)
{
    char open[32], close[32];
    size_t from, to;

    snprintf(open, sizeof(open), "<%s>", name);
    snprintf(close, sizeof(close), "</%s>", name);
    from = str_find(*rest, str_of(open));
    if (from == STR_NOWHERE)
        return false;
    from += str_of(open).len;
    to = str_find(str_sub(*rest, from, rest->len), str_of(close));
    if (to == STR_NOWHERE)
        return false;
    *out = str_sub(*rest, from, to);
    *rest = str_sub(*rest, from + to + str_of(close).len, rest->len);
    return true;
}

/* Answers with the blob of the path; NULL when that is 404. */
static struct json *opened(struct sandbox *sandbox, struct call *call,
                           const char *right)
{
    struct json *blob;

    if (!blob_open(sandbox, call, right))
        return NULL;
    blob = blob_copy(sandbox, call->path);
    if (!blob)
        blob_not_found(sandbox, call);
    return blob;
}

void blob_tags_get(struct sandbox *sandbox, struct call *call)
{
    struct json *blob = opened(sandbox, call, BLOB_DATA "tags/read");
    const struct json *tags = json_get(blob, "tags");
    struct buf *out = &call->answer;

    if (!blob)
        return;
    call_answer_text(call, 200, STR(XML "<Tags><TagSet>"));
    call->type = "application/xml";
    for (struct json_each e = json_each(tags); json_next(&e);) {
        buf_text(out, "<Tag><Key>");
        put_escaped(out, str_of(e.name));
        buf_text(out, "</Key><Value>");
        put_escaped(out, json_text(e.value));
        buf_text(out, "</Value></Tag>");
    }
    buf_text(out, "</TagSet></Tags>");
    json_free(blob);
}

void blob_tags_put(struct sandbox *sandbox, struct call *call)
{
    struct json *blob = opened(sandbox, call, BLOB_DATA "tags/write");
    struct json *tags;
    struct str rest = call->body, set, tag, key, value;
    bool good;

    if (!blob)
        return;
    tags = json_new_object();
    good = take_element(&rest, "TagSet", &set);
    while (good && take_element(&set, "Tag", &tag)) {
        good = take_element(&tag, "Key", &key) &&
               take_element(&tag, "Value", &value) && !str_empty(key);
        if (good)
            json_set_str(tags, unescaped(call, key).at, unescaped(call, value));
    }
    if (!good || json_length(tags) > TAGS_MOST) {
        json_free(tags);
        call_fail(call, 400, "InvalidXmlDocument",
                  "XML specified is not syntactically valid, or has more than "
                  "%d tags.",
                  TAGS_MOST);
    } else {
        json_set_take(blob, "tags", tags);
        shelf_put(sandbox->shelf, call->path, blob);
        call_answer(call, 204);
    }
    json_free(blob);
}

void blob_hold_put(struct sandbox *sandbox, struct call *call)
{
    struct str want = call_header(call, "x-ms-legal-hold");
    struct json *blob = opened(sandbox, call, BLOB_DATA "write");

    if (!blob)
        return;
    if (!str_eq_fold(want, STR("true")) && !str_eq_fold(want, STR("false"))) {
        call_fail(call, 400, "InvalidHeaderValue",
                  "The value for one of the HTTP headers is not in the "
                  "correct format.");
    } else {
        json_set_bool(blob, "legalHold", str_eq_fold(want, STR("true")));
        shelf_put(sandbox->shelf, call->path, blob);
        call_answer(call, 200);
        call_reply(call, "x-ms-legal-hold", "%.*s", STR_ARG(want));
    }
    json_free(blob);
}

static void container_put(struct sandbox *sandbox, struct call *call)
{
    struct json *container;

    if (!blob_open(sandbox, call, CONTAINER "write"))
        return;
    if (!str_eq_fold(call_argument(call, "restype"), STR("container"))) {
        call_fail(call, 400, "InvalidQueryParameterValue",
                  "Value for one of the query parameters specified in the "
                  "request URI is invalid.");
    } else if (shelf_has(sandbox->shelf, call->path)) {
        call_fail(call, 409, "ContainerAlreadyExists",
                  "The specified container already exists.");
    } else {
        container = json_new_object();
        shelf_put(sandbox->shelf, call->path, container);
        json_free(container);
        call_answer(call, 201);
    }
}

static void put_blob(struct buf *out, struct str name, const struct json *blob)
{
    int64_t length = 0;

    json_int(json_get(blob, "length"), &length);
    buf_text(out, "<Blob><Name>");
    put_escaped(out, name);
    buf_printf(out,
               "</Name><Properties><Etag>%s</Etag><Content-Length>%lld"
               "</Content-Length><Content-Type>%s</Content-Type>"
               "<BlobType>BlockBlob</BlobType></Properties></Blob>",
               data_text(blob, "etag"), (long long)length,
               data_text(blob, "contentType"));
}

static void list(struct sandbox *sandbox, struct call *call)
{
    struct str prefix = call_argument(call, "prefix");
    struct buf *out = &call->answer;

    call_answer_text(call, 200, STR(XML "<EnumerationResults><Blobs>"));
    call->type = "application/xml";
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct str name = str_sub(e.id, call->path.len + 1, e.id.len);
        struct json *blob;

        if (e.id.len <= call->path.len + 1 ||
            !str_starts_fold(e.id, call->path) ||
            e.id.at[call->path.len] != '/' || !str_starts(name, prefix))
            continue;
        blob = blob_copy(sandbox, e.id);
        if (blob)
            put_blob(out, name, blob);
        json_free(blob);
    }
    buf_text(out, "</Blobs><NextMarker/></EnumerationResults>");
}

static void container_get(struct sandbox *sandbox, struct call *call)
{
    if (!blob_open(sandbox, call, CONTAINER "read"))
        return;
    if (!shelf_has(sandbox->shelf, call->path))
        blob_not_found(sandbox, call);
    else if (str_eq_fold(call_argument(call, "comp"), STR("list")))
        list(sandbox, call);
    else
        call_answer(call, 200);
}

static const struct route rows[] = {
    {"GET", "/blob/{}/{}", SERVICE_BLOB, container_get},
    {"PUT", "/blob/{}/{}", SERVICE_BLOB, container_put},
};

const struct route_table blob_part_routes = ROUTE_TABLE(rows);
