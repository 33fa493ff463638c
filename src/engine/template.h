/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * template.h - the text of an action's field, with places for the event's
 * values.
 *
 * Logic Apps' own way of writing it, so that what is learnt here is of use
 * there: "@{triggerBody()?['AlertDisplayName']} on @{ResourceName}".  Inside
 * @{…} stands an expression (engine/expr.h) with the functions of its tables,
 * triggerBody(), triggerOutputs() and trigger(), and, beyond Logic Apps, the
 * properties of the query language as texts.  A text that is nothing but
 * "@function(…)…" is filled in whole.
 *
 * Null becomes nothing, objects and arrays become JSON, several values of a
 * property are separated by ", ".  Without "?", a step into null is an error,
 * as it is there.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_ENGINE_TEMPLATE_H
#define RIPOSTE_ENGINE_TEMPLATE_H

#include "engine/expr.h"
#include "engine/subject.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"

/* What an expression in a field can be about; it is evaluated with a struct
 * query_subject. */
extern const struct expr_world template_world;

/* Can it be filled in, whatever the event?  ERR_INPUT with the column; a
 * function that is not understood is refused by name. */
bool template_check(struct str text, struct err *err);
/* The text in @arena; at most LIMIT_RENDERED bytes. */
bool template_render(struct str text, struct query_subject *subject,
                     struct arena *arena, struct str *out, struct err *err);

#endif
