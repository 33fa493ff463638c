/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_playbooks.c - playbooks: what riposte thinks of each, the tree of its
 * actions, rehearsals, and where they come from: files, a form, an editor.
 */
#include "ui/playbooks_own.h"
#include "ui/question.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

static void open_playbooks(void *state, struct shell *shell)
{
    struct playbooks *playbooks = state;

    board_init(&playbooks->board, shell, &playbooks_kind);
    json_edit_init(&playbooks->json, shell, "playbook.json",
                   playbooks_take_json, playbooks);
    playbooks->json.hint = N_("What you wrote is kept: E goes on with it.");
}

static void close_playbooks(void *state)
{
    struct playbooks *playbooks = state;

    rehearse_view_free(playbooks->rehearsal);
    compose_edit_free(playbooks->compose);
    remote_view_free(playbooks->remote);
    playbooks_shut_import(playbooks);
    playbooks_shut_tree(playbooks);
    view_free(playbooks->import_view);
    browse_page_free(playbooks->browse);
    mem_free(playbooks->dir);
    mem_free(playbooks->file);
    json_edit_done(&playbooks->json);
    playbook_reading_free(playbooks->taken);
    board_done(&playbooks->board);
    playbook_page_free(playbooks->page);
}

static void scope(void *state, struct screen_scope *out)
{
    struct playbooks *playbooks = state;
    const struct playbook_row *row = playbooks_current(playbooks);

    if (playbooks->rehearsal) {
        out->contexts[out->n++] = "rehearsal";
        flow_view_scope(&playbooks->rehearsal->flow, out);
    } else if (playbooks->compose) {
        out->contexts[out->n++] = "composer";
        out->typing = true;
        if (compose_edit_in_step(playbooks->compose))
            out->met |= NEED_SET;
    } else if (playbooks->remote) {
        remote_view_scope(playbooks->remote, out);
        return;
    } else if (playbooks->tree) {
        out->contexts[out->n++] = playbooks->import ? "import" : "playbooks";
        flow_view_scope(playbooks->tree, out);
    } else if (playbooks->import) {
        out->contexts[out->n++] = "import";
        out->contexts[out->n++] = "move";
        out->contexts[out->n++] = "pane";
        out->met |= NEED_ROW;
    } else {
        board_scope(&playbooks->board, out);
    }
    if (row && row->run)
        out->met |= NEED_RUN;
    if (playbooks->json.left)
        out->met |= NEED_DRAFT;
}

/* ---- a turn ---------------------------------------------------------------*/

static void sync(void *state)
{
    struct playbooks *playbooks = state;

    board_sync(playbooks);
    playbooks_sync_import(playbooks);
    if (playbooks->rehearsal)
        rehearse_view_sync(playbooks->rehearsal);
    if (playbooks->remote)
        board_sync(playbooks->remote);
}

static void note_playbooks(void *state, struct note *note)
{
    struct playbooks *playbooks = state;

    playbooks_note_import(playbooks, note);
    if (playbooks->rehearsal)
        rehearse_view_note(playbooks->rehearsal, note);
    if (playbooks->remote)
        remote_view_note(playbooks->remote, note);
    if (note->kind == NOTE_DONE && note->is.done)
        playbooks_done(playbooks, note);
    board_note(playbooks, note);
}

static void draw(void *state, const struct canvas *canvas)
{
    struct playbooks *playbooks = state;

    if (playbooks->rehearsal)
        rehearse_view_draw(playbooks->rehearsal, canvas);
    else if (playbooks->compose)
        compose_edit_draw(playbooks->compose, canvas);
    else if (playbooks->remote)
        board_draw(playbooks->remote, canvas);
    else if (playbooks->tree)
        playbooks_draw_tree(playbooks, canvas);
    else if (playbooks->import)
        playbooks_draw_import(playbooks, canvas);
    else
        board_draw(&playbooks->board, canvas);
}

/* ---- acts -----------------------------------------------------------------*/

/* What is looked at: of the form, of a file, or of the list. */
static void rehearse_it(struct playbooks *playbooks)
{
    struct shell *shell = playbooks->board.shell;
    const struct playbook_row *row = playbooks_current(playbooks);
    const struct playbook *imported = playbooks_imported(playbooks);
    struct json *json = NULL;
    struct str name = STR_NONE;

    if (playbooks->compose) {
        json = compose_edit_json(playbooks->compose);
        name = json_text(json_get(json, "name"));
    } else if (imported) {
        json = playbook_to_json(imported);
        name = str_of(imported->name);
    } else if (row) {
        name = str_of(row->playbook->name);
    }
    if (!json && !row) {
        shell_say(shell, STYLE_WARN,
                  _("It cannot be read, so it cannot be rehearsed."));
        return;
    }
    rehearse_view_free(playbooks->rehearsal);
    playbooks->rehearsal =
        rehearse_view_new(shell, name.at, json, json || !row ? 0 : row->run);
}

static void open_form(struct playbooks *playbooks, struct playbook_reading *of)
{
    struct err err = {0};

    compose_edit_free(playbooks->compose);
    playbooks->compose = compose_edit_new(playbooks->board.shell, of, &err);
    if (playbooks->compose)
        return;
    playbook_reading_free(of);
    shell_fail(playbooks->board.shell, &err);
}

/* The form owns what it shows, so it gets a copy. */
static void open_form_of(struct playbooks *playbooks)
{
    const struct playbook_row *row = playbooks_current(playbooks);
    struct json *json = playbook_to_json(row->playbook);
    struct playbook_reading *reading = playbook_reading_new();
    const struct playbook_given given = {.catalogue =
                                             playbooks->board.shell->catalogue};
    struct err err = {0};

    if (json && playbook_read_all(json, &given, reading, &err)) {
        open_form(playbooks, reading);
    } else {
        playbook_reading_free(reading);
        shell_say(playbooks->board.shell, STYLE_WARN,
                  _("It has no definition that could be edited."));
    }
    json_free(json);
}

static void save_form(struct playbooks *playbooks)
{
    struct playbook_reading *reading = compose_edit_take(playbooks->compose);

    if (reading)
        playbooks_ask_keep(playbooks, reading);
}

static void act_form(struct playbooks *playbooks, int number)
{
    switch (number) {
    case PLAYBOOKS_SAVE:
        save_form(playbooks);
        break;
    case PLAYBOOKS_INSERT:
        compose_edit_insert(playbooks->compose);
        break;
    case PLAYBOOKS_INSIDE:
        compose_edit_inside(playbooks->compose);
        break;
    case PLAYBOOKS_DROP:
        compose_edit_drop(playbooks->compose);
        break;
    case PLAYBOOKS_REHEARSE:
        rehearse_it(playbooks);
        break;
    default:
        break;
    }
}

static void act_list(struct playbooks *playbooks, int number)
{
    switch (number) {
    case ACT_OPEN:
        playbooks_open_tree(playbooks);
        break;
    case PLAYBOOKS_NEW:
        open_form(playbooks, NULL);
        break;
    case PLAYBOOKS_FORM:
        open_form_of(playbooks);
        break;
    case PLAYBOOKS_EDIT:
        playbooks_edit(playbooks);
        break;
    case PLAYBOOKS_DRAFT:
        json_edit_resume(&playbooks->json);
        break;
    case PLAYBOOKS_IMPORT:
        playbooks_browse(playbooks);
        break;
    case PLAYBOOKS_MODE:
        playbooks_ask_mode(playbooks);
        break;
    case PLAYBOOKS_RUN:
        playbooks_ask_run(playbooks);
        break;
    case PLAYBOOKS_LAST:
        shell_jump_row(playbooks->board.shell, "runs",
                       playbooks_current(playbooks)->run);
        break;
    case PLAYBOOKS_REMOVE:
        playbooks_ask_remove(playbooks);
        break;
    case PLAYBOOKS_AZURE:
        playbooks->remote = remote_view_new(playbooks->board.shell);
        break;
    default:
        board_act(&playbooks->board, number);
        break;
    }
}

static void act(void *state, int number)
{
    struct playbooks *playbooks = state;

    if (playbooks->rehearsal) {
        if (number >= PLAYBOOKS_REHEARSAL && number < PLAYBOOKS_REHEARSAL_LAST)
            rehearse_view_act(
                playbooks->rehearsal,
                (enum rehearse_act)(number - PLAYBOOKS_REHEARSAL));
        else
            flow_view_act(&playbooks->rehearsal->flow, number);
    } else if (playbooks->compose) {
        act_form(playbooks, number);
    } else if (playbooks->remote) {
        remote_view_act(playbooks->remote, number, PLAYBOOKS_REMOTE);
    } else if (number == PLAYBOOKS_REHEARSE) {
        rehearse_it(playbooks);
    } else if (playbooks->tree && flow_view_act(playbooks->tree, number)) {
        return;
    } else if (playbooks->import) {
        playbooks_act_import(playbooks, number);
    } else {
        act_list(playbooks, number);
    }
}

static bool type(void *state, const struct key *key)
{
    struct playbooks *playbooks = state;

    if (playbooks->rehearsal)
        return flow_view_type(&playbooks->rehearsal->flow, key);
    if (playbooks->compose) {
        if (key->code != KEYS_CLICK)
            return compose_edit_key(playbooks->compose, key);
        compose_edit_click(playbooks->compose, key);
        return key->y > 0;
    }
    if (playbooks->remote)
        return board_type(playbooks->remote, key);
    if (playbooks->tree)
        return flow_view_type(playbooks->tree, key);
    return !playbooks->import && board_type(&playbooks->board, key);
}

static void click(void *state, const struct key *key)
{
    struct playbooks *playbooks = state;

    board_click(playbooks->remote ? (void *)playbooks->remote : state, key);
}

/* ---- leaving --------------------------------------------------------------*/

static void shut_form(struct playbooks *playbooks)
{
    compose_edit_free(playbooks->compose);
    playbooks->compose = NULL;
}

static void leave_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct playbooks *playbooks = with;

    if (!yes || dialog_choice(dialog) == SIZE_MAX || !playbooks->compose)
        return;
    if (dialog_tag(dialog) == LEAVE_SAVE)
        save_form(playbooks);
    else if (dialog_tag(dialog) == LEAVE_DROP)
        shut_form(playbooks);
}

static void shut_rehearsal(void *with, struct dialog *dialog, bool yes)
{
    struct playbooks *playbooks = with;

    (void)dialog;
    if (!yes)
        return;
    rehearse_view_free(playbooks->rehearsal);
    playbooks->rehearsal = NULL;
}

static bool back_rehearsal(struct playbooks *playbooks)
{
    const struct dialog_ask ask = {
        .title = str_of(_("Leave the rehearsal")),
        .text = str_of(_("The answers, branches and the event that you gave it "
                         "would be gone.")),
        .verb = str_of(_("Leave it")),
    };

    if (flow_view_back(&playbooks->rehearsal->flow))
        return true;
    if (rehearse_view_given(playbooks->rehearsal))
        shell_show_take(playbooks->board.shell,
                        dialog_confirm(playbooks->board.shell->term, &ask),
                        shut_rehearsal, playbooks);
    else
        shut_rehearsal(playbooks, NULL, true);
    return true;
}

static bool back_remote(struct playbooks *playbooks)
{
    if (!board_back(playbooks->remote)) {
        remote_view_free(playbooks->remote);
        playbooks->remote = NULL;
    }
    return true;
}

static bool back(void *state)
{
    struct playbooks *playbooks = state;

    if (playbooks->rehearsal)
        return back_rehearsal(playbooks);
    if (playbooks->remote)
        return back_remote(playbooks);
    if (playbooks->compose && compose_edit_dirty(playbooks->compose))
        question_leave(playbooks->board.shell,
                       _("The playbook has changes that are not saved"),
                       leave_chosen, playbooks);
    else if (playbooks->compose)
        shut_form(playbooks);
    else if (playbooks->tree && !flow_view_back(playbooks->tree))
        playbooks_shut_tree(playbooks);
    else if (!playbooks->tree && playbooks->import)
        playbooks_shut_import(playbooks);
    else if (!playbooks->tree)
        return board_back(&playbooks->board);
    return true;
}

static void text(void *state, enum screen_text what, struct buf *out)
{
    struct playbooks *playbooks = state;

    if (playbooks->rehearsal)
        rehearse_view_text(playbooks->rehearsal, out);
    else if (playbooks->remote)
        board_text(playbooks->remote, what, out);
    else if (playbooks->tree)
        flow_view_text(playbooks->tree, out);
    else
        board_text(&playbooks->board, what, out);
}

/* What was being composed is kept as what was being edited is. */
static void leave(void *state)
{
    struct playbooks *playbooks = state;
    struct json *json;

    if (!playbooks->compose || !compose_edit_dirty(playbooks->compose))
        return;
    json = compose_edit_json(playbooks->compose);
    json_edit_keep(&playbooks->json, json);
    json_free(json);
}

const struct screen scr_playbooks = {
    .name = "playbooks",
    .title = N_("Playbooks"),
    .digit = '3',
    .size = sizeof(struct playbooks),
    .keys = playbooks_keys,
    .n_keys = PLAYBOOKS_KEYS,
    .open = open_playbooks,
    .close = close_playbooks,
    .scope = scope,
    .sync = sync,
    .note = note_playbooks,
    .draw = draw,
    .act = act,
    .type = type,
    .click = click,
    .back = back,
    .tab = board_tab,
    .text = text,
    .go = board_go,
    .where = board_where,
    .leave = leave,
};
