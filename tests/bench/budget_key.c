/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * budget_key.c - the screens with answers made by hand, at a terminal that
 * nobody looks at.
 */
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

#include "budget.h"
#include "service/desk_part.h"
#include "tests/ui/fake.h"
#include "ui/shell.h"
#include "util/mem.h"

#define KEYS  100
#define NOTES 64

struct stage {
    struct fake fake;
    struct shell *shell;
    struct note *notes[NOTES];
    size_t n;
    int master;
};

static bool ask(void *with, const struct ask *ask)
{
    struct stage *stage = with;

    if (stage->n < NOTES)
        stage->notes[stage->n++] = fake_answer(&stage->fake, ask);
    return true;
}

static bool send(void *with, const struct command *command)
{
    (void)with;
    (void)command;
    die("j sends no command");
}

/* What has been written has to be read by somebody. */
static void drain(const struct stage *stage)
{
    char bytes[65536];

    while (read(stage->master, bytes, sizeof(bytes)) > 0)
        continue;
}

static void end_turn(struct stage *stage)
{
    shell_end(stage->shell);
    term_flush(stage->shell->term);
}

static void press(void *with)
{
    static const struct key down = {.code = 'j'};
    struct stage *stage = with;

    shell_begin(stage->shell);
    shell_key(stage->shell, &down);
    end_turn(stage);
}

static void take_notes(struct stage *stage)
{
    while (stage->n > 0) {
        size_t n = stage->n;

        shell_begin(stage->shell);
        stage->n = 0;
        for (size_t i = 0; i < n; i++)
            shell_take_note(stage->shell, stage->notes[i]);
        end_turn(stage);
        drain(stage);
    }
}

static void take_terminal(struct stage *stage)
{
    struct winsize size = {.ws_row = 40, .ws_col = 120};
    int slave;

    if (openpty(&stage->master, &slave, NULL, NULL, &size) != 0 ||
        fcntl(stage->master, F_SETFL, O_NONBLOCK) != 0 ||
        dup2(slave, STDIN_FILENO) < 0 || dup2(slave, STDOUT_FILENO) < 0)
        die("no terminal");
    setenv("TERM", "xterm-256color", 1);
}

static int64_t fixed_clock(void)
{
    return FAKE_NOW;
}

void budget_key(void)
{
    static const struct config config = {.path = "",
                                         .store = "none",
                                         .theme = "dark",
                                         .cloud = "public",
                                         .containment_dir = ""};
    struct term_options options = {.theme = THEME_DARK};
    struct stage stage = {.fake = {.state = FAKE_MANY}};
    struct shell_needs needs = {
        .config = &config,
        .person = "ann",
        .talk = {.ask = ask, .send = send, .with = &stage},
        .clock = fixed_clock,
    };
    struct catalogue *catalogue;
    struct err err = {0};

    if (!catalogue_load_for(&config, &catalogue, &err))
        die("%s", err.text);
    needs.catalogue = stage.fake.catalogue = catalogue;
    take_terminal(&stage);
    if (!term_new(&options, &needs.term, &err) ||
        !shell_new(&needs, &stage.shell, &err))
        die("%s", err.text);
    shell_begin(stage.shell);
    end_turn(&stage);
    take_notes(&stage);
    for (int i = 0; i < KEYS; i++) {
        budget_measured(press, &stage);
        drain(&stage);
        take_notes(&stage);
    }
    shell_free(stage.shell);
    term_free(needs.term);
    catalogue_free(catalogue);
}
