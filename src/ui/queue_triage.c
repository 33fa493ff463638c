/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_triage.c - acknowledge, status, close, tag, owner, note; and taking the
 * last of them back.
 */
#include "ui/queue_own.h"

#include <inttypes.h>
#include <string.h>

#include "service/triage.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

#define NAMES 8 /* titles shown in a confirmation */

size_t queue_targets(const struct queue *queue, int64_t **out)
{
    const struct queue_row *row = queue_rows_current(&queue->rows);
    const struct event_page *page = detail_page(&queue->detail);
    size_t n = queue->marks.n;

    if (queue->whole && page) {
        *out = mem_array(1, sizeof(**out));
        (*out)[0] = page->event.row;
        return 1;
    }
    *out = mem_array(n ? n : 1, sizeof(**out));
    if (n)
        memcpy(*out, queue->marks.row, n * sizeof(**out));
    else if (row)
        (*out)[n++] = row->row;
    return n;
}

/* ---- what there was before ---- */

static void put_before(const struct queue_row *row, enum command_kind kind,
                       struct queue_before *out)
{
    struct str text = kind == COMMAND_OWNER ? row->owner : row->status;

    words_copy(out->text, sizeof(out->text), text);
}

/* Rows that are marked and not held are lost to undo, and it says so. */
static void remember(struct queue *queue, const struct command *command)
{
    struct queue_undo *undo = &queue->undo;
    size_t index;

    mem_free(undo->before);
    *undo = (struct queue_undo){.kind = command->kind, .flag = command->flag};
    undo->before = mem_array(command->n_rows, sizeof(*undo->before));
    words_copy(undo->text, sizeof(undo->text), str_of(command->text));
    for (size_t i = 0; i < command->n_rows; i++) {
        const struct queue_row *row =
            queue_rows_find(&queue->rows, command->rows[i], &index);
        bool needed = command->kind != COMMAND_ACKNOWLEDGE &&
                      command->kind != COMMAND_TAG;

        if (!row && needed) {
            undo->lost++;
            continue;
        }
        undo->before[undo->n].row = command->rows[i];
        if (row)
            put_before(row, command->kind, &undo->before[undo->n]);
        undo->n++;
    }
}

static void send(struct queue *queue)
{
    struct command command = queue->pending;

    queue->pending = (struct command){.rows = NULL};
    /* A note is never taken back: it was said. */
    if (command.kind != COMMAND_NOTE)
        remember(queue, &command);
    if (shell_send(queue->shell, &command))
        marks_clear(&queue->marks);
}

static void drop(struct queue *queue)
{
    mem_free(queue->pending.rows);
    queue->pending = (struct command){.rows = NULL};
}

/* ---- questions ---- */

static void confirmed(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;

    if (!yes) {
        drop(queue);
        return;
    }
    words_copy(queue->pending.why, sizeof(queue->pending.why),
               dialog_text(dialog));
    send(queue);
}

/* Titles of the first targets that are held. */
static size_t names_of(const struct queue *queue, struct str *names)
{
    const struct command *command = &queue->pending;
    size_t n = 0;
    size_t index;

    for (size_t i = 0; i < command->n_rows && n < NAMES; i++) {
        const struct queue_row *row =
            queue_rows_find(&queue->rows, command->rows[i], &index);

        if (row)
            names[n++] = row->title;
    }
    return n;
}

static void confirm(struct queue *queue, const char *title, const char *verb,
                    bool reason)
{
    size_t n = queue->pending.n_rows;
    struct str names[NAMES];
    struct buf text;
    struct buf count;
    struct dialog_ask ask = {
        .title = str_of(title),
        .names = names,
        .n_names = names_of(queue, names),
        .reason = reason ? str_of(_("Reason")) : STR_NONE,
        .reason_needed = reason,
    };

    buf_init(&text);
    buf_init(&count);
    buf_printf(&text, _n("%s: %zu event.", "%s: %zu events.", n), verb, n);
    buf_printf(&count, "%s %zu", title, n);
    ask.text = buf_view(&text);
    ask.verb = buf_view(&count);
    shell_show_take(queue->shell, dialog_confirm(queue->shell->term, &ask),
                    confirmed, queue);
    buf_done(&text);
    buf_done(&count);
}

static void begin(struct queue *queue, enum command_kind kind)
{
    drop(queue);
    queue->pending.kind = kind;
    queue->pending.n_rows = queue_targets(queue, &queue->pending.rows);
}

static void acknowledge(struct queue *queue)
{
    bool all = true;
    size_t index;

    begin(queue, COMMAND_ACKNOWLEDGE);
    for (size_t i = 0; i < queue->pending.n_rows; i++) {
        const struct queue_row *row =
            queue_rows_find(&queue->rows, queue->pending.rows[i], &index);

        all = all && row && row->acknowledged;
    }
    queue->pending.flag = !all;
    send(queue);
}

/* The choices of a menu, under digits: a letter such as d is too near to other
 * keys for something that changes a state. */
static void show_menu(struct queue *queue, const char *title,
                      const char *const *choices,
                      void (*answered)(void *, struct dialog *, bool))
{
    struct dialog_item items[9];
    size_t n = 0;

    for (; n < 9 && choices[n]; n++)
        items[n] = (struct dialog_item){
            .key = (uint32_t)('1' + n),
            .label = str_of(choices[n]),
            .tag = (int)n,
        };
    shell_show_take(queue->shell,
                    dialog_menu(queue->shell->term, str_of(title), items, n),
                    answered, queue);
}

static void status_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;
    const char *status;

    if (!yes || dialog_choice(dialog) == SIZE_MAX) {
        drop(queue);
        return;
    }
    status = triage_statuses[dialog_tag(dialog)];
    words_copy(queue->pending.text, sizeof(queue->pending.text),
               str_of(status));
    if (queue->pending.n_rows > 1)
        confirm(queue, status, _("Sets the status at the service"), false);
    else
        send(queue);
}

static void closing_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;

    if (!yes || dialog_choice(dialog) == SIZE_MAX) {
        drop(queue);
        return;
    }
    words_copy(queue->pending.text, sizeof(queue->pending.text),
               str_of(triage_closings[dialog_tag(dialog)]));
    confirm(queue, _("Close"), queue->pending.text, true);
}

static void text_typed(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;

    if (!yes) {
        drop(queue);
        return;
    }
    words_copy(queue->pending.text, sizeof(queue->pending.text),
               str_trim(dialog_text(dialog)));
    send(queue);
}

static void prompt(struct queue *queue, const char *title, const char *text,
                   const char *initial)
{
    shell_show_take(queue->shell,
                    dialog_prompt(queue->shell->term, str_of(title),
                                  str_of(text), str_of(initial)),
                    text_typed, queue);
}

void queue_triage(struct queue *queue, int act)
{
    switch (act) {
    case QUEUE_ACKNOWLEDGE:
        acknowledge(queue);
        break;
    case QUEUE_STATUS:
        begin(queue, COMMAND_STATUS);
        show_menu(queue, _("Status"), triage_statuses, status_chosen);
        break;
    case QUEUE_CLOSE:
        begin(queue, COMMAND_CLOSE);
        show_menu(queue, _("Close as"), triage_closings, closing_chosen);
        break;
    case QUEUE_TAG:
        begin(queue, COMMAND_TAG);
        prompt(queue, _("Tags"),
               _("+word adds one, -word takes one away; several with blanks "
                 "between."),
               "+");
        break;
    case QUEUE_OWNER:
        begin(queue, COMMAND_OWNER);
        prompt(queue, _("Owner"), _("Who works on it? Nothing means nobody."),
               queue->shell->person);
        break;
    case QUEUE_NOTE:
        begin(queue, COMMAND_NOTE);
        prompt(queue, _("Note"),
               _("It stands in the story, with your name and the time."), "");
        break;
    default:
        break;
    }
}

/* ---- taking back ---- */

/* "+a -b" was done, so "-a +b" takes it back. */
static void turn_tags(const char *tags, char *out, size_t size)
{
    struct str rest = str_of(tags);
    struct str word;
    struct buf text;

    buf_init(&text);
    while (str_cut(&rest, ' ', &word)) {
        if (!word.len)
            continue;
        if (text.len)
            buf_char(&text, ' ');
        buf_char(&text, word.at[0] == '-' ? '+' : '-');
        buf_str(&text, word.at[0] == '-' || word.at[0] == '+'
                           ? str_sub(word, 1, word.len)
                           : word);
    }
    words_copy(out, size, buf_view(&text));
    buf_done(&text);
}

/* Sends one command for all rows that were like the first; the others stay in
 * the undo for the next one. */
static bool undo_some(struct queue *queue)
{
    struct queue_undo *undo = &queue->undo;
    struct command command = {
        .kind = undo->kind == COMMAND_CLOSE ? COMMAND_STATUS : undo->kind,
        .flag = !undo->flag,
    };
    struct queue_before first = undo->before[0];
    size_t left = 0;

    command.rows = mem_array(undo->n, sizeof(*command.rows));
    for (size_t i = 0; i < undo->n; i++) {
        if (!strcmp(undo->before[i].text, first.text))
            command.rows[command.n_rows++] = undo->before[i].row;
        else
            undo->before[left++] = undo->before[i];
    }
    undo->n = left;
    if (undo->kind == COMMAND_TAG)
        turn_tags(undo->text, command.text, sizeof(command.text));
    else
        words_copy(command.text, sizeof(command.text), str_of(first.text));
    words_copy(command.why, sizeof(command.why), str_of(_("taken back")));
    return shell_send(queue->shell, &command);
}

void queue_undo_last(struct queue *queue)
{
    struct queue_undo *undo = &queue->undo;
    size_t lost = undo->lost;

    /* Tags and acknowledgements are the same for all. */
    if (undo->kind == COMMAND_TAG || undo->kind == COMMAND_ACKNOWLEDGE) {
        for (size_t i = 0; i < undo->n; i++)
            undo->before[i].text[0] = '\0';
    }
    while (undo->n && undo_some(queue))
        continue;
    mem_free(undo->before);
    *undo = (struct queue_undo){.kind = COMMAND_KIND_N};
    if (lost)
        shell_say(queue->shell, STYLE_WARN,
                  _("%zu of the events were not on the screen, so it is not "
                    "known how they were: they stay as they are."),
                  lost);
}
