/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bloburl.h - the parts of the URL of a blob, if it is one that can be trusted
 * in another URL.
 *
 * Thread: any.
 * Memory: parts are borrowed from the URL.
 */
#ifndef RIPOSTE_MODEL_BLOBURL_H
#define RIPOSTE_MODEL_BLOBURL_H

#include <stdbool.h>

#include "util/str.h"

struct blob_url {
    struct str origin;    /* "https://stshop.blob.core.windows.net" */
    struct str account;   /* "stshop" */
    struct str container; /* "uploads" */
    struct str blob;      /* "2024/a%20b.exe", as the URL has it */
};
/* Only https://ACCOUNT.blob.…/CONTAINER/BLOB, without a query (which may be a
 * signature), dot segments, and what would end or escape a path. */
bool blob_url_parse(struct str url, struct blob_url *out);

#endif
