/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_edit.h - the editor of a rule: a form with rows for conditions and
 * actions, the query text in step with it, and beside it the test on the
 * selected event while one types.
 *
 * The form holds the texts; the shape says which rows there are.  Rows have
 * numbers that are never used again, so that texts stay with their rows when
 * others come and go.
 *
 * Thread: ui.
 * Memory: rule_edit_new() is yours until rule_edit_free().
 */
#ifndef RIPOSTE_UI_RULE_EDIT_H
#define RIPOSTE_UI_RULE_EDIT_H

#include "model/limits.h"
#include "ui/field_row.h"
#include "ui/shell.h"
#include "widget/form.h"
#include "widget/view.h"

struct edit_condition {
    int id;
    bool query;                   /* a whole predicate instead of three parts */
    const struct condition *from; /* texts to begin with; NULL: none */
};
struct edit_set {
    int id;
    struct edit_condition all[LIMIT_CONDITIONS_SET];
    size_t n;
};
struct edit_group {
    struct edit_set set[LIMIT_SETS];
    size_t n;
};
struct edit_action {
    int id;
    const struct action_kind_row *kind;
    const struct json *from;
};

enum edit_group_name { GROUP_CONDITIONS, GROUP_UNLESS, GROUP_N };

struct rule_edit {
    struct shell *shell;
    struct arena *arena;
    struct rule *base; /* as it was when it was opened */
    struct form *form;
    struct edit_group *group[GROUP_N];
    struct edit_action action[LIMIT_ACTIONS];
    size_t n_actions;
    int last_id;
    struct field_form fields;
    bool dirty; /* rows came or went */

    struct event_page *event; /* the selected one, for completion; NULL */
    uint64_t event_ticket;    /* it was asked for */
    int64_t event_row;

    bool test_wanted;
    uint64_t test_ticket; /* one in flight */
    struct test_page *test;
    int64_t tested;   /* event */
    struct err fault; /* why it cannot be saved yet */
    struct buf query; /* of conditions and exceptions */
    struct view *pane;
    bool on_guards; /* the pane begins with them */
    bool saving;
    bool save_wanted; /* as soon as it is known what is wrong */
    bool warned;      /* it has been asked whether to save it for all that */
};

/* @take: the rule to be edited. */
struct rule_edit *rule_edit_new(struct shell *shell, struct rule *take);
void rule_edit_free(struct rule_edit *edit);
/* False: not a key of the form. */
bool rule_edit_key(struct rule_edit *edit, const struct key *key);
void rule_edit_click(struct rule_edit *edit, const struct key *key);
void rule_edit_draw(struct rule_edit *edit, const struct canvas *canvas);
void rule_edit_sync(struct rule_edit *edit);
void rule_edit_note(struct rule_edit *edit, struct note *note);
bool rule_edit_dirty(const struct rule_edit *edit);
/* Sends it to be saved; false: something is wrong, the cursor is there. */
bool rule_edit_save(struct rule_edit *edit);
/* Is the cursor in a condition or action? */
bool rule_edit_in_set(const struct rule_edit *edit);
/* One more condition or action behind the cursor; one less; another set. */
void rule_edit_insert(struct rule_edit *edit);
void rule_edit_remove(struct rule_edit *edit);
void rule_edit_or(struct rule_edit *edit);
void rule_edit_query(struct rule_edit *edit);

/* ---- rule_shape.c: from a rule to the rows of the form ---- */

/* What a row is, in its tag. */
enum edit_row {
    ROW_PLAIN,
    ROW_NAME,
    ROW_ORDER,
    ROW_SPAN,
    ROW_KEY,
    ROW_QUOTAS,
    ROW_SCHEDULES,
    ROW_CHANGES,
    ROW_EXPIRES,
    ROW_PROPERTY,
    ROW_OPERATOR,
    ROW_VALUE,
    ROW_QUERY,
    ROW_REMOVE,
    ROW_ADD,
    ROW_OR,
    ROW_KIND,
    ROW_FIELD,
    ROW_DROP_ACTION,
    ROW_ADD_ACTION,
    ROW_DEMAND,
};
struct edit_tag {
    enum edit_row row;
    int id;    /* condition, set (ROW_ADD), group (ROW_OR) or action; or which
                  of the demands */
    int field; /* ROW_FIELD: which of the action's */
};
uint64_t edit_tag_put(struct edit_tag tag);
struct edit_tag edit_tag_get(uint64_t tag);

void rule_shape_open(struct rule_edit *edit); /* of edit->base */
bool rule_shape_apply(struct rule_edit *edit, struct err *err);
struct edit_condition *rule_shape_condition(struct rule_edit *edit, int id,
                                            struct edit_set **set,
                                            enum edit_group_name *group);
struct edit_set *rule_shape_set(struct rule_edit *edit, int id,
                                enum edit_group_name *group);
struct edit_action *rule_shape_action(struct rule_edit *edit, int id);

/* ---- rule_read.c: from the form to a rule ---- */
struct rule *rule_read(struct rule_edit *edit);
struct condition rule_read_condition(struct rule_edit *edit,
                                     const struct edit_condition *row,
                                     struct arena *arena);
bool rule_read_check(void *with, const struct form_row *row, struct str value,
                     struct err *err);

/* ---- rule_demand.c: what its approvals take ---- */
/* The most rows that it fills. */
#define RULE_DEMAND_ROWS 7
size_t rule_demand_rows(const struct demand *demand, struct arena *arena,
                        struct form_row *rows);
bool rule_demand_check(struct rule_edit *edit, struct edit_tag tag,
                       struct str value, struct err *err);
void rule_demand_read(const struct rule_edit *edit, struct arena *arena,
                      struct demand *out);

/* ---- rule_pane.c: beside the form ---- */
/* What the conditions say, in the query language, into edit->query. */
void rule_pane_query(struct rule_edit *edit, const struct rule *rule);
void rule_pane_write(struct rule_edit *edit);
bool rule_pane_guards(const struct rule_edit *edit); /* the cursor is there */

/* ---- rule_fault.c: which row is to blame ---- */
/* For what rulebook_check() says of the rule; NULL: no row alone is. */
const char *rule_fault_row(struct rule_edit *edit, const struct rule *rule,
                           const struct err *err);

/* ---- rule_warn.c: what is probably wrong ---- */
/* Warnings first, each a line. */
void rule_warn_write(const struct lint_finding *items, size_t n,
                     struct view *view);
/* Saves it, after a question where there are warnings. */
void rule_warn_save(struct rule_edit *edit);
/* Sends it. */
void rule_edit_send(struct rule_edit *edit);

/* ---- rule_offer.c: what may be typed next ---- */
void rule_edit_complete(void *with, const struct form_row *row, struct str text,
                        size_t cursor, bool asked,
                        struct input_candidates *out);

#endif
