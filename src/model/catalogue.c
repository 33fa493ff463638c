/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * catalogue.c - all containments there are, and the requests made of them;
 * see containment.h.
 */
#include <stdlib.h>
#include <string.h>

#include "model/bloburl.h"
#include "model/containment_read.h"
#include "model/event.h"
#include "model/limits.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

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

bool containment_load(const char *path, struct arena *arena,
                      struct containment *out, struct err *err)
{
    const char *slash = strrchr(path, '/');
    struct buf text;
    struct json *json = NULL;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_CATALOGUE_FILE, &text, err);
    if (ok) {
        ok = json_parse(buf_view(&text), &json, err) &&
             containment_read(json, arena, out, err) &&
             name_fits(out, slash ? slash + 1 : path, err);
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

static bool list_dir(const struct catalogue *catalogue, const char *dir,
                     char ***names, size_t *n, struct err *err)
{
    if (!file_list(dir, ".json", catalogue->arena, names, n, err))
        return false;
    if (catalogue->n + *n > LIMIT_CATALOGUE)
        return err_set(err, ERR_INPUT,
                       _("%s has %zu files; %d containments are allowed in "
                         "all."),
                       dir, *n, LIMIT_CATALOGUE);
    return true;
}

static bool load_dir(struct catalogue *catalogue, const char *dir,
                     struct err *err)
{
    struct arena *arena = catalogue->arena;
    struct containment entry;
    char **names;
    size_t n;

    if (!list_dir(catalogue, dir, &names, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!containment_load(file_join(arena, dir, names[i]), arena, &entry,
                              err))
            return false;
        add(catalogue, &entry);
    }
    return true;
}

static void add_fault(struct catalogue *catalogue, const struct err *err)
{
    catalogue->faults =
        arena_grown(catalogue->arena, catalogue->faults, catalogue->n_faults,
                    sizeof(*catalogue->faults));
    catalogue->faults[catalogue->n_faults++] =
        arena_text(catalogue->arena, err->text);
}

/* A file of one's own that is wrong must not stop what is right. */
static void load_own(struct catalogue *catalogue, const char *dir)
{
    struct arena *arena = catalogue->arena;
    struct containment entry;
    struct err err = {0};
    char **names;
    size_t n;

    if (!list_dir(catalogue, dir, &names, &n, &err)) {
        add_fault(catalogue, &err);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (containment_load(file_join(arena, dir, names[i]), arena, &entry,
                             &err))
            add(catalogue, &entry);
        else
            add_fault(catalogue, &err);
    }
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
    if (!load_dir(catalogue, dir, err)) {
        catalogue_free(catalogue);
        return false;
    }
    if (user_dir && file_is_dir(user_dir))
        load_own(catalogue, user_dir);
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

static bool is_resource(struct str target, struct resource *out)
{
    resource_parse(target, out);
    return resource_id_safe(target) && !str_empty(out->name) &&
           str_starts_fold(target, STR("/subscriptions/"));
}

bool containment_fits(const struct containment *entry, struct str target)
{
    struct str type = str_of(entry->target);
    struct resource resource;
    struct blob_url blob;

    if (str_eq_fold(type, STR("user")))
        return user_id_safe(target);
    if (str_eq_fold(type, STR("machine")))
        return machine_id_safe(target);
    if (str_eq_fold(type, STR("blob")))
        return blob_url_parse(target, &blob);
    if (str_eq_fold(type, STR("resource")))
        return is_resource(target, &resource);
    resource_parse(target, &resource);
    return resource_id_safe(target) && resource_is(&resource, type);
}
