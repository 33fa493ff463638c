/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * riposte(1) has every key of every table of bindings, under its context and
 * with its name, and none that there is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/doc/page.h"
#include "ui/screens.h"
#include "util/buf.h"

#define MOST 128
/* Keys of widgets, which are not bound anew, have no table. */
#define WIDGETS "Lines, forms and dialogs"

static int set_up(void **state)
{
    static struct page page;

    page_init(&page, "riposte.1");
    *state = &page;
    return 0;
}

static int tear_down(void **state)
{
    page_done(*state);
    return 0;
}

/* "Cm j , Down Pq Ic down" */
static const char *item_of(const struct binding *binding, struct arena *arena)
{
    struct str rest = str_of(binding->key);
    const char *before = "Cm ";
    struct buf out;
    struct str key;
    const char *item;

    buf_init(&out);
    while (str_cut(&rest, ' ', &key)) {
        buf_text(&out, before);
        buf_str(&out, key);
        before = " , ";
    }
    buf_printf(&out, "%sPq Ic %s", out.len ? " " : "", binding->verb);
    item = arena_str(arena, buf_view(&out)).at;
    buf_done(&out);
    return item;
}

static void same_keys(const struct page *page, const struct screen_keys *keys)
{
    const char *names[MOST];
    const char **items;
    size_t n_items = page_items(page, "KEYS", keys->context, &items);

    assert_true(keys->n <= MOST);
    for (size_t i = 0; i < keys->n; i++)
        names[i] = item_of(&keys->rows[i], page->arena);
    page_same(keys->context, names, keys->n, items, n_items);
}

static void test_keys(void **state)
{
    const struct screen_keys *const shared[] = {&common_keys, &move_keys,
                                                &pane_keys, &search_keys};
    const char *contexts[MOST] = {WIDGETS};
    const char **parts;
    size_t n_parts = page_parts(*state, "KEYS", &parts);
    size_t n = 1;

    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
        contexts[n++] = shared[i]->context;
        same_keys(*state, shared[i]);
    }
    for (size_t i = 0; i < n_screens; i++) {
        for (size_t k = 0; k < screens[i]->n_keys; k++) {
            assert_true(n < MOST);
            contexts[n++] = screens[i]->keys[k].context;
            same_keys(*state, &screens[i]->keys[k]);
        }
    }
    page_same("KEYS", contexts, n, parts, n_parts);
}

static void test_screens(void **state)
{
    struct page *page = *state;
    const char *names[MOST];
    const char **items;
    size_t n_items = page_items(page, "SCREENS", NULL, &items);

    for (size_t i = 0; i < n_screens; i++)
        names[i] = screens[i]->digit
                       ? arena_printf(page->arena, "%c %s", screens[i]->digit,
                                      screens[i]->title)
                       : screens[i]->title;
    page_same("SCREENS", names, n_screens, items, n_items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_screens),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
