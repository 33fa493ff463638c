/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/views.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/limits.h"
#include "model/suppression.h"
#include "service/desk_part.h"
#include "service/language.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/utf8.h"

#define ENDING ".query"

static const struct saved_view built_in[] = {
    {.name = "ignored", .path = "", .query = "Ignored"},
    {.name = "open",
     .path = "",
     .query = "Kind == 'alert' and Status =~ 'Active'",
     .sort = SORT_SEVERITY},
};
#define BUILT_IN (sizeof(built_in) / sizeof(built_in[0]))

static char *own_dir(struct arena *arena)
{
    return file_xdg(arena, "CONFIG", "views");
}

/* ---- reading --------------------------------------------------------------*/

static bool take_sort(struct str value, struct saved_view *out)
{
    struct str word;

    if (!str_cut(&value, ' ', &word))
        return false;
    out->ascending = str_eq(str_trim(value), STR("ascending"));
    if (str_trim(value).len > 0 && !out->ascending)
        return false;
    for (int i = 0; i < SORT_N; i++) {
        if (str_eq(word, str_of(queue_sort_name((enum queue_sort)i)))) {
            out->sort = (enum queue_sort)i;
            return true;
        }
    }
    return false;
}

static bool take_line(struct str line, struct buf *query, bool *in_query,
                      struct saved_view *out)
{
    struct str name;

    if (*in_query && (line.at[0] == ' ' || line.at[0] == '\t')) {
        buf_char(query, ' ');
        buf_str(query, str_trim(line));
        return true;
    }
    *in_query = false;
    if (str_find_char(line, ':') == STR_NOWHERE || !str_cut(&line, ':', &name))
        return false;
    if (str_eq(name, STR("sort")))
        return take_sort(str_trim(line), out);
    if (!str_eq(name, STR("query")) || query->len > 0)
        return false;
    buf_str(query, str_trim(line));
    *in_query = true;
    return true;
}

static bool parse(struct str rest, const char *path, struct arena *arena,
                  struct saved_view *out, struct err *err)
{
    bool in_query = false;
    size_t number = 0;
    struct buf query;
    struct str line;
    bool ok = true;

    buf_init(&query);
    while (ok && str_cut(&rest, '\n', &line)) {
        number++;
        if (str_trim(line).len == 0 || line.at[0] == '#')
            continue;
        ok = (utf8_valid(line) && take_line(line, &query, &in_query, out)) ||
             err_set(err, ERR_INPUT,
                     _("%s:%zu: expected \"query: …\", or \"sort:\" with time, "
                       "severity, title, resource or status, and "
                       "\"ascending\" or nothing."),
                     path, number);
    }
    if (ok && query.len >= 1024)
        ok = err_set(err, ERR_INPUT,
                     _("%s: the query is longer than %d bytes."), path, 1023);
    if (ok && !language_check(buf_view(&query), err))
        ok = err_prefix(err, "%s", path);
    out->query = arena_str(arena, buf_view(&query)).at;
    buf_done(&query);
    return ok;
}

static bool read_view(const char *path, struct str name, bool own,
                      struct arena *arena, struct saved_view *out,
                      struct err *err)
{
    struct saved_view view = {
        .name = arena_str(arena, name).at, .path = path, .own = own};
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_CATALOGUE_FILE, &text, err) &&
         parse(buf_view(&text), path, arena, &view, err);
    buf_done(&text);
    if (ok)
        *out = view;
    return ok;
}

struct listing {
    struct arena *arena;
    struct saved_view *items;
    size_t n;
    void (*wrong)(void *with, const struct err *err);
    void *with;
};

static bool is_there(const struct listing *listing, struct str name)
{
    for (size_t i = 0; i < listing->n; i++) {
        if (str_eq_fold(name, str_of(listing->items[i].name)))
            return true;
    }
    return false;
}

static void add(struct listing *listing, const struct saved_view *view)
{
    if (is_there(listing, str_of(view->name)))
        return;
    listing->items = arena_grown(listing->arena, listing->items, listing->n,
                                 sizeof(*listing->items));
    listing->items[listing->n++] = *view;
}

static bool add_dir(struct listing *listing, const char *dir, bool own,
                    struct err *err)
{
    char **names;
    size_t n;

    if (!file_is_dir(dir))
        return true;
    if (!file_list(dir, ENDING, listing->arena, &names, &n, err))
        return false;
    for (size_t i = 0; i < n && i < LIMIT_LISTS; i++) {
        struct str name = str_of(names[i]);
        struct saved_view view;
        struct err fault = {0};

        name = str_sub(name, 0, name.len - strlen(ENDING));
        if (read_view(file_join(listing->arena, dir, names[i]), name, own,
                      listing->arena, &view, &fault))
            add(listing, &view);
        else if (listing->wrong != NULL)
            listing->wrong(listing->with, &fault);
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct saved_view *)a)->name,
                  ((const struct saved_view *)b)->name);
}

bool views_list(const struct config *config, struct arena *arena,
                void (*wrong)(void *with, const struct err *err), void *with,
                struct saved_view **out, size_t *n, struct err *err)
{
    struct listing listing = {.arena = arena, .wrong = wrong, .with = with};

    if (!add_dir(&listing, own_dir(arena), true, err) ||
        !add_dir(&listing, config->view_dir, false, err))
        return false;
    for (size_t i = 0; i < BUILT_IN; i++)
        add(&listing, &built_in[i]);
    qsort(listing.items, listing.n, sizeof(*listing.items), by_name);
    *out = listing.items;
    *n = listing.n;
    return true;
}

/* A file that cannot be read is not passed over when it is asked for. */
static bool find_file(const struct config *config, struct str name,
                      struct arena *arena, bool *found, struct saved_view *out,
                      struct err *err)
{
    const char *file = arena_printf(arena, "%.*s" ENDING, STR_ARG(name));
    const char *own = file_join(arena, own_dir(arena), file);
    const char *shared = file_join(arena, config->view_dir, file);

    *found = suppression_name_valid(name) &&
             (file_exists(own) || file_exists(shared));
    if (!*found)
        return true;
    return file_exists(own) ? read_view(own, name, true, arena, out, err)
                            : read_view(shared, name, false, arena, out, err);
}

bool views_find(const struct config *config, struct str name,
                struct arena *arena, struct saved_view *out, struct err *err)
{
    struct saved_view *items;
    const char **names;
    const char *near;
    bool found;
    size_t n;

    if (!find_file(config, name, arena, &found, out, err))
        return false;
    if (found)
        return true;
    if (!views_list(config, arena, NULL, NULL, &items, &n, err))
        return false;
    names = arena_array(arena, n + 1, sizeof(*names));
    for (size_t i = 0; i < n; i++) {
        names[i] = items[i].name;
        if (str_eq_fold(name, str_of(names[i]))) {
            *out = items[i];
            return true;
        }
    }
    near = str_nearest(name, names, n);
    if (near != NULL)
        return err_set(err, ERR_INPUT,
                       _("There is no view %.*s. The nearest name is %s."),
                       STR_ARG(str_sub(name, 0, LIMIT_NAME)), near);
    return err_set(err, ERR_INPUT, _("There is no view %.*s."),
                   STR_ARG(str_sub(name, 0, LIMIT_NAME)));
}

/* ---- writing --------------------------------------------------------------*/

static bool name_good(struct str name, struct err *err)
{
    return suppression_name_valid(name) ||
           err_set(err, ERR_INPUT,
                   _("The name of a view has letters, digits, - and _ only."));
}

static bool save(const struct saved_view *view, struct err *err)
{
    struct arena *arena = arena_new();
    const char *dir = own_dir(arena);
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = name_good(str_of(view->name), err) &&
         language_check(str_of(view->query), err) && file_make_dir(dir, err);
    if (ok) {
        buf_printf(&text, "sort: %s%s\nquery: ", queue_sort_name(view->sort),
                   view->ascending ? " ascending" : "");
        for (const char *c = view->query; *c != '\0'; c++)
            buf_char(&text, *c == '\n' ? ' ' : *c);
        buf_char(&text, '\n');
        ok = file_write(
            file_join(arena, dir, arena_printf(arena, "%s" ENDING, view->name)),
            buf_view(&text), err);
    }
    buf_done(&text);
    arena_free(arena);
    return ok;
}

static bool remove_view(struct str name, struct err *err)
{
    struct arena *arena = arena_new();
    const char *path =
        file_join(arena, own_dir(arena),
                  arena_printf(arena, "%.*s" ENDING, STR_ARG(name)));
    bool ok = name_good(name, err);

    if (ok && unlink(path) != 0)
        ok = errno == ENOENT
                 ? err_set(err, ERR_INPUT,
                           _("You have no view %.*s of your own."),
                           STR_ARG(name))
                 : err_errno(err, errno, _("Cannot remove %s"), path);
    arena_free(arena);
    return ok;
}

/* The record first, the file then, and the record stays only if the file is as
 * it says. */
static bool write_view(struct desk *desk, void *with, struct err *err)
{
    const struct saved_view *view = with;
    bool gone = view->query == NULL;
    struct json *after = gone ? NULL : json_new_object();
    struct audit_entry entry = {
        .verb = gone ? "view remove" : "view save",
        .after = after,
    };
    struct err object;
    bool ok;

    err_set(&object, ERR_NONE, "view %s", view->name);
    entry.object = object.text;
    if (!gone) {
        json_set_text(after, "query", view->query);
        json_set_text(after, "sort", queue_sort_name(view->sort));
    }
    ok = desk_record(desk, &entry, err) &&
         (gone ? remove_view(str_of(view->name), err) : save(view, err));
    json_free(after);
    return ok;
}

bool views_save(struct desk *desk, const struct saved_view *view,
                struct err *err)
{
    struct saved_view copy = *view;

    return desk_transact(desk, write_view, &copy, err);
}

bool views_remove(struct desk *desk, struct str name, struct err *err)
{
    struct arena *arena = arena_new();
    struct saved_view view = {.name = arena_str(arena, name).at};
    bool ok = desk_transact(desk, write_view, &view, err);

    arena_free(arena);
    return ok;
}

/* ---- for the screens ------------------------------------------------------*/

static void keep_first(void *with, const struct err *err)
{
    struct err *first = with;

    if (first->code == ERR_NONE)
        *first = *err;
}

struct view_page_list *views_page(const struct config *config)
{
    struct view_page_list *page = mem_new(sizeof(*page));
    struct err err = {0};

    page->arena = arena_new();
    if (!views_list(config, page->arena, keep_first, &page->error, &page->rows,
                    &page->n, &err))
        page->error = err;
    return page;
}

void views_page_free(struct view_page_list *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
