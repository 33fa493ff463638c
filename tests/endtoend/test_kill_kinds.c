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
#include <stdlib.h>
#include <string.h>

#include <signal.h>

#include <cmocka.h>

#include "connect/action.h"
#include "relay.h"
#include "service/hand.h"
#include "service/house.h"
#include "util/file.h"
#include "util/when.h"

#define DEADLINE 20000
#define SOC      "/subscriptions/" SAND_SUB "/resourceGroups/rg-soc/providers"
#define APP      SOC "/Microsoft.Logic/workflows/la-tell-soc"
#define AA       SOC "/Microsoft.Automation/automationAccounts/aa-soc"
#define RULES                                                                  \
    "/subscriptions/" SAND_SUB                                                 \
    "/providers/Microsoft.Security/alertsSuppressionRules/"

/* Everything goes through relays: one for HTTP, one for SMTP. */
struct scene {
    struct relay http;
    struct relay smtp;
    struct house house;
    struct proc engine;
    int64_t event;
};

/* ---- the house and its relays ---- */

/* Puts @to in the place of each @from. */
static void replace(struct buf *text, const char *from, const char *to)
{
    struct buf out;
    struct str rest = buf_view(text);
    size_t at;

    buf_init(&out);
    while ((at = str_find(rest, str_of(from))) != STR_NOWHERE) {
        buf_bytes(&out, rest.at, at);
        buf_text(&out, to);
        rest = str_sub(rest, at + strlen(from), rest.len);
    }
    buf_bytes(&out, rest.at, rest.len);
    buf_clear(text);
    buf_bytes(text, out.at, out.len);
    buf_done(&out);
}

static void lead_through(struct scene *scene, const char *suffix)
{
    struct sand *sand = &scene->house.sand;
    const char *path =
        arena_printf(scene->house.arena, "%s%s", sand->config, suffix);
    char from[64];
    char to[64];
    struct buf text;

    buf_init(&text);
    assert_good(&scene->house,
                file_read(path, LIMIT_CONFIG_FILE, &text, &scene->house.err));
    replace(&text, sand->url, scene->http.url);
    snprintf(from, sizeof(from), "smtp://127.0.0.1:%d", sand->smtp);
    snprintf(to, sizeof(to), "smtp://127.0.0.1:%d", scene->smtp.port);
    replace(&text, from, to);
    assert_good(&scene->house,
                file_write(path, buf_view(&text), &scene->house.err));
    buf_done(&text);
}

static int scene_open(void **state)
{
    static const char *const files[] = {"", ".slack", ".teams", ".flow"};
    static struct scene scene;
    struct house *house = &scene.house;

    relay_open(&scene.http);
    relay_open(&scene.smtp);
    {
        const char *options[] = {"--speed", "20",    "--scenario",
                                 "none",    "--arm", scene.http.url,
                                 NULL};

        house_open(house, options, NULL);
    }
    scene.http.target = house->sand.port;
    scene.smtp.target = house->sand.smtp;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        lead_through(&scene, files[i]);
    scene.engine = (struct proc){.pid = 0};
    *state = &scene;
    return 0;
}

static void engine_start(struct scene *scene)
{
    const struct house *house = &scene->house;
    char program[512];
    const char *const argv[] = {
        sand_program("riposte", program),
        "--config",
        house->sand.config,
        "--store",
        house->config->store,
        "--set",
        arena_printf(house->arena, "scripts.directory=%s", house->sand.dir),
        "serve",
        NULL};

    if (!proc_start(&scene->engine, argv, &scene->house.err))
        fail_msg("%s", house->err.text);
}

static void engine_kill(struct scene *scene)
{
    assert_int_equal(kill(scene->engine.pid, SIGKILL), 0);
    proc_stop(&scene->engine);
    scene->engine = (struct proc){.pid = 0};
}

static int scene_close(void **state)
{
    struct scene *scene = *state;

    if (scene->engine.pid > 0)
        proc_stop(&scene->engine);
    house_close(&scene->house);
    relay_close(&scene->http);
    relay_close(&scene->smtp);
    return 0;
}

static void turn(struct scene *scene)
{
    relay_turn(&scene->http, 5);
    relay_turn(&scene->smtp, 5);
}

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
    replace(&out, "CONFIG", house->sand.config);
    replace(&out, "BASE", scene->http.url);
    replace(&out, "SANDBOX", house->sand.url);
    assert_good(house, json_parse(buf_view(&out), &json, &house->err));
    json_keep(house->arena, json);
    buf_done(&out);
    return json;
}

static void take_event(struct scene *scene)
{
    static int number;
    char name[64];

    snprintf(name, sizeof(name), "k-%d", number++);
    scene->event = house_take(
        &scene->house, &(struct house_alert){.name = name, .there = true});
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
        .event = scene->event,
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
        turn(scene);
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
        turn(scene);
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

    engine_start(scene);
    until_caught(scene, run, kind, moment);
    engine_kill(scene);
    first = &house_read(&scene->house, run)->steps[0];
    if (moment != MOMENT_FOLLOW && first->journal != journal)
        fail_msg("%s, %s: the journal says %d", kind, moments[moment],
                 (int)first->journal);
    relay_reset(&scene->http);
    relay_reset(&scene->smtp);
    engine_start(scene);
    until_final(scene, run, kind, moments[moment]);
    engine_kill(scene);
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

    for (size_t i = 0; i < ROWS; i++) {
        for (int m = 0; m < MOMENT_N; m++) {
            enum moment moment = (enum moment)m;
            int64_t mark = sand_mark(&scene->house.sand);
            int64_t run;

            if (moment == MOMENT_FOLLOW
                    ? !rows[i].goes_on
                    : moment != MOMENT_NEXT && !rows[i].method)
                continue;
            take_event(scene);
            run = begin(scene, rows[i].kind, rows[i].with);
            hold(scene, &rows[i], moment);
            die_and_go_on(scene, run, rows[i].kind, moment,
                          moment == MOMENT_NEXT ? JOURNAL_DONE
                                                : JOURNAL_INTENDED);
            check(scene, &rows[i], moment, run, mark);
        }
    }
}

static void test_local(void **state)
{
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(local_rows) / sizeof(local_rows[0]); i++) {
        int64_t run;

        take_event(scene);
        run = begin(scene, local_rows[i].kind, local_rows[i].with);
        relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
        die_and_go_on(scene, run, local_rows[i].kind, MOMENT_NEXT,
                      JOURNAL_DONE);
        assert_int_equal(house_read(&scene->house, run)->state, RUN_SUCCEEDED);
    }
}

/* Whoever adds a kind adds its row here. */
static void test_all(void **state)
{
    /* These have tests of their own: test_kill.c, and below. */
    static const char *const elsewhere[] = {"contain", "approval", "script",
                                            "automation"};
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
        cmocka_unit_test_setup_teardown(test_kinds, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_local, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
