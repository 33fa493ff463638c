/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_contain.c - containing what the selected or marked events name: gather
 * what fits, choose, see what would be sent, say yes.
 */
#include "ui/queue_own.h"

#include <inttypes.h>
#include <string.h>

#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

#define MOST_EVENTS 100 /* contained at once */
#define MOST_NAMES  12

void queue_contain_clear(struct queue *queue)
{
    struct queue_contain *contain = &queue->contain;

    arena_free(contain->arena);
    mem_free(contain->rows);
    mem_free(contain->choices);
    *contain = (struct queue_contain){.arena = NULL};
}

void queue_contain_start(struct queue *queue, bool glass)
{
    struct queue_contain *contain = &queue->contain;

    queue_contain_clear(queue);
    contain->glass = glass;
    contain->arena = arena_new();
    contain->n_rows = queue_targets(queue, &contain->rows);
    if (contain->n_rows > MOST_EVENTS) {
        shell_say(queue->shell, STYLE_WARN,
                  _("%zu events are marked: contain at most %d at once."),
                  contain->n_rows, MOST_EVENTS);
        queue_contain_clear(queue);
    }
}

/* The same target of two events is contained once. */
static bool known(const struct queue_contain *contain,
                  const struct containable *can)
{
    for (size_t i = 0; i < contain->n_choices; i++) {
        const struct queue_choice *choice = &contain->choices[i];

        if (choice->entry == can->entry &&
            str_eq_fold(str_of(choice->target), str_of(can->target)))
            return true;
    }
    return false;
}

static void gather(struct queue_contain *contain, const struct event_page *page)
{
    for (size_t i = 0; i < page->n_containables; i++) {
        const struct containable *can = &page->containables[i];
        struct queue_choice *choice;

        if (known(contain, can) ||
            strlen(can->target) >= sizeof(choice->target))
            continue;
        contain->choices = mem_grow(contain->choices, contain->n_choices + 1,
                                    sizeof(*contain->choices));
        choice = &contain->choices[contain->n_choices++];
        *choice = (struct queue_choice){
            .entry = can->entry,
            .event = page->event.row,
            .active = can->active,
            .barred = arena_text(contain->arena, can->barred),
            .doubt = arena_text(contain->arena, can->doubt),
        };
        words_copy(choice->target, sizeof(choice->target), str_of(can->target));
        if (choice->active && !choice->barred)
            choice->barred = _("It is in force there already.");
    }
}

/* ---- the question ---- */

static bool is_chosen(const struct queue_contain *contain, size_t at)
{
    const struct queue_choice *choice = &contain->choices[at];

    if (contain->one != SIZE_MAX)
        return at == contain->one;
    return choice->entry == contain->entry && !choice->barred;
}

/* 0: until somebody takes it back. */
static int64_t lasts_of(struct str text)
{
    int64_t lasts;

    return when_span_parse(str_trim(text), &lasts) ? lasts : 0;
}

static const char *wrong_end(struct str text)
{
    if (str_empty(text) || lasts_of(text) >= WHEN_SECOND)
        return NULL;
    return _("Write 30m, 4h or 2d, or leave it empty.");
}

/* One "name=value" on each line, as rules have them. */
static void put_parameters(const struct json *parameters, char *out,
                           size_t room)
{
    struct json_each each = json_each(parameters);
    struct buf text;

    buf_init(&text);
    while (json_next(&each))
        buf_printf(&text, "%s=%.*s\n", each.name,
                   STR_ARG(json_text(each.value)));
    words_copy(out, room, buf_view(&text));
    buf_done(&text);
}

static void send_all(struct queue *queue, struct str why, struct str lasts)
{
    struct queue_contain *contain = &queue->contain;
    bool sent = true;

    for (size_t i = 0; i < contain->n_choices && sent; i++) {
        struct command command = {.kind = COMMAND_CONTAIN,
                                  .row = contain->choices[i].event,
                                  .flag = contain->glass,
                                  .number = lasts_of(lasts)};

        if (!is_chosen(contain, i))
            continue;
        words_copy(command.text, sizeof(command.text),
                   str_of(contain->entry->name));
        words_copy(command.target, sizeof(command.target),
                   str_of(contain->choices[i].target));
        words_copy(command.why, sizeof(command.why), why);
        put_parameters(contain->parameters, command.more, sizeof(command.more));
        sent = shell_send(queue->shell, &command);
    }
    if (sent)
        marks_clear(&queue->marks);
}

static void confirmed(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;

    if (yes)
        send_all(queue, dialog_text(dialog), dialog_more(dialog));
    queue_contain_clear(queue);
}

/* A URL in which the target is called by its short name: the names below say
 * the rest. */
static void put_url(const char *url, const char *target, struct buf *out)
{
    struct str text = str_of(url);
    size_t at = str_find_fold(text, str_of(target));

    if (at == STR_NOWHERE) {
        buf_text(out, url);
        return;
    }
    buf_text(out, "…/");
    buf_str(out, words_short(target));
    buf_str(out, str_sub(text, at + strlen(target), text.len));
}

/* "POST …/vm-web-01/deallocate": what would be sent to the first target. */
static void put_calls(const struct call_template *calls, size_t n,
                      const struct json *parameters, const char *target,
                      struct buf *out)
{
    struct arena *arena = arena_new();

    for (size_t i = 0; i < n; i++) {
        struct err err = {0};
        struct request request = {.url = calls[i].url};

        /* A value that is only known later keeps its name. */
        call_show(&calls[i], str_of(target), parameters, arena, &request, &err);
        buf_printf(out, "  %s ", calls[i].method);
        put_url(request.url, target, out);
        buf_char(out, '\n');
    }
    arena_free(arena);
}

/* Asked about now: the next time it is known. */
static void want_permits(struct queue *queue)
{
    struct queue_contain *contain = &queue->contain;

    for (size_t i = 0; i < contain->n_choices; i++) {
        struct command command = {.kind = COMMAND_PERMITS};

        if (!contain->choices[i].doubt)
            continue;
        words_copy(command.target, sizeof(command.target),
                   str_of(contain->choices[i].target));
        shell_send(queue->shell, &command);
    }
}

static void put_preview(const struct queue_contain *contain, const char *target,
                        size_t count, struct buf *out)
{
    const struct json *parameters = contain->parameters;
    struct err ignored;
    const struct containment *entry = contain->entry;

    containment_parameters(entry, contain->parameters, str_of(target),
                           contain->arena, &parameters, &ignored);
    if (count == 1)
        buf_printf(out, "%s: %.*s\n", entry->title,
                   STR_ARG(words_short(target)));
    else
        buf_printf(out, _n("%s: %zu target\n", "%s: %zu targets\n", count),
                   entry->title, count);
    buf_printf(out, "%s %s\n", words_class(entry->class),
               contain->glass
                   ? _("Break-glass: it goes at once, and a second person has "
                       "to confirm it.")
               : entry->class == CLASS_IRREVERSIBLE
                   ? _("It waits for somebody's approval.")
                   : _("It goes at once."));
    put_calls(entry->acts, entry->n_acts, parameters, target, out);
    if (entry->n_undos) {
        buf_printf(out, "%s\n", _("The way back:"));
        put_calls(entry->undos, entry->n_undos, parameters, target, out);
    }
    if (entry->note && *entry->note)
        buf_printf(out, "%s\n", entry->note);
    for (size_t i = 0; i < contain->n_choices; i++) {
        if (is_chosen(contain, i) && contain->choices[i].doubt) {
            buf_text(out, contain->choices[i].doubt);
            break;
        }
    }
}

static size_t chosen_names(const struct queue_contain *contain,
                           struct str *names, const char **first, size_t *count)
{
    size_t n = 0;

    *count = 0;
    for (size_t i = 0; i < contain->n_choices; i++) {
        if (!is_chosen(contain, i))
            continue;
        if (!(*count)++)
            *first = contain->choices[i].target;
        if (n < MOST_NAMES)
            names[n++] = str_of(contain->choices[i].target);
    }
    return n;
}

void queue_contain_confirm(struct queue *queue)
{
    struct queue_contain *contain = &queue->contain;
    struct str names[MOST_NAMES];
    const char *first = "";
    size_t count;
    struct buf text;
    struct buf verb;
    struct buf type;
    struct dialog_ask ask = {
        .title = str_of(contain->entry->title),
        .names = names,
        .reason = str_of(_("Reason")),
        .reason_needed = true,
        .grave = true,
    };

    buf_init(&text);
    buf_init(&verb);
    buf_init(&type);
    ask.n_names = chosen_names(contain, names, &first, &count);
    put_preview(contain, first, count, &text);
    if (contain->entry->n_undos) {
        ask.more = str_of(_("For how long (4h); empty: until it is taken "
                            "back"));
        ask.wrong = wrong_end;
    }
    buf_printf(&verb, _("Contain %zu"), count);
    if (count > 1)
        buf_printf(&type, "%zu", count);
    else if (contain->glass || contain->entry->class == CLASS_IRREVERSIBLE)
        buf_str(&type, words_short(first));
    ask.text = buf_view(&text);
    ask.verb = buf_view(&verb);
    ask.type_this = buf_view(&type);
    shell_show_take(queue->shell, dialog_confirm(queue->shell->term, &ask),
                    confirmed, queue);
    buf_done(&text);
    buf_done(&verb);
    buf_done(&type);
}

/* ---- the choice ---- */

static void one_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct queue *queue = with;
    struct queue_contain *contain = &queue->contain;
    size_t at = (size_t)dialog_tag(dialog);

    if (!yes || dialog_choice(dialog) == SIZE_MAX || at >= contain->n_choices) {
        queue_contain_clear(queue);
        return;
    }
    contain->entry = contain->choices[at].entry;
    contain->one = contain->n_rows == 1 ? at : SIZE_MAX;
    queue_contain_ask(queue);
}

/* How many of the choices are of the same kind and can be done. */
static size_t count_entry(const struct queue_contain *contain,
                          const struct containment *entry, bool *first,
                          size_t at)
{
    size_t n = 0;

    *first = true;
    for (size_t i = 0; i < contain->n_choices; i++) {
        if (contain->choices[i].entry != entry)
            continue;
        *first = *first && i >= at;
        n += !contain->choices[i].barred;
    }
    return n;
}

/* For one event each target is a choice; for several, each kind. */
static size_t put_items(struct queue_contain *contain,
                        struct dialog_item *items)
{
    bool several = contain->n_rows > 1;
    size_t n = 0;

    for (size_t i = 0; i < contain->n_choices; i++) {
        const struct queue_choice *choice = &contain->choices[i];
        bool first;
        size_t count = count_entry(contain, choice->entry, &first, i);
        struct dialog_item *item;

        if (several && !first)
            continue;
        item = &items[n++];
        *item = (struct dialog_item){
            .key = n <= 9 ? (uint32_t)('0' + n) : 0,
            .label = str_of(choice->entry->title),
            .note = words_short(choice->target),
            .why_not = str_of(choice->barred),
            .tag = (int)i,
        };
        if (!several && choice->doubt)
            item->note =
                str_of(arena_printf(contain->arena, _("%.*s, permission?"),
                                    STR_ARG(words_short(choice->target))));
        if (!several)
            continue;
        item->note = str_of(arena_printf(
            contain->arena, _n("%zu target", "%zu targets", count), count));
        item->why_not = str_of(count ? NULL : choice->barred);
    }
    return n;
}

static void choose(struct queue *queue)
{
    struct queue_contain *contain = &queue->contain;
    struct dialog_item *items;
    size_t n;

    if (!contain->n_choices) {
        shell_say(queue->shell, STYLE_WARN,
                  _("Nothing in the catalogue fits what this event names."));
        queue_contain_clear(queue);
        return;
    }
    want_permits(queue);
    items = mem_array(contain->n_choices, sizeof(*items));
    n = put_items(contain, items);
    shell_show_take(
        queue->shell,
        dialog_menu(queue->shell->term,
                    str_of(contain->glass ? _("Break-glass") : _("Contain")),
                    items, n),
        one_chosen, queue);
    mem_free(items);
}

/* ---- gathering ---- */

void queue_contain_sync(struct queue *queue)
{
    struct queue_contain *contain = &queue->contain;
    struct ask ask = {.kind = ASK_EVENT};

    if (!contain->rows || contain->ticket || contain->at >= contain->n_rows)
        return;
    ask.row = contain->rows[contain->at];
    contain->ticket = shell_ask(queue->shell, &ask);
}

void queue_contain_note(struct queue *queue, struct note *note)
{
    struct queue_contain *contain = &queue->contain;
    bool lost;

    if (note->kind != NOTE_EVENT || !note->is.event || !contain->ticket ||
        note->ticket < contain->ticket)
        return;
    /* A later answer means that ours is lost: it is asked for again. */
    lost = note->ticket > contain->ticket;
    contain->ticket = 0;
    if (lost)
        return;
    contain->at++;
    if (note->is.event->error.code != ERR_NONE)
        shell_fail(queue->shell, &note->is.event->error);
    gather(contain, note->is.event);
    if (contain->at == contain->n_rows)
        choose(queue);
}
