/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/ui.h"

#include "service/console.h"
#include "ui/shell.h"
#include "util/text.h"
#include "util/thread.h"
#include "util/when.h"

static bool ask(void *with, const struct ask *ask)
{
    return console_ask(with, ask);
}

static bool send(void *with, const struct command *command)
{
    return console_send(with, command);
}

static bool open_terminal(const struct config *config, struct term **out,
                          struct err *err)
{
    struct term_options options = {
        .theme = THEME_DARK,
        .mouse = config->mouse,
        .bell = config->bell,
        .notify = config->bell,
    };

    if (config->theme && *config->theme &&
        !theme_parse(str_of(config->theme), &options.theme))
        return err_set(err, ERR_INPUT,
                       _("“%s” is no theme: write dark, light, contrast or "
                         "mono."),
                       config->theme);
    return term_new(&options, out, err);
}

/* One turn: all keys that are there, then all notes, then one repaint. */
static void turn(struct shell *shell, struct console *console,
                 const struct term_woke *woke)
{
    struct note *note;
    struct key key;

    shell_begin(shell);
    if (woke->stop)
        term_suspend(shell->term);
    if (woke->redraw || woke->stop) {
        term_redraw(shell->term);
        shell->stale = true;
    }
    while (!shell->leaving && term_key(shell->term, &key))
        shell_key(shell, &key);
    while ((note = console_take(console)))
        shell_take_note(shell, note);
    shell_end(shell);
    term_flush(shell->term);
}

/* A signal that ends it, or the end of the line, leaves at once. */
static void loop(struct shell *shell, struct console *console)
{
    int descriptor = console_descriptor(console);
    struct term_woke woke = {0};

    thread_prompt();
    while (!shell->leaving && !woke.hangup && !woke.signal) {
        turn(shell, console, &woke);
        if (!shell->leaving)
            term_poll(shell->term, &descriptor, 1, shell_patience(shell),
                      &woke);
    }
    shell_leave(shell);
}

bool ui_run(const struct config *config, const struct ui_options *options,
            struct err *err)
{
    struct shell_needs needs = {
        .config = config,
        .demo = options->demo,
        .talk = {.ask = ask, .send = send},
        .clock = when_now,
    };
    struct console *console = NULL;
    struct shell *shell = NULL;
    bool ok;

    /* Keys and store are tried before the terminal is taken: their errors
     * are read on the ordinary screen.  Without a terminal no store is made. */
    ok = term_possible(err) && console_open(config, &console, err) &&
         open_terminal(config, &needs.term, err);
    if (ok) {
        needs.catalogue = console_catalogue(console);
        needs.person = console_person(console);
        needs.talk.with = console;
        ok = shell_new(&needs, &shell, err);
    }
    if (ok)
        loop(shell, console);
    shell_free(shell);
    term_free(needs.term);
    console_close(console);
    return ok;
}
