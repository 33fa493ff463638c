/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flow_words.c - how the rows of a tree of actions are said.
 */
#include <string.h>

#include "ui/flow_view.h"
#include "util/text.h"

static void put_branch(const struct wdl_row *row, const char *type,
                       struct buf *out)
{
    bool choice = strcmp(type, "If") == 0;

    if (choice)
        buf_text(out,
                 strcmp(row->name, "else") == 0 ? _("if not") : _("if so"));
    else if (strcmp(row->name, "default") == 0)
        buf_text(out, _("otherwise"));
    else
        buf_printf(out, _("case %s"), row->name);
}

void flow_put_row(const struct wdl_row *row, const char *type,
                  struct flow_row *out)
{
    static const char marks[] = {
        [WDL_ROW_ACTION] = 'a',
        [WDL_ROW_BRANCH] = 'b',
        [WDL_ROW_ROUND] = 'r',
    };

    out->depth = row->depth;
    buf_printf(&out->key, "%c:%s", marks[row->kind], row->path);
    if (row->kind == WDL_ROW_ACTION) {
        buf_text(&out->label, row->name);
        return;
    }
    buf_printf(&out->key, ":%s", row->name);
    if (row->kind == WDL_ROW_BRANCH)
        put_branch(row, type, &out->label);
    else
        buf_printf(&out->label, _("round %s"), row->name);
}

const char *flow_class(enum action_class class)
{
    static const char *const words[] = {
        [CLASS_READ] = N_("reads"),
        [CLASS_NOTIFY] = N_("tells"),
        [CLASS_REVERSIBLE] = N_("reversible"),
        [CLASS_TIMED] = N_("for a time"),
        [CLASS_IRREVERSIBLE] = N_("irreversible"),
    };

    return _(words[class]);
}

const struct playbook_step *flow_step(const struct playbook *playbook,
                                      const struct wdl_action *action)
{
    for (size_t i = 0; i < playbook->n_steps; i++) {
        if (playbook->steps[i].action == action)
            return &playbook->steps[i];
    }
    return NULL;
}

void flow_put_part(struct buf *out, const char *text)
{
    if (*text)
        buf_printf(out, "%s%s", out->len ? " · " : "", text);
}

void flow_put_kind(const struct playbook *playbook, const struct wdl_row *row,
                   struct buf *out)
{
    const struct playbook_step *step;

    if (row->kind != WDL_ROW_ACTION)
        return;
    step = flow_step(playbook, row->action);
    if (step && *step->what)
        flow_put_part(out, _(step->what));
    else
        flow_put_part(out, wdl_facts(row->action).type);
    if (step)
        flow_put_part(out, flow_class(step->class));
    flow_put_part(out, row->after);
}

void flow_fact(struct tree *facts, const char *label, struct str value)
{
    const struct tree_node node = {
        .open = true,
        .label_style = STYLE_NAME,
        .value_style = STYLE_TEXT,
        .label = str_of(label),
        .value = value,
    };

    if (!str_empty(value))
        tree_add(facts, &node);
}

/* What is in it has rows of its own. */
void flow_definition(struct tree *facts, const struct wdl_action *action)
{
    static const char *const inside[] = {"actions", "else", "cases", "default"};
    struct json *own = json_copy(wdl_facts(action).raw);

    for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
        json_remove(own, inside[i]);
    tree_add_json(facts, 0, str_of(_("definition")), own, 4);
    json_free(own);
}
