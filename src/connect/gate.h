/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate.h - the one way out: hand in a request, take back what came of it.
 *
 * A request (model/http.h) names an audience and may hold references to
 * secrets.  The gate finds the host, asks for the token and keeps it, fetches
 * the secrets, adds correlation ids, sends, and after a 401 drops the token
 * and tries once more.  A 429 that says for how long holds back everything to
 * that host, and the request goes again by itself.  What may take time happens
 * without blocking: sockets in curl's loop, programs (az, cmd: secrets) in a
 * thread of the gate's own.
 *
 *     id = gate_send(gate, arena, request, tag);
 *     for (;;) {
 *         gate_poll(gate, 1000, &wake, 1);
 *         while (gate_take(gate, &done)) {
 *             …done.request, done.response…
 *             gate_done_free(&done);
 *         }
 *     }
 *
 * Thread: the worker's; another one wakes it through a descriptor that
 * gate_poll() is told to watch.
 * Memory: a request is given away with its arena and comes back with it.
 */
#ifndef RIPOSTE_CONNECT_GATE_H
#define RIPOSTE_CONNECT_GATE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "connect/hosts.h"
#include "connect/mail.h"
#include "connect/tokens.h"
#include "connect/wire.h"
#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"

struct gate;

/* Borrowed, all of it, for the life of the gate. */
struct gate_config {
    struct hosts hosts;
    struct token_config identity;
    struct wire_config wire;
    struct mail_server mail; /* url "" = no mail */
};

bool gate_new(const struct gate_config *config, struct gate **out,
              struct err *err);
/* Cuts what is still in flight; waits for a program that runs (bounded). */
void gate_free(struct gate *gate);

/* What came of a request.  No answer: response.status is 0 and
 * response.failure says why (no token, refused URL, network …). */
struct gate_done {
    uint64_t id;
    uint64_t tag;
    struct arena *arena; /* holds the request; yours again */
    const struct request *request;
    struct response response;
    bool lively; /* its host has answered somebody of late */
};

/* Takes @arena, in which @request lies.  @tag is the caller's.  Never fails
 * here: what is wrong comes out of gate_take().  Ids start at 1. */
uint64_t gate_send(struct gate *gate, struct arena *take_arena,
                   const struct request *request, uint64_t tag);
/* Works until something has come, one of @extra (as for poll(2), revents are
 * set) is readable, or @milliseconds have passed; fd -1 is left out. */
void gate_poll(struct gate *gate, int milliseconds, struct pollfd *extra,
               size_t n);
bool gate_take(struct gate *gate, struct gate_done *out);
void gate_done_free(struct gate_done *done);
/* Requests that have not been taken yet.  To leave: send nothing more, poll
 * until it is 0 or patience is at an end, then gate_free(). */
size_t gate_busy(const struct gate *gate);

/* Ends what is held back because its host asked for a pause (ERR_STOPPED): it
 * was not sent.  For leaving. */
void gate_release(struct gate *gate);

/* A person must sign in (device code): what to type where.  False when
 * nobody has to. */
bool gate_sign_in(const struct gate *gate, struct token_prompt *out);
/* Asks for a token although nothing is to be sent, so that `login` and
 * `doctor` can say whether it works: comes out as a request to "" with status
 * 200, or with its failure. */
uint64_t gate_probe(struct gate *gate, enum audience audience, uint64_t tag);
/* Forgets refusals and tokens, so that the next request asks anew: settings or
 * secrets were mended. */
void gate_forget(struct gate *gate);

const struct hosts *gate_hosts(const struct gate *gate);

/* How the token of an audience stands; false without an identity. */
bool gate_token(const struct gate *gate, enum audience audience,
                struct arena *arena, struct token_facts *out);
/* The next host that is left alone, and until when; *place begins at 0.  False
 * when there is no other. */
bool gate_pause(const struct gate *gate, size_t *place, const char **origin,
                int64_t *until);

#endif
