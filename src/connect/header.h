/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * header.h - headers that a rule or a playbook gives a request.
 *
 * Thread: any; pure.
 * Memory: lines live in the arena handed in.
 */
#ifndef RIPOSTE_CONNECT_HEADER_H
#define RIPOSTE_CONNECT_HEADER_H

#include "model/http.h"

/* One more, of which there are *n so far.  ERR_INPUT: it is none that an action
 * may set, or there are too many. */
bool header_add(struct request *out, size_t *n, struct arena *arena,
                struct str name, struct str value, struct err *err);
/* One on a line, "Name: value"; ERR_INPUT too when a value reads like a
 * reference to a secret. */
bool header_add_lines(struct str text, struct request *out, size_t *n,
                      struct arena *arena, struct err *err);
/* Is it a reference, whose value is fetched when it is sent?  ERR_INPUT: it is
 * the secret itself, or nothing. */
bool header_secret(struct str secret, struct err *err);

#define HEADER_DATE_SIZE 64
/* A moment as RFC 9110 (5.6.7) has it, whatever the user's language is. */
const char *header_date(int64_t moment, char out[HEADER_DATE_SIZE]);

#endif
