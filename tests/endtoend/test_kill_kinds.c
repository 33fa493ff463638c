/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at each point of the journal, for each kind of action: while its
 * request is on the way, while the answer is, while it is followed, and when
 * it is done and the next step is on the way.  The engine that comes after
 * goes on; what must not be repeated is not, and says that nobody knows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "connect/action.h"
#include "scene.h"
#include "service/azure.h"
#include "service/hand.h"
#include "util/file.h"
#include "util/when.h"

#define DEADLINE 20000
#define CROWD    1000
#define SOC      "/subscriptions/" SAND_SUB "/resourceGroups/rg-soc/providers"
#define APP      SOC "/Microsoft.Logic/workflows/la-tell-soc"
#define AA       SOC "/Microsoft.Automation/automationAccounts/aa-soc"
#define BLOCK                                                                  \
    SAND_SHOP "/providers/Microsoft.Security/automations/block-brute-force"
#define RULES                                                                  \
    "/subscriptions/" SAND_SUB                                                 \
    "/providers/Microsoft.Security/alertsSuppressionRules/"

/* ---- kinds ---- */

/* Where the engine dies. */
enum moment {
    MOMENT_SENDING, /* the request has not left */
    MOMENT_ANSWER,  /* it was done, nobody has heard of it */
    MOMENT_FOLLOW,  /* it goes on elsewhere, and is asked after */
    MOMENT_NEXT,    /* it is done; the next step is on the way */
    MOMENT_N
};
static const char *const moments[MOMENT_N] = {"sending", "answer", "follow",
                                              "next"};

static const struct kind_row {
    const char *kind;
    const char *with; /* CONFIG, BASE and SANDBOX stand for what they say */
    const char *method;
    const char *path; /* of the request that does it */
    const char *log;  /* end of its path in the sandbox's log; NULL: no log */
    /* How the step ends when nobody heard of it, and how often it may have
     * been sent then. */
    enum run_state lost;
    size_t most;
    bool goes_on;            /* elsewhere, and is asked after, */
    enum run_state followed; /* also when nobody remembers what is secret */
} rows[] = {
    {"http",
     "{\"url\":\"" SAND_STORE "/regenerateKey?api-version=2023-05-01\","
     "\"body\":\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","
     "\"class\":\"reversible\"}",
     "POST", "/regenerateKey", "/regenerateKey", RUN_UNKNOWN, 1, false,
     RUN_SUCCEEDED},
    {"call",
     "{\"url\":\"" SAND_STORE "/regenerateKey?api-version=2023-05-01\","
     "\"body\":\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","
     "\"class\":\"reversible\"}",
     "POST", "/regenerateKey", "/regenerateKey", RUN_UNKNOWN, 1, false,
     RUN_SUCCEEDED},
    {"status", "{\"to\":\"inProgress\"}", "POST", "/inProgress", "/inProgress",
     RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"mail",
     "{\"to\":\"soc@contoso.example\",\"subject\":\"x\",\"body\":\"y\"}",
     "Date:", ",", NULL, RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"servicenow", "{\"summary\":\"x\"}", "POST", "/table/incident",
     "/table/incident", RUN_SUCCEEDED, 1, false, RUN_SUCCEEDED},
    {"jira", "{\"connector\":\"jira\",\"project\":\"SEC\",\"summary\":\"x\"}",
     "POST", "/issue", "/issue", RUN_SUCCEEDED, 1, false, RUN_SUCCEEDED},
    {"teams", "{\"title\":\"x\"}", "POST", "/teams/", NULL, RUN_SUCCEEDED, 2,
     false, RUN_SUCCEEDED},
    {"slack", "{\"text\":\"x\"}", "POST", "/slack/", NULL, RUN_SUCCEEDED, 2,
     false, RUN_SUCCEEDED},
    {"pagerduty", "{\"summary\":\"x\"}", "POST", "/enqueue", "/enqueue",
     RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"logicapp", "{\"workflow\":\"" APP "\",\"class\":\"reversible\"}", "POST",
     "/listCallbackUrl", "/paths/invoke", RUN_SUCCEEDED, 1, true,
     RUN_SUCCEEDED},
    {"flow", "{\"url\":\"file:CONFIG.flow\",\"class\":\"reversible\"}", "POST",
     "/invoke", "/invoke", RUN_UNKNOWN, 1, false, RUN_SUCCEEDED},
    {"function",
     "{\"url\":\"BASE/api/notify\",\"key\":\"file:CONFIG.function\","
     "\"class\":\"reversible\"}",
     "POST", "/api/notify", "/api/notify", RUN_UNKNOWN, 1, false,
     RUN_SUCCEEDED},
    /* A durable one: the address that it gives is a secret, and goes with the
     * process. */
    {"function",
     "{\"url\":\"SANDBOX/api/enrich\",\"key\":\"file:CONFIG.function\","
     "\"class\":\"reversible\"}",
     NULL, NULL, "/api/enrich", RUN_UNKNOWN, 1, true, RUN_UNKNOWN},
    {"function",
     "{\"url\":\"SANDBOX/api/enrich\",\"key\":\"file:CONFIG.function-master\","
     "\"class\":\"reversible\"}",
     NULL, NULL, "/api/enrich", RUN_UNKNOWN, 1, true, RUN_SUCCEEDED},
    {"runbook",
     "{\"account\":\"" AA "\",\"runbook\":\"Isolate-Machine\","
     "\"parameters\":\"{\\\"Machine\\\":\\\"x\\\",\\\"Count\\\":3}\",\"class\":"
     "\"reversible\"}",
     "PUT", "/jobs/", NULL, RUN_SUCCEEDED, 2, true, RUN_SUCCEEDED},
    {"simulate",
     "{\"subscription\":\"" SAND_SUB "\",\"location\":\"westeurope\"}", "POST",
     "/simulate", "/simulate", RUN_UNKNOWN, 1, false, RUN_SUCCEEDED},
    {"suppress",
     "{\"change\":\"make\",\"id\":\"" RULES "quiet\",\"alert_type\":\"VM_x\","
     "\"reason\":\"Other\",\"until\":\"2027-01-01T00:00:00Z\"}",
     "PUT", "/alertsSuppressionRules/", NULL, RUN_SUCCEEDED, 2, false,
     RUN_SUCCEEDED},
    {"automation", "{\"change\":\"disable\",\"id\":\"" BLOCK "\"}", "PATCH",
     "/automations/", "/block-brute-force", RUN_SUCCEEDED, 2, false,
     RUN_SUCCEEDED},
    {"remote", "{\"change\":\"disable\",\"id\":\"" APP "\"}", "POST",
     "/disable", "/disable", RUN_SUCCEEDED, 2, false, RUN_SUCCEEDED},
    {"automation", "{\"change\":\"remove\",\"id\":\"" BLOCK "\"}", "DELETE",
     "/automations/", "/block-brute-force", RUN_SUCCEEDED, 2, false,
     RUN_SUCCEEDED},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* Done in the store, or here; nothing of them is on any wire. */
static const struct {
    const char *kind;
    const char *with;
} local_rows[] = {
    {"note", "{\"note\":\"x\"}"},
    {"owner", "{\"owner\":\"mara\"}"},
    {"tag", "{\"tags\":\"seen\"}"},
};

static const struct json *with_of(struct scene *scene, const char *text)
{
    struct house *house = &scene->house;
    struct json *json = NULL;
    struct buf out;

    buf_init(&out);
    buf_text(&out, text);
    scene_replace(&out, "CONFIG", house->sand.config);
    scene_replace(&out, "BASE", scene->http.url);
    scene_replace(&out, "SANDBOX", house->sand.url);
    assert_good(house, json_parse(buf_view(&out), &json, &house->err));
    json_keep(house->arena, json);
    buf_done(&out);
    return json;
}

static int64_t take_event(struct scene *scene)
{
    static int number;
    char name[64];

    snprintf(name, sizeof(name), "k-%d", number++);
    return house_take(&scene->house,
                      &(struct house_alert){.name = name, .there = true});
}

/* The kind, and behind it one that only asks. */
static int64_t begin(struct scene *scene, const char *kind, const char *with)
{
    struct house *house = &scene->house;
    struct step steps[] = {
        {.number = 1, .name = "First", .kind = kind, .state = RUN_WAITING},
        {.number = 2, .name = "Next", .kind = "http", .state = RUN_WAITING},
    };
    struct hand_run hand = {
        .name = kind,
        .verb = "test",
        .object = kind,
        .why = "",
        .event = take_event(scene),
        .steps = steps,
        .n_steps = 2,
    };
    int64_t run;

    steps[0].with = with_of(scene, with);
    steps[1].with =
        with_of(scene, "{\"method\":\"GET\",\"token\":\"arm\","
                       "\"url\":\"" SAND_VM2 "?api-version=2023-09-01\"}");
    assert_good(house, hand_start(house->desk, &hand, &run, &house->err));
    return run;
}

/* It was started, and goes on. */
static bool goes_on(struct scene *scene, int64_t run)
{
    struct house *house = &scene->house;
    struct arena *arena = arena_new();
    struct run read;
    bool yes;

    assert_good(house,
                runs_get(house->desk->store, run, arena, &read, &house->err));
    yes = read.steps[0].changed && !run_state_final(read.steps[0].state);
    arena_free(arena);
    return yes;
}

static void until_caught(struct scene *scene, int64_t run, const char *kind,
                         enum moment moment)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!scene->http.caught && !scene->smtp.caught &&
           (moment != MOMENT_FOLLOW || !goes_on(scene, run))) {
        if (when_monotonic() > until) {
            house_tell(&scene->house, run);
            fail_msg("%s, %s: never came there", kind, moments[moment]);
        }
        scene_turn(scene);
    }
}

static enum run_state until_final(struct scene *scene, int64_t run,
                                  const char *kind, const char *moment)
{
    int64_t until = when_monotonic() + DEADLINE;
    struct house *house = &scene->house;
    enum run_state state = RUN_RUNNING;

    while (!run_state_final(state)) {
        struct arena *arena = arena_new();
        struct run read;

        if (when_monotonic() > until) {
            house_tell(house, run);
            fail_msg("%s, %s: does not come to an end", kind, moment);
        }
        scene_turn(scene);
        assert_good(house, runs_get(house->desk->store, run, arena, &read,
                                    &house->err));
        state = read.state;
        arena_free(arena);
    }
    return state;
}

static void hold(struct scene *scene, const struct kind_row *row,
                 enum moment moment)
{
    bool mail = strcmp(row->kind, "mail") == 0;

    if (moment == MOMENT_NEXT)
        relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
    else if (moment != MOMENT_FOLLOW)
        relay_hold(mail ? &scene->smtp : &scene->http, row->method, row->path,
                   0, moment == MOMENT_ANSWER);
}

static void die_and_go_on(struct scene *scene, int64_t run, const char *kind,
                          enum moment moment, enum journal journal)
{
    const struct step *first;

    scene_start(scene);
    until_caught(scene, run, kind, moment);
    scene_kill(scene);
    first = &house_read(&scene->house, run)->steps[0];
    if (moment != MOMENT_FOLLOW && first->journal != journal)
        fail_msg("%s, %s: the journal says %d", kind, moments[moment],
                 (int)first->journal);
    relay_reset(&scene->http);
    relay_reset(&scene->smtp);
    scene_start(scene);
    until_final(scene, run, kind, moments[moment]);
    scene_kill(scene);
}

static void check(struct scene *scene, const struct kind_row *row,
                  enum moment moment, int64_t run, int64_t mark)
{
    struct house *house = &scene->house;
    const struct step *first = &house_read(house, run)->steps[0];
    enum run_state expect = moment == MOMENT_NEXT     ? RUN_SUCCEEDED
                            : moment == MOMENT_FOLLOW ? row->followed
                                                      : row->lost;
    size_t most = moment == MOMENT_ANSWER ? row->most : 1;
    size_t sent;

    if (first->state != expect) {
        house_tell(house, run);
        fail_msg("%s, %s: it is %s", row->kind, moments[moment],
                 run_state_name(first->state));
    }
    /* Nobody is left to guess. */
    assert_true(*first->note != '\0');
    assert_int_equal(house_read(house, run)->steps[1].state, RUN_SUCCEEDED);
    if (!row->log)
        return;
    sent = sand_count(&house->sand, mark, row->method, row->log);
    if (sent > most || (expect == RUN_SUCCEEDED && sent == 0))
        fail_msg("%s, %s: it was sent %zu times", row->kind, moments[moment],
                 sent);
    if (sent > 1)
        assert_non_null(strstr(first->note, "done twice"));
    if (sent > 1)
        assert_int_equal(sand_keys(&house->sand, mark, row->method, row->log),
                         1);
}

static void test_kinds(void **state)
{
    struct scene *scene = *state;

    scene_crowd(scene, CROWD);
    for (size_t i = 0; i < ROWS; i++) {
        for (int m = 0; m < MOMENT_N; m++) {
            enum moment moment = (enum moment)m;
            int64_t mark = sand_mark(&scene->house.sand);
            int64_t run;

            if (moment == MOMENT_FOLLOW
                    ? !rows[i].goes_on
                    : moment != MOMENT_NEXT && !rows[i].method)
                continue;
            run = begin(scene, rows[i].kind, rows[i].with);
            hold(scene, &rows[i], moment);
            die_and_go_on(scene, run, rows[i].kind, moment,
                          moment == MOMENT_NEXT ? JOURNAL_DONE
                                                : JOURNAL_INTENDED);
            check(scene, &rows[i], moment, run, mark);
        }
    }
    scene_crowd_ends(scene, CROWD);
}

static void test_local(void **state)
{
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(local_rows) / sizeof(local_rows[0]); i++) {
        int64_t run;

        run = begin(scene, local_rows[i].kind, local_rows[i].with);
        relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
        die_and_go_on(scene, run, local_rows[i].kind, MOMENT_NEXT,
                      JOURNAL_DONE);
        assert_int_equal(house_read(&scene->house, run)->state, RUN_SUCCEEDED);
    }
}

/* ---- scripts: nobody but they know how far they came ---- */

#define SCRIPT                                                                 \
    "echo $$ >>begun\n"                                                        \
    "exec head -c 1 gate >/dev/null\n"

static const char *beside(struct scene *scene, const char *name)
{
    return arena_printf(scene->house.arena, "%s/%s", scene->house.sand.dir,
                        name);
}

/* How often it has begun; *pid: of the last. */
static size_t begun(struct scene *scene, pid_t *pid)
{
    struct err ignored;
    struct str line, rest;
    struct buf text;
    int64_t number;
    size_t n = 0;

    buf_init(&text);
    if (file_read(beside(scene, "begun"), 4096, &text, &ignored)) {
        rest = buf_view(&text);
        while (str_cut(&rest, '\n', &line)) {
            if (!str_int(line, &number))
                continue;
            *pid = (pid_t)number;
            n++;
        }
    }
    buf_done(&text);
    return n;
}

static pid_t until_begun(struct scene *scene)
{
    int64_t until = when_monotonic() + DEADLINE;
    pid_t pid = 0;

    while (begun(scene, &pid) == 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
    }
    return pid;
}

static void write_script(struct scene *scene, const char *name,
                         const char *text)
{
    struct house *house = &scene->house;
    const char *path = beside(scene, name);

    assert_good(house, file_write(path, str_of(text), &house->err));
    assert_int_equal(chmod(path, 0700), 0);
}

/* One that the engine takes along, and one that hears nothing. */
static int write_scripts(struct scene *scene)
{
    int gate;

    write_script(scene, "slow", "#!/bin/sh\n" SCRIPT);
    write_script(scene, "deaf", "#!/bin/sh\ntrap '' TERM\n" SCRIPT);
    assert_int_equal(mkfifo(beside(scene, "gate"), 0600), 0);
    gate = open(beside(scene, "gate"), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    assert_true(gate >= 0);
    return gate;
}

/* It lives on when the engine dies, or dies as well: what it did by then is
 * the same, and nobody runs it again who was not told to. */
static void test_script(void **state)
{
    static const struct {
        const char *with;
        bool dies; /* with the engine */
        bool done; /* before the engine dies */
        size_t begun;
        enum run_state state;
        const char *says;
    } cases[] = {
        {"{\"script\":\"slow\"}", true, false, 1, RUN_UNKNOWN,
         "may have been done"},
        {"{\"script\":\"deaf\"}", false, false, 1, RUN_UNKNOWN,
         "may have been done"},
        {"{\"script\":\"slow\",\"repeat\":\"yes\"}", true, false, 2,
         RUN_SUCCEEDED, "done twice"},
        {"{\"script\":\"deaf\",\"repeat\":\"yes\"}", false, false, 2,
         RUN_SUCCEEDED, "done twice"},
        {"{\"script\":\"slow\"}", false, true, 1, RUN_SUCCEEDED, "ended well"},
        {"{\"script\":\"slow\",\"repeat\":\"yes\"}", false, true, 1,
         RUN_SUCCEEDED, "ended well"},
    };
    struct scene *scene = *state;
    int gate = write_scripts(scene);
    char rest[8];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t run = begin(scene, "script", cases[i].with);
        const struct step *step;
        pid_t pid;

        if (cases[i].done) {
            assert_int_equal(write(gate, "\n", 1), 1);
            relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
            die_and_go_on(scene, run, "script", MOMENT_NEXT, JOURNAL_DONE);
        } else {
            scene_start(scene);
            pid = until_begun(scene);
            scene_kill(scene);
            if (cases[i].dies)
                kill(pid, SIGKILL);
            else
                assert_int_equal(kill(pid, 0), 0);
            if (!cases[i].dies || cases[i].begun > 1)
                assert_int_equal(write(gate, "\n\n\n\n", 4), 4);
            scene_start(scene);
            until_final(scene, run, "script", moments[MOMENT_ANSWER]);
            scene_kill(scene);
        }
        step = &house_read(&scene->house, run)->steps[0];
        if (step->state != cases[i].state || !strstr(step->note, cases[i].says))
            fail_msg("script %zu: %s: %s", i, run_state_name(step->state),
                     step->note);
        assert_int_equal(begun(scene, &pid), cases[i].begun);
        assert_int_equal(unlink(beside(scene, "begun")), 0);
        while (read(gate, rest, sizeof(rest)) > 0)
            continue;
    }
    close(gate);
}

/* ---- approvals ---- */

static void until_asked(struct scene *scene)
{
    struct house *house = &scene->house;
    int64_t until = when_monotonic() + DEADLINE;
    int64_t pending = 0;

    while (pending == 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
        assert_good(house, approvals_pending(house->desk->store, &pending,
                                             &house->err));
    }
}

/* Asked for once, whoever dies meanwhile; an answer that came while nobody was
 * there counts, and is not asked for again. */
static void test_approval(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;
    const struct approval *approval;
    const struct run *read;
    int64_t pending;
    int64_t run;

    house_rule(house, house->desk,
               "{\"name\":\"ask\",\"mode\":\"auto\",\"actions\":["
               "{\"kind\":\"approval\",\"with\":{\"text\":\"Shall we?\"}},"
               "{\"kind\":\"http\",\"with\":{\"method\":\"GET\",\"token\":"
               "\"arm\",\"url\":\"" SAND_VM2 "?api-version=2023-09-01\"}}]}");
    take_event(scene);
    run = house_newest(house, 0);
    scene_start(scene);
    until_asked(scene);
    scene_kill(scene);
    /* It wakes up beside one that waits. */
    approval = house_waiting(house);
    relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
    scene_start(scene);
    assert_good(house, house_answer(house->second, approval->row, true, "seen",
                                    &house->err));
    until_caught(scene, run, "approval", MOMENT_NEXT);
    scene_kill(scene);
    relay_reset(&scene->http);
    scene_start(scene);
    assert_int_equal(until_final(scene, run, "approval", "next"),
                     RUN_SUCCEEDED);
    scene_kill(scene);
    read = house_read(house, run);
    for (size_t i = 0; i < read->n_steps; i++)
        assert_int_equal(read->steps[i].state, RUN_SUCCEEDED);
    assert_good(house,
                approvals_pending(house->desk->store, &pending, &house->err));
    assert_int_equal(pending, 0);

    /* Answered while no engine is there. */
    take_event(scene);
    run = house_newest(house, 0);
    scene_start(scene);
    until_asked(scene);
    scene_kill(scene);
    approval = house_waiting(house);
    assert_good(house, house_answer(house->second, approval->row, true, "seen",
                                    &house->err));
    scene_start(scene);
    assert_int_equal(until_final(scene, run, "approval", "answered"),
                     RUN_SUCCEEDED);
    scene_kill(scene);
}

/* Whoever adds a kind adds its row here. */
static void test_all(void **state)
{
    /* These have tests of their own: test_kill.c, test_kill_plays.c,
     * test_kill_shapes.c, tests/service/test_play_way.c, and here. */
    static const char *const elsewhere[] = {"contain", "approval", "script",
                                            "playbook", "wait"};
    const struct action_kind *kind;

    (void)state;
    for (size_t i = 0; (kind = action_at(i)) != NULL; i++) {
        bool found = false;

        for (size_t k = 0; k < ROWS; k++)
            found |= strcmp(rows[k].kind, kind->name) == 0;
        for (size_t k = 0; k < sizeof(local_rows) / sizeof(local_rows[0]); k++)
            found |= strcmp(local_rows[k].kind, kind->name) == 0;
        for (size_t k = 0; k < sizeof(elsewhere) / sizeof(elsewhere[0]); k++)
            found |= strcmp(elsewhere[k], kind->name) == 0;
        if (!found)
            fail_msg("nobody kills the engine for %s", kind->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),
        cmocka_unit_test_setup_teardown(test_script, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_kinds, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_local, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_approval, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
