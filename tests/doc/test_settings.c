/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * riposte.conf(5) has every setting, host, function, and field of a source or
 * an action, and none that there is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "connect/action.h"
#include "connect/connector.h"
#include "connect/hosts.h"
#include "connect/source.h"
#include "engine/template.h"
#include "tests/doc/page.h"
#include "service/config.h"

#define MOST           160
#define MOST_FUNCTIONS 256

static int set_up(void **state)
{
    static struct page page;

    page_init(&page, "riposte.conf.5");
    *state = &page;
    return 0;
}

static int tear_down(void **state)
{
    page_done(*state);
    return 0;
}

static void test_settings(void **state)
{
    const struct setting_help *settings;
    size_t n = config_settings(&settings);
    const char *names[MOST];
    const char **items;
    size_t n_items = page_names(*state, "SETTINGS", NULL, &items);

    assert_true(n <= MOST);
    for (size_t i = 0; i < n; i++)
        names[i] = settings[i].name;
    page_same("SETTINGS", names, n, items, n_items);
}

/* The functions of templates, as they are written. */
static void test_functions(void **state)
{
    const char *names[MOST_FUNCTIONS];
    const struct expr_doc *doc;
    const char **items;
    size_t n_items = page_items(*state, "TEMPLATES", "Functions", &items);
    size_t n = 0;

    for (; n < template_world.n_roots; n++)
        names[n] = template_world.roots[n].doc.signature;
    for (size_t i = 0; (doc = expr_doc_at(i)); i++) {
        assert_true(n < MOST_FUNCTIONS);
        names[n++] = doc->signature;
    }
    for (size_t i = 0; i < n_items; i++) {
        assert_memory_equal(items[i], "Li ", 3);
        items[i] += 3;
    }
    page_same("TEMPLATES", names, n, items, n_items);
}

/* Lists are read by functions of their own, each tried by manuals.sh. */
static void test_lists(void **state)
{
    static const char *const names[] = {"subscriptions", "sources",
                                        "connectors", "watchlists", "keys"};
    const char **items;
    size_t n_items = page_names(*state, "LISTS", NULL, &items);

    page_same("LISTS", names, sizeof(names) / sizeof(names[0]), items, n_items);
}

static void test_hosts(void **state)
{
    struct page *page = *state;
    const char *names[MOST];
    const char **items;
    size_t n_items = page_names(page, "HOSTS", NULL, &items);
    size_t n = 0;

    for (int i = 0; i < HOST_N; i++)
        names[n++] =
            arena_printf(page->arena, "cloud.%s", host_name((enum host)i));
    for (int i = AUDIENCE_NONE + 1; i < AUDIENCE_N; i++) {
        const char *audience = audience_name((enum audience)i);

        names[n++] = arena_printf(page->arena, "cloud.%s_scope", audience);
        names[n++] = arena_printf(page->arena, "cloud.%s_resource", audience);
    }
    page_same("HOSTS", names, n, items, n_items);
}

static void same_fields(const struct page *page, const char *section,
                        const char *part, const struct field *fields, size_t n)
{
    const char *names[MOST];
    const char **items;
    size_t n_items = page_names(page, section, part, &items);

    assert_true(n <= MOST);
    for (size_t i = 0; i < n; i++)
        names[i] = fields[i].name;
    page_same(part ? part : section, names, n, items, n_items);
}

/* Some settings are of one source only; the page has them all. */
static size_t add_fields(const struct source *source, struct field *all,
                         size_t n)
{
    for (size_t i = 0; i < source->n_fields; i++) {
        size_t k = 0;

        while (k < n && strcmp(all[k].name, source->fields[i].name) != 0)
            k++;
        if (k == n)
            all[n++] = source->fields[i];
    }
    return n;
}

static void test_sources(void **state)
{
    struct field all[MOST];
    size_t n_all = 0;
    const char *names[MOST];
    const char *kinds[MOST];
    const char **items;
    size_t n_items = page_items(*state, "SOURCES", NULL, &items);
    size_t n_kinds = 0;
    size_t n = 0;

    for (size_t i = 0; i < n_items; i++) {
        struct str item = str_of(items[i]);

        if (str_starts(item, STR("Cm ")))
            kinds[n_kinds++] = items[i] + 3;
    }
    for (; source_at(n); n++) {
        names[n] = source_at(n)->name;
        n_all = add_fields(source_at(n), all, n_all);
    }
    same_fields(*state, "SOURCES", NULL, all, n_all);
    page_same("SOURCES", names, n, kinds, n_kinds);
}

static void test_actions(void **state)
{
    static const char section[] = "ACTIONS OF RULES";
    const char *names[MOST];
    const char **parts;
    size_t n_parts = page_parts(*state, section, &parts);
    size_t n = 0;

    /* One without fields is nothing that a rule could have. */
    for (size_t i = 0; action_at(i); i++) {
        if (action_at(i)->n_fields == 0)
            continue;
        names[n++] = action_at(i)->name;
        same_fields(*state, section, action_at(i)->name, action_at(i)->fields,
                    action_at(i)->n_fields);
    }
    page_same(section, names, n, parts, n_parts);
}

static void test_connectors(void **state)
{
    static const char section[] = "CONNECTORS";
    const char *names[MOST];
    const char **parts;
    size_t n_parts = page_parts(*state, section, &parts);
    size_t n = 0;

    for (; connector_kind_at(n); n++) {
        names[n] = connector_kind_at(n)->name;
        same_fields(*state, section, names[n], connector_kind_at(n)->fields,
                    connector_kind_at(n)->n_fields);
    }
    page_same(section, names, n, parts, n_parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),   cmocka_unit_test(test_functions),
        cmocka_unit_test(test_lists),      cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_sources),    cmocka_unit_test(test_actions),
        cmocka_unit_test(test_connectors),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
