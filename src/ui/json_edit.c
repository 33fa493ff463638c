/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/json_edit.h"

#include <stdlib.h>
#include <unistd.h>

#include "model/limits.h"
#include "util/file.h"
#include "util/json_loose.h"
#include "util/log.h"
#include "util/proc.h"
#include "util/text.h"

#define EDITOR "vi"

static bool is_there(const char *file)
{
    struct arena *arena = arena_new();
    char *place = file_xdg(arena, "STATE", file);
    bool there = place && file_exists(place);

    arena_free(arena);
    return there;
}

void json_edit_init(struct json_edit *edit, struct shell *shell,
                    const char *file,
                    bool (*take)(void *with, const struct json *json,
                                 struct err *err),
                    void *with)
{
    *edit = (struct json_edit){
        .shell = shell, .file = file, .take = take, .with = with};
    buf_init(&edit->text);
    edit->left = is_there(file);
}

void json_edit_done(struct json_edit *edit)
{
    buf_done(&edit->text);
}

/* ---- the file -------------------------------------------------------------*/

static bool write_file(struct json_edit *edit, const char *place,
                       struct arena *arena, struct err *err)
{
    char *dir = file_xdg(arena, "STATE", "");

    if (!place || !dir)
        return err_set(err, ERR_LOCAL,
                       _("There is no place for the file to be edited: set "
                         "$HOME."));
    edit->left = file_make_dir(dir, err) &&
                 file_write(place, buf_view(&edit->text), err);
    return edit->left;
}

static bool read_file(struct json_edit *edit, const char *place,
                      struct err *err)
{
    buf_clear(&edit->text);
    return file_read(place, LIMIT_IMPORT_FILE, &edit->text, err);
}

void json_edit_forget(struct json_edit *edit)
{
    struct arena *arena = arena_new();
    char *place = file_xdg(arena, "STATE", edit->file);

    if (place)
        unlink(place);
    edit->left = false;
    arena_free(arena);
    buf_clear(&edit->text);
}

void json_edit_keep(struct json_edit *edit, const struct json *json)
{
    struct arena *arena = arena_new();
    struct err err = {0};

    buf_clear(&edit->text);
    json_write(json, JSON_PRETTY, &edit->text);
    if (!write_file(edit, file_xdg(arena, "STATE", edit->file), arena, &err))
        log_line(LOG_WARN, "what was being edited could not be kept: %s",
                 err.text);
    arena_free(arena);
}

/* ---- the editor -----------------------------------------------------------*/

static const char *editor(void)
{
    const char *visual = getenv("VISUAL");
    const char *plain = getenv("EDITOR");

    if (visual && *visual)
        return visual;
    return plain && *plain ? plain : EDITOR;
}

static bool run_editor(struct json_edit *edit, const char *place,
                       struct arena *arena, struct err *err)
{
    const char **argv;
    char **words;
    size_t n = 0;
    bool ok;

    if (!proc_split(arena, str_of(editor()), &words, err))
        return err_prefix(err, "$EDITOR");
    while (words[n])
        n++;
    argv = arena_array(arena, n + 2, sizeof(*argv));
    for (size_t i = 0; i < n; i++)
        argv[i] = words[i];
    argv[n] = place;
    term_pause(edit->shell->term);
    ok = proc_attend(argv, err);
    term_resume(edit->shell->term);
    term_redraw(edit->shell->term);
    edit->shell->stale = true;
    return ok;
}

static void try_again(struct json_edit *edit, const struct err *why);

static void look(struct json_edit *edit)
{
    struct json *json = NULL;
    struct err err = {0};

    if (!json_parse_loose(buf_view(&edit->text), &json, &err) ||
        !edit->take(edit->with, json, &err))
        try_again(edit, &err);
    json_free(json);
}

static void open_editor(struct json_edit *edit)
{
    struct arena *arena = arena_new();
    char *place = file_xdg(arena, "STATE", edit->file);
    struct err err = {0};
    bool ok = write_file(edit, place, arena, &err) &&
              run_editor(edit, place, arena, &err) &&
              read_file(edit, place, &err);

    arena_free(arena);
    if (ok)
        look(edit);
    else
        shell_fail(edit->shell, &err);
}

static void answered(void *with, struct dialog *dialog, bool yes)
{
    struct json_edit *edit = with;

    (void)dialog;
    if (yes)
        open_editor(edit);
    else if (edit->hint)
        shell_say(edit->shell, STYLE_WARN, "%s", _(edit->hint));
    else
        json_edit_forget(edit);
}

static void try_again(struct json_edit *edit, const struct err *why)
{
    const struct dialog_ask ask = {
        .title = str_of(_("It cannot be taken as it is")),
        .text = str_of(why->text),
        .verb = str_of(_("Edit again")),
    };

    shell_show_take(edit->shell, dialog_confirm(edit->shell->term, &ask),
                    answered, edit);
}

void json_edit_begin(struct json_edit *edit, const struct json *json)
{
    buf_clear(&edit->text);
    json_write(json, JSON_PRETTY, &edit->text);
    buf_char(&edit->text, '\n');
    open_editor(edit);
}

bool json_edit_resume(struct json_edit *edit)
{
    struct arena *arena = arena_new();
    char *place = file_xdg(arena, "STATE", edit->file);
    struct err err = {0};
    bool ok = place && file_exists(place) && read_file(edit, place, &err);

    arena_free(arena);
    if (ok)
        open_editor(edit);
    return ok;
}
