/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * show.c - the screens with answers made by hand, for the tests of screens:
 *
 *   show STATE[:ROLE] [demo]
 *
 * With a role, that one is of whoever sits there, and all others are ann's.
 *
 * Ctrl-Q asks it to say when nothing is on its way any more: it then sets the
 * terminal's title to "idle 1", "idle 2" …  Ctrl-A lets three rows arrive.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "ui/shell.h"
#include "util/mem.h"

#define NOTES 256
/* As long as it will wake by itself sooner than this it is not idle. */
#define SOON 500

struct show {
    struct fake fake;
    struct note *note[NOTES]; /* not delivered yet */
    size_t n;
    bool asked;
    bool looks; /* as somebody who may do no more */
    int told;
};

static int64_t fixed_clock(void)
{
    return FAKE_NOW;
}

static void put(struct show *show, struct note *note)
{
    if (show->n < NOTES)
        show->note[show->n++] = note;
    else
        note_free(note);
}

static bool ask(void *with, const struct ask *ask)
{
    struct show *show = with;

    /* Nobody answers that. */
    if (ask->kind != ASK_STOP)
        put(show, fake_answer(&show->fake, ask));
    rule_free(ask->rule);
    rehearse_wish_free(ask->rehearse);
    return true;
}

/* For everybody, and not for this one's own files alone? */
static bool changes(const struct command *command)
{
    enum command_kind kind = command->kind;

    return kind != COMMAND_REFRESH && kind != COMMAND_VIEW_SAVE &&
           kind != COMMAND_VIEW_REMOVE &&
           (kind != COMMAND_REMOTE || command->flag);
}

static bool send(void *with, const struct command *command)
{
    struct show *show = with;

    if (show->looks && changes(command)) {
        fprintf(stderr, "show: a viewer has sent command %d\n", command->kind);
        abort();
    }
    put(show, fake_done(&show->fake, command));
    mem_free(command->rows);
    rule_free(command->rule);
    playbook_reading_free(command->playbooks);
    return true;
}

static void arrive(struct show *show)
{
    struct ask all = {.kind = ASK_QUEUE, .count = 500, .ticket = 1};

    show->fake.arrived += 3;
    put(show, fake_answer(&show->fake, &all));
}

/* Time goes by, and an approval becomes this person's. */
static void escalate(struct show *show)
{
    struct note *note = mem_new(sizeof(*note));

    note->kind = NOTE_CHANGED;
    show->fake.escalated = true;
    put(show, note);
}

static void deliver(struct show *show, struct shell *shell)
{
    struct note *note[NOTES];
    size_t n = show->n;

    memcpy(note, show->note, n * sizeof(*note));
    show->n = 0;
    for (size_t i = 0; i < n; i++)
        shell_take_note(shell, note[i]);
}

static void take_keys(struct show *show, struct shell *shell)
{
    struct key key;

    while (!shell->leaving && term_key(shell->term, &key)) {
        if (key.code == (KEYS_CTRL | 'q'))
            show->asked = true;
        else if (key.code == (KEYS_CTRL | 'a'))
            arrive(show);
        else if (key.code == (KEYS_CTRL | 'e'))
            escalate(show);
        else
            shell_key(shell, &key);
    }
}

static void tell(struct show *show, struct shell *shell)
{
    struct buf title;

    if (!show->asked || show->n || shell_patience(shell) < SOON)
        return;
    show->asked = false;
    buf_init(&title);
    buf_printf(&title, "idle %d", ++show->told);
    term_title(shell->term, buf_view(&title));
    buf_done(&title);
}

static void loop(struct show *show, struct shell *shell)
{
    struct term_woke woke = {0};

    while (!shell->leaving && !woke.hangup && !woke.signal) {
        shell_begin(shell);
        if (woke.redraw) {
            term_redraw(shell->term);
            shell->stale = true;
        }
        take_keys(show, shell);
        deliver(show, shell);
        shell_end(shell);
        term_flush(shell->term);
        tell(show, shell);
        term_poll(shell->term, NULL, 0, show->n ? 0 : shell_patience(shell),
                  &woke);
    }
    shell_leave(shell);
}

static bool load_catalogue(struct catalogue **out, struct err *err)
{
    const char *data = getenv("RIPOSTE_DATADIR");
    char dir[4096];

    snprintf(dir, sizeof(dir), "%s/containment", data ? data : "data");
    return catalogue_load(dir, NULL, out, err);
}

/* Cuts the role off the state. */
static bool take_role(char *state, struct config *config)
{
    static const struct str me = {.at = "me", .len = 2};
    static const struct str ann = {.at = "ann", .len = 3};
    char *role = strchr(state, ':');
    bool found = role == NULL;

    if (role)
        *role++ = '\0';
    for (int i = 0; role && i < ROLE_N; i++) {
        bool own = strcmp(role_name((enum role)i), role) == 0;

        found |= own;
        config->roles[i] =
            (struct role_members){.names = own ? &me : &ann, .n = 1};
    }
    return found;
}

int main(int argc, char **argv)
{
    struct config config = {
        .four_eyes = FOUR_EYES_FULL,
        .path = "",
        .store = "sqlite:/tmp/store",
        .utc = true,
        .theme = "dark",
        .cloud = "public",
    };
    struct term_options options = {
        .theme = THEME_DARK, .bell = true, .notify = true};
    struct show show = {.n = 0};
    struct shell_needs needs = {
        .config = &config,
        .person = "me",
        .talk = {.ask = ask, .send = send, .with = &show},
        .demo = argc > 2,
        .clock = fixed_clock,
    };
    struct catalogue *catalogue = NULL;
    struct shell *shell = NULL;
    struct err err = {0};
    bool ok;

    setlocale(LC_ALL, "");
    show.looks = argc > 1 && strstr(argv[1], ":viewer") != NULL;
    ok = argc > 1 && take_role(argv[1], &config) &&
         fake_state_parse(argv[1], &show.fake.state) &&
         load_catalogue(&catalogue, &err) &&
         term_new(&options, &needs.term, &err);
    needs.catalogue = catalogue;
    show.fake.catalogue = catalogue;
    show.fake.fresh = needs.demo;
    ok = ok && shell_new(&needs, &shell, &err);
    if (ok) {
        show.fake.refusal = shell->refusals[RIGHT_APPROVE];
        put(&show, fake_status(&show.fake));
        loop(&show, shell);
    }
    while (show.n)
        note_free(show.note[--show.n]);
    shell_free(shell);
    term_free(needs.term);
    catalogue_free(catalogue);
    if (!ok)
        fprintf(stderr, "show: %s\n", err.text);
    return ok ? 0 : 1;
}
