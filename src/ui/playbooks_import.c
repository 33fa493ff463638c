/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks_import.c - a file is chosen, and what it would bring is looked at
 * before any of it is kept.
 */
#include <stdio.h>
#include <string.h>

#include "ui/playbooks_own.h"
#include "ui/words.h"
#include "util/arena.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

enum { CELL_VERDICT, CELL_NAME, CELL_KNOWN, CELL_NEEDS, CELL_N };

static const struct list_column columns[CELL_N] = {
    [CELL_VERDICT] = {.title = N_("Verdict"), .min = 11},
    [CELL_NAME] = {.title = N_("Playbook"), .min = 16, .weight = 3},
    [CELL_KNOWN] = {.title = N_("Here"), .min = 10, .priority = 2},
    [CELL_NEEDS] = {.title = N_("Needs values"),
                    .min = 12,
                    .weight = 1,
                    .priority = 1},
};

/* ---- choosing a file ------------------------------------------------------*/

enum choice {
    CHOICE_UP = -1,
    CHOICE_TYPE = -2,
    CHOICE_READY = -3,
    CHOICE_ALL = -4
};

static void want_dir(struct playbooks *playbooks, const char *name)
{
    char dir[sizeof(((struct ask *)0)->text)];

    snprintf(dir, sizeof(dir), "%s%s%s", playbooks->dir ? playbooks->dir : "",
             *name ? "/" : "", name);
    mem_free(playbooks->dir);
    playbooks->dir = mem_text(dir);
    playbooks->browse_wanted = true;
}

static void want_ready(struct playbooks *playbooks)
{
    struct arena *arena = arena_new();
    char *dir = mem_text(file_data(arena, "playbooks"));

    arena_free(arena);
    mem_free(playbooks->dir);
    playbooks->dir = dir;
    playbooks->browse_wanted = true;
}

static void want_file(struct playbooks *playbooks, const char *file)
{
    mem_free(playbooks->file);
    playbooks->file = mem_text(file);
    playbooks->import_wanted = true;
}

/* What does not begin at the root begins where the list is.  A whole path that
 * is pasted behind the one that stands there begins anew, as in editors. */
static void want_typed(struct playbooks *playbooks, struct str typed)
{
    char path[sizeof(((struct ask *)0)->text)];
    size_t anew;
    bool whole;

    while ((anew = str_find(typed, STR("//"))) != STR_NOWHERE)
        typed = str_sub(typed, anew + 1, STR_NOWHERE);
    whole = str_starts(typed, STR("/"));
    snprintf(path, sizeof(path), "%s%s%.*s",
             whole || !playbooks->dir ? "" : playbooks->dir, whole ? "" : "/",
             STR_ARG(typed));
    want_file(playbooks, path);
}

static void path_typed(void *with, struct dialog *dialog, bool yes)
{
    if (yes && !str_empty(dialog_text(dialog)))
        want_typed(with, dialog_text(dialog));
}

static void type_path(struct playbooks *playbooks)
{
    struct buf dir;

    buf_init(&dir);
    buf_printf(&dir, "%s/", playbooks->dir ? playbooks->dir : "");
    shell_show_take(playbooks->board.shell,
                    dialog_prompt(playbooks->board.shell->term,
                                  str_of(_("Take in playbooks")),
                                  str_of(_("A template, a workflow, or a "
                                           "definition: which file?")),
                                  buf_view(&dir)),
                    path_typed, playbooks);
    buf_done(&dir);
}

static void file_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct playbooks *playbooks = with;
    const struct browse_page *page = playbooks->browse;
    int tag = dialog_tag(dialog);
    char path[sizeof(((struct ask *)0)->text)];

    if (!yes || dialog_choice(dialog) == SIZE_MAX || !page)
        return;
    if (tag == CHOICE_TYPE && str_empty(dialog_text(dialog))) {
        type_path(playbooks);
    } else if (tag == CHOICE_TYPE) {
        want_typed(playbooks, dialog_text(dialog));
    } else if (tag == CHOICE_READY) {
        want_ready(playbooks);
    } else if (tag == CHOICE_ALL) {
        want_file(playbooks, page->dir);
    } else if (tag == CHOICE_UP) {
        want_dir(playbooks, "..");
    } else if (page->entries[tag].directory) {
        want_dir(playbooks, page->entries[tag].name);
    } else {
        snprintf(path, sizeof(path), "%s/%s", page->dir,
                 page->entries[tag].name);
        want_file(playbooks, path);
    }
}

static void show_files(struct playbooks *playbooks)
{
    const struct browse_page *page = playbooks->browse;
    struct dialog_item *items = mem_array(page->n + 4, sizeof(*items));
    size_t n = 0;

    items[n++] =
        (struct dialog_item){.label = str_of(_("(a path of your own)")),
                             .tag = CHOICE_TYPE,
                             .always = true};
    items[n++] = (struct dialog_item){.label = str_of(_("(ready playbooks)")),
                                      .tag = CHOICE_READY};
    items[n++] = (struct dialog_item){.label = STR("../"), .tag = CHOICE_UP};
    if (page->n > 0 && !page->entries[page->n - 1].directory)
        items[n++] = (struct dialog_item){
            .label = str_of(_("(all files here)")), .tag = CHOICE_ALL};
    for (size_t i = 0; i < page->n; i++)
        items[n++] = (struct dialog_item){
            .label = str_of(page->entries[i].name),
            .note =
                page->entries[i].directory ? str_of(_("directory")) : STR_NONE,
            .tag = (int)i,
        };
    shell_show_take(
        playbooks->board.shell,
        dialog_pick(playbooks->board.shell->term, str_of(page->dir), items, n),
        file_chosen, playbooks);
    mem_free(items);
}

void playbooks_browse(struct playbooks *playbooks)
{
    if (!playbooks->dir)
        playbooks->dir = mem_text("");
    playbooks->browse_wanted = true;
}

/* ---- a turn ---------------------------------------------------------------*/

void playbooks_sync_import(struct playbooks *playbooks)
{
    struct shell *shell = playbooks->board.shell;
    struct ask browse = {.kind = ASK_BROWSE};
    struct ask import = {.kind = ASK_IMPORT};

    if (playbooks->browse_wanted && !playbooks->browse_ticket) {
        words_copy(browse.text, sizeof(browse.text), str_of(playbooks->dir));
        playbooks->browse_ticket = shell_ask(shell, &browse);
        playbooks->browse_wanted = playbooks->browse_ticket == 0;
    }
    if (playbooks->import_wanted && !playbooks->import_ticket) {
        words_copy(import.text, sizeof(import.text), str_of(playbooks->file));
        playbooks->import_ticket = shell_ask(shell, &import);
        playbooks->import_wanted = playbooks->import_ticket == 0;
    }
}

static void take_browse(struct playbooks *playbooks, struct note *note)
{
    struct browse_page *page = note->is.browse;

    if (!page || note->ticket != playbooks->browse_ticket)
        return;
    playbooks->browse_ticket = 0;
    browse_page_free(playbooks->browse);
    playbooks->browse = page;
    note->is.browse = NULL;
    mem_free(playbooks->dir);
    playbooks->dir = mem_text(page->dir);
    if (page->error.code != ERR_NONE) {
        shell_fail(playbooks->board.shell, &page->error);
        type_path(playbooks);
    } else {
        show_files(playbooks);
    }
}

static const struct playbook *imported_at(const struct playbooks *playbooks,
                                          size_t index)
{
    const struct playbook_import *import = playbooks->import;

    return import && index < import->reading.n
               ? &import->reading.playbooks[index]
               : NULL;
}

const struct playbook *playbooks_imported(const struct playbooks *playbooks)
{
    return imported_at(playbooks, playbooks->import_list.cursor);
}

static uint64_t row_id(void *with, size_t index)
{
    return imported_at(with, index) ? index + 1 : 0;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct playbooks *playbooks = with;
    const struct playbook *playbook = imported_at(playbooks, line->index);
    struct buf needs;

    buf_init(&needs);
    for (size_t i = 0; i < playbook->n_parameters; i++) {
        if (playbook->parameters[i].needed)
            buf_printf(&needs, "%s%s", needs.len ? ", " : "",
                       playbook->parameters[i].name);
    }
    words_draw(line, CELL_VERDICT, playbooks_verdict(playbook->verdict));
    list_cell(line, CELL_NAME, STYLE_TEXT, str_of(playbook->name));
    list_cell(line, CELL_KNOWN, STYLE_DIM,
              str_of(playbooks->import->known[line->index] ? _("replaced")
                                                           : _("new")));
    list_cell(line, CELL_NEEDS, STYLE_WARN, buf_view(&needs));
    buf_done(&needs);
}

static struct list_owner owner_of(struct playbooks *playbooks)
{
    return (struct list_owner){
        .id = row_id, .draw = draw_row, .with = playbooks};
}

static void take_import(struct playbooks *playbooks, struct note *note)
{
    struct playbook_import *import = note->is.import;
    struct list_owner owner = owner_of(playbooks);
    size_t row = playbooks->import_list.cursor;

    if (!import || note->ticket != playbooks->import_ticket)
        return;
    playbooks->import_ticket = 0;
    if (import->error.code != ERR_NONE)
        shell_fail(playbooks->board.shell, &import->error);
    if (import->reading.n == 0)
        return;
    playbooks_shut_tree(playbooks);
    playbook_import_free(playbooks->import);
    playbooks->import = import;
    note->is.import = NULL;
    if (!playbooks->import_view)
        playbooks->import_view = view_new();
    list_init(&playbooks->import_list);
    list_sync(&playbooks->import_list, import->reading.n,
              row < import->reading.n ? row : 0, &owner);
    playbooks->import_written = SIZE_MAX;
    playbooks->import_focus = false;
}

void playbooks_note_import(struct playbooks *playbooks, struct note *note)
{
    if (note->kind == NOTE_BROWSE && playbooks->browse_ticket)
        take_browse(playbooks, note);
    if (note->kind == NOTE_IMPORT && playbooks->import_ticket)
        take_import(playbooks, note);
}

void playbooks_shut_import(struct playbooks *playbooks)
{
    if (!playbooks->import)
        return;
    playbooks_shut_tree(playbooks);
    playbook_import_free(playbooks->import);
    playbooks->import = NULL;
    mem_free(playbooks->file);
    playbooks->file = NULL;
}

/* ---- drawing --------------------------------------------------------------*/

#define LIST_LEAST 2 /* the head and one row */

static int list_rows(const struct playbooks *playbooks, int all)
{
    int rows = (int)(playbooks->import->reading.n + 1);

    if (rows > all / 2)
        rows = all / 2;
    if (playbooks->import_rows)
        rows = playbooks->import_rows;
    if (rows > all - LIST_LEAST - 2)
        rows = all - LIST_LEAST - 2;
    return rows < LIST_LEAST ? LIST_LEAST : rows;
}

static void draw_one(struct playbooks *playbooks, const struct canvas *canvas)
{
    const struct playbook *playbook = playbooks_imported(playbooks);
    struct canvas inside =
        canvas_sub(canvas, 1, 1, canvas->rows - 1, canvas->cols - 1);

    if (playbooks->import_written != playbooks->import_list.cursor) {
        playbooks->import_written = playbooks->import_list.cursor;
        view_clear(playbooks->import_view);
        view_home(playbooks->import_view);
        playbooks_write(playbook, playbooks->import_view);
    }
    canvas_rule(canvas, 0, str_of(playbook->name));
    if (playbooks->import_focus)
        canvas_put(canvas, 0, 0, 1, STYLE_MARK, STR("▌"));
    for (int y = 1; y < canvas->rows; y++)
        canvas_put(canvas, y, 0, 1, STYLE_TEXT, STR(" "));
    view_draw(playbooks->import_view, &inside);
}

void playbooks_draw_import(struct playbooks *playbooks,
                           const struct canvas *canvas)
{
    struct list_owner owner = owner_of(playbooks);
    int rows = list_rows(playbooks, canvas->rows);
    struct canvas list = canvas_sub(canvas, 1, 0, rows, canvas->cols);
    struct canvas below =
        canvas_sub(canvas, rows + 1, 0, canvas->rows - rows - 1, canvas->cols);
    const char *slash = strrchr(playbooks->import->file, '/');
    struct buf text;

    playbooks->import_drawn = rows;
    buf_init(&text);
    buf_printf(&text, _("%s brings these; nothing is kept yet"),
               slash ? slash + 1 : playbooks->import->file);
    canvas_rule(canvas, 0, buf_view(&text));
    buf_done(&text);
    list_draw(&playbooks->import_list, &list, columns, CELL_N, &owner);
    draw_one(playbooks, &below);
}

/* ---- acts -----------------------------------------------------------------*/

/* Copies, since what is looked at stays until it was kept. */
static void keep(struct playbooks *playbooks, const struct playbook *first,
                 size_t n)
{
    struct playbook_reading *reading = playbook_reading_new();
    const struct playbook_given given = {.catalogue =
                                             playbooks->board.shell->catalogue};
    struct err err = {0};

    for (size_t i = 0; i < n; i++) {
        struct json *json = first[i].verdict == PLAYBOOK_REFUSED
                                ? NULL
                                : playbook_to_json(&first[i]);

        if (json && !playbook_read_all(json, &given, reading, &err))
            shell_fail(playbooks->board.shell, &err);
        json_free(json);
    }
    playbooks_ask_keep(playbooks, reading);
}

static void value_typed(void *with, struct dialog *dialog, bool yes)
{
    struct playbooks *playbooks = with;
    char file[sizeof(((struct ask *)0)->text)];

    if (!yes || str_empty(dialog_text(dialog)) || !playbooks->file)
        return;
    if (snprintf(file, sizeof(file), "%s\n%.*s", playbooks->file,
                 STR_ARG(dialog_text(dialog))) >= (int)sizeof(file))
        shell_say(playbooks->board.shell, STYLE_WARN,
                  _("These are too many values: take the file in, and edit "
                    "the playbook."));
    else
        want_file(playbooks, file);
}

static void ask_value(struct playbooks *playbooks)
{
    const struct playbook *playbook = playbooks_imported(playbooks);
    struct buf initial;

    buf_init(&initial);
    for (size_t i = 0; i < playbook->n_parameters && !initial.len; i++) {
        if (playbook->parameters[i].needed)
            buf_printf(&initial, "%s=", playbook->parameters[i].name);
    }
    shell_show_take(playbooks->board.shell,
                    dialog_prompt(playbooks->board.shell->term,
                                  str_of(_("A value for a parameter")),
                                  str_of(_("NAME=VALUE, for all playbooks of "
                                           "the file that have it.")),
                                  buf_view(&initial)),
                    value_typed, playbooks);
    buf_done(&initial);
}

static void move(struct playbooks *playbooks, enum list_move move)
{
    struct list_owner owner = owner_of(playbooks);

    if (playbooks->import_focus)
        view_move(playbooks->import_view, move);
    else
        list_move(&playbooks->import_list, move, &owner);
}

bool playbooks_act_import(struct playbooks *playbooks, int act)
{
    const struct playbook_reading *reading = &playbooks->import->reading;

    if (act >= ACT_MOVE && act < ACT_MOVE_LAST) {
        move(playbooks, (enum list_move)(act - ACT_MOVE));
        return true;
    }
    switch (act) {
    case ACT_PANE:
        playbooks->import_focus = !playbooks->import_focus;
        return true;
    case ACT_BIGGER:
    case ACT_SMALLER:
        playbooks->import_rows =
            playbooks->import_drawn + (act == ACT_BIGGER ? 1 : -1);
        return true;
    case PLAYBOOKS_TAKE:
        keep(playbooks, reading->playbooks, reading->n);
        return true;
    case PLAYBOOKS_TAKE_ONE:
        keep(playbooks, playbooks_imported(playbooks), 1);
        return true;
    case PLAYBOOKS_VALUE:
        ask_value(playbooks);
        return true;
    case ACT_OPEN:
        playbooks_open_tree(playbooks);
        return true;
    default:
        return false;
    }
}
