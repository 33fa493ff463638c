/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_pane.c - what stands beside the form of a rule: the query, what is
 * wrong, the test, and how the guards stand.
 */
#include <string.h>

#include "ui/rule_edit.h"
#include "ui/words.h"
#include "util/text.h"

/* What the conditions say, in the query language. */
void rule_pane_query(struct rule_edit *edit, const struct rule *rule)
{
    bool both = rule->n_sets > 1 && rule->n_unless;

    buf_clear(&edit->query);
    if (both)
        buf_char(&edit->query, '(');
    condition_sets_write(rule->sets, rule->n_sets, &edit->query);
    if (both)
        buf_char(&edit->query, ')');
    if (!rule->n_unless)
        return;
    if (edit->query.len)
        buf_text(&edit->query, " and ");
    buf_text(&edit->query, "not(");
    condition_sets_write(rule->unless, rule->n_unless, &edit->query);
    buf_char(&edit->query, ')');
}

static enum style answer_style(const char *answer)
{
    return !strcmp(answer, "yes") ? STYLE_OK : STYLE_WARN;
}

static void add_test_row(struct view *view, const struct test_row *row)
{
    bool yes = !strcmp(row->answer, "yes");

    view_add(view, answer_style(row->answer), yes ? STR("✓ ") : STR("✗ "));
    view_indent(view, 2);
    view_printf(view, STYLE_DIM, "%s ", row->part);
    view_add(view, STYLE_TEXT, str_of(row->text));
    if (!yes)
        view_printf(view, STYLE_WARN, "  %s", row->answer);
    if (row->found && *row->found) {
        view_add(view, STYLE_DIM, str_of(_("  found: ")));
        view_add(view, STYLE_STRING, str_of(row->found));
    }
    view_end(view, 0);
}

static void add_test(const struct rule_edit *edit, struct view *view)
{
    const struct test_page *test = edit->test;

    if (!edit->shell->chosen.row) {
        view_line(view, STYLE_DIM,
                  str_of(_("Select an event in the queue (1), and the rule is "
                           "tested on it here.")));
        return;
    }
    view_printf(view, STYLE_DIM, _("Tested on: %s"), edit->shell->chosen.title);
    view_end(view, 0);
    /* Before there was one, it was tested on nothing. */
    if (!test || (!test->verdict && test->error.code == ERR_NONE))
        return;
    /* What keeps it from being saved has been said above. */
    if (test->error.code != ERR_NONE && edit->fault.code != ERR_NONE)
        return;
    if (test->error.code != ERR_NONE) {
        view_line(view, STYLE_ERROR, str_of(test->error.text));
        return;
    }
    view_line(view, test->fires ? STYLE_OK : STYLE_WARN, str_of(test->verdict));
    for (size_t i = 0; i < test->n; i++)
        add_test_row(view, &test->rows[i]);
    if (test->would && *test->would)
        words_pair(view, _("It would"), str_of(test->would));
}

/* How the guards stand now, as `rule guards' tells it. */
static void add_guards(const struct rule_edit *edit, struct view *view)
{
    const struct test_page *test = edit->test;
    char next[WHEN_TEXT_SIZE];

    if (!test || !test->n_counters)
        return;
    view_line(view, STYLE_DIM, str_of(_("Guards now")));
    for (size_t i = 0; i < test->n_counters; i++) {
        const struct guard_counter *row = &test->counters[i];
        bool full = row->limit > 0 && row->used >= row->limit;

        view_add(view, full ? STYLE_WARN : STYLE_OK,
                 full ? STR("! ") : STR("· "));
        view_indent(view, 2);
        view_printf(view, STYLE_TEXT, _("%s: %lld of %lld"), row->guard,
                    (long long)row->used, (long long)row->limit);
        if (row->next > 0)
            view_printf(view, STYLE_DIM, _(", free at %s"),
                        when_clock(row->next, edit->shell->utc, next));
        view_end(view, 0);
    }
}

/* One who cannot be saved has been told why. */
static void add_findings(const struct rule_edit *edit, struct view *view)
{
    if (edit->test && edit->fault.code == ERR_NONE)
        rule_warn_write(edit->test->lint.items, edit->test->lint.n, view);
}

/* Where the cursor is in the guards, they come first. */
bool rule_pane_guards(const struct rule_edit *edit)
{
    const struct form_row *row = form_current(edit->form);
    enum edit_row now = row ? edit_tag_get(row->tag).row : ROW_PLAIN;

    return now >= ROW_SPAN && now <= ROW_SCHEDULES;
}

void rule_pane_write(struct rule_edit *edit)
{
    struct view *view = edit->pane;

    view_clear(view);
    edit->on_guards = rule_pane_guards(edit);
    if (edit->on_guards)
        add_guards(edit, view);
    if (edit->fault.code != ERR_NONE) {
        view_add(view, STYLE_WARN, STR("! "));
        view_indent(view, 2);
        view_add(view, STYLE_WARN, str_of(edit->fault.text));
        view_end(view, 0);
    }
    view_add(view, STYLE_DIM, str_of(_("Query ")));
    view_indent(view, 2);
    view_add(view, STYLE_WORD,
             edit->query.len ? buf_view(&edit->query)
                             : str_of(_("(every event)")));
    view_end(view, 0);
    add_findings(edit, view);
    add_test(edit, view);
    if (!edit->on_guards)
        add_guards(edit, view);
}
