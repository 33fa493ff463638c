/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_part.h - what the files of automation.h share.
 *
 * Private to engine/.  automation_read.c walks a resource, automation_write.c
 * makes one; automation_source.c has the table of sources, automation_term.c
 * one comparison both ways, automation_path.c its path, automation_sets.c many
 * rule sets as few, automation_scope.c the scopes, automation_warn.c what is
 * hardly meant.
 */
#ifndef RIPOSTE_ENGINE_AUTOMATION_PART_H
#define RIPOSTE_ENGINE_AUTOMATION_PART_H

#include "engine/automation.h"

/* Rule sets of one source; a filter of the portal makes n·m·k of them. */
#define AUTOMATION_SETS 5000

/* ---- sources: automation_source.c -----------------------------------------*/

/* What a source of Azure is here. */
struct automation_source {
    const char *name;
    enum event_kind kind;
    unsigned on;
    bool snapshot;    /* weekly copies, and nothing else */
    const char *type; /* the "type" of its events; NULL: kind says it */
    enum op type_op;  /* how that is compared */
    const char *twin; /* the source of its snapshots; NULL: none */
};
const struct automation_source *automation_source_find(struct str name);
const struct automation_source *automation_source_at(size_t i);
/* Why a source that is not in the table has no equivalent. */
const char *automation_source_why(struct str name);
/* The conditions that every set of this source begins with. */
size_t automation_source_terms(const struct automation_source *source,
                               struct condition out[2]);

/* ---- one comparison: automation_term.c ------------------------------------*/

/* False: @why says what has no equivalent. */
bool automation_term_read(const struct automation_source *source,
                          const struct json *term, struct arena *arena,
                          struct condition *out, struct err *why);
/* Is it always true of events of this source? */
bool automation_term_filler(const struct automation_source *source,
                            const struct json *term);
/* One condition as the terms of which one must hold, in a new array. */
bool automation_term_write(const struct automation_source *source,
                           const struct condition *condition, struct json **out,
                           struct err *err);

/* ---- paths: automation_path.c ---------------------------------------------*/

/* "$.a.b['c d']" as the query language has it; NULL: it cannot be. */
const char *automation_path_read(struct str jpath, bool exact,
                                 struct arena *arena);
/* The other way; NULL: no event in Azure has this property. */
const char *automation_path_write(const struct automation_source *source,
                                  struct str property, struct arena *arena);
/* Is it this path, with or without "$." before it? */
bool automation_path_is(struct str jpath, const char *path);
/* Columns of riposte that mean just this member of an alert. */
bool automation_path_exact(struct str name);

/* ---- sets: automation_sets.c ----------------------------------------------*/

/* Puts sets that differ in one value together, until there are few enough for a
 * rule.  False: there are still too many. */
bool automation_sets_merge(struct condition_set **sets, size_t *n,
                           struct arena *arena);

/* ---- conditions: automation_put.c -----------------------------------------*/

/* Adds the sources that the rule's trigger and conditions are, to a list. */
bool automation_sources_write(const struct rule *rule, struct json *out,
                              struct err *err);

/* ---- scopes: automation_scope.c -------------------------------------------*/

bool automation_scope_read(const struct json *scopes, struct rule *rule,
                           struct err *why);
bool automation_scope_write(const struct scope *scope, struct json **out,
                            struct err *err);

/* ---- warnings: automation_warn.c ------------------------------------------*/

/* What is wrong with a term that can be converted; NULL: nothing. */
const char *automation_warning(struct str source, const struct json *term);

#endif
