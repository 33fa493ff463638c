/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * data.h - the sandbox's data files: estate, posture, scenarios.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_DATA_H
#define RIPOSTE_SANDBOX_DATA_H

#include <stdbool.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

/* Reads a JSON object: a file of riposte's data by its name, or, when @name
 * has a slash at its beginning or a dot, that file itself. */
bool data_load(const char *name, struct json **out, struct err *err);
/* Text of a member, terminated; "" when it is missing. */
const char *data_text(const struct json *object, const char *name);
/* The same, escaped for JSON, in @arena; NULL when it is missing. */
const char *data_escaped(struct arena *arena, const struct json *object,
                         const char *name);

#endif
