/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * estate.h - the subscriptions, resources and users that the sandbox begins
 * with (data/sandbox/estate.json).
 *
 * Resources and users stand on the shelf; the estate knows which
 * subscriptions there are, and by what short names a scenario speaks of
 * things.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_ESTATE_H
#define RIPOSTE_SANDBOX_ESTATE_H

#include <stdbool.h>
#include <stddef.h>

#include "sandbox/call.h"
#include "sandbox/gen.h"
#include "util/err.h"
#include "util/json.h"

struct estate;
struct sandbox;

/* Fills sandbox->shelf and tells sandbox->gen what there is. */
bool estate_load(struct sandbox *sandbox, const struct json *file,
                 struct err *err);
void estate_free(struct estate *estate);

size_t estate_subscriptions(const struct estate *estate);
/* GUID, and the region in which Defender keeps its alerts. */
const char *estate_subscription(const struct estate *estate, size_t i);
const char *estate_home(const struct estate *estate, struct str subscription);
/* Is the subscription of this path there?  Answers 404 itself when not. */
bool estate_check(struct sandbox *sandbox, struct call *call);
/* By name or id; NULL when there is none. */
const struct gen_target *estate_find(const struct estate *estate,
                                     struct str name);

#endif
