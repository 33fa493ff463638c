/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/gallery.h"

#include <stdlib.h>

#include "model/limits.h"
#include "service/desk_part.h"
#include "service/playbooks.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

static bool read_json(const char *path, struct json **out, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_IMPORT_FILE, &text, err) &&
         (json_parse(buf_view(&text), out, err) || err_prefix(err, "%s", path));
    buf_done(&text);
    return ok;
}

static bool read_rule(const char *path, struct rule **out, struct err *err)
{
    struct json *json;
    bool ok;

    if (!read_json(path, &json, err))
        return false;
    ok = rule_from_json(json, out, err) || err_prefix(err, "%s", path);
    json_free(json);
    return ok;
}

static int compare(const void *a, const void *b)
{
    int64_t first = ((const struct gallery_row *)a)->rule->order;
    int64_t second = ((const struct gallery_row *)b)->rule->order;

    return (first > second) - (first < second);
}

static bool read_all(struct gallery *gallery, struct arena *arena,
                     struct err *err)
{
    const char *dir = file_data(arena, "rules/gallery");
    char **names;
    size_t n;

    if (!file_list(dir, ".json", arena, &names, &n, err))
        return false;
    gallery->rows = mem_array(n + 1, sizeof(*gallery->rows));
    for (size_t i = 0; i < n; i++) {
        struct rule *rule;

        if (!read_rule(file_join(arena, dir, names[i]), &rule, err))
            return false;
        gallery->rows[gallery->n++] =
            (struct gallery_row){.name = rule->name, .rule = rule};
    }
    qsort(gallery->rows, gallery->n, sizeof(*gallery->rows), compare);
    return true;
}

bool gallery_read(struct gallery **out, struct err *err)
{
    struct gallery *gallery = mem_new(sizeof(*gallery));
    struct arena *arena = arena_new();
    bool ok = read_all(gallery, arena, err);

    arena_free(arena);
    if (ok)
        *out = gallery;
    else
        gallery_free(gallery);
    return ok;
}

void gallery_free(struct gallery *gallery)
{
    if (gallery == NULL)
        return;
    for (size_t i = 0; i < gallery->n; i++)
        rule_free((struct rule *)(uintptr_t)gallery->rows[i].rule);
    mem_free(gallery->rows);
    mem_free(gallery);
}

const struct rule *gallery_find(const struct gallery *gallery, const char *name,
                                struct err *err)
{
    for (size_t i = 0; i < gallery->n; i++) {
        if (str_eq_fold(str_of(name), str_of(gallery->rows[i].name)))
            return gallery->rows[i].rule;
    }
    err_set(err, ERR_INPUT,
            _("The gallery has no rule \"%s\"; \"riposte rule gallery\" lists "
              "them."),
            name);
    return NULL;
}

static bool has_playbook(struct desk *desk, struct str name)
{
    struct playbook_page *page = playbook_page_one(desk, name);
    bool found = page->error.code == ERR_NONE;

    playbook_page_free(page);
    return found;
}

/* One that comes with riposte too, unless it was taken over before. */
static bool add_playbook(struct desk *desk, struct str name, struct err *err)
{
    const struct playbook_wish wish = {.scope = NULL};
    struct arena *arena = arena_new();
    const struct playbook_ready *one = NULL;
    struct playbook_reading reading;
    struct playbook_ready *all;
    size_t n = 0;
    bool ok = playbook_gallery(arena, &all, &n, err);

    if (ok)
        one = playbook_gallery_find(all, n, name, err);
    playbook_reading_init(&reading);
    ok = one &&
         playbook_read_file(desk->config, desk->catalogue, &wish, one->file,
                            &reading, err) &&
         playbook_gallery_add(desk, &reading, err);
    playbook_reading_done(&reading);
    arena_free(arena);
    return ok;
}

static bool add_playbooks(struct desk *desk, const struct rule *rule,
                          struct err *err)
{
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];
        struct str name = json_text(json_get(action->with, "name"));

        if (str_eq(str_of(action->kind), STR("playbook")) &&
            !has_playbook(desk, name) && !add_playbook(desk, name, err))
            return false;
    }
    return true;
}

bool gallery_add(struct desk *desk, const struct gallery *gallery,
                 const char *name, struct err *err)
{
    const struct rule *found = gallery_find(gallery, name, err);
    struct rule *rule;
    bool ok;

    if (found == NULL || !add_playbooks(desk, found, err))
        return false;
    rule = rule_copy(found);
    rule->mode = RULE_SHADOW;
    ok = rulebook_save(desk, rule, err);
    rule_free(rule);
    return ok;
}

static bool check_one(const struct config *config,
                      const struct catalogue *catalogue,
                      const struct rule *rule, const struct json *test,
                      struct arena *arena, struct gallery_check *out,
                      struct err *err)
{
    struct test_page *page;
    struct buf event;
    int64_t at;
    bool wanted;
    bool ok;

    if (!json_bool(json_get(test, "fires"), &wanted))
        return err_set(err, ERR_INPUT, _("\"fires\" must be true or false."));
    if (!when_parse(json_text(json_get(test, "at")), &at))
        return err_set(err, ERR_INPUT, _("\"at\" must be a moment."));
    buf_init(&event);
    json_write(json_get(test, "event"), JSON_COMPACT, &event);
    page = rule_test_text(config, rule, buf_view(&event), catalogue, at);
    ok = page->error.code == ERR_NONE;
    if (ok)
        *out = (struct gallery_check){
            .about = arena_str(arena, json_text(json_get(test, "about"))).at,
            .verdict = arena_text(arena, page->verdict),
            .fires = page->fires,
            .wanted = wanted,
        };
    else
        *err = page->error;
    test_page_free(page);
    buf_done(&event);
    return ok;
}

bool gallery_test(const struct config *config,
                  const struct catalogue *catalogue, const struct rule *rule,
                  struct arena *arena, struct gallery_check **out, size_t *n,
                  struct err *err)
{
    const char *path = file_data(
        arena, arena_printf(arena, "rules/tests/%s.json", rule->name));
    struct gallery_check *items;
    struct json *tests;
    size_t count;
    bool ok = true;

    if (!read_json(path, &tests, err))
        return false;
    count = json_length(tests);
    items = arena_array(arena, count + 1, sizeof(*items));
    for (size_t i = 0; ok && i < count; i++)
        ok = check_one(config, catalogue, rule, json_item(tests, i), arena,
                       &items[i], err) ||
             err_prefix(err, "%s: %zu", path, i + 1);
    json_free(tests);
    if (ok) {
        *out = items;
        *n = count;
    }
    return ok;
}
