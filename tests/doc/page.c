/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/doc/page.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/limits.h"
#include "util/buf.h"
#include "util/file.h"

#define ITEMS_MOST 512

void page_init(struct page *page, const char *name)
{
    const char *top = getenv("srcdir");
    struct err err = {0};
    struct buf text;

    page->arena = arena_new();
    buf_init(&text);
    if (!file_read(
            arena_printf(page->arena, "%s/doc/%s", top ? top : ".", name),
            LIMIT_MIB, &text, &err))
        fail_msg("%s", err.text);
    page->text = arena_str(page->arena, buf_view(&text));
    buf_done(&text);
}

void page_done(struct page *page)
{
    arena_free(page->arena);
}

/* \e prints a backslash, and \& nothing. */
static const char *plain(struct arena *arena, struct str line)
{
    struct buf out;
    const char *copy;

    buf_init(&out);
    for (size_t i = 0; i < line.len; i++) {
        char next = i + 1 < line.len ? line.at[i + 1] : '\0';

        if (line.at[i] != '\\' || (next != 'e' && next != '&'))
            buf_char(&out, line.at[i]);
        else if (line.at[++i] == 'e')
            buf_char(&out, '\\');
    }
    copy = arena_str(arena, buf_view(&out)).at;
    buf_done(&out);
    return copy;
}

/* Lines that begin with @macro in that section and part. */
static size_t lines(const struct page *page, const char *section,
                    const char *part, struct str macro, const char ***out)
{
    struct str rest = page->text;
    struct str line;
    bool in_section = false;
    bool in_part = part == NULL;
    size_t n = 0;

    *out = arena_array(page->arena, ITEMS_MOST, sizeof(**out));
    while (str_cut(&rest, '\n', &line)) {
        if (str_starts(line, STR(".Sh "))) {
            in_section = str_eq(str_sub(line, 4, line.len), str_of(section));
            in_part = part == NULL;
        } else if (part && str_starts(line, STR(".Ss "))) {
            in_part = str_eq(str_sub(line, 4, line.len), str_of(part));
        }
        if (!in_section || !in_part || !str_starts(line, macro))
            continue;
        assert_true(n < ITEMS_MOST);
        (*out)[n++] = plain(page->arena, str_sub(line, macro.len, line.len));
    }
    return n;
}

size_t page_items(const struct page *page, const char *section,
                  const char *part, const char ***out)
{
    return lines(page, section, part, STR(".It "), out);
}

size_t page_names(const struct page *page, const char *section,
                  const char *part, const char ***out)
{
    const char **items;
    size_t n_items = lines(page, section, part, STR(".It Ic "), &items);
    size_t n = 0;

    *out = arena_array(page->arena, ITEMS_MOST, sizeof(**out));
    for (size_t i = 0; i < n_items; i++) {
        struct str rest = str_of(items[i]);
        struct str name;

        while (str_cut(&rest, ' ', &name)) {
            assert_true(n < ITEMS_MOST);
            if (!str_eq(name, STR(",")))
                (*out)[n++] = arena_textn(page->arena, name.at, name.len);
        }
    }
    return n;
}

size_t page_parts(const struct page *page, const char *section,
                  const char ***out)
{
    return lines(page, section, NULL, STR(".Ss "), out);
}

static size_t lacking(const char *what, const char *where,
                      const char *const *these, size_t n_these,
                      const char *const *those, size_t n_those)
{
    size_t count = 0;

    for (size_t i = 0; i < n_these; i++) {
        size_t k = 0;

        while (k < n_those && strcmp(these[i], those[k]) != 0)
            k++;
        if (k < n_those)
            continue;
        print_error("%s: only %s has \"%s\"\n", what, where, these[i]);
        count++;
    }
    return count;
}

void page_same(const char *what, const char *const *program, size_t n_program,
               const char *const *page, size_t n_page)
{
    size_t count =
        lacking(what, "the program", program, n_program, page, n_page) +
        lacking(what, "the page", page, n_page, program, n_program);

    assert_true(n_program > 0);
    if (count > 0)
        fail_msg("%s: %zu differences", what, count);
}
