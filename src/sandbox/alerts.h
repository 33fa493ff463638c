/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alerts.h - the alerts that Defender has raised, newest first (FACTS 4).
 *
 * Thread: main.
 * Memory: an alert is kept as the JSON text of its ARM resource; at most
 * ALERTS_MAX of them.
 */
#ifndef RIPOSTE_SANDBOX_ALERTS_H
#define RIPOSTE_SANDBOX_ALERTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

#define ALERTS_MAX 250000

struct alerts;
struct shelf;

/* New alerts that one of the suppression rules covers arrive dismissed; the
 * rules are borrowed. */
struct alerts *alerts_new(const struct shelf *suppressions);
void alerts_free(struct alerts *alerts);
size_t alerts_count(const struct alerts *alerts);

/* Takes an alert resource; one with the same id is replaced.  ERR_INPUT when
 * it has no id of an alert, or when there are too many. */
bool alerts_add(struct alerts *alerts, struct str text, struct err *err);
/* Merges into the alert with that id or name; false when there is none. */
bool alerts_merge(struct alerts *alerts, struct str id,
                  const struct json *patch);

/* Text of the alert with that name, and its id; empty when there is none. */
struct str alerts_find(const struct alerts *alerts, struct str name,
                       struct str *id);

/* for (struct alerts_each e = alerts_each(a, STR_NONE); alerts_next(&e);) …
 * from the newest on, or from the one that follows the name @after, which
 * need not be there any more. */
struct alerts_each {
    const struct alerts *alerts;
    uint32_t left;
    struct str name, id, text;
};
struct alerts_each alerts_each(const struct alerts *alerts, struct str after);
bool alerts_next(struct alerts_each *each);

#endif
