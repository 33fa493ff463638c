/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/blob.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sandbox/armid.h"
#include "sandbox/data.h"
#include "sandbox/handlers.h"
#include "sandbox/plane.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/when.h"

#define ACCOUNT "Microsoft.Storage/storageAccounts"
/* The first version that takes tokens. */
#define OLDEST "2017-11-09"

/* "Thu, 05 Mar 2026 12:34:56 GMT" (RFC 9110). */
static const char *blob_date(int64_t moment, char out[BLOB_DATE_SIZE])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t seconds = (time_t)(moment / 1000);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    snprintf(out, BLOB_DATE_SIZE, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
             days + 3 * (tm.tm_wday % 7), tm.tm_mday % 100,
             months + 3 * (tm.tm_mon % 12), (tm.tm_year + 1900) % 10000,
             tm.tm_hour % 100, tm.tm_min % 100, tm.tm_sec % 100);
    return out;
}

void blob_touch(struct json *blob, int64_t now)
{
    char guid[GUID_SIZE], etag[32];

    digest_guid(guid);
    snprintf(etag, sizeof(etag), "\"0x8DC%.8s%.4s\"", guid, guid + 9);
    json_set_text(blob, "etag", etag);
    json_set_int(blob, "modified", now);
}

void blob_load(struct sandbox *sandbox, const struct json *containers)
{
    struct arena *arena = arena_new();
    struct json *container = json_new_object();

    for (struct json_each e = json_each(containers); json_next(&e);) {
        const char *place =
            arena_printf(arena, "/blob/%s/%s", data_text(e.value, "account"),
                         data_text(e.value, "container"));
        const struct json *blobs = json_get(e.value, "blobs");

        shelf_put(sandbox->shelf, str_of(place), container);
        for (struct json_each b = json_each(blobs); json_next(&b);) {
            struct json *blob = json_copy(b.value);

            blob_touch(blob, sandbox->started - WHEN_DAY);
            shelf_put(sandbox->shelf,
                      str_of(arena_printf(arena, "%s/%s", place,
                                          data_text(b.value, "name"))),
                      blob);
            json_free(blob);
        }
    }
    json_free(container);
    arena_free(arena);
}

void blob_fail(struct call *call, const char *code, const char *message)
{
    char time[WHEN_TEXT_SIZE];
    struct buf *out = &call->answer;

    call->type = "application/xml";
    buf_clear(out);
    buf_printf(out,
               "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?><Error>"
               "<Code>%s</Code><Message>%s\nRequestId:%s\nTime:%s</Message>"
               "</Error>",
               code, message, call->request_id, when_iso(call->now, time));
    call_reply(call, "x-ms-error-code", "%s", code);
}

static bool check_version(struct call *call)
{
    struct str version = call_header(call, "x-ms-version");

    if (str_empty(version))
        call_fail(call, 400, "MissingRequiredHeader",
                  "An HTTP header that's mandatory for this request is not "
                  "specified.");
    else if (version.len != sizeof(OLDEST) - 1 ||
             str_cmp(version, STR(OLDEST)) < 0)
        call_fail(call, 400, "InvalidHeaderValue",
                  "The value for one of the HTTP headers is not in the "
                  "correct format.");
    else
        return true;
    return false;
}

const char *blob_closed(struct sandbox *sandbox, struct str account)
{
    struct json *resource = plane_resource(sandbox, ACCOUNT, account);
    const char *code = NULL;

    if (!resource)
        code = "ResourceNotFound";
    else if (plane_door(resource) != PLANE_OPEN)
        code = "AuthorizationFailure";
    else if (!rights_hold(&sandbox->rights, STR(BLOB_DATA "read")))
        code = "AuthorizationPermissionMismatch";
    json_free(resource);
    return code;
}

bool blob_open(struct sandbox *sandbox, struct call *call, const char *right)
{
    struct json *account = plane_resource(sandbox, ACCOUNT, call->arg[0]);
    bool good = false;

    call_reply(call, "x-ms-version", "%.*s",
               STR_ARG(call_header(call, "x-ms-version")));
    if (!check_version(call))
        good = false;
    else if (!account)
        call_fail(call, 404, "ResourceNotFound",
                  "The specified account does not exist.");
    else if (plane_door(account) != PLANE_OPEN)
        call_fail(call, 403, "AuthorizationFailure",
                  "This request is not authorized to perform this "
                  "operation.");
    else if (!rights_hold(&sandbox->rights, str_of(right)))
        call_fail(call, 403, "AuthorizationPermissionMismatch",
                  "This request is not authorized to perform this operation "
                  "using this permission.");
    else
        good = true;
    json_free(account);
    return good;
}

struct json *blob_copy(struct sandbox *sandbox, struct str id)
{
    struct json *json = shelf_copy(sandbox->shelf, id);
    bool deleted = false;

    if (json_bool(json_get(json, "deleted"), &deleted) && deleted) {
        json_free(json);
        return NULL;
    }
    return json;
}

static struct str container_of(struct call *call)
{
    return str_of(arena_printf(call->arena, "/blob/%.*s/%.*s",
                               STR_ARG(call->arg[0]), STR_ARG(call->arg[1])));
}

void blob_not_found(struct sandbox *sandbox, struct call *call)
{
    if (shelf_has(sandbox->shelf, container_of(call)))
        call_fail(call, 404, "BlobNotFound",
                  "The specified blob does not exist.");
    else
        call_fail(call, 404, "ContainerNotFound",
                  "The specified container does not exist.");
}

bool blob_check_match(struct call *call, const struct json *blob)
{
    struct str want = call_header(call, "If-Match");
    struct str none = call_header(call, "If-None-Match");
    struct str have = json_text(json_get(blob, "etag"));

    if (!str_empty(none) &&
        (str_eq(none, STR("*")) ? blob != NULL : str_eq(none, have))) {
        if (str_eq(call->method, STR("GET")))
            call_answer(call, 304);
        else
            call_fail(call, 409, "BlobAlreadyExists",
                      "The specified blob already exists.");
        return false;
    }
    if (str_empty(want) || (str_eq(want, STR("*")) && blob) ||
        str_eq(want, have))
        return true;
    call_fail(call, 412, "ConditionNotMet",
              "The condition specified using HTTP conditional header(s) is "
              "not met.");
    return false;
}

bool blob_on_hold(struct call *call, const struct json *blob)
{
    bool held = false;

    json_bool(json_get(blob, "legalHold"), &held);
    if (held)
        call_fail(call, 409, "BlobImmutableDueToLegalHold",
                  "This operation is not permitted as the blob is immutable "
                  "due to one or more legal holds.");
    return held;
}

static void put_headers(struct call *call, const struct json *blob)
{
    struct str md5 = json_text(json_get(blob, "md5"));
    const struct json *metadata = json_get(blob, "metadata");
    char date[BLOB_DATE_SIZE];
    int64_t modified = call->now;
    bool held = false;

    json_int(json_get(blob, "modified"), &modified);
    json_bool(json_get(blob, "legalHold"), &held);
    call_reply(call, "ETag", "%s", data_text(blob, "etag"));
    call_reply(call, "Last-Modified", "%s", blob_date(modified, date));
    call_reply(call, "x-ms-blob-type", "BlockBlob");
    call_reply(call, "x-ms-lease-status", "unlocked");
    call_reply(call, "x-ms-legal-hold", held ? "true" : "false");
    if (!str_empty(md5))
        call_reply(call, "Content-MD5", "%s", md5.at);
    if (json_length(json_get(blob, "tags")))
        call_reply(call, "x-ms-tag-count", "%zu",
                   json_length(json_get(blob, "tags")));
    for (struct json_each e = json_each(metadata); json_next(&e);)
        call_reply(call, arena_printf(call->arena, "x-ms-meta-%s", e.name),
                   "%s", json_text(e.value).at);
    blob_copy_headers(call, blob);
}

/* So many bytes of the same line. */
static void put_content(struct call *call, int64_t length)
{
    static const char line[] = "Nothing but the sandbox.\n";
    struct buf *out = &call->answer;
    size_t left = length > 0 ? (size_t)length : 0;

    buf_clear(out);
    while (left) {
        size_t n = left < sizeof(line) - 1 ? left : sizeof(line) - 1;

        buf_bytes(out, line, n);
        left -= n;
    }
}

static void blob_get(struct sandbox *sandbox, struct call *call)
{
    struct json *blob;
    int64_t length = 0;

    if (str_eq_fold(call_argument(call, "comp"), STR("tags"))) {
        blob_tags_get(sandbox, call);
        return;
    }
    if (!blob_open(sandbox, call, BLOB_DATA "read"))
        return;
    blob = blob_copy(sandbox, call->path);
    if (!blob) {
        blob_not_found(sandbox, call);
    } else if (blob_check_match(call, blob)) {
        json_int(json_get(blob, "length"), &length);
        if (str_eq(str_of(blob_copy_status(blob)), STR("failed")))
            length = 0;
        call->status = 200;
        call->type = arena_text(call->arena, data_text(blob, "contentType"));
        put_content(call, length);
        put_headers(call, blob);
    }
    json_free(blob);
}

static void blob_undelete(struct sandbox *sandbox, struct call *call)
{
    struct json *blob;

    if (!blob_open(sandbox, call, BLOB_DATA "write"))
        return;
    blob = shelf_copy(sandbox->shelf, call->path);
    if (!blob) {
        blob_not_found(sandbox, call);
    } else {
        json_remove(blob, "deleted");
        shelf_put(sandbox->shelf, call->path, blob);
        call_answer(call, 200);
    }
    json_free(blob);
}

static void blob_put(struct sandbox *sandbox, struct call *call)
{
    static const struct {
        const char *comp;
        void (*act)(struct sandbox *sandbox, struct call *call);
    } parts[] = {
        {"tags", blob_tags_put},
        {"legalhold", blob_hold_put},
        {"undelete", blob_undelete},
        {"", blob_copy_put},
    };
    struct str comp = call_argument(call, "comp");

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (str_eq_fold(comp, str_of(parts[i].comp))) {
            parts[i].act(sandbox, call);
            return;
        }
    }
    call_fail(call, 400, "InvalidQueryParameterValue",
              "Value for one of the query parameters specified in the request "
              "URI is invalid.");
}

/* What is deleted can be brought back: comp=undelete. */
static void blob_delete(struct sandbox *sandbox, struct call *call)
{
    struct json *blob;

    if (!blob_open(sandbox, call, BLOB_DATA "delete"))
        return;
    blob = blob_copy(sandbox, call->path);
    if (!blob) {
        blob_not_found(sandbox, call);
    } else if (blob_check_match(call, blob) && !blob_on_hold(call, blob)) {
        json_set_bool(blob, "deleted", true);
        shelf_put(sandbox->shelf, call->path, blob);
        blob_source_gone(sandbox, call->path);
        call_answer(call, 202);
        call_reply(call, "x-ms-delete-type-permanent", "false");
    }
    json_free(blob);
}

static const struct route rows[] = {
    {"GET", "/blob/{}/{}/{}/**", SERVICE_BLOB, blob_get},
    {"PUT", "/blob/{}/{}/{}/**", SERVICE_BLOB, blob_put},
    {"DELETE", "/blob/{}/{}/{}/**", SERVICE_BLOB, blob_delete},
};

const struct route_table blob_routes = ROUTE_TABLE(rows);
