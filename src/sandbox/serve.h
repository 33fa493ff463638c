/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * serve.h - answers one call: the manners that all services share.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_SERVE_H
#define RIPOSTE_SANDBOX_SERVE_H

#include "sandbox/call.h"

struct sandbox;

/* Bytes that a request to this path may have. */
size_t serve_body_limit(struct str path);
/* Fills the answer, and puts the call into the log. */
void serve(struct sandbox *sandbox, struct call *call);

#endif
