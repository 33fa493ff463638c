/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of blobs: what is small is there at once, what is not takes its time
 * (FACTS 14). */
#include <string.h>

#include "sandbox/blob.h"
#include "sandbox/data.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/url.h"
#include "util/when.h"

#define SMALL    (64 * 1024)
#define DURATION (4 * WHEN_SECOND)

const char *blob_copy_status(const struct json *blob)
{
    const struct json *copy = json_get(blob, "copy");
    int64_t due = 0;

    if (!copy)
        return "";
    if (json_get(copy, "failed"))
        return "failed";
    json_int(json_get(copy, "due"), &due);
    return when_monotonic() < due ? "pending" : "success";
}

void blob_copy_headers(struct call *call, const struct json *blob)
{
    const struct json *copy = json_get(blob, "copy");
    const char *status = blob_copy_status(blob);
    int64_t length = 0;

    if (!copy)
        return;
    json_int(json_get(blob, "length"), &length);
    call_reply(call, "x-ms-copy-id", "%s", data_text(copy, "id"));
    call_reply(call, "x-ms-copy-source", "%s", data_text(copy, "from"));
    call_reply(call, "x-ms-copy-status", "%s", status);
    call_reply(call, "x-ms-copy-progress", "%lld/%lld",
               strcmp(status, "success") == 0 ? (long long)length : 0LL,
               (long long)length);
    if (strcmp(status, "failed") == 0)
        call_reply(call, "x-ms-copy-status-description",
                   "404 BlobNotFound \"Copy failed when reading the "
                   "source.\"");
}

void blob_source_gone(struct sandbox *sandbox, struct str source)
{
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *blob;

        if (!str_starts(e.id, STR("/blob/")))
            continue;
        blob = blob_copy(sandbox, e.id);
        if (strcmp(blob_copy_status(blob), "pending") == 0 &&
            str_eq_fold(json_text(json_at(blob, STR("copy.place"))), source)) {
            json_set_bool(json_member(blob, "copy"), "failed", true);
            shelf_put(sandbox->shelf, e.id, blob);
        }
        json_free(blob);
    }
}

/* Where it stands here: https://ACCOUNT.blob.SUFFIX/C/B, or a URL of the
 * sandbox itself.  Empty when it is neither. */
static struct str place_of(struct sandbox *sandbox, struct call *call,
                           struct str text)
{
    struct str base = str_of(sandbox->base), rest, account;
    struct url url;
    struct err err;
    size_t dot;

    if (!url_parse(text, &url, &err))
        return STR_NONE;
    if (str_starts(text, base))
        return url.path;
    dot = str_find_char(url.host, '.');
    account = str_sub(url.host, 0, dot);
    rest = dot == STR_NOWHERE ? STR_NONE : str_sub(url.host, dot, url.host.len);
    if (!str_starts_fold(rest, STR(".blob.core.")))
        return STR_NONE;
    return str_of(arena_printf(call->arena, "/blob/%.*s%.*s", STR_ARG(account),
                               STR_ARG(url.path)));
}

static int digit_of(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | 0x20) : NULL;

    return at && *at ? (int)(at - digits) : -1;
}

/* Percent-encoding of a path; what is none stays as it is. */
static struct str decoded(struct call *call, struct str path)
{
    char *out = arena_alloc(call->arena, path.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < path.len; i++) {
        char c = path.at[i];

        if (c == '%' && i + 2 < path.len && digit_of(path.at[i + 1]) >= 0 &&
            digit_of(path.at[i + 2]) >= 0) {
            c = (char)(digit_of(path.at[i + 1]) * 16 +
                       digit_of(path.at[i + 2]));
            i += 2;
        }
        out[n++] = c;
    }
    return (struct str){.at = out, .len = n};
}

/* The source, parsed; NULL, and an answer, when it cannot be copied. */
static struct json *source_of(struct sandbox *sandbox, struct call *call,
                              struct str place)
{
    struct str rest = place, account, match;
    struct json *blob;
    const char *closed;

    str_cut(&rest, '/', &account);
    str_cut(&rest, '/', &account);
    if (!str_cut(&rest, '/', &account) || str_empty(account)) {
        call_fail(call, 400, "InvalidHeaderValue",
                  "The value for one of the HTTP headers is not in the "
                  "correct format.");
        return NULL;
    }
    closed = blob_closed(sandbox, account);
    blob = closed ? NULL : blob_copy(sandbox, place);
    match = call_header(call, "x-ms-source-if-match");
    if (closed)
        call_fail(call, 403, "CannotVerifyCopySource",
                  "This request is not authorized to perform this operation.");
    else if (!blob)
        call_fail(call, 404, "CannotVerifyCopySource",
                  "The specified blob does not exist.");
    else if (!str_empty(match) &&
             !str_eq(match, json_text(json_get(blob, "etag"))))
        call_fail(call, 412, "SourceConditionNotMet",
                  "The source condition specified using HTTP conditional "
                  "header(s) is not met.");
    else
        return blob;
    json_free(blob);
    return NULL;
}

/* Metadata of the request takes the place of the source's. */
static void take_metadata(struct call *call, struct json *blob)
{
    struct json *metadata = json_new_object();

    for (size_t i = 0; i < call->headers; i++) {
        struct str name = call->header[i].name;

        if (str_starts_fold(name, STR("x-ms-meta-")))
            json_set_str(
                metadata,
                call_clean(call->arena, str_sub(name, 10, name.len)).at,
                call_clean(call->arena, call->header[i].value));
    }
    if (json_length(metadata))
        json_set_take(blob, "metadata", metadata);
    else
        json_free(metadata);
}

static void copy(struct sandbox *sandbox, struct call *call, struct json *blob,
                 struct str place)
{
    struct json *copy = json_new_object();
    int64_t length = 0, span = 0;
    char guid[GUID_SIZE];

    json_int(json_get(blob, "length"), &length);
    if (length > SMALL)
        span = sandbox_span(sandbox, DURATION);
    json_set_text(copy, "id", digest_guid(guid));
    json_set_str(
        copy, "from",
        call_clean(call->arena, call_header(call, "x-ms-copy-source")));
    json_set_str(copy, "place", call_clean(call->arena, place));
    json_set_int(copy, "due", when_monotonic() + span);
    json_set_take(blob, "copy", copy);
    /* Neither goes along. */
    json_remove(blob, "tags");
    json_remove(blob, "legalHold");
    take_metadata(call, blob);
    blob_touch(blob, call->now);
    if (!shelf_put(sandbox->shelf, call->path, blob)) {
        call_fail(call, 409, "InsufficientAccountPermissions",
                  "There are too many blobs.");
        return;
    }
    call_answer(call, 202);
    call_reply(call, "ETag", "%s", data_text(blob, "etag"));
    call_reply(call, "x-ms-copy-id", "%s", guid);
    call_reply(call, "x-ms-copy-status", "%s", blob_copy_status(blob));
}

void blob_copy_put(struct sandbox *sandbox, struct call *call)
{
    struct str from = call_header(call, "x-ms-copy-source"), place;
    struct json *old, *blob = NULL;

    if (!blob_open(sandbox, call, BLOB_DATA "write"))
        return;
    if (str_empty(from)) {
        call_fail(call, 400, "MissingRequiredHeader",
                  "An HTTP header that's mandatory for this request is not "
                  "specified.");
        return;
    }
    old = blob_copy(sandbox, call->path);
    place = decoded(call, place_of(sandbox, call, from));
    if (!shelf_has(
            sandbox->shelf,
            str_of(arena_printf(call->arena, "/blob/%.*s/%.*s",
                                STR_ARG(call->arg[0]), STR_ARG(call->arg[1])))))
        blob_not_found(sandbox, call);
    else if (strcmp(blob_copy_status(old), "pending") == 0)
        call_fail(call, 409, "PendingCopyOperation",
                  "There is currently a pending copy operation.");
    else if (blob_check_match(call, old) && !blob_on_hold(call, old))
        blob = source_of(sandbox, call, place);
    if (blob)
        copy(sandbox, call, blob, place);
    json_free(blob);
    json_free(old);
}
