/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire.h - requests in flight; the only door to libcurl (wire*.c).
 *
 * TLS is always verified.  Without TLS only loopback and link-local addresses
 * are spoken to, and never through a proxy.  Redirects are not followed.  An
 * answer is bounded before memory is taken for it, and of its headers only
 * those that model/http.h names are kept.  The rest of riposte uses gate.h.
 *
 * Thread: one.
 * Memory: a call is given away and comes back as wire_done.
 */
#ifndef RIPOSTE_CONNECT_WIRE_H
#define RIPOSTE_CONNECT_WIRE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/secret.h"

/* Borrowed for the life of the wire; NULL, "" and 0 are the defaults. */
struct wire_config {
    const char *ca_file;     /* authorities beside the system's, PEM */
    const char *proxy;       /* else what the environment says */
    const char *agent;       /* User-Agent */
    int64_t connect_timeout; /* milliseconds; 10 s */
    int per_host;            /* at once; LIMIT_IN_FLIGHT_HOST */
};

struct wire;

bool wire_new(const struct wire_config *config, struct wire **out,
              struct err *err);
void wire_free(struct wire *wire); /* cuts what is in flight */

/* One request with all that must not be in it. */
struct wire_call {
    uint64_t tag;
    struct arena *arena; /* the request lies in it */
    const struct request *request;
    const char *url;                       /* absolute; in the arena too, or
                                              the bytes of `address` */
    struct secret address;                 /* a URL that is a secret */
    struct secret authorization;           /* value of the header; "" none */
    struct secret form;                    /* body instead of the request's */
    struct secret header[REQUEST_HEADERS]; /* values of headers that hold a
                                              reference; "" as they are */
    const char *user;                      /* SMTP */
    struct secret password;
    bool starttls; /* SMTP: insist on it */
};
void wire_call_init(struct wire_call *call);
void wire_call_done(struct wire_call *call); /* the arena too */

struct wire_done {
    struct wire_call call;
    struct response response;
};

/* Takes the call's content and leaves it empty.  Answers its handle, ≥ 1. */
uint64_t wire_send(struct wire *wire, struct wire_call *take_call);
/* Moves what can be moved; never blocks. */
void wire_work(struct wire *wire);
/* Sleeps until there is something to move, see gate_poll(). */
void wire_poll(struct wire *wire, int milliseconds, struct pollfd *extra,
               size_t n);
bool wire_take(struct wire *wire, struct wire_done *out);

#endif
