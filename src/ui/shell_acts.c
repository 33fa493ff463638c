/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shell_acts.c - what the shell does itself, wherever one is.
 */
#include "ui/shell.h"

#include <stdio.h>
#include <string.h>

#include "ui/help.h"
#include "ui/palette.h"
#include "ui/plain.h"
#include "ui/samples.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* ---- places ---- */

static void where(struct shell *shell, struct place *out)
{
    *out = (struct place){.screen = screens[shell->current]};
    screens[shell->current]->where(shell->state[shell->current], out);
}

static void go(struct shell *shell, struct place *to)
{
    for (size_t i = 0; i < n_screens; i++) {
        if (screens[i] != to->screen)
            continue;
        shell->current = i;
        screens[i]->go(shell->state[i], to);
    }
    rule_free(to->rule);
    to->rule = NULL;
    shell->stale = true;
}

void shell_jump(struct shell *shell, struct place *to)
{
    struct place here;

    where(shell, &here);
    places_leave(&shell->places, &here);
    go(shell, to);
}

void shell_jump_row(struct shell *shell, const char *screen, int64_t row)
{
    struct place to = {
        .screen = screen_find(screen), .row = row, .whole = true};

    if (to.screen && row)
        shell_jump(shell, &to);
}

void shell_go_tab(struct shell *shell, size_t number)
{
    struct place here;

    if (number == shell->current)
        return;
    where(shell, &here);
    places_leave(&shell->places, &here);
    shell->current = number;
    shell->stale = true;
}

static void act_tab(struct shell *shell, uint32_t code)
{
    uint32_t digit = code & 0x1fffff;

    if (code >= KEYS_F1 && code <= KEYS_F20)
        digit = '1' + (code - KEYS_F1);
    for (size_t i = 0; i < n_screens; i++) {
        if ((uint32_t)screens[i]->digit == digit) {
            shell_go_tab(shell, i);
            return;
        }
    }
    shell_say(shell, STYLE_WARN, _("There is no screen %c."), (int)digit);
}

static void step(struct shell *shell, bool back)
{
    struct place here;
    struct place to;

    where(shell, &here);
    if (places_step(&shell->places, back, &here, &to))
        go(shell, &to);
}

static void act_past(struct shell *shell, uint32_t code)
{
    (void)code;
    step(shell, true);
}

static void act_future(struct shell *shell, uint32_t code)
{
    (void)code;
    step(shell, false);
}

static bool back(struct shell *shell)
{
    return screens[shell->current]->back(shell->state[shell->current]);
}

static void act_back(struct shell *shell, uint32_t code)
{
    (void)code;
    if (back(shell))
        return;
    if (shell->guide.on) {
        shell->guide.on = false;
        shell_say(shell, STYLE_DIM,
                  _("The guide has left; the sandbox plays on."));
    }
}

static void act_leave(struct shell *shell, uint32_t code)
{
    (void)code;
    shell->leaving = true;
}

/* One q too many on another screen costs nothing. */
static void act_quit(struct shell *shell, uint32_t code)
{
    if (back(shell))
        return;
    if (shell->current != 0)
        shell_go_tab(shell, 0);
    else
        act_leave(shell, code);
}

/* ---- the terminal ---- */

static void act_redraw(struct shell *shell, uint32_t code)
{
    (void)code;
    term_redraw(shell->term);
}

static void act_suspend(struct shell *shell, uint32_t code)
{
    (void)code;
    term_suspend(shell->term);
    term_redraw(shell->term);
}

static void act_mouse(struct shell *shell, uint32_t code)
{
    bool on = !term_mouse(shell->term);

    (void)code;
    term_set_mouse(shell->term, on);
    shell_say(shell, STYLE_INFO, "%s",
              on ? _("The mouse works here; Shift selects text in most "
                     "terminals.")
                 : _("The mouse is the terminal's again."));
}

static void act_bell(struct shell *shell, uint32_t code)
{
    bool on = !term_has_bell(shell->term);

    (void)code;
    term_set_bell(shell->term, on);
    shell_say(shell, STYLE_INFO, "%s",
              on ? _("The bell rings when something waits for you.")
                 : _("The bell is off."));
}

static void act_utc(struct shell *shell, uint32_t code)
{
    (void)code;
    shell->utc = !shell->utc;
    shell_say(shell, STYLE_INFO, "%s",
              shell->utc ? _("Times are shown in UTC.")
                         : _("Times are shown in the local zone."));
}

static void theme_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct shell *shell = with;

    if (yes && dialog_choice(dialog) < THEME_N)
        term_set_theme(shell->term, (enum theme)dialog_tag(dialog));
    shell->stale = true;
}

static void act_theme(struct shell *shell, uint32_t code)
{
    struct dialog_item items[THEME_N];

    (void)code;
    for (int i = 0; i < THEME_N; i++)
        items[i] = (struct dialog_item){
            .label = str_of(theme_name((enum theme)i)),
            .tag = i,
        };
    shell_show_take(
        shell, dialog_pick(shell->term, str_of(_("Colours")), items, THEME_N),
        theme_chosen, shell);
}

static void act_copy(struct shell *shell, uint32_t code)
{
    struct err err = {0};
    struct buf text;

    (void)code;
    buf_init(&text);
    screens[shell->current]->text(shell->state[shell->current], TEXT_COPY,
                                  &text);
    if (!text.len)
        shell_say(shell, STYLE_WARN, _("There is nothing to copy here."));
    else if (!term_copy(shell->term, buf_view(&text), &err))
        shell_fail(shell, &err);
    else
        shell_say(shell, STYLE_OK,
                  _("Sent to the terminal's clipboard: %zu bytes."), text.len);
    buf_done(&text);
}

static void act_page(struct shell *shell, uint32_t code)
{
    struct buf text;

    (void)code;
    buf_init(&text);
    screens[shell->current]->text(shell->state[shell->current], TEXT_PAGE,
                                  &text);
    if (text.len) {
        plain_show(shell->term, buf_view(&text));
        shell->stale = true;
    } else {
        shell_say(shell, STYLE_WARN, _("There is nothing to print here."));
    }
    buf_done(&text);
}

/* ---- the engine ---- */

static void act_refresh(struct shell *shell, uint32_t code)
{
    struct command command = {.kind = COMMAND_REFRESH};

    (void)code;
    shell_send(shell, &command);
}

/* 0: no number of runs. */
static int64_t rate_of(struct str text)
{
    int64_t rate;

    return str_int(str_trim(text), &rate) && rate > 0 ? rate : 0;
}

static const char *wrong_rate(struct str text)
{
    if (str_empty(text) || rate_of(text) > 0)
        return NULL;
    return _("Write a number such as 6, or leave it empty.");
}

static void lifted(void *with, struct dialog *dialog, bool yes)
{
    struct command command = {.kind = COMMAND_HOLD,
                              .number = rate_of(dialog_more(dialog))};

    words_copy(command.why, sizeof(command.why), dialog_text(dialog));
    if (yes)
        shell_send(with, &command);
}

static void lift_hold(struct shell *shell)
{
    char text[512];
    struct dialog_ask ask = {
        .title = str_of(_("Lift the hold")),
        .verb = str_of(_("Lift the hold")),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
        .more = str_of(_("Runs a minute, oldest first; empty: all at once")),
        .wrong = wrong_rate,
        .grave = true,
    };

    snprintf(text, sizeof(text),
             _("Actions that wait will go on, here and in all engines that "
               "share the store. Runs that wait: %lld."),
             (long long)shell->status.runs_held);
    ask.text = str_of(text);
    shell_show_take(shell, dialog_confirm(shell->term, &ask), lifted, shell);
}

static void act_hold(struct shell *shell, uint32_t code)
{
    struct command command = {.kind = COMMAND_HOLD, .flag = true};
    struct dialog_ask ask = {
        .title = str_of(_("Hold")),
        .text = str_of(_("Every automatic action stops at once, here and in "
                         "all engines that share the store. Deciding goes "
                         "on.")),
        .verb = str_of(_("Stop all actions")),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
        .grave = true,
    };

    (void)code;
    if (shell->status.held)
        lift_hold(shell);
    else
        shell_confirm(shell, &ask, &command);
}

static void act_simulate(struct shell *shell, uint32_t code)
{
    (void)code;
    samples_ask(shell);
}

/* ---- pages ---- */

static void act_log(struct shell *shell, uint32_t code)
{
    (void)code;
    shell_page_take(shell, cmdlog_page(&shell->log, shell->utc));
}

static void act_sources(struct shell *shell, uint32_t code)
{
    (void)code;
    shell_page_take(shell, help_sources(shell));
}

static void act_help(struct shell *shell, uint32_t code)
{
    (void)code;
    shell_page_take(shell, help_keys(shell));
}

static void act_palette(struct shell *shell, uint32_t code)
{
    (void)code;
    palette_open(shell);
}

void shell_act(struct shell *shell, int act, uint32_t code)
{
    static void (*const acts[ACT_SHELL_N])(struct shell *, uint32_t) = {
        [ACT_TAB] = act_tab,           [ACT_PALETTE] = act_palette,
        [ACT_HELP] = act_help,         [ACT_BACK] = act_back,
        [ACT_QUIT] = act_quit,         [ACT_LEAVE] = act_leave,
        [ACT_PAST] = act_past,         [ACT_FUTURE] = act_future,
        [ACT_REFRESH] = act_refresh,   [ACT_REDRAW] = act_redraw,
        [ACT_SUSPEND] = act_suspend,   [ACT_MOUSE] = act_mouse,
        [ACT_BELL] = act_bell,         [ACT_UTC] = act_utc,
        [ACT_THEME] = act_theme,       [ACT_COPY] = act_copy,
        [ACT_PAGE] = act_page,         [ACT_LOG] = act_log,
        [ACT_SOURCES] = act_sources,   [ACT_HOLD] = act_hold,
        [ACT_SIMULATE] = act_simulate,
    };

    if (act > ACT_NONE && act < ACT_SHELL_N)
        acts[act](shell, code);
}
