/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_gallery.c - playbooks that come with riposte.
 */
#include "model/limits.h"
#include "service/playbooks.h"
#include "util/file.h"
#include "util/text.h"

static bool read_note(const char *file, struct arena *arena, const char **out,
                      struct err *err)
{
    struct json *json = NULL;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(file, LIMIT_IMPORT_FILE, &text, err) &&
         (json_parse(buf_view(&text), &json, err) ||
          err_prefix(err, "%s", file));
    if (ok)
        *out = arena_str(arena, json_text(json_at(json, STR("tags.note")))).at;
    json_free(json);
    buf_done(&text);
    return ok;
}

bool playbook_gallery(struct arena *arena, struct playbook_ready **out,
                      size_t *n, struct err *err)
{
    static const char end[] = ".json";
    const char *dir = file_data(arena, "playbooks");
    struct playbook_ready *all;
    char **names;
    size_t count;

    if (!file_list(dir, end, arena, &names, &count, err))
        return false;
    all = arena_array(arena, count + 1, sizeof(*all));
    for (size_t i = 0; i < count; i++) {
        struct str name = str_of(names[i]);

        all[i].name = arena_textn(arena, name.at, name.len - sizeof(end) + 1);
        all[i].file = file_join(arena, dir, names[i]);
        if (!read_note(all[i].file, arena, &all[i].note, err))
            return false;
    }
    *out = all;
    *n = count;
    return true;
}

const struct playbook_ready *
playbook_gallery_find(const struct playbook_ready *all, size_t n,
                      struct str name, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(name, str_of(all[i].name)))
            return &all[i];
    }
    err_set(err, ERR_INPUT,
            _("The gallery has no playbook \"%.*s\"; \"riposte playbook "
              "gallery\" lists them."),
            STR_ARG(str_sub(name, 0, 80)));
    return NULL;
}

static bool is_free(struct desk *desk, const char *name, struct err *err)
{
    struct playbook_page *page = playbook_page_one(desk, str_of(name));
    enum err_code code = page->error.code;

    if (code != ERR_NONE && code != ERR_ABSENT)
        *err = page->error;
    playbook_page_free(page);
    if (code == ERR_NONE)
        err_set(err, ERR_INPUT, _("There is a playbook \"%s\" already."), name);
    return code == ERR_ABSENT;
}

bool playbook_gallery_add(struct desk *desk,
                          const struct playbook_reading *reading,
                          struct err *err)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (!is_free(desk, reading->playbooks[i].name, err))
            return false;
    }
    return playbook_store(desk, reading, err);
}
