/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "widget/keymap.h"
#include "widget/key.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { NEED_ROW = 1, NEED_ENGINE = 2 };

static const char *const whys[] = {"No row.", "No engine."};

static const struct binding common[] = {
    {.key = "j Down", .verb = "down", .label = "down"},
    {.key = "q", .verb = "quit", .label = "quit", .help = "Leaves."},
    {.key = "?", .verb = "help", .label = "keys", .bar = true},
};

static const struct binding queue[] = {
    {.key = "e",
     .verb = "close",
     .label = "close",
     .needs = NEED_ROW,
     .bar = true},
    {.key = "c",
     .verb = "contain",
     .label = "contain",
     .needs = NEED_ROW | NEED_ENGINE,
     .bar = true},
    {.key = "q", .verb = "leave", .label = "leave"}, /* hides a common one */
};

static const char *const contexts[] = {"queue", "common"};

static struct keymap *make(void)
{
    struct keymap *keymap = keymap_new(whys, COUNT(whys));
    struct err err;

    assert_true(keymap_add(keymap, "common", common, COUNT(common), &err));
    assert_true(keymap_add(keymap, "queue", queue, COUNT(queue), &err));
    return keymap;
}

static struct keymap_scope scope_of(const struct keymap *keymap, unsigned met)
{
    return (struct keymap_scope){
        .keymap = keymap,
        .contexts = contexts,
        .count = COUNT(contexts),
        .met = met,
    };
}

static const struct {
    uint32_t code;
    unsigned met;
    enum keymap_answer answer;
    const char *verb;
    const char *why;
} looks[] = {
    {'j', 0, KEYMAP_ACT, "down", NULL},
    {KEYS_DOWN, 0, KEYMAP_ACT, "down", NULL},
    {'q', 0, KEYMAP_ACT, "leave", NULL},
    {'x', 0, KEYMAP_NONE, NULL, NULL},
    {'e', 0, KEYMAP_BLOCKED, "close", "No row."},
    {'e', NEED_ROW, KEYMAP_ACT, "close", NULL},
    {'c', NEED_ROW, KEYMAP_BLOCKED, "contain", "No engine."},
    {'c', NEED_ROW | NEED_ENGINE, KEYMAP_ACT, "contain", NULL},
};

static void test_look(void **state)
{
    struct keymap *keymap = make();

    (void)state;
    for (size_t i = 0; i < COUNT(looks); i++) {
        struct keymap_scope scope = scope_of(keymap, looks[i].met);
        const struct binding *binding = NULL;

        assert_int_equal(keymap_look(&scope, looks[i].code, &binding),
                         looks[i].answer);
        if (!looks[i].verb)
            continue;
        assert_string_equal(binding->verb, looks[i].verb);
        if (looks[i].why)
            assert_string_equal(keymap_why(&scope, binding), looks[i].why);
        else
            assert_null(keymap_why(&scope, binding));
    }
    keymap_free(keymap);
}

/* What the person has no right to comes before what is not there, and names
 * itself wherever a binding is shown. */
static void test_right(void **state)
{
    static const struct binding rows[] = {
        {.key = "e",
         .verb = "close",
         .label = "close",
         .needs = NEED_ROW,
         .right = 1},
        {.key = "t", .verb = "tag", .label = "tag", .right = 2},
    };
    static const char *const refusals[] = {NULL, "Not yours.", NULL};
    static const char *const only[] = {"rights"};
    struct keymap *keymap = make();
    struct keymap_scope scope = {
        .keymap = keymap, .contexts = only, .count = 1};
    struct arena *arena = arena_new();
    const struct binding *binding;
    struct keymap_row *list;
    struct err err;
    size_t n;

    (void)state;
    assert_true(keymap_add(keymap, "rights", rows, COUNT(rows), &err));
    scope.refusals = refusals;
    scope.met = NEED_ROW;
    assert_int_equal(keymap_look(&scope, 'e', &binding), KEYMAP_BLOCKED);
    assert_string_equal(keymap_why(&scope, binding), "Not yours.");
    assert_int_equal(keymap_look(&scope, 't', &binding), KEYMAP_ACT);
    list = keymap_rows(&scope, arena, &n);
    assert_int_equal(n, 2);
    assert_string_equal(list[0].why, "Not yours.");
    assert_null(list[1].why);
    scope.refusals = NULL;
    assert_int_equal(keymap_look(&scope, 'e', &binding), KEYMAP_ACT);
    arena_free(arena);
    keymap_free(keymap);
}

static const struct {
    const char *context;
    const char *verb;
    const char *keys;
    const char *wrong;    /* NULL: it is accepted */
    const char *conflict; /* NULL: there is none */
} bindings[] = {
    {"queue", "close", "x Ctrl-X", NULL, NULL},
    {"queue", "close", "", NULL, NULL},
    {"queue", "close", "c", NULL, "c means both"},
    {"queue", "close", "j", NULL, "j means both"},
    {"common", "down", "e", NULL, "e means both"},
    {"queue", "close", "Ctrl-", "no key", NULL},
    {"queue", "clos", "x", "did you mean “close”", NULL},
    {"queu", "close", "x", "did you mean “queue”", NULL},
    {"nothing-like-it", "close", "x", "no keys for", NULL},
};

static void test_rebind(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bindings); i++) {
        struct keymap *keymap = make();
        struct err err = {.code = ERR_NONE};
        bool fine = keymap_rebind(keymap, str_of(bindings[i].context),
                                  str_of(bindings[i].verb),
                                  str_of(bindings[i].keys), &err);

        assert_int_equal(fine, bindings[i].wrong == NULL);
        if (bindings[i].wrong) {
            assert_int_equal(err.code, ERR_INPUT);
            assert_non_null(strstr(err.text, bindings[i].wrong));
        }
        fine = keymap_check(keymap, "common", &err);
        assert_int_equal(fine, bindings[i].conflict == NULL);
        if (bindings[i].conflict)
            assert_non_null(strstr(err.text, bindings[i].conflict));
        keymap_free(keymap);
    }
}

static void test_rows(void **state)
{
    struct keymap *keymap = make();
    struct keymap_scope scope = scope_of(keymap, 0);
    struct arena *arena = arena_new();
    struct keymap_row *rows;
    struct err err;
    size_t n;

    (void)state;
    assert_true(keymap_rebind(keymap, STR("queue"), STR("close"),
                              STR("x Ctrl-X"), &err));
    rows = keymap_rows(&scope, arena, &n);
    assert_int_equal(n, COUNT(common) + COUNT(queue));
    assert_string_equal(rows[0].context, "queue");
    assert_string_equal(rows[0].keys, "x, Ctrl-X");
    assert_string_equal(rows[0].help, "close");
    assert_string_equal(rows[0].why, "No row.");
    assert_string_equal(rows[3].keys, "j, Down");
    assert_string_equal(rows[4].help, "Leaves.");
    assert_null(rows[4].why);
    arena_free(arena);
    keymap_free(keymap);
}

/* Tables that cannot work are found when they are added. */
static void test_bad_table(void **state)
{
    static const struct binding twice[] = {
        {.key = "a", .verb = "one", .label = "one"},
        {.key = "b a", .verb = "two", .label = "two"},
    };
    static const struct binding nonsense[] = {
        {.key = "NoSuchKey", .verb = "one", .label = "one"},
    };
    struct keymap *keymap = keymap_new(whys, COUNT(whys));
    struct err err;

    (void)state;
    assert_false(keymap_add(keymap, "twice", twice, COUNT(twice), &err));
    assert_int_equal(err.code, ERR_BUG);
    assert_false(keymap_add(keymap, "bad", nonsense, COUNT(nonsense), &err));
    assert_int_equal(err.code, ERR_BUG);
    keymap_free(keymap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_look),      cmocka_unit_test(test_right),
        cmocka_unit_test(test_rebind),    cmocka_unit_test(test_rows),
        cmocka_unit_test(test_bad_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
