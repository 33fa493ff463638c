/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui/frame.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define BUSY_WAIT     50 /* milliseconds until it is tried again */
#define MESSAGE_LASTS (10 * WHEN_SECOND) /* errors three times as long */

#define N(table) (sizeof(table) / sizeof((table)[0]))

static bool bind_keys(struct shell *shell, struct err *err)
{
    const struct config *config = shell->config;
    const struct screen_keys *shared[] = {&common_keys, &move_keys, &pane_keys,
                                          &search_keys};

    shell->keymap = keymap_new(need_whys, n_need_whys);
    for (size_t i = 0; i < N(shared); i++) {
        if (!keymap_add(shell->keymap, shared[i]->context, shared[i]->rows,
                        shared[i]->n, err))
            return false;
    }
    for (size_t i = 0; i < n_screens; i++) {
        for (size_t k = 0; k < screens[i]->n_keys; k++) {
            const struct screen_keys *keys = &screens[i]->keys[k];

            if (!keymap_add(shell->keymap, keys->context, keys->rows, keys->n,
                            err))
                return false;
        }
    }
    for (size_t i = 0; i < config->n_keys; i++) {
        const struct config_key *key = &config->keys[i];

        if (!keymap_rebind(shell->keymap, str_of(key->context),
                           str_of(key->verb), str_of(key->keys), err))
            return err_prefix(err, _("Keys of the configuration"));
    }
    for (size_t i = 0; i < N(shared); i++) {
        if (!keymap_check(shell->keymap, shared[i]->context, err))
            return err_prefix(err, _("Keys of the configuration"));
    }
    return true;
}

static void release(struct shell *shell)
{
    for (int right = 0; right < RIGHT_N; right++)
        mem_free(shell->refusals[right]);
    keymap_free(shell->keymap);
    mem_free(shell);
}

/* Who somebody is does not change while the screens are there. */
static void learn_rights(struct shell *shell)
{
    access_of(shell->config, shell->person, &shell->access);
    for (int right = 0; right < RIGHT_N; right++) {
        struct err err;

        if (!access_allows(&shell->access, (enum right)right, &err))
            shell->refusals[right] = mem_text(err.text);
    }
}

bool shell_new(const struct shell_needs *needs, struct shell **out,
               struct err *err)
{
    struct shell *shell = mem_new(sizeof(*shell));

    shell->term = needs->term;
    shell->config = needs->config;
    shell->catalogue = needs->catalogue;
    shell->person = needs->person;
    shell->talk = needs->talk;
    shell->clock = needs->clock;
    shell->utc = needs->config->utc;
    shell->stale = true;
    guide_init(&shell->guide, needs->demo);
    learn_rights(shell);
    if (!bind_keys(shell, err)) {
        release(shell);
        return false;
    }
    shell_begin(shell);
    for (size_t i = 0; i < n_screens; i++) {
        shell->state[i] = mem_new(screens[i]->size);
        screens[i]->open(shell->state[i], shell);
    }
    *out = shell;
    return true;
}

void shell_free(struct shell *shell)
{
    if (!shell)
        return;
    for (size_t i = 0; i < n_screens; i++) {
        screens[i]->close(shell->state[i]);
        mem_free(shell->state[i]);
    }
    dialog_free(shell->dialog);
    pager_free(shell->pager);
    cmdlog_done(&shell->log);
    release(shell);
}

void shell_begin(struct shell *shell)
{
    shell->now = shell->clock();
    shell->turn = when_monotonic();
}

void shell_leave(struct shell *shell)
{
    for (size_t i = 0; i < n_screens; i++) {
        if (screens[i]->leave)
            screens[i]->leave(shell->state[i]);
    }
}

/* ---- keys ---- */

static void *state_of(struct shell *shell)
{
    return shell->state[shell->current];
}

struct keymap_scope shell_scope(struct shell *shell, struct screen_scope *own)
{
    *own = (struct screen_scope){.n = 0};
    screens[shell->current]->scope(state_of(shell), own);
    own->contexts[own->n++] = common_keys.context;
    if (shell->places.n_past)
        own->met |= NEED_PAST;
    if (shell->places.n_future)
        own->met |= NEED_FUTURE;
    return (struct keymap_scope){
        .keymap = shell->keymap,
        .contexts = own->contexts,
        .count = own->n,
        .met = own->met,
        .refusals = (const char *const *)shell->refusals,
        .typing = own->typing,
    };
}

void shell_do(struct shell *shell, const struct binding *binding, uint32_t code)
{
    if (binding->act < ACT_SHELL_N)
        shell_act(shell, binding->act, code);
    else
        screens[shell->current]->act(state_of(shell), binding->act);
}

static void look_up(struct shell *shell, uint32_t code)
{
    struct screen_scope own;
    struct keymap_scope scope = shell_scope(shell, &own);
    const struct binding *binding;
    const char *why;
    struct buf name;

    switch (keymap_look(&scope, code, &binding)) {
    case KEYMAP_ACT:
        shell_do(shell, binding, code);
        return;
    case KEYMAP_BLOCKED:
        why = keymap_why(&scope, binding);
        shell_say(shell, STYLE_WARN, "%s", why ? why : "");
        return;
    default:
        break;
    }
    if (code >= KEYS_PASTE && code < KEYS_LAST)
        return;
    buf_init(&name);
    key_format(code, &name);
    shell_say(shell, STYLE_DIM, _("%s does nothing here: %s lists the keys."),
              name.len ? name.at : "", own.typing ? "F1" : "?");
    buf_done(&name);
}

static void dialog_answers(struct shell *shell, const struct key *key)
{
    struct dialog *dialog = shell->dialog;
    enum dialog_answer answer = dialog_key(dialog, key);

    if (answer == DIALOG_OPEN)
        return;
    /* The answer may put the next dialog there. */
    shell->dialog = NULL;
    if (shell->answered)
        shell->answered(shell->answered_with, dialog, answer == DIALOG_YES);
    dialog_free(dialog);
}

static void pager_answers(struct shell *shell, const struct key *key)
{
    struct pager *pager = shell->pager;

    if (pager_key(pager, key))
        return;
    shell->pager = NULL;
    if (pager->open && key->code == KEYS_ENTER)
        pager->open(pager->with, view_tag(pager->view));
    pager_free(pager);
}

static void click(struct shell *shell, const struct key *key)
{
    const struct screen *screen = screens[shell->current];

    for (size_t i = 0; key->y == 0 && i < n_screens; i++) {
        if (key->x >= shell->tab_from[i] && key->x < shell->tab_to[i])
            shell_go_tab(shell, i);
    }
    if (key->y > 0 && screen->click)
        screen->click(state_of(shell), key);
}

void shell_key(struct shell *shell, const struct key *key)
{
    const struct screen *screen = screens[shell->current];

    shell->message[0] = '\0';
    shell->stale = true;
    if (shell->dialog) {
        dialog_answers(shell, key);
    } else if (shell->pager) {
        pager_answers(shell, key);
    } else if (screen->type && screen->type(state_of(shell), key)) {
        return;
    } else if (key->code == KEYS_CLICK) {
        click(shell, key);
    } else if (key->code == KEYS_WHEEL_UP || key->code == KEYS_WHEEL_DOWN) {
        screen->act(state_of(shell), key->code == KEYS_WHEEL_UP
                                         ? ACT_MOVE + LIST_UP
                                         : ACT_MOVE + LIST_DOWN);
    } else {
        look_up(shell, key->code);
    }
}

/* ---- notes ---- */

void shell_call(struct shell *shell, const char *what)
{
    term_bell(shell->term);
    term_notify(shell->term, STR("riposte"), str_of(what));
}

/* Calls the person when one more waits than before: a containment that
 * somebody has to see to, one that is about to end.
 * Which approvals wait for this person the screen of approvals knows. */
static void take_status(struct shell *shell, const struct engine_status *status)
{
    const struct engine_status *was = &shell->status;
    const char *call = NULL;

    if (status->effects_ending > was->effects_ending)
        call = _("A containment ends soon.");
    if (status->effects_calling > was->effects_calling)
        call = _("A containment waits for somebody.");
    if (status->approvals_ending > was->approvals_ending)
        call = _("The time of an approval is nearly over.");
    if (status->glass_loud > was->glass_loud)
        call = _("Nobody has confirmed break-glass in time.");
    if (!shell->status_known)
        call = NULL;
    shell->status = *status;
    shell->status_known = true;
    if (call)
        shell_call(shell, call);
}

static void take_done(struct shell *shell, const struct done *done)
{
    struct buf text;

    /* No act of the person. */
    if (done->command == COMMAND_PERMITS && done->error.code == ERR_NONE)
        return;
    buf_init(&text);
    done_text(done, &text);
    cmdlog_add(&shell->log, shell->now, done);
    shell_say(shell, done->error.code ? STYLE_ERROR : STYLE_OK, "%.*s",
              STR_ARG(buf_view(&text)));
    buf_done(&text);
}

void shell_take_note(struct shell *shell, struct note *note)
{
    shell->stale = true;
    guide_note(&shell->guide, note);
    if (note->kind == NOTE_STATUS && note->is.status)
        take_status(shell, note->is.status);
    if (note->kind == NOTE_DONE && note->is.done)
        take_done(shell, note->is.done);
    for (size_t i = 0; i < n_screens; i++)
        screens[i]->note(shell->state[i], note);
    note_free(note);
}

/* ---- the end of a turn ---- */

static void look_at_guide(struct shell *shell)
{
    struct place place = {0};
    struct guide_facts facts = {
        .screen = screens[shell->current]->name,
        .selected = shell->chosen.row != 0,
        .waiting = shell->chosen.automation == AUTO_WAITING,
        .approvals = shell->status.approvals_pending,
    };

    screens[shell->current]->where(state_of(shell), &place);
    facts.event_open = shell->current == 0 && place.whole;
    if (shell->guide.on && guide_look(&shell->guide, &facts))
        shell->stale = true;
}

/* Ages are shown in minutes, so that is how often all of them change.  Where
 * a cursor is seen it has to be put back after every flush. */
static bool all_is_due(struct shell *shell)
{
    const struct screen *screen = screens[shell->current];
    int64_t due = screen->due ? screen->due(state_of(shell)) : 0;
    struct screen_scope own = {.n = 0};

    screen->scope(state_of(shell), &own);
    return shell->now / WHEN_MINUTE != shell->minute || shell->dialog ||
           shell->pager || own.typing || (due && due <= shell->turn);
}

void shell_end(struct shell *shell)
{
    /* Before the screens look at the time, and forget what was due. */
    bool due = all_is_due(shell);

    shell->busy = false;
    shell->wake = 0;
    if (shell->message_end <= shell->turn)
        shell->message[0] = '\0';
    for (size_t i = 0; i < n_screens; i++)
        screens[i]->sync(shell->state[i]);
    look_at_guide(shell);
    if (shell->stale || due) {
        frame_draw(shell);
        shell->minute = shell->now / WHEN_MINUTE;
    } else {
        frame_draw_bottom(shell);
    }
    shell->stale = false;
}

static int64_t least_until(int64_t least, int64_t due)
{
    int64_t left = due - when_monotonic();

    if (!due)
        return least;
    left = left < 0 ? 0 : left;
    return left < least ? left : least;
}

int shell_patience(const struct shell *shell)
{
    const struct screen *screen = screens[shell->current];
    int64_t due = screen->due ? screen->due(shell->state[shell->current]) : 0;
    int64_t least = least_until(frame_patience(shell), due);

    least = least_until(least, shell->wake);
    if (shell->message[0] && shell->message_end - shell->turn < least)
        least = shell->message_end - shell->turn;
    /* What was due cannot be done while a channel is full. */
    return shell->busy ? BUSY_WAIT : (int)least;
}

/* ---- for the screens ---- */

uint64_t shell_ask(struct shell *shell, struct ask *ask)
{
    ask->ticket = ++shell->tickets;
    if (shell->talk.ask(shell->talk.with, ask))
        return ask->ticket;
    shell->busy = true;
    return 0;
}

bool shell_send(struct shell *shell, struct command *take)
{
    take->ticket = ++shell->tickets;
    if (shell->talk.send(shell->talk.with, take))
        return true;
    mem_free(take->rows);
    rule_free(take->rule);
    suppress_wish_free(take->wish);
    shell_say(shell, STYLE_WARN,
              _("riposte is busy with what you asked before: try again in a "
                "moment."));
    return false;
}

void shell_say(struct shell *shell, enum style style, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(shell->message, sizeof(shell->message), fmt, args);
    va_end(args);
    shell->message_style = style;
    shell->message_end =
        shell->turn + (style == STYLE_ERROR ? 3 : 1) * MESSAGE_LASTS;
    shell->stale = true;
}

void shell_fail(struct shell *shell, const struct err *err)
{
    shell_say(shell, STYLE_ERROR, "%s", err->text);
}

void shell_show_take(struct shell *shell, struct dialog *dialog,
                     void (*answered)(void *with, struct dialog *dialog,
                                      bool yes),
                     void *with)
{
    dialog_free(shell->dialog);
    shell->dialog = dialog;
    shell->answered = answered;
    shell->answered_with = with;
    shell->stale = true;
}

static void confirmed(void *with, struct dialog *dialog, bool yes)
{
    struct shell *shell = with;

    (void)dialog;
    if (yes)
        shell_send(shell, &shell->confirmed);
}

static void reasoned(void *with, struct dialog *dialog, bool yes)
{
    struct shell *shell = with;

    words_copy(shell->confirmed.why, sizeof(shell->confirmed.why),
               dialog_text(dialog));
    confirmed(shell, dialog, yes);
}

void shell_confirm(struct shell *shell, const struct dialog_ask *ask,
                   const struct command *command)
{
    shell->confirmed = *command;
    shell_show_take(shell, dialog_confirm(shell->term, ask),
                    ask->reason.len ? reasoned : confirmed, shell);
}

void shell_page_take(struct shell *shell, struct pager *pager)
{
    pager_free(shell->pager);
    shell->pager = pager;
    shell->stale = true;
}

bool shell_is_current(const struct shell *shell, const struct screen *screen)
{
    return screens[shell->current] == screen;
}
