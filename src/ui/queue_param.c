/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_param.c - asks for what a containment has to know, one thing after the
 * other, before it is confirmed.
 */
#include "ui/queue_own.h"

#include <stdio.h>

#include "util/text.h"

static void ask_next(struct queue *queue, struct str wrong);

static const struct field *asked(const struct queue_contain *contain)
{
    return &contain->entry->params[contain->param];
}

/* Empty is the default, where there is one. */
static bool take(struct queue *queue, struct str text, struct err *err)
{
    struct queue_contain *contain = &queue->contain;
    const struct field *field = asked(contain);

    text = str_trim(text);
    if (str_empty(text) && field->required && !*field->fallback)
        return err_set(err, ERR_INPUT, _("\"%s\" is empty; fill it in."),
                       field->name);
    if (!field_check(field, text, err))
        return false;
    if (!str_empty(text))
        json_set_str(contain->parameters, field->name, text);
    contain->param++;
    return true;
}

static void typed(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;
    struct str text = dialog_text(dialog);
    struct err err = {0};

    if (!yes) {
        queue_contain_clear(queue);
        return;
    }
    if (take(queue, text, &err)) {
        ask_next(queue, STR_NONE);
    } else {
        shell_fail(queue->shell, &err);
        ask_next(queue, arena_str(queue->contain.arena, text));
    }
}

static void put_question(const struct field *field, struct buf *out)
{
    buf_printf(out, "%s.", field->label);
    if (*field->help)
        buf_printf(out, " %s", field->help);
    for (size_t i = 0; field->type == FIELD_CHOICE && field->choices[i]; i++)
        buf_printf(out, "%s%s", i > 0 ? ", " : "\n", field->choices[i]);
}

/* A default that speaks of the target is put in when it is known. */
static struct str initial_of(const struct field *field)
{
    struct str text = str_of(field->fallback);

    return str_find_char(text, '{') == STR_NOWHERE ? text : STR_NONE;
}

/* @wrong is what was typed, to be mended. */
static void ask_next(struct queue *queue, struct str wrong)
{
    struct queue_contain *contain = &queue->contain;
    const struct field *field;
    struct buf text;

    if (contain->param >= contain->entry->n_params) {
        queue_contain_confirm(queue);
        return;
    }
    field = asked(contain);
    buf_init(&text);
    put_question(field, &text);
    shell_show_take(queue->shell,
                    dialog_prompt(queue->shell->term,
                                  str_of(contain->entry->title),
                                  buf_view(&text),
                                  str_empty(wrong) ? initial_of(field) : wrong),
                    typed, queue);
    buf_done(&text);
}

void queue_contain_ask(struct queue *queue)
{
    struct queue_contain *contain = &queue->contain;

    contain->parameters = json_new_object();
    json_keep(contain->arena, contain->parameters);
    contain->param = 0;
    ask_next(queue, STR_NONE);
}
