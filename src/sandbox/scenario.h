/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scenario.h - a story that unfolds: what happens when, and noise round it.
 *
 * A file of data/scenarios has "begin", which has happened before anybody
 * looks ("ago" in seconds), "steps" with the second "at" which they happen,
 * and "noise".  What a step does ("do") is one row of a table in scenario.c.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_SCENARIO_H
#define RIPOSTE_SANDBOX_SCENARIO_H

#include <stdbool.h>

#include "util/err.h"
#include "util/json.h"

struct sandbox;
struct scenario;

/* Takes the file's object, and does what it begins with.  ERR_INPUT when a
 * step cannot be done. */
bool scenario_new_take(struct sandbox *sandbox, struct json *file,
                       struct err *err);
void scenario_free(struct scenario *scenario);
/* Does what is due. */
void scenario_catch_up(struct sandbox *sandbox);
/* One step, at once. */
bool scenario_do(struct sandbox *sandbox, const struct json *step,
                 struct err *err);

#endif
