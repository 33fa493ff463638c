/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alert_wish.h - raises an alert from a short description of it, as scenarios
 * and tests write them.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_ALERT_WISH_H
#define RIPOSTE_SANDBOX_ALERT_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

struct sandbox;

/* "type" is a detection; if wanted "resource" (name or id), "user",
 * "address", "command", "severity", "status", "title", "text" and "key".
 * Whatever is not said is drawn.  ERR_INPUT names what is not known. */
bool alert_wish(struct sandbox *sandbox, const struct json *wish,
                int64_t moment, struct err *err);
/* Any alert at all, of that status; NULL for any status. */
bool alert_noise(struct sandbox *sandbox, int64_t moment, const char *status,
                 struct err *err);
/* A sample alert of a bundle (FACTS 4); false when there is no such bundle. */
bool alert_sample(struct sandbox *sandbox, struct str subscription,
                  struct str bundle, int64_t moment);

#endif
