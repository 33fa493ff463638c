/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint.h - what is probably wrong with rules, including what their actions
 * need and this installation has not.
 *
 * Thread: the desk's; rule_lint() any.
 * Memory: findings live in the arena of the lint.
 */
#ifndef RIPOSTE_SERVICE_LINT_H
#define RIPOSTE_SERVICE_LINT_H

#include "engine/lint.h"
#include "service/desk.h"

/* One rule by itself, stored or not. */
void rule_lint(const struct config *config, const struct catalogue *catalogue,
               const struct rule *rule, int64_t now, struct lint *lint);

/* Each stored rule, beside the others too. */
bool rules_lint(struct desk *desk, int64_t now,
                void (*each)(void *with, const struct rule *rule,
                             const struct lint *lint),
                void *with, struct err *err);

#endif
