/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * url.h - the parts of a URL, percent-encoding, and masking of what is secret
 * in one (sig=, token=, code=, webhook paths: FACTS 18, trap 6).
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_URL_H
#define RIPOSTE_UTIL_URL_H

#include <stdbool.h>

#include "util/buf.h"
#include "util/err.h"
#include "util/str.h"

struct url {
    struct str scheme;
    struct str host; /* without port and brackets */
    int port;        /* of the scheme when none is given; -1 unknown */
    struct str path; /* with its slash, without query; may be empty */
    struct str query;
};

bool url_parse(struct str text, struct url *out, struct err *err);
/* Same scheme, host (without case) and port: may a token go there? */
bool url_same_origin(struct str a, struct str b);
bool url_loopback(const struct url *url); /* 127.0.0.0/8, ::1, localhost */
void url_encode(struct str text, struct buf *out); /* all but unreserved */
/* The URL with values of secret parameters replaced by "***". */
void url_masked(struct str url, struct buf *out);

#endif
