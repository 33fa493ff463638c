/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * local.h - actions that riposte does in its own store: nothing is sent.
 *
 * They are rendered like the others, so that they are shown, approved and
 * journalled alike; the request's method is "LOCAL", and whoever dispatches it
 * does it there and then (service/local.c).
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_LOCAL_H
#define RIPOSTE_CONNECT_LOCAL_H

#include "connect/action.h"

/* @text in the request's body; ERR_INPUT when it is empty and must not be. */
bool local_render(const struct action_kind *kind, struct str text,
                  struct request *out, struct err *err);

#endif
