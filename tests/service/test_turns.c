/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions of several requests against the sandbox: how they end, what they
 * learn, and what becomes of them when riposte is stopped in between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "util/file.h"
#include "util/when.h"

#define SOC   "/subscriptions/" SAND_SUB "/resourceGroups/rg-soc/providers"
#define APP   SOC "/Microsoft.Logic/workflows/"
#define TELL  APP "la-tell-soc"
#define AA    SOC "/Microsoft.Automation/automationAccounts/aa-soc"
#define CLASS "\"class\":\"reversible\""

/* %s is where the secrets are, or the sandbox itself. */
#define FILE_OF(suffix) "file:%s." suffix

enum { CONFIG, BASE };

static const struct row {
    const char *kind;
    const char *with;
    int place; /* what %s is */
    enum run_state state;
    const char *note;  /* in it */
    const char *at;    /* of what was learnt; NULL: nothing is looked for */
    const char *value; /* NULL: anything */
} rows[] = {
    {"logicapp", "{\"workflow\":\"" TELL "\"," CLASS "}", CONFIG, RUN_SUCCEEDED,
     "succeeded, with 2 actions", "status", "Succeeded"},
    {"logicapp", "{\"workflow\":\"" TELL "\",\"trigger\":\"MANUAL\"," CLASS "}",
     CONFIG, RUN_SUCCEEDED, "succeeded", "actions.0.name", "Parse_JSON"},
    {"logicapp", "{\"workflow\":\"" TELL "\",\"trigger\":\"x\"," CLASS "}",
     CONFIG, RUN_FAILED, "manual", NULL, NULL},
    {"logicapp", "{\"workflow\":\"" APP "la-contain-user\"," CLASS "}", CONFIG,
     RUN_SUCCEEDED, "1 of its 3 actions failed: Disable_user (Forbidden)",
     "actions.1.status", "Failed"},
    {"logicapp", "{\"workflow\":\"" APP "la-broken\"," CLASS "}", CONFIG,
     RUN_FAILED, "Failed", "status", "Failed"},
    {"logicapp", "{\"workflow\":\"" APP "la-answer\"," CLASS "}", CONFIG,
     RUN_SUCCEEDED, "succeeded", "run", NULL},
    {"logicapp", "{\"workflow\":\"" APP "la-retired\"," CLASS "}", CONFIG,
     RUN_FAILED, "la-retired is Disabled", NULL, NULL},
    {"logicapp", "{\"workflow\":\"" APP "la-none\"," CLASS "}", CONFIG,
     RUN_FAILED, "ResourceNotFound", NULL, NULL},
    {"flow", "{\"url\":\"" FILE_OF("flow") "\"," CLASS "}", CONFIG,
     RUN_SUCCEEDED, "has begun", "run", NULL},
    {"flow",
     "{\"url\":\"" FILE_OF("flow-tenant") "\",\"token\":\"flow\"," CLASS "}",
     CONFIG, RUN_SUCCEEDED, "has begun", "run", NULL},
    {"flow", "{\"url\":\"" FILE_OF("flow-tenant") "\"," CLASS "}", CONFIG,
     RUN_FAILED, "wants a sign-in", NULL, NULL},
    {"flow", "{\"url\":\"" FILE_OF("flow") "\",\"token\":\"flow\"," CLASS "}",
     CONFIG, RUN_FAILED, "401", NULL, NULL},
    {"function", "{\"url\":\"%s/api/notify\",\"key\":\"file:KEY\"," CLASS "}",
     BASE, RUN_SUCCEEDED, "200", NULL, NULL},
    {"function", "{\"url\":\"%s/api/notify\"," CLASS "}", BASE, RUN_FAILED,
     "refused the key", NULL, NULL},
    {"function", "{\"url\":\"%s/api/enrich\",\"key\":\"file:KEY\"," CLASS "}",
     BASE, RUN_SUCCEEDED, "Completed", "output", "looked up 3 addresses"},
    {"function", "{\"url\":\"%s/api/doomed\",\"key\":\"file:KEY\"," CLASS "}",
     BASE, RUN_FAILED, "Failed", "status", "Failed"},
    {"function", "{\"url\":\"%s/api/stray\",\"key\":\"file:KEY\"," CLASS "}",
     BASE, RUN_UNKNOWN, "another host", NULL, NULL},
    {"function", "{\"url\":\"%s/api/broken\",\"key\":\"file:KEY\"," CLASS "}",
     BASE, RUN_UNKNOWN, "500", NULL, NULL},
    {"runbook",
     "{\"account\":\"" AA "\",\"runbook\":\"Isolate-Machine\",\"parameters\":"
     "\"{\\\"Machine\\\":\\\"x\\\",\\\"Count\\\":3}\"," CLASS "}",
     CONFIG, RUN_SUCCEEDED, "Completed", "output", "The machine is isolated. "},
    {"runbook",
     "{\"account\":\"" AA "\",\"runbook\":\"Broken-Script\"," CLASS "}", CONFIG,
     RUN_FAILED, "Get-Nothing", "status", "Failed"},
    {"runbook",
     "{\"account\":\"" AA "\",\"runbook\":\"Waits-For-You\"," CLASS "}", CONFIG,
     RUN_FAILED, "Suspended", "job", NULL},
    {"runbook", "{\"account\":\"" AA "\",\"runbook\":\"No-Such\"," CLASS "}",
     CONFIG, RUN_FAILED, "not found", NULL, NULL},
    {"runbook", "{\"webhook\":\"" FILE_OF("runbook") "\"," CLASS "}", CONFIG,
     RUN_SUCCEEDED, "202", "job", NULL},
    {"runbook",
     "{\"webhook\":\"" FILE_OF("runbook") "\",\"account\":\"" AA "\"," CLASS
                                          "}",
     CONFIG, RUN_SUCCEEDED, "Completed", "status", "Completed"},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* The text with each %s and KEY put in its place. */
static const char *filled(struct house *house, const struct row *row)
{
    const char *config = house->sand.config;
    struct str rest = str_of(row->with);
    const char *text;
    struct buf out;

    buf_init(&out);
    while (!str_empty(rest)) {
        if (str_starts(rest, STR("%s"))) {
            buf_text(&out, row->place == BASE ? house->sand.url : config);
            rest = str_sub(rest, 2, rest.len);
        } else if (str_starts(rest, STR("KEY"))) {
            buf_printf(&out, "%s.function", config);
            rest = str_sub(rest, 3, rest.len);
        } else {
            buf_char(&out, rest.at[0]);
            rest = str_sub(rest, 1, rest.len);
        }
    }
    text = arena_text(house->arena, out.at);
    buf_done(&out);
    return text;
}

/* A rule for it alone, and an alert on which it fires; its run. */
static int64_t begin(struct house *house, size_t number, const struct row *row)
{
    const char *type = arena_printf(house->arena, "T%zu.", number);

    house_rule(house, house->desk,
               arena_printf(house->arena,
                            "{\"name\":\"r%zu\",\"order\":%zu,\"mode\":"
                            "\"auto\",\"conditions\":[{\"all\":[{\"property\":"
                            "\"AlertType\",\"operator\":\"==\",\"value\":"
                            "\"%s\"}]}],\"actions\":[{\"kind\":\"%s\","
                            "\"with\":%s}]}",
                            number, number + 1, type, row->kind,
                            filled(house, row)));
    house_take(house, &(struct house_alert){.name = type, .type = type});
    return house_newest(house, 0);
}

static void check(struct house *house, const struct row *row, int64_t run)
{
    enum run_state state = house_run(house, run);
    const struct step *step = &house_read(house, run)->steps[0];
    struct buf value;

    if (state != row->state || !strstr(step->note, row->note))
        fail_msg("%s %s: %s: %s", row->kind, row->with, run_state_name(state),
                 step->note);
    if (!row->at)
        return;
    buf_init(&value);
    json_put_text(json_at(step->learnt, str_of(row->at)), &value);
    if (value.len == 0 || (row->value && strcmp(value.at, row->value) != 0))
        fail_msg("%s %s: %s is \"%s\"", row->kind, row->with, row->at,
                 value.len ? value.at : "");
    buf_done(&value);
}

static bool hides(struct str text, const char *mark)
{
    size_t at;

    while ((at = str_find(text, str_of(mark))) != STR_NOWHERE) {
        text = str_sub(text, at + strlen(mark), text.len);
        if (!str_starts(text, STR("***")))
            return false;
    }
    return true;
}

/* No signature, key or token of an address is in any file of the store. */
static void check_files(struct house *house)
{
    static const char *const files[] = {"store.db", "store.db-wal"};
    static const char *const secrets[] = {
        "Qm9ndXMtc2lnbmF0dXJl", "ZnVuY3Rpb24ta2V5", "d2ViaG9vay1vZi1h"};

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char path[600];
        struct buf bytes;

        snprintf(path, sizeof(path), "%s/%s", house->sand.dir, files[i]);
        buf_init(&bytes);
        assert_good(house, file_read(path, 64 << 20, &bytes, &house->err));
        assert_true(hides(buf_view(&bytes), "&sig="));
        assert_true(hides(buf_view(&bytes), "&code="));
        for (size_t k = 0; k < sizeof(secrets) / sizeof(secrets[0]); k++)
            assert_true(str_find(buf_view(&bytes), str_of(secrets[k])) ==
                        STR_NOWHERE);
        buf_done(&bytes);
    }
}

/* Calls that were not refused and changed something. */
static size_t started(struct house *house, const char *path)
{
    struct json *log = sand_get(&house->sand, "/_sandbox/log");
    size_t n = 0;

    for (struct json_each e = json_each(log); json_next(&e);) {
        int64_t status = 0;

        json_int(json_get(e.value, "status"), &status);
        n += status / 100 == 2 &&
             !str_eq(json_text(json_get(e.value, "method")), STR("GET")) &&
             str_find(json_text(json_get(e.value, "path")), str_of(path)) !=
                 STR_NOWHERE;
    }
    json_free(log);
    return n;
}

static void test_ends(void **state)
{
    struct house *house = *state;
    int64_t runs[ROWS];

    house_engine(house, false);
    for (size_t i = 0; i < ROWS; i++)
        runs[i] = begin(house, i, &rows[i]);
    for (size_t i = 0; i < ROWS; i++)
        check(house, &rows[i], runs[i]);
    check_files(house);
    assert_int_equal(started(house, "/paths/invoke"), 7);
}

/* ---- stopped in between ---------------------------------------------------*/

struct point {
    int64_t run;
    int turn;
};

static const struct step *step_of(struct house *house, int64_t run)
{
    return &house_read(house, run)->steps[0];
}

static bool stands_at(struct house *house, const void *with)
{
    const struct point *point = with;

    return step_of(house, point->run)->turn == point->turn;
}

static void hold(struct house *house, bool on)
{
    assert_good(house, desk_hold(house->desk, on, "drill", &house->err));
}

static bool planned(struct house *house, const void *with)
{
    return step_of(house, *(const int64_t *)with)->journal == JOURNAL_PLANNED;
}

/* One request at a time, as long as hold can keep the next one back; then
 * whenever it is there. */
static void advance(struct house *house, int64_t run, int turn)
{
    struct point point = {.run = run, .turn = turn};
    bool worked;

    for (hold(house, true); step_of(house, run)->turn < turn;
         hold(house, true)) {
        if (step_of(house, run)->changed)
            break;
        hold(house, false);
        assert_good(house, conductor_step(house->conductor, 0, -1, &worked,
                                          &house->err));
        hold(house, true);
        assert_true(house_until(house, planned, &run, HOUSE_WAIT));
    }
    assert_true(house_until(house, stands_at, &point, HOUSE_WAIT));
    hold(house, false);
}

/* Intends what is due, and perhaps sends it. */
static void go_on(struct house *house)
{
    bool worked;

    assert_good(house,
                conductor_step(house->conductor, 0, -1, &worked, &house->err));
}

/* The bytes are out; with @locked nothing of the answer can be written. */
static void sent(struct house *house, const char *path, bool locked)
{
    int64_t until = when_monotonic() + HOUSE_WAIT;
    struct err ignored;
    bool worked;

    go_on(house);
    if (locked)
        assert_good(house, store_begin(house->second->store, &house->err));
    while (started(house, path) == 0) {
        assert_true(when_monotonic() < until);
        conductor_step(house->conductor, 5, -1, &worked, &ignored);
    }
    if (locked)
        store_rollback(house->second->store);
}

/* What is to happen there: killed, before or after the bytes went out; or the
 * answer is lost, though nobody was stopped. */
enum { UNSENT, SENT, LOST };

#define LOGIC_APP                                                              \
    {                                                                          \
        "logicapp", "{\"workflow\":\"" TELL "\"," CLASS "}", CONFIG,           \
            RUN_SUCCEEDED, "succeeded", "run", NULL                            \
    }
#define RUNBOOK                                                                \
    {                                                                          \
        "runbook",                                                             \
            "{\"account\":\"" AA "\",\"runbook\":\"Isolate-Machine\"," CLASS   \
            "}",                                                               \
            CONFIG, RUN_SUCCEEDED, "Completed", "output", NULL                 \
    }

static const struct {
    struct row row;
    int turn;
    int what;
    const char *path; /* what starts it */
    size_t starts;
} points[] = {
    {LOGIC_APP, 0, UNSENT, "/paths/invoke", 1},
    {LOGIC_APP, 1, UNSENT, "/paths/invoke", 1},
    {LOGIC_APP, 2, UNSENT, "/paths/invoke", 1},
    {LOGIC_APP, 2, SENT, "/paths/invoke", 1},
    {LOGIC_APP, 2, LOST, "/paths/invoke", 1},
    {LOGIC_APP, 3, UNSENT, "/paths/invoke", 1},
    {LOGIC_APP, 4, UNSENT, "/paths/invoke", 1},
    {{"function", "{\"url\":\"%s/api/enrich\",\"key\":\"file:KEY\"," CLASS "}",
      BASE, RUN_UNKNOWN, "takes its master key", "instance", NULL},
     1,
     UNSENT,
     "/api/enrich",
     1},
    {{"function", "{\"url\":\"%s/api/enrich\",\"key\":\"file:KEY\"," CLASS "}",
      BASE, RUN_UNKNOWN, "stopped while this was being sent", NULL, NULL},
     0,
     SENT,
     "/api/enrich",
     1},
    {RUNBOOK, 0, SENT, "/jobs/", 1},
    {RUNBOOK, 1, UNSENT, "/jobs/", 1},
};

static void test_stopped(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        static const char *const options[] = {"--scenario", "none", "--speed",
                                              "20", NULL};
        struct house house;
        int64_t run;

        house_open(&house, options, NULL);
        house_engine(&house, false);
        run = begin(&house, i, &points[i].row);
        advance(&house, run, points[i].turn);
        if (points[i].what == UNSENT) {
            go_on(&house);
        } else if (points[i].what == SENT) {
            sent(&house, points[i].path, true);
        } else {
            sand_fault(&house.sand, "reset:1");
            sent(&house, points[i].path, false);
            sand_fault(&house.sand, "");
        }
        if (points[i].what != LOST) {
            house_engine_end(&house);
            house_engine(&house, false);
        }
        check(&house, &points[i].row, run);
        if (started(&house, points[i].path) != points[i].starts)
            fail_msg("%zu: started %zu times", i,
                     started(&house, points[i].path));
        house_close(&house);
    }
}

/* Keys that were made anew after the address was asked for: it is asked for
 * again. */
static void test_stale(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_engine(house, false);
    run = begin(house, 0, &rows[0]);
    advance(house, run, 2);
    sand_arm(&house->sand, "POST",
             TELL "/regenerateAccessKey?api-version=2019-05-01", "{}");
    check(house, &rows[0], run);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/listCallbackUrl"),
                     2);
    assert_int_equal(started(house, "/paths/invoke"), 1);
}

/* Hold keeps a rule's action from being started, however much of it has been
 * looked at, and lets one that was started come to its end. */
static void test_held(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_engine(house, false);
    run = begin(house, 0, &rows[0]);
    advance(house, run, 2);
    hold(house, true);
    house_rest(house);
    assert_int_equal(step_of(house, run)->turn, 2);
    assert_int_equal(started(house, "/paths/invoke"), 0);
    hold(house, false);
    advance(house, run, 3);
    hold(house, true);
    check(house, &rows[0], run);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_ends),
        cmocka_unit_test(test_stopped),
        ROW(test_stale),
        ROW(test_held),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
