/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/browse.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

static bool ends_so(const char *name, const char *const *endings)
{
    for (size_t i = 0; endings[i]; i++) {
        if (str_ends_fold(str_of(name), str_of(endings[i])))
            return true;
    }
    return false;
}

static void add_entry(struct browse_page *page, const char *name,
                      const char *const *endings)
{
    bool directory = file_is_dir(file_join(page->arena, page->dir, name));

    if (name[0] == '.' || (!directory && !ends_so(name, endings)))
        return;
    if (page->n == BROWSE_MOST) {
        page->cut = true;
        return;
    }
    page->entries = arena_grown(page->arena, page->entries, page->n,
                                sizeof(*page->entries));
    page->entries[page->n++] = (struct browse_entry){
        .name = arena_text(page->arena, name),
        .directory = directory,
    };
}

static int by_name(const void *a, const void *b)
{
    const struct browse_entry *one = a;
    const struct browse_entry *two = b;

    if (one->directory != two->directory)
        return one->directory ? -1 : 1;
    return strcmp(one->name, two->name);
}

struct browse_page *browse_page_read(const char *dir,
                                     const char *const *endings)
{
    struct browse_page *page = mem_new(sizeof(*page));
    char *whole = realpath(*dir ? dir : ".", NULL);
    DIR *stream = whole ? opendir(whole) : NULL;
    const struct dirent *entry;

    page->arena = arena_new();
    page->dir = arena_text(page->arena, whole ? whole : dir);
    free(whole);
    if (!stream) {
        err_set(&page->error, ERR_LOCAL, _("%s cannot be listed: %s."),
                page->dir, strerror(errno));
        return page;
    }
    while (!page->cut && (entry = readdir(stream)) != NULL)
        add_entry(page, entry->d_name, endings);
    closedir(stream);
    if (page->n > 0)
        qsort(page->entries, page->n, sizeof(*page->entries), by_name);
    return page;
}

void browse_page_free(struct browse_page *page)
{
    if (!page)
        return;
    arena_free(page->arena);
    mem_free(page);
}
