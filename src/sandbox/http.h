/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http.h - the door to libmicrohttpd: takes requests off the wire, and puts
 * answers on it, whole or spoilt.
 *
 * Thread: main; it sleeps in the caller's poll(2).
 */
#ifndef RIPOSTE_SANDBOX_HTTP_H
#define RIPOSTE_SANDBOX_HTTP_H

#include <stdbool.h>

#include "util/err.h"

struct http;
struct sandbox;

/* Listens, and sets sandbox->base. */
bool http_new(struct sandbox *sandbox, int port, struct http **out,
              struct err *err);
void http_free(struct http *http);
/* Readable when there is something to do. */
int http_descriptor(const struct http *http);
/* Milliseconds until http_run() is needed even if nothing arrives; -1: never.
 */
int http_timeout(struct http *http);
void http_run(struct http *http);

#endif
