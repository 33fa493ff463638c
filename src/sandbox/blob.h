/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blob.h - the blobs of storage accounts, below /blob/ACCOUNT (FACTS 14).
 *
 * blob.c has what all calls have in common and the blobs themselves,
 * blob_copy.c their copies, blob_part.c containers, tags and holds.  A blob
 * stands on the shelf by its path; its content is made of its length.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_BLOB_H
#define RIPOSTE_SANDBOX_BLOB_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/call.h"
#include "util/json.h"

#define BLOB_DATA                                                              \
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/"
#define BLOB_DATE_SIZE 40

struct sandbox;

/* Containers of the estate: {"account", "container", "blobs": [{"name", …}]}.
 */
void blob_load(struct sandbox *sandbox, const struct json *containers);
/* Errors of storage are XML (service.h). */
void blob_fail(struct call *call, const char *code, const char *message);

/* Are account, version and right in order?  Answers itself when not. */
bool blob_open(struct sandbox *sandbox, struct call *call, const char *right);
/* The same of another account, whose data is to be read; NULL when it may be,
 * else the code of the error. */
const char *blob_closed(struct sandbox *sandbox, struct str account);
/* The blob at that place, parsed, yours; NULL when there is none. */
struct json *blob_copy(struct sandbox *sandbox, struct str id);
/* Answers 404 for what is not there: the container, or the blob. */
void blob_not_found(struct sandbox *sandbox, struct call *call);
/* Are If-Match and If-None-Match satisfied?  @blob may be NULL.  Answers
 * itself when not. */
bool blob_check_match(struct call *call, const struct json *blob);
/* Is it on hold?  Answers 409 itself. */
bool blob_on_hold(struct call *call, const struct json *blob);
/* A new ETag and time of change. */
void blob_touch(struct json *blob, int64_t now);
/* How a copy stands by the clock: "", "pending", "success", "failed". */
const char *blob_copy_status(const struct json *blob);
/* Copies from there that are under way have failed. */
void blob_source_gone(struct sandbox *sandbox, struct str source);
/* The headers that tell of a copy. */
void blob_copy_headers(struct call *call, const struct json *blob);
/* Copies what x-ms-copy-source names to the blob of the path. */
void blob_copy_put(struct sandbox *sandbox, struct call *call);
/* Tags of a blob, and its hold: comp=tags, comp=legalhold. */
void blob_tags_get(struct sandbox *sandbox, struct call *call);
void blob_tags_put(struct sandbox *sandbox, struct call *call);
void blob_hold_put(struct sandbox *sandbox, struct call *call);

#endif
