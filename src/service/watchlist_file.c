/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/watchlist_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/limits.h"
#include "model/suppression.h"
#include "service/access.h"
#include "service/desk_part.h"
#include "util/file.h"
#include "util/text.h"
#include "util/utf8.h"

static const char *const endings[] = {".txt", ".csv"};
#define ENDINGS (sizeof(endings) / sizeof(endings[0]))

const char *watchlist_dir(const struct config *config, struct arena *arena)
{
    return *config->watchlist_dir != '\0'
               ? config->watchlist_dir
               : file_xdg(arena, "CONFIG", "watchlists");
}

static size_t list_dir(const char *dir, const char *ending, struct arena *arena,
                       char ***names, struct err *err)
{
    size_t n;

    if (!file_is_dir(dir) || !file_list(dir, ending, arena, names, &n, err))
        return 0;
    return n < LIMIT_LISTS ? n : LIMIT_LISTS;
}

uint64_t watchlist_stamp(const struct config *config)
{
    struct arena *arena = arena_new();
    const char *dir = watchlist_dir(config, arena);
    uint64_t stamp = 0;

    for (size_t e = 0; e < ENDINGS; e++) {
        struct err ignored;
        char **names;
        size_t n = list_dir(dir, endings[e], arena, &names, &ignored);

        for (size_t i = 0; i < n; i++) {
            struct stat is;

            if (stat(file_join(arena, dir, names[i]), &is) != 0)
                continue;
            stamp = stamp * 31 + str_hash(str_of(names[i])) +
                    (uint64_t)is.st_mtim.tv_sec * 1000003 +
                    (uint64_t)is.st_mtim.tv_nsec + (uint64_t)is.st_size * 7 +
                    (uint64_t)is.st_ino;
        }
    }
    arena_free(arena);
    return stamp;
}

/* ---- reading --------------------------------------------------------------*/

static bool find_path(const struct config *config, struct str name,
                      struct arena *arena, const char **path, bool *csv,
                      struct err *err)
{
    const char *dir = watchlist_dir(config, arena);

    for (size_t e = 0; suppression_name_valid(name) && e < ENDINGS; e++) {
        *path =
            file_join(arena, dir,
                      arena_printf(arena, "%.*s%s", STR_ARG(name), endings[e]));
        *csv = e == 1;
        if (file_exists(*path))
            return true;
    }
    return err_set(err, ERR_INPUT, _("There is no watchlist %.*s."),
                   STR_ARG(str_sub(name, 0, LIMIT_NAME)));
}

/* The first column of a line: in quotes, in which two are one, or up to the
 * comma. */
static struct str first_column(struct str line, struct arena *arena)
{
    size_t comma = str_find_char(line, ',');
    struct buf text;
    struct str out;

    if (!str_starts(line, STR("\"")))
        return str_trim(comma == STR_NOWHERE ? line : str_sub(line, 0, comma));
    buf_init(&text);
    for (size_t i = 1; i < line.len; i++) {
        if (line.at[i] == '"' && (i + 1 == line.len || line.at[++i] != '"'))
            break;
        buf_char(&text, line.at[i]);
    }
    out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return out;
}

static bool wrong_line(const char *path, size_t number, struct str line,
                       struct err *err)
{
    if (line.len > LIMIT_LIST_LINE)
        err_set(err, ERR_INPUT, _("%s:%zu: the line is longer than %d bytes."),
                path, number, LIMIT_LIST_LINE);
    else if (!utf8_valid(line))
        err_set(err, ERR_INPUT, _("%s:%zu: this is not UTF-8."), path, number);
    else
        return false;
    return true;
}

static bool parse(struct str rest, const char *path, bool csv,
                  struct arena *arena, struct watchlist *out, struct err *err)
{
    struct str *texts = NULL;
    struct str line;
    size_t number = 0;

    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_sub(rest, 3, rest.len);
    while (str_cut(&rest, '\n', &line)) {
        number++;
        if (wrong_line(path, number, line, err))
            return false;
        line = str_trim(line);
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (csv)
            line = first_column(line, arena);
        if (out->n == LIMIT_WATCHLIST)
            return err_set(err, ERR_INPUT,
                           _("%s:%zu: a watchlist has at most %d values."),
                           path, number, LIMIT_WATCHLIST);
        texts = arena_grown(arena, texts, out->n, sizeof(*texts));
        texts[out->n++] = arena_str(arena, line);
    }
    out->texts = texts;
    return true;
}

static bool read_path(const char *path, struct str name, bool csv,
                      struct arena *arena, struct watchlist *out,
                      struct err *err)
{
    struct watchlist list = {.name = arena_str(arena, name).at, .path = path};
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_LIST_FILE, &text, err) &&
         parse(buf_view(&text), path, csv, arena, &list, err);
    buf_done(&text);
    if (ok)
        *out = list;
    return ok;
}

bool watchlist_read(const struct config *config, struct str name,
                    struct arena *arena, struct watchlist *out, struct err *err)
{
    const char *path;
    bool csv;

    return find_path(config, name, arena, &path, &csv, err) &&
           read_path(path, name, csv, arena, out, err);
}

bool watchlist_list(const struct config *config, struct arena *arena,
                    void (*wrong)(void *with, const struct err *err),
                    void *with, struct watchlist **out, size_t *n,
                    struct err *err)
{
    const char *dir = watchlist_dir(config, arena);
    struct watchlist *items = NULL;
    size_t count = 0;

    err_clear(err);
    for (size_t i = 0; config->watchlists[i] != NULL; i++) {
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = (struct watchlist){
            .name = config->watchlists[i]->name,
            .path = "",
            .texts = config->watchlists[i]->texts,
            .n = config->watchlists[i]->n,
        };
    }
    for (size_t e = 0; e < ENDINGS; e++) {
        char **names;
        size_t files = list_dir(dir, endings[e], arena, &names, err);

        for (size_t i = 0; i < files; i++) {
            struct str name = str_of(names[i]);
            struct err fault = {0};

            name = str_sub(name, 0, name.len - 4);
            items = arena_grown(arena, items, count, sizeof(*items));
            if (read_path(file_join(arena, dir, names[i]), name, e == 1, arena,
                          &items[count], &fault))
                count++;
            else
                wrong(with, &fault);
        }
    }
    *out = items;
    *n = count;
    return err->code == ERR_NONE;
}

static void quiet(void *with, const struct err *err)
{
    (void)with;
    (void)err;
}

const char **watchlist_names(const struct config *config, struct arena *arena,
                             size_t *n)
{
    const char *dir = watchlist_dir(config, arena);
    const char **out = NULL;
    size_t count = 0;

    for (size_t i = 0; config->watchlists[i] != NULL; i++) {
        out = arena_grown(arena, out, count, sizeof(*out));
        out[count++] = config->watchlists[i]->name;
    }
    for (size_t e = 0; e < ENDINGS; e++) {
        struct err ignored = {0};
        char **files;
        size_t found = list_dir(dir, endings[e], arena, &files, &ignored);

        for (size_t i = 0; i < found; i++) {
            struct str name = str_of(files[i]);

            out = arena_grown(arena, out, count, sizeof(*out));
            out[count++] = arena_str(arena, str_sub(name, 0, name.len - 4)).at;
        }
    }
    *n = count;
    return out;
}

bool watchlist_find(const struct config *config, struct str name,
                    struct arena *arena, struct watchlist *out, struct err *err)
{
    struct watchlist *items;
    const char **names;
    const char *near;
    struct err ignored = {0};
    size_t n = 0;

    watchlist_list(config, arena, quiet, NULL, &items, &n, &ignored);
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(name, str_of(items[i].name))) {
            *out = items[i];
            return true;
        }
    }
    if (watchlist_read(config, name, arena, out, err))
        return true;
    names = watchlist_names(config, arena, &n);
    near = str_nearest(name, names, n);
    /* One of that name is there, and is wrong. */
    return near == NULL || str_eq_fold(name, str_of(near))
               ? false
               : err_set(err, ERR_INPUT,
                         _("There is no watchlist %.*s. The nearest "
                           "name is %s."),
                         STR_ARG(str_sub(name, 0, LIMIT_NAME)), near);
}

/* ---- changing -------------------------------------------------------------*/

struct change {
    const char *path;
    bool csv;
    int lock;
};

/* The lock is a file of its own, since the list is replaced. */
static bool begin(const struct config *config, struct str name,
                  struct arena *arena, struct change *out, struct err *err)
{
    const char *dir = watchlist_dir(config, arena);
    const char *lock;
    struct err ignored;

    for (size_t i = 0; config->watchlists[i] != NULL; i++) {
        if (str_eq_fold(name, str_of(config->watchlists[i]->name)))
            return err_set(err, ERR_INPUT,
                           _("The watchlist %s stands in the configuration: "
                             "change it there."),
                           config->watchlists[i]->name);
    }
    if (!suppression_name_valid(name))
        return err_set(err, ERR_INPUT,
                       _("The name of a watchlist has letters, digits, - and _ "
                         "only."));
    if (!file_make_dir(dir, err))
        return false;
    if (!find_path(config, name, arena, &out->path, &out->csv, &ignored)) {
        out->csv = false;
        out->path = file_join(arena, dir,
                              arena_printf(arena, "%.*s.txt", STR_ARG(name)));
    }
    lock = file_join(arena, dir, ".lock");
    out->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (out->lock < 0 || flock(out->lock, LOCK_EX) != 0)
        return err_errno(err, errno, _("Cannot lock %s"), lock);
    return true;
}

static bool has_value(const struct watchlist *list, struct str value)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->texts[i], value))
            return true;
    }
    return false;
}

static bool value_good(struct str value, struct err *err)
{
    if (value.len > 0 && value.len < LIMIT_LIST_LINE && value.at[0] != '#' &&
        utf8_valid(value) && str_find_char(value, '\n') == STR_NOWHERE)
        return true;
    return err_set(err, ERR_INPUT,
                   _("A value is one line of text that does not begin with "
                     "#."));
}

static void put_value(struct str value, bool csv, struct buf *out)
{
    if (csv) {
        buf_char(out, '"');
        for (size_t i = 0; i < value.len; i++) {
            if (value.at[i] == '"')
                buf_char(out, '"');
            buf_char(out, value.at[i]);
        }
        buf_char(out, '"');
    } else {
        buf_str(out, value);
    }
    buf_char(out, '\n');
}

static bool add_values(const struct change *change, struct str name,
                       const char *const *values, size_t count, size_t *n,
                       struct arena *arena, struct buf *text, struct err *err)
{
    struct watchlist list = {.name = name.at};

    if (file_exists(change->path) &&
        (!file_read(change->path, LIMIT_LIST_FILE, text, err) ||
         !parse(buf_view(text), change->path, change->csv, arena, &list, err)))
        return false;
    if (text->len > 0 && text->at[text->len - 1] != '\n')
        buf_char(text, '\n');
    for (size_t i = 0; i < count; i++) {
        struct str value = str_trim(str_of(values[i]));

        if (!value_good(value, err))
            return false;
        if (has_value(&list, value))
            continue;
        put_value(value, change->csv, text);
        (*n)++;
    }
    if (list.n + *n > LIMIT_WATCHLIST)
        return err_set(err, ERR_INPUT, _("A watchlist has at most %d values."),
                       LIMIT_WATCHLIST);
    return true;
}

static bool add(const struct config *config, struct str name,
                const char *const *values, size_t count, size_t *n,
                struct err *err)
{
    struct arena *arena = arena_new();
    struct change change = {.lock = -1};
    struct buf text;
    bool ok;

    *n = 0;
    buf_init(&text);
    ok = access_own(config, RIGHT_LISTS, err) &&
         begin(config, name, arena, &change, err) &&
         add_values(&change, name, values, count, n, arena, &text, err) &&
         (*n == 0 || file_write(change.path, buf_view(&text), err));
    if (change.lock >= 0)
        close(change.lock);
    buf_done(&text);
    arena_free(arena);
    return ok;
}

static bool is_one_of(struct str value, const char *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(value, str_trim(str_of(values[i]))))
            return true;
    }
    return false;
}

static void leave_out(struct str rest, bool csv, const char *const *values,
                      size_t count, size_t *n, struct arena *arena,
                      struct buf *out)
{
    struct str line;

    while (str_cut(&rest, '\n', &line)) {
        struct str value = str_trim(line);

        if (value.len > 0 && value.at[0] != '#') {
            if (csv)
                value = first_column(value, arena);
            if (is_one_of(value, values, count)) {
                (*n)++;
                continue;
            }
        }
        buf_str(out, line);
        buf_char(out, '\n');
    }
}

static bool take_out(const struct config *config, struct str name,
                     const char *const *values, size_t count, size_t *n,
                     struct err *err)
{
    struct arena *arena = arena_new();
    struct change change = {.lock = -1};
    struct buf before;
    struct buf after;
    bool ok;

    *n = 0;
    buf_init(&before);
    buf_init(&after);
    ok = access_own(config, RIGHT_LISTS, err) &&
         begin(config, name, arena, &change, err) &&
         file_read(change.path, LIMIT_LIST_FILE, &before, err);
    if (ok)
        leave_out(buf_view(&before), change.csv, values, count, n, arena,
                  &after);
    ok = ok && (*n == 0 || file_write(change.path, buf_view(&after), err));
    if (change.lock >= 0)
        close(change.lock);
    buf_done(&before);
    buf_done(&after);
    arena_free(arena);
    return ok;
}

/* ---- with their record ----------------------------------------------------*/

struct list_work {
    struct str name;
    const char *const *values;
    size_t count;
    size_t n;
    bool out;
};

static bool note_values(struct desk *desk, const struct list_work *work,
                        struct err *err)
{
    struct json *json = json_new_object();
    struct json *list = json_new_array();
    struct audit_entry entry = {
        .verb = work->out ? "watchlist remove" : "watchlist add",
        .before = work->out ? json : NULL,
        .after = work->out ? NULL : json,
    };
    struct err object;
    bool ok;

    err_set(&object, ERR_NONE, "watchlist %.*s", STR_ARG(work->name));
    entry.object = object.text;
    for (size_t i = 0; i < work->count; i++)
        json_add_take(list, json_new_text(str_trim(str_of(work->values[i]))));
    json_set_take(json, "values", list);
    json_set_int(json, "changed", (int64_t)work->n);
    ok = desk_record(desk, &entry, err);
    json_free(json);
    return ok;
}

/* A file that cannot be written leaves no record. */
static bool write_list(struct desk *desk, void *with, struct err *err)
{
    struct list_work *work = with;

    return (work->out ? take_out : add)(desk->config, work->name, work->values,
                                        work->count, &work->n, err) &&
           (work->n == 0 || note_values(desk, work, err));
}

static bool change_list(struct desk *desk, struct list_work *work, size_t *n,
                        struct err *err)
{
    if (!desk_transact(desk, write_list, work, err))
        return false;
    *n = work->n;
    return true;
}

bool watchlist_add(struct desk *desk, struct str name,
                   const char *const *values, size_t count, size_t *n,
                   struct err *err)
{
    struct list_work work = {.name = name, .values = values, .count = count};

    return change_list(desk, &work, n, err);
}

bool watchlist_remove(struct desk *desk, struct str name,
                      const char *const *values, size_t count, size_t *n,
                      struct err *err)
{
    struct list_work work = {
        .name = name, .values = values, .count = count, .out = true};

    return change_list(desk, &work, n, err);
}
