/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mail.h - one mail as RFC 5322 wants it: UTF-8, CRLF, as plain text, and as
 * HTML beside it where there is one (multipart/alternative, RFC 2046).
 *
 * What comes from alerts is hostile: line ends never reach a header, and all
 * text passes through utf8_visible().
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_MAIL_H
#define RIPOSTE_CONNECT_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/str.h"

/* The server that takes riposte's mail. */
struct mail_server {
    const char *url;      /* "smtp://host:587" or "smtps://host:465" */
    const char *from;     /* "riposte <riposte@example.org>" */
    const char *user;     /* "" = no AUTH */
    const char *password; /* reference */
    bool starttls;        /* false is refused but on loopback */
};
bool mail_server_check(const struct mail_server *server, struct err *err);

/* An attachment. */
struct mail_file {
    struct str name;
    struct str content; /* base64 */
};

struct mail {
    const char *from;      /* as above */
    const char *const *to; /* addresses, NULL ends */
    struct str subject;
    struct str body;
    struct str html; /* the same, escaped by whoever made it; empty: none */
    const struct mail_file *files;
    size_t n_files;
    const char *id;    /* left part of Message-ID: stable for a step, so
                          that a second copy is seen as the same mail */
    const char *first; /* that of the mail that this one follows; NULL: none */
    int64_t date;
};
/* Appends the message.  ERR_INPUT for an address that is none. */
bool mail_write(const struct mail *mail, struct buf *out, struct err *err);

/* "Name <a@b>" → "a@b"; ERR_INPUT names what is wrong. */
bool mail_address(struct str text, struct arena *arena, const char **out,
                  struct err *err);
/* Addresses separated by commas or semicolons, in one array that NULL ends;
 * at most LIMIT_RECIPIENTS, at least one. */
bool mail_addresses(struct str text, struct arena *arena,
                    const char *const **out, struct err *err);

#endif
