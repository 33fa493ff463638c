/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rules do on this machine: owner, tags, notes, questions to a person, and
 * scripts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "house.h"
#include "store/state.h"

#define RULE(actions)                                                          \
    "{\"name\":\"r\",\"mode\":\"auto\",\"actions\":[" actions "]}"
#define ACTION(kind, with) "{\"kind\":\"" kind "\",\"with\":{" with "}}"

/* The run of the rule on one alert; where it comes to rest. */
static enum run_state fire(struct house *house, const char *rule,
                           const char *title, int64_t *run)
{
    house_rule(house, house->desk, rule);
    house_engine(house, false);
    house_take(house, &(struct house_alert){.name = "l-1", .title = title});
    *run = house_newest(house, 0);
    return house_run(house, *run);
}

static void test_columns(void **state)
{
    struct house *house = *state;
    const struct event *event;
    struct audit_filter filter = {.who = "rule r"};
    struct audit_record *deeds;
    int64_t run;
    size_t n;

    assert_int_equal(
        fire(house,
             RULE(ACTION("owner", "\"owner\":\"mara\"") "," ACTION(
                 "tag",
                 "\"tags\":\"+hot +@{Severity}\"") "," ACTION("note",
                                                              "\"note\":"
                                                              "\"@{"
                                                              "AlertDispla"
                                                              "yName}!\"")),
             "Odd", &run),
        RUN_SUCCEEDED);
    event = house_event(house, house_read(house, run)->event);
    assert_true(str_eq(event->column[COLUMN_OWNER], STR("mara")));
    assert_true(str_eq(event->column[COLUMN_TAGS], STR("hot High")));
    filter.event = event->row;
    assert_good(house, audit_list(house->desk->store, &filter, 0, 10,
                                  house->arena, &deeds, &n, &house->err));
    assert_int_equal(n, 3);
    assert_string_equal(deeds[0].verb.at, "note");
    assert_string_equal(deeds[0].why.at, "Odd!");
}

/* Everything behind the question waits for its answer. */
static void test_question(void **state)
{
    struct house *house = *state;
    int64_t run;

    assert_int_equal(
        fire(house,
             RULE(ACTION("approval", "\"text\":\"Really?\"") "," ACTION(
                 "tag", "\"tags\":\"+yes\"")),
             NULL, &run),
        RUN_WAITING);
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    true, "it is so", &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_true(str_eq(house_event(house, 1)->column[COLUMN_TAGS], STR("yes")));
}

static void put_script(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", text);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

static void test_script(void **state)
{
    static const struct {
        const char *script;
        mode_t mode;
        const char *with;
        enum run_state end;
        const char *note;
    } rows[] = {
        {"grep -c '\"AlertDisplayName\":\"a b; id\"'", 0700, "", RUN_SUCCEEDED,
         "1"},
        {"echo \"$#:$1:$2\"", 0700,
         ",\"argument1\":\"@{AlertDisplayName}\",\"argument2\":\"$(id)\"",
         RUN_SUCCEEDED, "2:a b; id:$(id)"},
        {"echo \"$PATH$RIPOSTE_SECRET\"", 0700, "", RUN_SUCCEEDED,
         "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
        {"pwd | cut -c1-20", 0700, "", RUN_SUCCEEDED, "/tmp/riposte-scripts"},
        {"echo no >&2; exit 3", 0700, "", RUN_FAILED, "failed: no"},
        {"sleep 60", 0700, ",\"time\":\"1s\"", RUN_UNKNOWN, "did not end"},
        {"yes", 0700, "", RUN_UNKNOWN, "wrote more"},
        {"true", 0722, "", RUN_FAILED, "chmod go-w"},
        {"true", 0600, "", RUN_FAILED, "chmod u+x"},
    };

    char dir[] = "/tmp/riposte-scripts-XXXXXX";
    char set[64], path[64];
    const char *sets[] = {set, NULL};

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(set, sizeof(set), "scripts.directory=%s", dir);
    snprintf(path, sizeof(path), "%s/s", dir);
    setenv("RIPOSTE_SECRET", "x", 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *rule;
        struct house house;
        const struct run *read;
        int64_t run;

        house_open(&house, NULL, sets);
        put_script(path, rows[i].script, rows[i].mode);
        rule = arena_printf(
            house.arena,
            RULE(ACTION("script", "\"script\":\"s\",\"class\":\"notify\""
                                  "%s")),
            rows[i].with);
        assert_int_equal(fire(&house, rule, "a b; id", &run), rows[i].end);
        read = house_read(&house, run);
        if (!strstr(read->steps[0].note, rows[i].note))
            fail_msg("%s: %s", rows[i].script, read->steps[0].note);
        house_close(&house);
    }
    unlink(path);
    rmdir(dir);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_columns),
        ROW(test_question),
        cmocka_unit_test(test_script),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
