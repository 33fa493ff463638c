/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/opts.h"

#define N(a)       (sizeof(a) / sizeof((a)[0]))
#define MOST_WORDS 16

static const struct option table[] = {
    {.name = "limit",
     .argument = "N",
     .help = "so many",
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, limit)},
    {.name = "wait",
     .argument = "SPAN",
     .help = "so long",
     .type = OPTION_SPAN,
     .at = offsetof(struct opts, wait)},
    {.name = "reason",
     .argument = "TEXT",
     .help = "why",
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, reason)},
    {.name = "all",
     .help = "all of them",
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, all)},
    {.name = NULL},
};

/* "a b c" as a vector; the first is the program. */
static int split(char *line, char **argv)
{
    int argc = 0;

    argv[argc++] = line;
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    return argc;
}

static bool parse(struct opts *opts, const char *line, char *store,
                  const char **words, size_t *n, struct err *err)
{
    char *argv[MOST_WORDS];

    strcpy(store, line);
    opts_init(opts);
    return opts_parse(opts, table, split(store, argv), argv, words, n, err);
}

static void test_good(void **state)
{
    static const struct {
        const char *line;
        const char *words; /* with a comma behind each */
        int64_t limit;
        int64_t wait;
        const char *reason;
        bool all;
        bool json;
        size_t sets;
    } rows[] = {
        {"a b", "a,b,", 0, 60000, "", false, false, 0},
        {"--limit 3 a", "a,", 3, 60000, "", false, false, 0},
        {"a --limit=4 --all", "a,", 4, 60000, "", true, false, 0},
        {"a --wait 5m --json b", "a,b,", 0, 300000, "", false, true, 0},
        {"a --wait 0", "a,", 0, 0, "", false, false, 0},
        {"--reason=x=y a", "a,", 0, 60000, "x=y", false, false, 0},
        {"--reason= a", "a,", 0, 60000, "", false, false, 0},
        {"--store s --set a=b --log=f", "", 0, 60000, "", false, false, 3},
        {"a -- --limit -x", "a,--limit,-x,", 0, 60000, "", false, false, 0},
        {"a - -old", "a,-,-old,", 0, 60000, "", false, false, 0},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *words[MOST_WORDS];
        struct err err = {0};
        struct opts opts;
        char line[256], got[256] = "";
        size_t n;

        if (!parse(&opts, rows[i].line, line, words, &n, &err))
            fail_msg("%s: %s", rows[i].line, err.text);
        for (size_t k = 0; k < n; k++)
            snprintf(got + strlen(got), 64, "%s,", words[k]);
        assert_string_equal(got, rows[i].words);
        assert_int_equal(opts.limit, rows[i].limit);
        assert_int_equal(opts.wait, rows[i].wait);
        assert_string_equal(opts.reason ? opts.reason : "", rows[i].reason);
        assert_int_equal(opts.all, rows[i].all);
        assert_int_equal(opts.json, rows[i].json);
        assert_int_equal(opts.n_sets, rows[i].sets);
        opts_done(&opts);
    }
}

static void test_bad(void **state)
{
    static const struct {
        const char *line;
        const char *says;
    } rows[] = {
        {"--limt 3", "Did you mean --limit?"},
        {"--jsn", "Did you mean --json?"},
        {"--qqqqqqqqqqq", "--help lists them"},
        {"--limit", "--limit needs a value: N"},
        {"--limit x", "--limit needs a number, not \"x\""},
        {"--limit -1", "--limit needs a number"},
        {"--limit 99999999999999999999", "--limit needs a number"},
        {"--wait soon", "--wait needs a span"},
        {"--all=yes", "--all takes no value"},
        {"--demo", "There is no option --demo"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *words[MOST_WORDS];
        struct err err = {0};
        struct opts opts;
        char line[256];
        size_t n;

        assert_false(parse(&opts, rows[i].line, line, words, &n, &err));
        assert_int_equal(err.code, ERR_INPUT);
        if (!strstr(err.text, rows[i].says))
            fail_msg("%s says: %s", rows[i].line, err.text);
        opts_done(&opts);
    }
}

/* The words of the command are found among options of any place. */
static void test_first_words(void **state)
{
    static const struct {
        const char *line;
        const char *words;
    } rows[] = {
        {"event list x", "event,list,"},
        {"--json event --store s list", "event,list,"},
        {"--store=s event list", "event,list,"},
        {"--limit 3 event", "3,event,"},
        {"event -- list", "event,"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *words[2];
        char *argv[MOST_WORDS];
        char line[256], got[256] = "";
        size_t n;

        strcpy(line, rows[i].line);
        n = opts_words(split(line, argv), argv, words, 2);
        for (size_t k = 0; k < n; k++)
            snprintf(got + strlen(got), 64, "%s,", words[k]);
        assert_string_equal(got, rows[i].words);
    }
}

static void test_settings(void **state)
{
    const char *words[MOST_WORDS];
    struct err err = {0};
    struct opts opts;
    char line[256];
    size_t n;

    (void)state;
    assert_true(parse(&opts, "--store s --set a.b=c --log-level=debug", line,
                      words, &n, &err));
    assert_string_equal(opts.sets[0], "store=s");
    assert_string_equal(opts.sets[1], "a.b=c");
    assert_string_equal(opts.sets[2], "log.level=debug");
    assert_null(opts.sets[3]);
    opts_done(&opts);
}

static void test_needed(void **state)
{
    static const struct {
        const char *line;
        bool complete;
    } rows[] = {
        {"--reason x", true},
        {"a", false},
        {"--reason=", false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *words[MOST_WORDS];
        struct err err = {0};
        struct opts opts;
        char line[256];
        size_t n;

        assert_true(parse(&opts, rows[i].line, line, words, &n, &err));
        assert_int_equal(opts_complete(&opts, table, &err), rows[i].complete);
        if (!rows[i].complete)
            assert_non_null(strstr(err.text, "--reason TEXT is needed"));
        opts_done(&opts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_first_words), cmocka_unit_test(test_settings),
        cmocka_unit_test(test_needed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
