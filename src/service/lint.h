/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint.h - what is probably wrong with rules, including what their actions
 * need and this installation has not.
 *
 * Thread: the desk's; rule_lint() any that has the store.
 * Memory: findings live in the arena of the lint; a book begins as {0} and ends
 * with lint_book_done().
 */
#ifndef RIPOSTE_SERVICE_LINT_H
#define RIPOSTE_SERVICE_LINT_H

#include "engine/lint.h"
#include "service/permits.h"
#include "service/rulebook.h"

/* One rule by itself, stored or not.  @store has the playbooks that it may
 * start; NULL: nothing is known of them. */
void rule_lint(const struct config *config, const struct catalogue *catalogue,
               const struct permits *permits, struct store *store,
               const struct rule *rule, int64_t now, struct lint *lint);

/* Each stored rule, beside the others too. */
bool rules_lint(struct desk *desk, int64_t now,
                void (*each)(void *with, const struct rule *rule,
                             const struct lint *lint),
                void *with, struct err *err);

/* What was found in the stored rules, kept until they change. */
struct lint_book {
    struct arena *arena; /* NULL: nothing has been looked at */
    uint64_t stamp;      /* of rules, permissions and playbooks, */
    int64_t made;        /* and when: some expire */
    struct lint_sheet *sheets;
    size_t n;
};
void lint_book_done(struct lint_book *book);
/* Gives the rules of a page their findings, as copies. */
void lint_book_mark(struct lint_book *book, struct desk *desk,
                    struct rule_page *page, int64_t now);

#endif
