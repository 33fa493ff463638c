/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_warn.c - what is probably wrong with a rule: beside the form, in the
 * list, and once more before it is saved.
 */
#include "ui/rule_edit.h"
#include "util/text.h"

#define NAMES_MOST 8 /* sentences in the question */

static size_t rule_warnings(const struct lint_finding *items, size_t n)
{
    size_t warnings = 0;

    for (size_t i = 0; i < n; i++)
        warnings += items[i].grade == LINT_WARNING;
    return warnings;
}

static void write_finding(const struct lint_finding *finding, struct view *view)
{
    bool warning = finding->grade == LINT_WARNING;
    enum style style = warning ? STYLE_WARN : STYLE_DIM;

    view_add(view, style, warning ? STR("! ") : STR("· "));
    view_indent(view, 2);
    if (*finding->part)
        view_printf(view, STYLE_DIM, "%s ", finding->part);
    view_add(view, warning ? STYLE_WARN : STYLE_TEXT, str_of(finding->text));
    view_end(view, 0);
}

void rule_warn_write(const struct lint_finding *items, size_t n,
                     struct view *view)
{
    for (int grade = LINT_GRADE_N - 1; grade >= 0; grade--) {
        for (size_t i = 0; i < n; i++) {
            if ((int)items[i].grade == grade)
                write_finding(&items[i], view);
        }
    }
}

static void answered(void *with, struct dialog *dialog, bool yes)
{
    struct rule_edit *edit = with;

    (void)dialog;
    if (!yes)
        return;
    edit->warned = true;
    rule_edit_send(edit);
}

static void ask(struct rule_edit *edit, const struct lint *lint,
                size_t warnings)
{
    struct str names[NAMES_MOST];
    struct dialog_ask question = {
        .title = str_of(_("Save the rule")),
        .text = str_of(arena_printf(
            edit->arena,
            _n("%zu warning: it can be saved as it is.",
               "%zu warnings: it can be saved as it is.", warnings),
            warnings)),
        .names = names,
        .verb = str_of(_("Save it anyway")),
    };

    for (size_t i = 0; i < lint->n && question.n_names < NAMES_MOST; i++) {
        const struct lint_finding *one = &lint->items[i];

        if (one->grade == LINT_WARNING)
            names[question.n_names++] =
                str_of(arena_printf(edit->arena, "%s%s%s", one->part,
                                    *one->part ? ": " : "", one->text));
    }
    shell_show_take(edit->shell, dialog_confirm(edit->shell->term, &question),
                    answered, edit);
}

void rule_warn_save(struct rule_edit *edit)
{
    const struct lint *lint = edit->test ? &edit->test->lint : NULL;
    size_t warnings = lint ? rule_warnings(lint->items, lint->n) : 0;

    edit->save_wanted = false;
    if (warnings && !edit->warned)
        ask(edit, lint, warnings);
    else
        rule_edit_send(edit);
}
