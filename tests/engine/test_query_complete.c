/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/query.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

/* The cursor is at the ^; the word it stands behind, and the candidates that
 * come first. */
static const struct {
    const char *text;
    const char *word;
    const char *first; /* "" for none at all */
    const char *also;  /* one more among them, or NULL */
} rows[] = {
    {"^", "", "Severity", "not("},
    {"Sev^", "Sev", "Severity", NULL},
    {"sev^ == 'x'", "sev", "Severity", NULL},
    {"zzz^", "zzz", "", NULL},
    {"Severity ^", "", "==", "between"},
    {"Severity con^", "con", "contains", "contains_cs"},
    {"Severity !c^", "!c", "!contains", NULL},
    {"Severity == ^", "", "'Informational'", "'Critical'"},
    {"Severity == 'H^", "'H", "'High'", NULL},
    {"Severity == \"h^", "\"h", "\"High\"", NULL},
    {"Severity == 'High' ^", "", "and", "or"},
    {"Severity == 'High' a^", "a", "and", NULL},
    {"Severity == 'High' and ^", "", "Severity", NULL},
    {"Severity == 'High' and St^", "St", "Status", "StartTimeUtc"},
    {"Severity == 'High' and not(^", "", "Severity", NULL},
    {"Severity in ^", "", "(", NULL},
    {"Severity in (^", "", "'Informational'", NULL},
    {"Severity in ('Low', ^", "", "'Informational'", "'High'"},
    {"Severity in ('Low', 'M^", "'M", "'Medium'", NULL},
    {"Severity in ('Low') ^", "", "and", NULL},
    {"Severity between ('Low' .. ^", "", "'Informational'", NULL},
    {"AlertSeverity == 'L^", "'L", "'Low'", NULL},
    {"Kind == ^", "", "'alert'", "'compliance'"},
    {"Status == 'Res^", "'Res", "'Resolved'", NULL},
    {"Tactics has 'Lat^", "'Lat", "'LateralMovement'", NULL},
    {"Auto == 'w^", "'w", "'waiting'", NULL},
    {"Closing == ^", "", "'TruePositive'", NULL},
    {"Sample == ^", "", "true", "false"},
    {"TimeGenerated > ^", "", "ago(1h)", NULL},
    {"TimeGenerated > ag^", "ag", "ago(1h)", "ago(7d)"},
    {"Acknowledged == ^", "", "true", "ago(1d)"},
    {"Owner == ^", "", "", NULL},
    {"AlertType matches ^", "", "regex", NULL},
    {"entity.^", "", "ip", "azure-resource"},
    {"entity.ho^", "ho", "host", "host-logon-session"},
    {"entity.host ^", "", "==", NULL},
    {"ExtendedProperties.^", "", "", NULL},
    {"ExtendedProperties['x'] ^", "", "==", NULL},
    {"isempty(Ow^", "Ow", "Owner", NULL},
    {"isempty(Owner) ^", "", "and", NULL},
    {"isem^", "isem", "isempty(", NULL},
    {"(Severity == 'High' or Kin^)", "Kin", "Kind", NULL},
    {"SecurityAlert | ^", "", "where", NULL},
    {"SecurityAlert | where ^", "", "Severity", NULL},
    {"Severity == 'High' | wh^", "wh", "where", NULL},
};

static bool has(const char *const *items, size_t n, const char *want)
{
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(items[i], want))
            return true;
    }
    return false;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        size_t cursor = str_find_char(str_of(rows[i].text), '^');
        char *text = arena_text(arena, rows[i].text);
        const char **items;
        size_t from;
        size_t n;

        memmove(text + cursor, text + cursor + 1, strlen(text + cursor));
        n = query_complete(str_of(text), cursor, arena, &items, &from);
        if (cursor - from != strlen(rows[i].word) ||
            strncmp(text + from, rows[i].word, cursor - from))
            fail_msg("%s: the word begins at %zu", rows[i].text, from);
        if (rows[i].first[0] ? n == 0 || strcmp(items[0], rows[i].first)
                             : n > 0)
            fail_msg("%s: first is %s", rows[i].text, n ? items[0] : "none");
        if (rows[i].also && !has(items, n, rows[i].also))
            fail_msg("%s: lacks %s", rows[i].text, rows[i].also);
        arena_free(arena);
    }
}

/* Whatever is being typed, nothing breaks and candidates continue the word. */
static void test_every_cursor(void **state)
{
    static const char text[] =
        "SecurityAlert | where not(entity.ip in (watchlist('x'), \"y\")) and "
        "ExtendedProperties['a'].b[0] between (1 .. 2) or isempty(@'x' \x80";
    struct arena *arena = arena_new();

    (void)state;
    for (size_t cursor = 0; cursor <= sizeof(text) + 1; cursor++) {
        const char **items;
        size_t from;
        size_t n = query_complete(str_of(text), cursor, arena, &items, &from);
        size_t end = cursor < strlen(text) ? cursor : strlen(text);

        assert_true(from <= end);
        for (size_t i = 0; i < n; i++)
            assert_true(str_starts_fold(
                str_of(items[i]), str_sub(str_of(text), from, end - from)));
    }
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
