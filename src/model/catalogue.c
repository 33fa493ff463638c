/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * catalogue.c - all containments there are, and the requests made of them;
 * see containment.h.
 */
#include <stdlib.h>
#include <string.h>

#include "model/containment_read.h"
#include "model/event.h"
#include "model/limits.h"
#include "model/fill.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

#define USER STR("user")

/* "data/containment/x.json" must describe the action "x", so that a file of
 * one's own replaces exactly what it is named after. */
static bool name_fits(const struct containment *entry, const char *file,
                      struct err *err)
{
    struct str base = str_of(file);

    base.len -= STR(".json").len;
    if (str_eq(base, str_of(entry->name)))
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"name\" is \"%s\"; it must be that of the file, "
                     "\"%.*s\"."),
                   entry->name, STR_ARG(base));
}

static bool load_file(struct arena *arena, const char *path, const char *file,
                      struct containment *out, struct err *err)
{
    struct buf text;
    struct json *json = NULL;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_CATALOGUE_FILE, &text, err);
    if (ok) {
        ok = json_parse(buf_view(&text), &json, err) &&
             containment_read(json, arena, out, err) &&
             name_fits(out, file, err);
        /* What an entry borrows of the file lives as long as the entry. */
        containment_keep(arena, json);
        if (!ok)
            err_prefix(err, "%s", path);
    }
    buf_done(&text);
    return ok;
}

/* Same name replaces. */
static void add(struct catalogue *catalogue, const struct containment *entry)
{
    size_t i = 0;

    while (i < catalogue->n &&
           strcmp(catalogue->entries[i].name, entry->name) != 0)
        i++;
    catalogue->entries[i] = *entry;
    if (i == catalogue->n)
        catalogue->n++;
}

static bool load_dir(struct catalogue *catalogue, const char *dir,
                     struct err *err)
{
    struct arena *arena = catalogue->arena;
    struct containment entry;
    char **names;
    size_t n;

    if (!file_list(dir, ".json", arena, &names, &n, err))
        return false;
    if (catalogue->n + n > LIMIT_CATALOGUE)
        return err_set(err, ERR_INPUT,
                       _("%s has %zu files; %d containments are allowed in "
                         "all."),
                       dir, n, LIMIT_CATALOGUE);
    for (size_t i = 0; i < n; i++) {
        if (!load_file(arena, file_join(arena, dir, names[i]), names[i], &entry,
                       err))
            return false;
        add(catalogue, &entry);
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct containment *)a)->name,
                  ((const struct containment *)b)->name);
}

bool catalogue_load(const char *dir, const char *user_dir,
                    struct catalogue **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct catalogue *catalogue = arena_alloc(arena, sizeof(*catalogue));

    catalogue->arena = arena;
    catalogue->entries =
        arena_array(arena, LIMIT_CATALOGUE, sizeof(*catalogue->entries));
    if (!load_dir(catalogue, dir, err) ||
        (user_dir && file_is_dir(user_dir) &&
         !load_dir(catalogue, user_dir, err))) {
        catalogue_free(catalogue);
        return false;
    }
    qsort(catalogue->entries, catalogue->n, sizeof(*catalogue->entries),
          by_name);
    *out = catalogue;
    return true;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (catalogue)
        arena_free(catalogue->arena);
}

const struct containment *catalogue_find(const struct catalogue *catalogue,
                                         struct str name)
{
    for (size_t i = 0; i < catalogue->n; i++) {
        if (str_eq(name, str_of(catalogue->entries[i].name)))
            return &catalogue->entries[i];
    }
    return NULL;
}

bool containment_fits(const struct containment *entry, struct str target)
{
    struct resource resource;

    if (str_eq_fold(str_of(entry->target), USER))
        return user_id_safe(target);
    resource_parse(target, &resource);
    return resource_id_safe(target) &&
           resource_is(&resource, str_of(entry->target));
}

bool call_render(const struct call_template *call, struct str target,
                 const struct json *kept, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct fill_values values = {.target = target, .kept = kept};
    struct request request = {.method = call->method,
                              .audience = call->audience,
                              .idempotent = call->idempotent};
    struct json *body = NULL;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = fill_url(&values, str_of(call->url), &text, err) &&
         (!call->body || fill_json(&values, call->body, &body, err));
    if (ok) {
        request.url = arena_str(arena, buf_view(&text)).at;
        buf_clear(&text);
        if (body)
            json_write(body, JSON_COMPACT, &text);
        request.body = arena_str(arena, buf_view(&text));
        *out = request;
    }
    json_free(body);
    buf_done(&text);
    return ok;
}
