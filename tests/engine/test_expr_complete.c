/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/expr_complete.h"
#include "engine/template.h"
#include "tests/engine/stage.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

/* The cursor is at the ^; the word it stands behind, the candidate that comes
 * first, one more among them. */
static const struct {
    const char *text;
    const char *word;
    const char *first; /* "" for none at all */
    const char *also;  /* or NULL */
} rows[] = {
    {"^", "", "", NULL},
    {"plain^", "", "", NULL},
    {"@{^", "", "triggerBody()", "concat("},
    {"@^", "", "triggerBody()", "Severity"},
    {"@@^", "", "", NULL},
    {"@@{^", "", "", NULL},
    {"@{Severity} ^", "", "", NULL},
    {"a @{Sev^", "Sev", "Severity", NULL},
    {"a @{TRIG^", "TRIG", "triggerBody()", "triggerOutputs()"},
    {"@con^", "con", "concat(", "contains("},
    {"@{toUpper(^", "", "triggerBody()", "Severity"},
    {"@{concat('a', su^", "su", "substring(", "sub("},
    {"@{concat('a^", "'a", "", NULL},
    {"@{concat('a'^", "", "", NULL},
    {"@{zzz^", "zzz", "", NULL},
    {"@{triggerBody()^", "", "?['AlertDisplayName']",
     "?['ExtendedProperties']"},
    {"@{triggerBody()?^", "?", "?['AlertDisplayName']",
     "?['ExtendedProperties']"},
    {"@{triggerBody()?[^", "", "'AlertDisplayName']", "'Techniques']"},
    {"@{triggerBody()?['ext^", "'ext", "'ExtendedProperties']", NULL},
    {"@{triggerBody()?[\"ext^", "\"ext", "\"ExtendedProperties\"]", NULL},
    {"@{triggerBody()?.ext^", "ext", "ExtendedProperties", NULL},
    {"@{triggerBody().^", "", "AlertDisplayName", "Techniques"},
    {"@{triggerBody()?['ExtendedProperties']?['A^", "'A", "'Attacker IP']",
     NULL},
    {"@{triggerBody()?['ExtendedProperties']?.A^", "A", "", NULL},
    {"@{triggerBody()?['Techniques']^", "", "?[0]", NULL},
    {"@{triggerBody()?['Techniques'][^", "", "0]", NULL},
    {"@{triggerBody()?['Severity']^", "", "", NULL},
    {"@{concat(triggerBody()?['Sev^", "'Sev", "'Severity']", NULL},
    {"@{concat('x', triggerBody()?['Sev^", "'Sev", "'Severity']", NULL},
    {"@{first(triggerBody()?['Entities'])?['^", "'", "'$id']", "'Type']"},
    {"@{triggerOutputs()?['body']?['Sev^", "'Sev", "'Severity']", NULL},
    {"@{trigger().outputs.body.Sev^", "Sev", "Severity", NULL},
    {"@{nothing()?['^", "'", "", NULL},
    {"@{triggerBody()?['Sev^'] and more", "'Sev", "'Severity']", NULL},
};

static bool has(const struct expr_candidate *items, size_t n, const char *want)
{
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(items[i].text, want))
            return true;
    }
    return false;
}

static void test_rows(void **state)
{
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        size_t cursor = str_find_char(str_of(rows[i].text), '^');
        char *text = arena_text(arena, rows[i].text);
        struct expr_candidate *items;
        size_t from;
        size_t n;

        memmove(text + cursor, text + cursor + 1, strlen(text + cursor));
        n = expr_complete(str_of(text), cursor, &template_world,
                          &stage.subjects[ALERT], arena, &items, &from);
        if (cursor - from != strlen(rows[i].word))
            fail_msg("%s: the word begins at %zu", rows[i].text, from);
        if (rows[i].first[0] ? n == 0 || strcmp(items[0].text, rows[i].first)
                             : n > 0)
            fail_msg("%s: first is %s", rows[i].text,
                     n ? items[0].text : "none");
        if (rows[i].also && !has(items, n, rows[i].also))
            fail_msg("%s: lacks %s", rows[i].text, rows[i].also);
        arena_free(arena);
    }
    stage_done(&stage);
}

/* Whatever is being typed, nothing breaks and candidates continue the word. */
static void test_every_cursor(void **state)
{
    static const char text[] =
        "é @@{x @{concat(triggerBody()?['a''b'][0].x, \"y\", -1.5)} "
        "@{if(Severity, first(trigger()?.outputs['body']), [[[)))]]]} \x80 "
        "@{(((?.?[?";
    struct arena *arena = arena_new();
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t cursor = 0; cursor <= sizeof(text) + 1; cursor++) {
        size_t end = cursor < strlen(text) ? cursor : strlen(text);
        struct expr_candidate *items;
        size_t from;
        size_t n = expr_complete(str_of(text), cursor, &template_world,
                                 cursor % 2 ? &stage.subjects[ALERT] : NULL,
                                 arena, &items, &from);

        assert_true(from <= end);
        for (size_t i = 0; i < n; i++)
            assert_true(
                str_starts_fold(str_of(items[i].text),
                                str_sub(str_of(text), from, end - from)));
    }
    stage_done(&stage);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_every_cursor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
