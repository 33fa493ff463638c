/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_views.c - saved views: picked, saved under a name, removed.
 */
#include "ui/queue_own.h"

#include "service/views.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* Their files may come and go with those who share them. */
#define ASK_EVERY (10 * WHEN_SECOND)

void queue_views_sync(struct queue *queue)
{
    struct ask ask = {.kind = ASK_VIEWS};

    if (!queue->views_wanted &&
        queue->shell->now - queue->views_asked < ASK_EVERY)
        return;
    queue->views_ticket = shell_ask(queue->shell, &ask);
    queue->views_wanted = queue->views_ticket == 0;
    queue->views_asked = queue->shell->now;
}

/* What is wrong with a file is said once, and not each time it is read. */
static void tell_error(struct queue *queue)
{
    const struct err *error = &queue->views->error;

    if (error->code != ERR_NONE &&
        !str_eq(str_of(error->text), str_of(queue->views_error.text)))
        shell_fail(queue->shell, error);
    queue->views_error = *error;
}

void queue_views_note(struct queue *queue, struct note *note)
{
    if (note->kind == NOTE_DONE && note->is.done &&
        (note->is.done->command == COMMAND_VIEW_SAVE ||
         note->is.done->command == COMMAND_VIEW_REMOVE))
        queue->views_wanted = true;
    if (note->kind != NOTE_VIEWS || !note->is.views ||
        note->ticket != queue->views_ticket)
        return;
    views_page_free(queue->views);
    queue->views = note->is.views;
    note->is.views = NULL;
    tell_error(queue);
}

static const struct saved_view *view_at(const struct queue *queue, size_t index)
{
    return queue->views && index < queue->views->n ? &queue->views->rows[index]
                                                   : NULL;
}

static void show(struct queue *queue, const struct saved_view *view)
{
    struct queue_view next = queue->rows.view;

    words_copy(next.query, sizeof(next.query), str_of(view->query));
    next.sort = view->sort;
    next.ascending = view->ascending;
    err_clear(&queue->query_error);
    queue_rows_set_view(&queue->rows, &next);
}

bool queue_views_show(struct queue *queue, struct str name)
{
    for (size_t i = 0; view_at(queue, i); i++) {
        if (str_eq_fold(name, str_of(view_at(queue, i)->name))) {
            show(queue, view_at(queue, i));
            return true;
        }
    }
    err_set(&queue->query_error, ERR_INPUT, _("There is no view %.*s."),
            STR_ARG(str_sub(name, 0, LIMIT_NAME)));
    return false;
}

void queue_views_complete(const struct queue *queue, struct str typed,
                          struct input_candidates *out)
{
    size_t n = queue->views ? queue->views->n : 0;

    out->from = 1;
    out->count = 0;
    out->candidate = arena_array(out->arena, n + 1, sizeof(*out->candidate));
    for (size_t i = 0; i < n; i++) {
        const struct saved_view *view = view_at(queue, i);

        if (str_starts_fold(str_of(view->name), typed))
            out->candidate[out->count++] = (struct input_candidate){
                .text = arena_text(out->arena, view->name),
                .note = arena_text(out->arena, view->query),
            };
    }
}

static void picked(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;

    if (yes && dialog_choice(dialog) != SIZE_MAX &&
        view_at(queue, (size_t)dialog_tag(dialog)))
        show(queue, view_at(queue, (size_t)dialog_tag(dialog)));
}

static void named(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;
    const struct queue_view *view = &queue->rows.view;
    struct command command = {
        .kind = COMMAND_VIEW_SAVE,
        .number = (int64_t)view->sort,
        .flag = view->ascending,
    };

    if (!yes)
        return;
    words_copy(command.text, sizeof(command.text),
               str_trim(dialog_text(dialog)));
    words_copy(command.target, sizeof(command.target), str_of(view->query));
    shell_send(queue->shell, &command);
}

static void removed(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;
    const struct saved_view *view = view_at(queue, (size_t)dialog_tag(dialog));
    struct command command = {.kind = COMMAND_VIEW_REMOVE};
    struct str name;
    struct dialog_ask ask = {
        .title = str_of(_("Remove a view")),
        .text = str_of(_("Removes the file of this view; nothing else.")),
        .names = &name,
        .n_names = 1,
        .verb = str_of(_("Remove 1")),
    };

    if (!yes || dialog_choice(dialog) == SIZE_MAX || !view)
        return;
    name = str_of(view->name);
    words_copy(command.text, sizeof(command.text), name);
    shell_confirm(queue->shell, &ask, &command);
}

static void pick(struct queue *queue, bool own, const char *title,
                 void (*answered)(void *, struct dialog *, bool))
{
    size_t n = queue->views ? queue->views->n : 0;
    struct dialog_item *items = mem_array(n + 1, sizeof(*items));
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (own && !view_at(queue, i)->own)
            continue;
        items[count++] = (struct dialog_item){
            .label = str_of(view_at(queue, i)->name),
            .note = str_of(view_at(queue, i)->query),
            .tag = (int)i,
        };
    }
    if (count)
        shell_show_take(
            queue->shell,
            dialog_pick(queue->shell->term, str_of(title), items, count),
            answered, queue);
    else
        shell_say(
            queue->shell, STYLE_WARN,
            _("There is no view of your own: the act \"save view\" of the "
              "palette makes one."));
    mem_free(items);
}

void queue_views(struct queue *queue, int act)
{
    if (act == QUEUE_VIEW)
        pick(queue, false, _("Views"), picked);
    else if (act == QUEUE_VIEW_REMOVE)
        pick(queue, true, _("Remove a view"), removed);
    else
        shell_show_take(
            queue->shell,
            dialog_prompt(queue->shell->term, str_of(_("Save view")),
                          str_of(_("Name: letters, digits, - and _.")),
                          STR_NONE),
            named, queue);
}
