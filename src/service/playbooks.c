/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks.c - what is kept of playbooks: storing, listing, removing.
 */
#include "service/playbooks.h"

#include "model/limits.h"
#include "service/access.h"
#include "service/browse.h"
#include "service/desk_part.h"
#include "service/play.h"
#include "store/playbooks.h"
#include "store/runs.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* ---- keeping --------------------------------------------------------------*/

static bool note_deed(struct desk *desk, const char *verb,
                      const struct playbook *playbook, struct err *err)
{
    struct err object;

    err_set(&object, ERR_NONE, "playbook %s", playbook->name);
    return desk_deed(desk, NULL, verb, object.text, 0,
                     playbook_verdict_name(playbook->verdict), err);
}

static bool store_one(struct desk *desk, const struct playbook *playbook,
                      struct err *err)
{
    struct json *json = playbook_to_json(playbook);
    int64_t now = when_now();
    struct stored_playbook row = {
        .name = playbook->name,
        .mode = RULE_SHADOW,
        .saved = now,
        .editor = desk->person,
        .json = json,
    };
    bool fresh;
    bool ok = (playbook->verdict != PLAYBOOK_RUNS ||
               play_due(playbook, now, now, &row.due, err)) &&
              playbooks_put(desk->store, &row, &fresh, err) &&
              note_deed(desk, fresh ? "playbook add" : "playbook change",
                        playbook, err);

    json_free(json);
    return ok;
}

static bool write_all(struct desk *desk, void *with, struct err *err)
{
    const struct playbook_reading *reading = with;

    for (size_t i = 0; i < reading->n; i++) {
        const struct playbook *one = &reading->playbooks[i];

        if (one->verdict != PLAYBOOK_REFUSED && !store_one(desk, one, err))
            return err_prefix(err, "%s", one->name);
    }
    return true;
}

bool playbook_store(struct desk *desk, const struct playbook_reading *reading,
                    struct err *err)
{
    struct playbook_reading copy = *reading;

    return access_may(desk, RIGHT_RULES, err) &&
           desk_transact(desk, write_all, &copy, err);
}

/* ---- pages ----------------------------------------------------------------*/

static struct playbook_page *new_page(void)
{
    struct playbook_page *page = mem_new(sizeof(*page));

    playbook_reading_init(&page->reading);
    return page;
}

/* It was read once: what is wrong with it now has another version of riposte
 * to thank. */
static void read_stored(struct desk *desk, const struct stored_playbook *stored,
                        struct playbook_reading *out)
{
    const struct playbook_given given = {
        .file = stored->name,
        .catalogue = desk->catalogue,
    };
    struct err fault = {0};

    if (!playbook_read_all(stored->json, &given, out, &fault))
        playbook_add_refused(out, stored->name, &fault);
}

bool playbook_add_stored(struct desk *desk, struct str name,
                         struct playbook_reading *out, struct err *err)
{
    struct stored_playbook stored;

    if (!playbooks_find(desk->store, name, out->arena, &stored, err))
        return false;
    read_stored(desk, &stored, out);
    return true;
}

static bool add_row(struct desk *desk, struct playbook_page *page,
                    const struct stored_playbook *stored)
{
    struct arena *arena = page->reading.arena;
    struct playbook_row *row;

    read_stored(desk, stored, &page->reading);
    page->rows = arena_grown(arena, page->rows, page->n, sizeof(*page->rows));
    row = &page->rows[page->n++];
    *row = (struct playbook_row){
        .row = stored->row,
        .mode = stored->mode,
        .saved = stored->saved,
        .editor = stored->editor,
    };
    if (!runs_newest(desk->store, stored->name, &row->run, &row->run_state,
                     &row->run_began, &page->error))
        row->run = 0;
    return page->reading.n == page->n;
}

static void add_rows(struct desk *desk, struct playbook_page *page,
                     const struct stored_playbook *stored, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!add_row(desk, page, &stored[i])) {
            err_set(&page->error, ERR_LOCAL,
                    _("The playbook %s in the store is damaged. Remove it, and "
                      "take it in anew."),
                    stored[i].name);
            return;
        }
    }
    /* The list has moved while it grew. */
    for (size_t i = 0; i < n; i++)
        page->rows[i].playbook = &page->reading.playbooks[i];
}

struct playbook_page *playbook_page_read(struct desk *desk)
{
    struct playbook_page *page = new_page();
    struct stored_playbook *stored;
    size_t n;

    if (playbooks_list(desk->store, page->reading.arena, &stored, &n,
                       &page->error))
        add_rows(desk, page, stored, n);
    return page;
}

struct playbook_page *playbook_page_one(struct desk *desk, struct str name)
{
    struct playbook_page *page = new_page();
    struct stored_playbook stored;

    if (playbooks_find(desk->store, name, page->reading.arena, &stored,
                       &page->error))
        add_rows(desk, page, &stored, 1);
    return page;
}

void playbook_page_free(struct playbook_page *page)
{
    if (page == NULL)
        return;
    playbook_reading_done(&page->reading);
    mem_free(page);
}

/* ---- what would be taken in -----------------------------------------------*/

const char *const playbook_endings[] = {".json", ".jsonc", NULL};

#define VALUES_MOST 64

/* Files that cannot be read stand among the playbooks, as refused; what nothing
 * stands there for is the error. */
static void read_one(struct desk *desk, const struct playbook_wish *wish,
                     const char *file, struct playbook_import *import)
{
    struct playbook_reading *reading = &import->reading;
    size_t n = reading->n;
    struct err err = {0};

    if (!playbook_read_file(desk->config, desk->catalogue, wish, file, reading,
                            &err) &&
        reading->n == n && import->error.code == ERR_NONE)
        import->error = err;
}

static void read_directory(struct desk *desk, const struct playbook_wish *wish,
                           const struct browse_page *page,
                           struct playbook_import *import)
{
    struct arena *arena = import->reading.arena;

    for (size_t i = 0; i < page->n; i++) {
        if (page->entries[i].directory)
            continue;
        if (import->reading.n >= LIMIT_PLAYBOOKS) {
            err_set(&import->error, ERR_INPUT,
                    _("These are the first %zu: there are more in %.200s. Take "
                      "them in from several directories."),
                    import->reading.n, page->dir);
            return;
        }
        read_one(desk, wish,
                 arena_printf(arena, "%s/%s", page->dir, page->entries[i].name),
                 import);
    }
    if (import->reading.n == 0 && import->error.code == ERR_NONE)
        err_set(&import->error, ERR_INPUT, _("%.200s has no file of JSON."),
                page->dir);
}

static void read_place(struct desk *desk, struct playbook_import *import,
                       struct str lines)
{
    struct arena *arena = import->reading.arena;
    const char *values[VALUES_MOST];
    struct playbook_wish wish = {.parameters = values};
    struct browse_page *page;
    struct str line;

    str_cut(&lines, '\n', &line);
    import->file = mem_textn(line.at, line.len);
    while (wish.n_parameters < VALUES_MOST && str_cut(&lines, '\n', &line))
        values[wish.n_parameters++] = arena_str(arena, line).at;
    page = browse_page_read(import->file, playbook_endings);
    if (page->error.code == ERR_NONE)
        read_directory(desk, &wish, page, import);
    else if (!playbook_read_file(desk->config, desk->catalogue, &wish,
                                 import->file, &import->reading,
                                 &import->error))
        wish.n_parameters = 0;
    browse_page_free(page);
    if (import->error.code == ERR_NONE)
        playbook_check_parameters(&wish, &import->reading, &import->error);
    playbook_number_names(&import->reading);
}

/* As `playbook import' does it, but for keeping them. */
struct playbook_import *playbook_import_read(struct desk *desk, struct str file)
{
    struct playbook_import *import = mem_new(sizeof(*import));
    struct playbook_reading *reading = &import->reading;
    struct err ignored;

    playbook_reading_init(reading);
    read_place(desk, import, file);
    import->known =
        arena_array(reading->arena, reading->n + 1, sizeof(*import->known));
    for (size_t i = 0; i < reading->n; i++) {
        struct stored_playbook stored;

        import->known[i] =
            playbooks_find(desk->store, str_of(reading->playbooks[i].name),
                           reading->arena, &stored, &ignored);
    }
    return import;
}

void playbook_import_free(struct playbook_import *import)
{
    if (import == NULL)
        return;
    playbook_reading_done(&import->reading);
    mem_free(import->file);
    mem_free(import);
}

/* ---- switching ------------------------------------------------------------*/

struct switching {
    struct stored_playbook stored;
    enum rule_mode mode;
};

static bool write_mode(struct desk *desk, void *with, struct err *err)
{
    const struct switching *switching = with;
    struct err object;

    err_set(&object, ERR_NONE, "playbook %s", switching->stored.name);
    return playbooks_switch(desk->store, switching->stored.row, switching->mode,
                            err) &&
           desk_deed(desk, NULL, "playbook mode", object.text, 0,
                     rule_mode_name(switching->mode), err);
}

bool playbook_mode(struct desk *desk, struct str name, enum rule_mode mode,
                   struct err *err)
{
    struct switching switching = {.mode = mode};
    struct arena *arena;
    bool ok;

    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    arena = arena_new();
    ok = playbooks_find(desk->store, name, arena, &switching.stored, err) &&
         desk_transact(desk, write_mode, &switching, err);
    arena_free(arena);
    return ok;
}

/* ---- removing -------------------------------------------------------------*/

static bool write_removal(struct desk *desk, void *with, struct err *err)
{
    const struct stored_playbook *stored = with;
    struct err object;

    err_set(&object, ERR_NONE, "playbook %s", stored->name);
    return playbooks_remove(desk->store, stored->row, err) &&
           desk_deed(desk, NULL, "playbook remove", object.text, 0, "", err);
}

bool playbook_remove(struct desk *desk, struct str name, struct err *err)
{
    struct arena *arena;
    struct stored_playbook stored;
    bool ok;

    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    arena = arena_new();
    ok = playbooks_find(desk->store, name, arena, &stored, err) &&
         desk_transact(desk, write_removal, &stored, err);
    arena_free(arena);
    return ok;
}
