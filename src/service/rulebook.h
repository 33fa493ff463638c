/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rulebook.h - rules as the faces see them: list, save, switch, test, import,
 * export.
 */
#ifndef RIPOSTE_SERVICE_RULEBOOK_H
#define RIPOSTE_SERVICE_RULEBOOK_H

#include "engine/lint.h"
#include "model/decision.h"
#include "model/field.h"
#include "model/rule.h"
#include "model/rule_diff.h"
#include "service/desk.h"

struct rule_row {
    int64_t row;
    int64_t revision;
    int64_t order;
    const char *name;
    const char *trigger; /* "alert created" */
    enum rule_mode mode;
    int64_t fired; /* in 24 h */
    int64_t held;
    int64_t last_fired;
    int64_t reviewed; /* events that it fired on in 90 days, */
    int64_t really;   /* and those of them that were true positives */
    uint32_t hourly[24];
    const char *editor;
    int64_t saved;
    const char *actions; /* "mail, contain vm-deallocate" */
    const char *azure;   /* id of an automation that lives in Azure, whose row
                            is below 0; NULL: a rule of riposte */
    const struct lint_finding *findings; /* where they were looked for */
    size_t n_findings;
    size_t n_warnings; /* of them */
};
struct rule_page {
    struct arena *arena;
    struct rule_row *rows;
    size_t n;
    struct err error;
};
struct rule_page *rule_page_read(struct desk *desk);
/* With the automations that live in Azure. */
struct rule_page *rule_page_all(struct desk *desk);
void rule_page_free(struct rule_page *page);

/* By number or name; the caller frees it with rule_free(). */
bool rulebook_get(struct desk *desk, struct str name, struct rule **out,
                  struct err *err);
/* Checked, compiled, then saved as the next revision by this person. */
bool rulebook_save(struct desk *desk, struct rule *rule, struct err *err);
bool rulebook_mode(struct desk *desk, struct str name, enum rule_mode mode,
                   struct err *err);
/* Records that these are exported (none: all), and where to (NULL: to whoever
 * asked); before anything is given away. */
bool rulebook_exported(struct desk *desk, const char *const *names, size_t n,
                       const char *where, struct err *err);
bool rulebook_remove(struct desk *desk, struct str name, struct err *err);
/* Can it be saved?  ERR_INPUT names the field and says what to do.  Also for
 * the form while somebody types; needs no store. */
bool rulebook_check(const struct rule *rule, const struct catalogue *catalogue,
                    struct err *err);
/* Of which action and field does rulebook_check() complain with that err?
 * False: of none.  Then err has the field's label in the place of its name. */
bool rulebook_fault(const struct rule *rule, size_t *action, const char **field,
                    struct err *err);

/* A rule asked about one event: each condition with its answer and the value
 * found. */
struct test_row {
    const char *part;   /* "conditions 1", "unless 2", "trigger", "scope" */
    const char *text;   /* Severity =~ 'High' */
    const char *answer; /* "yes", "no", "absent", "mistyped" */
    const char *found;
};
struct test_page {
    struct arena *arena;
    bool fires;
    const char *verdict; /* "fires", or the first reason why not */
    struct test_row *rows;
    size_t n;
    const char *would; /* what it would do: "waits for approval: …" */
    struct lint lint;  /* what is probably wrong with the rule, in @arena */
    struct guard_counter *counters; /* how its guards stand now */
    size_t n_counters;
    struct err error;
};
/* @event 0: the rule is looked at, and tested on nothing. */
struct test_page *rule_test_stored(struct desk *desk, const struct rule *rule,
                                   int64_t event);
/* On one event as text, in any shape; needs no store. */
struct test_page *rule_test_text(const struct config *config,
                                 const struct rule *rule, struct str text,
                                 const struct catalogue *catalogue,
                                 int64_t now);
void test_page_free(struct test_page *page);

/* What becomes of one rule of an import. */
struct rule_change {
    const char *name;
    const char *what; /* "added", "changed", "same", "removed" */
    struct rule_diff_row *diff;
    size_t n_diff;
};
struct rule_import {
    bool dry_run;
    bool prune; /* rules that are not among them are removed */
    /* Told before anything is changed; NULL: nobody wants to know. */
    void (*each)(void *with, const struct rule_change *change);
    void *with;
};
/* Reads one rule, or an array of them, from riposte's JSON, behind the @n that
 * are in @out; rulebook_free() frees them, on failure too. */
bool rulebook_read(struct str text, struct rule ***out, size_t *n,
                   struct err *err);
void rulebook_free(struct rule **rules, size_t n);
/* Takes them in, all or none; the names are to be different.  One without an
 * order keeps the one it has, or goes behind all others. */
bool rulebook_import(struct desk *desk, struct rule **rules, size_t n,
                     const struct rule_import *wish, struct err *err);

/* Rules that come with riposte, as its own: nobody here wrote them, so anybody
 * may approve what they ask. */
bool rulebook_install(struct desk *desk, struct str text, struct err *err);

/* Kinds of action that a rule can have, for the editor: name, title, fields. */
struct action_kind_row {
    const char *name;
    const char *title;
    const struct field *fields;
    size_t n_fields;
};
size_t action_kinds(const struct action_kind_row **out);

/* Why (not): decisions on one event or by one rule, newest first. */
struct decision_page {
    struct arena *arena;
    struct decision *rows;
    const char **rules; /* name of each row's rule */
    size_t n;
    struct err error;
};
struct decision_page *decision_page_read(struct desk *desk, int64_t event,
                                         int64_t rule);
void decision_page_free(struct decision_page *page);

/* Where each guard of the rule stands now; @target may be NULL: then what
 * counts for one target is left out. */
bool guard_counters(struct desk *desk, const struct rule *rule,
                    const char *target, int64_t now, struct arena *arena,
                    struct guard_counter **out, size_t *n, struct err *err);

#endif
