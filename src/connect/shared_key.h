/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shared_key.h - how the HTTP Data Collector of Log Analytics wants to be
 * signed: an HMAC over length, type, moment and path, with the key of the
 * workspace.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_SHARED_KEY_H
#define RIPOSTE_CONNECT_SHARED_KEY_H

#include "model/http.h"
#include "util/secret.h"

/* The header that says when; its value is filled in when it is signed. */
#define SHARED_KEY_DATE "x-ms-date"

/* @date and @authorization are the values of two headers.  ERR_INPUT: the key
 * is none. */
bool shared_key_sign(const struct request *request, const struct secret *key,
                     int64_t now, struct secret *date,
                     struct secret *authorization, struct err *err);

#endif
