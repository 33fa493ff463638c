/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_mark.c - marks, by hand, by range and by query; and rules made from
 * what is selected.
 */
#include "ui/queue_own.h"

#include <string.h>

#include "model/limits.h"
#include "service/language.h"
#include "ui/words.h"
#include "util/text.h"

/* From where v began to the cursor, both included. */
static void mark_range(struct queue *queue)
{
    size_t from;
    size_t to = queue->rows.list.cursor;

    if (!queue_rows_find(&queue->rows, queue->range, &from)) {
        shell_say(queue->shell, STYLE_WARN,
                  _("The range is longer than what is held here: mark by "
                    "query with *."));
        queue->range = 0;
        return;
    }
    queue->range = 0;
    if (from > to) {
        size_t swap = from;

        from = to;
        to = swap;
    }
    for (size_t i = from; i <= to; i++) {
        const struct queue_row *row = queue_rows_at(&queue->rows, i);

        if (row)
            marks_set(&queue->marks, row->row, true);
    }
}

static void range(struct queue *queue)
{
    const struct queue_row *row = queue_rows_current(&queue->rows);

    if (queue->range) {
        mark_range(queue);
    } else if (row) {
        queue->range = row->row;
        shell_say(queue->shell, STYLE_INFO,
                  _("Go to the other end of the range and press v again."));
    }
}

static void mark_one(struct queue *queue)
{
    const struct queue_row *row = queue_rows_current(&queue->rows);

    if (!row)
        return;
    if (queue->range) {
        mark_range(queue);
        return;
    }
    marks_set(&queue->marks, row->row, !marks_has(&queue->marks, row->row));
    queue_rows_move(&queue->rows, LIST_DOWN);
}

static void query_typed(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;
    struct err err = {0};

    if (!yes)
        return;
    if (!language_check(dialog_text(dialog), &err)) {
        shell_fail(queue->shell, &err);
        return;
    }
    words_copy(queue->mark_query, sizeof(queue->mark_query),
               dialog_text(dialog));
    queue->mark_wanted = true;
}

void queue_mark_sync(struct queue *queue)
{
    struct ask ask = {.kind = ASK_ROWS, .count = LIMIT_MARKS};

    if (!queue->mark_wanted)
        return;
    words_copy(ask.text, sizeof(ask.text), str_of(queue->mark_query));
    queue->mark_ticket = shell_ask(queue->shell, &ask);
    queue->mark_wanted = queue->mark_ticket == 0;
}

void queue_mark_note(struct queue *queue, struct note *note)
{
    size_t n;

    if (note->kind != NOTE_ROWS || !queue->mark_ticket ||
        note->ticket != queue->mark_ticket)
        return;
    n = note->is.rows.n;
    queue->mark_ticket = 0;
    marks_add(&queue->marks, note->is.rows.rows, n);
    shell_say(queue->shell, n ? STYLE_OK : STYLE_WARN,
              _n("%zu row matches and is marked.",
                 "%zu rows match and are marked.", n),
              n);
}

void queue_mark(struct queue *queue, int act)
{
    switch (act) {
    case QUEUE_MARK:
        mark_one(queue);
        break;
    case QUEUE_RANGE:
        range(queue);
        break;
    case QUEUE_UNMARK:
        marks_clear(&queue->marks);
        queue->range = 0;
        break;
    case QUEUE_MARK_QUERY:
        shell_show_take(
            queue->shell,
            dialog_prompt(queue->shell->term, str_of(_("Mark by query")),
                          str_of(_("Marks every row that matches, those that "
                                   "are not on the screen too.")),
                          str_of(queue->rows.view.query)),
            query_typed, queue);
        break;
    default:
        break;
    }
}

/* ---- a rule from what is selected ---- */

static void set_condition(struct rule *rule, struct condition condition)
{
    struct condition_set *set = rule->sets;

    if (!set) {
        set = arena_alloc(rule->arena, sizeof(*set));
        set->all = arena_array(rule->arena, 4, sizeof(*set->all));
        rule->sets = set;
        rule->n_sets = 1;
    }
    set->all[set->n++] = condition;
}

static void add_equals(struct rule *rule, const char *property,
                       struct str value)
{
    if (value.len)
        set_condition(
            rule, (struct condition){
                      .property = arena_text(rule->arena, property),
                      .op = OP_EQ_FOLD,
                      .value = arena_textn(rule->arena, value.at, value.len),
                  });
}

static void edit(struct queue *queue, struct rule *take)
{
    struct place to = {.screen = screen_find("rules"), .rule = take};

    shell_jump(queue->shell, &to);
}

static void from_event(struct queue *queue)
{
    const struct event_page *page = detail_page(&queue->detail);
    struct rule *rule;

    if (!page)
        return;
    rule = rule_new();
    rule->name = arena_textn(rule->arena, page->event.column[COLUMN_TITLE].at,
                             page->event.column[COLUMN_TITLE].len < LIMIT_NAME
                                 ? page->event.column[COLUMN_TITLE].len
                                 : LIMIT_NAME);
    rule->kinds = 1u << page->event.kind;
    add_equals(rule, "AlertType", page->event.column[COLUMN_TYPE]);
    add_equals(rule, "Severity", str_of(severity_name(page->event.severity)));
    edit(queue, rule);
}

static void from_filter(struct queue *queue)
{
    struct rule *rule = rule_new();

    set_condition(rule,
                  (struct condition){
                      .query = arena_text(rule->arena, queue->rows.view.query),
                  });
    edit(queue, rule);
}

static void source_chosen(void *with, struct dialog *dialog, bool yes)
{
    if (!yes || dialog_choice(dialog) == SIZE_MAX)
        return;
    if (dialog_tag(dialog))
        from_filter(with);
    else
        from_event(with);
}

void queue_make_rule(struct queue *queue)
{
    bool filter = queue->rows.view.query[0] != '\0';
    bool event = detail_page(&queue->detail) != NULL;
    const struct dialog_item items[] = {
        {
            .key = 'e',
            .label = str_of(_("from this event: its type and severity")),
            .why_not =
                event ? STR_NONE : str_of(_("The event is still being read.")),
        },
        {
            .key = 'f',
            .label = str_of(_("from this filter")),
            .why_not = filter ? STR_NONE
                              : str_of(_("There is no filter: f sets one.")),
            .tag = 1,
        },
    };

    shell_show_take(
        queue->shell,
        dialog_menu(queue->shell->term, str_of(_("A new rule")), items, 2),
        source_chosen, queue);
}
