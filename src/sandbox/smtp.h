/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * smtp.h - takes mail and keeps it: no relay, no delivery (RFC 5321).
 *
 * An address that begins with "bounce" is refused for good, one that begins
 * with "later" for now, so that both can be tried.
 *
 * Thread: main; it sleeps in the caller's poll(2).
 * Memory: at most SMTP_PEERS connections, LIMIT_REQUEST bytes each.
 */
#ifndef RIPOSTE_SANDBOX_SMTP_H
#define RIPOSTE_SANDBOX_SMTP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "sandbox/keep.h"
#include "util/err.h"

#define SMTP_PEERS 16
#define SMTP_POLLS (SMTP_PEERS + 1)

struct smtp;

/* @auth: refuse mail of those who have not signed in.  Mails go to @mails. */
bool smtp_new(int port, bool auth, struct keep *mails, struct smtp **out,
              struct err *err);
void smtp_free(struct smtp *smtp);
int smtp_port(const struct smtp *smtp);
/* Fills SMTP_POLLS entries. */
void smtp_prepare(const struct smtp *smtp, struct pollfd *polls);
/* Does what the entries say is possible. */
void smtp_run(struct smtp *smtp, const struct pollfd *polls);

#endif
