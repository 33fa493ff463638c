/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_sets.h - sets of conditions, as "conditions" and "unless" of a rule have
 * them in JSON.
 *
 * Strict: a value that is missing, of the wrong shape or an empty list is an
 * error that says where, since the rule would otherwise ask something else.
 *
 * Thread: any; pure.
 * Memory: what is read lives in the arena handed in.
 */
#ifndef RIPOSTE_MODEL_RULE_SETS_H
#define RIPOSTE_MODEL_RULE_SETS_H

#include "model/rule.h"

/* The member @name of a rule; none at all is no set.  ERR_INPUT names set and
 * condition. */
bool sets_from_json(const struct json *json, const char *name,
                    struct arena *arena, struct condition_set **out, size_t *n,
                    struct err *err);
struct json *sets_to_json(const struct condition_set *sets, size_t n);

#endif
