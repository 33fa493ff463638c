/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_diff.h - what is different between two rules, field by field.
 *
 * They are compared as riposte's JSON, without what a save adds (revision,
 * author, editor, saved).  Where one of a list was taken out or put in, the
 * others are not told.
 *
 * Thread: any; pure.
 * Memory: the rows live in the arena given.
 */
#ifndef RIPOSTE_MODEL_RULE_DIFF_H
#define RIPOSTE_MODEL_RULE_DIFF_H

#include "model/rule.h"

struct rule_diff_row {
    const char *path; /* "actions 2/with/subject" */
    const char *was;  /* NULL: it was not there */
    const char *is;   /* NULL: it is not there any more */
};
/* None: the same.  NULL stands for a rule that is not there. */
size_t rule_diff(const struct rule *was, const struct rule *is,
                 struct arena *arena, struct rule_diff_row **out);

#endif
