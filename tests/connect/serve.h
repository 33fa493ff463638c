/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * serve.h - the server of server.py for a test, and a certificate for it.
 */
#ifndef RIPOSTE_TESTS_CONNECT_SERVE_H
#define RIPOSTE_TESTS_CONNECT_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "util/buf.h"
#include "util/proc.h"
#include "util/when.h"

struct serve {
    struct proc proc;
    char port[16];
};

/* Where certificate, key and mail go; made by serve_place(). */
struct place {
    char dir[64];
    char certificate[96];
    char key[96];
    char mailbox[96];
};

static inline void serve_place(struct place *place)
{
    snprintf(place->dir, sizeof(place->dir), "/tmp/riposte-test-XXXXXX");
    if (!mkdtemp(place->dir))
        abort();
    snprintf(place->certificate, sizeof(place->certificate), "%s/cert.pem",
             place->dir);
    snprintf(place->key, sizeof(place->key), "%s/key.pem", place->dir);
    snprintf(place->mailbox, sizeof(place->mailbox), "%s/mail", place->dir);
    setenv("MAILBOX", place->mailbox, 1);
}

static inline void serve_clear(const struct place *place)
{
    unlink(place->certificate);
    unlink(place->key);
    unlink(place->mailbox);
    rmdir(place->dir);
}

/* A certificate that nobody has signed but its own key. */
static inline bool serve_certify(const struct place *place)
{
    const char *const argv[] = {"openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=localhost",
                                "-addext",
                                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                                "-keyout",
                                place->key,
                                "-out",
                                place->certificate,
                                NULL};
    const struct proc_limits limits = {.milliseconds = 60 * WHEN_SECOND,
                                       .output = 4096};
    struct buf out;
    struct err err;
    bool good;

    buf_init(&out);
    good = proc_run(argv, STR_NONE, &limits, &out, &err);
    buf_done(&out);
    return good;
}

/* kind: "http", "https", "smtp".  False when this machine cannot. */
static inline bool serve_start(struct serve *serve, const char *kind,
                               const struct place *tls)
{
    const char *source = getenv("srcdir");
    char script[512];
    const char *const argv[] = {
        "/usr/bin/python3",    script, kind, tls ? tls->certificate : NULL,
        tls ? tls->key : NULL, NULL};
    struct buf line;
    struct err err;
    bool good;

    snprintf(script, sizeof(script), "%s/tests/connect/server.py",
             source ? source : ".");
    buf_init(&line);
    good = proc_start(&serve->proc, argv, &err);
    if (good && !proc_line(&serve->proc, 60 * WHEN_SECOND, &line, &err)) {
        proc_stop(&serve->proc);
        good = false;
    }
    if (good)
        snprintf(serve->port, sizeof(serve->port), "%.*s",
                 STR_ARG(buf_view(&line)));
    buf_done(&line);
    return good;
}

static inline void serve_stop(struct serve *serve)
{
    proc_stop(&serve->proc);
}

#endif
