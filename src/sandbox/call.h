/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * call.h - one request and the answer to it, without the network.
 *
 * http.c fills the upper half, the handlers fill the lower one; so everything
 * between can be called without a socket.
 *
 * Thread: one at a time.
 * Memory: texts of the request live until call_done(); texts made for the
 * answer are taken from the call's arena.
 */
#ifndef RIPOSTE_SANDBOX_CALL_H
#define RIPOSTE_SANDBOX_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/fault.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/str.h"

#define CALL_PAIRS   64
#define CALL_ARGS    8
#define CALL_REPLIES 24

struct call_pair {
    struct str name;
    struct str value;
};

struct service;

struct call {
    struct arena *arena;
    struct str method;
    struct str path;  /* decoded, no query */
    struct str query; /* as it came */
    struct str body;
    bool too_large; /* the body was, and is not here */
    struct call_pair argument[CALL_PAIRS];
    size_t arguments;
    struct call_pair header[CALL_PAIRS];
    size_t headers;
    int64_t now; /* wall clock, milliseconds */

    const struct service *service; /* who is asked */
    struct str arg[CALL_ARGS];     /* what the route's pattern caught */
    const char *bearer;            /* audience of the token; NULL without */
    char request_id[40];

    unsigned status;
    const char *type; /* Content-Type */
    struct buf answer;
    struct call_pair reply[CALL_REPLIES];
    size_t replies;
    enum fault fault; /* what http.c is to do to the answer */
};

void call_init(struct call *call);
void call_done(struct call *call);

/* Value of a query argument or header, names without case; empty if none. */
struct str call_argument(const struct call *call, const char *name);
struct str call_header(const struct call *call, const char *name);
/* Value of a field of a form body, decoded. */
struct str call_form(struct call *call, const char *name);
/* The body as a JSON object; answers 400 itself and is false when it is not.
 * The caller frees *out. */
bool call_object(struct call *call, struct json **out);

/* Adds a header to the answer. */
void call_reply(struct call *call, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void call_answer(struct call *call, unsigned status);
void call_answer_text(struct call *call, unsigned status, struct str json);
void call_answer_take(struct call *call, unsigned status, struct json *json);
/* An error in the shape of the service that was asked. */
void call_fail(struct call *call, unsigned status, const char *code,
               const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Text with bytes that are no UTF-8, and zeros, replaced. */
struct str call_clean(struct arena *arena, struct str text);

#endif
