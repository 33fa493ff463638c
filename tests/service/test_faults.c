/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole story with every kind of misbehaviour switched on: all alerts come
 * in, every run comes to an end or says why not, and nothing is done twice.
 *
 * The houses stand side by side and their conductors take turns, so that the
 * waits of one are the time of the others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <cmocka.h>

#include "house.h"
#include "util/file.h"
#include "util/when.h"

#define DEADLINE (200 * WHEN_SECOND)
/* Where most requests fail, what has been tried many times may go on waiting,
 * as long as it says why; it ends when the faults do. */
#define PATIENCE (75 * WHEN_SECOND)

static const char *const mixes[] = {
    "401:0.3;seed=2",
    "429:0.3;seed=3",
    "500:0.3;seed=4",
    "cut:0.3;seed=5",
    "garbage:0.3;seed=6",
    "slow:0.3;seed=7",
    "reset:0.3;seed=8",
    ("401:0.1,429:0.1,500:0.1,cut:0.1,garbage:0.1,slow:0.1,reset:0.1;"
     "seed=9"),
};
#define HOUSES (sizeof(mixes) / sizeof(mixes[0]))

/* What can be repeated, what cannot, and what only tells. */
static const char *const rules[] = {
    "{\"name\":\"stop\",\"order\":1,\"mode\":\"auto\",\"guards\":{\"dedupe\":"
    "\"1d\"},\"conditions\":[{\"all\":[{\"property\":\"AlertType\","
    "\"operator\":\"startswith\",\"value\":\"VM_\"}]}],\"actions\":[{\"kind\":"
    "\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}",
    "{\"name\":\"close\",\"order\":2,\"mode\":\"auto\",\"guards\":{\"dedupe\":"
    "\"1d\"},\"conditions\":[{\"all\":[{\"property\":\"AlertType\","
    "\"operator\":\"startswith\",\"value\":\"Storage\"}]}],\"actions\":[{"
    "\"kind\":\"contain\",\"with\":{\"action\":\"storage-public-off\"}}]}",
    "{\"name\":\"tell\",\"order\":3,\"mode\":\"auto\",\"conditions\":[{\"all\":"
    "[{\"property\":\"Severity\",\"operator\":\"==\",\"value\":\"High\"}]}],"
    "\"guards\":{\"dedupe\":\"1d\"},"
    "\"actions\":[{\"kind\":\"mail\",\"with\":{\"to\":\"soc@contoso.example\","
    "\"subject\":\"x\",\"body\":\"y\"}},{\"kind\":\"status\",\"with\":{\"to\":"
    "\"inProgress\"}}]}",
};

/* Gives an account a new key: whoever does that twice has done harm. */
#define RENEW                                                                  \
    "{\"name\":\"renew\",\"order\":4,\"mode\":\"auto\",\"conditions\":[{"      \
    "\"all\":[{\"property\":\"AlertType\",\"operator\":\"startswith\","        \
    "\"value\":\"KV_\"}]}],\"actions\":[{\"kind\":\"http\",\"with\":{"         \
    "\"url\":\"%s" SAND_STORE "/regenerateKey?api-version=2023-05-01\","       \
    "\"body\":\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","           \
    "\"class\":\"reversible\"}}]}"

/* The shop's story without the noise that never ends. */
static void write_story(const char *path)
{
    const char *data = getenv("RIPOSTE_DATADIR");
    struct json *story = NULL;
    struct json *noise;
    char from[512];
    struct buf text;
    struct err err;

    snprintf(from, sizeof(from), "%s/scenarios/shop.json",
             data ? data : "data");
    buf_init(&text);
    if (!file_read(from, LIMIT_SCENARIO_FILE, &text, &err) ||
        !json_parse(buf_view(&text), &story, &err))
        fail_msg("%s", err.text);
    noise = json_member(story, "noise");
    json_set_int(noise, "least", 0);
    json_set_int(noise, "most", 0);
    buf_clear(&text);
    json_write(story, JSON_COMPACT, &text);
    json_free(story);
    if (!file_write(path, buf_view(&text), &err))
        fail_msg("%s", err.text);
    buf_done(&text);
}

static void open_house(struct house *house, const char *story, const char *mix)
{
    const char *const options[] = {"--speed",     "60",         "--fault",
                                   mix,           "--scenario", story,
                                   "--page-size", "20",         NULL};

    house_open(house, options, NULL);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        house_rule(house, house->desk, rules[i]);
    house_rule(house, house->desk,
               arena_printf(house->arena, RENEW, house->sand.url));
    house_engine(house, true);
}

static int64_t clock_of(struct house *house)
{
    struct json *json = sand_get(&house->sand, "/_sandbox/health");
    int64_t clock = 0;

    json_int(json_get(json, "clock"), &clock);
    json_free(json);
    return clock;
}

static int64_t open_runs(struct house *house)
{
    struct counters counters;

    assert_good(house,
                counters_get(house->desk->store, &counters, &house->err));
    return counters.runs_open;
}

/* Does each run that goes on say what it waits for? */
static bool waits_explained(struct house *house)
{
    struct runs_filter filter = {.open = true, .limit = 1000};
    struct run *runs;
    size_t n;

    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &n, &house->err));
    for (size_t i = 0; i < n; i++) {
        const struct run *run = house_read(house, runs[i].row);
        bool says = false;

        for (size_t k = 0; k < run->n_steps; k++)
            says |= run->steps[k].state == RUN_WAITING &&
                    run->steps[k].attempts > 3 && *run->steps[k].note != '\0';
        if (!says)
            return false;
    }
    return true;
}

/* The story is over, and nothing goes on, or says why. */
static bool done(struct house *house, bool late)
{
    return clock_of(house) > 660 * WHEN_SECOND &&
           (open_runs(house) == 0 || (late && waits_explained(house)));
}

/* What it still waits for, to be read in the log of a machine far away. */
static void tell_open(struct house *house, const char *mix)
{
    struct runs_filter filter = {.open = true, .limit = 20};
    struct run *runs;
    size_t n;

    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &n, &house->err));
    for (size_t i = 0; i < n; i++) {
        const struct run *run = house_read(house, runs[i].row);

        print_error("%s: run %lld %s (%s)\n", mix, (long long)run->row,
                    run_state_name(run->state), run->why);
        for (size_t k = 0; k < run->n_steps; k++) {
            const struct step *step = &run->steps[k];

            print_error("  %s %s, journal %d, turn %d, %d attempts, due in "
                        "%lld ms, given up in %lld ms: %s\n",
                        step->name, run_state_name(step->state), step->journal,
                        step->turn, step->attempts,
                        (long long)(step->due - when_now()),
                        (long long)(step->give_up - when_now()), step->note);
        }
    }
    print_error("%s: the clock of the sandbox is at %lld s\n", mix,
                (long long)(clock_of(house) / WHEN_SECOND));
}

static void turn_all(struct house *houses,
                     bool (*over)(struct house *house, bool late))
{
    int64_t begun = when_monotonic();
    int64_t until = begun + DEADLINE;
    int64_t look = 0;
    bool all = false;

    while (!all) {
        bool worked;

        for (size_t i = 0; i < HOUSES; i++)
            assert_good(&houses[i], conductor_step(houses[i].conductor, 2, -1,
                                                   &worked, &houses[i].err));
        if (when_monotonic() < look)
            continue;
        look = when_monotonic() + 200;
        all = true;
        for (size_t i = 0; i < HOUSES; i++) {
            bool one = over(&houses[i], when_monotonic() > begun + PATIENCE);

            all &= one;
            if (!one && when_monotonic() > until) {
                tell_open(&houses[i], mixes[i]);
                fail_msg("%s: not at the end; %lld runs are open", mixes[i],
                         (long long)open_runs(&houses[i]));
            }
        }
    }
}

/* ---- what must hold -------------------------------------------------------*/

static bool explained(const struct run *run)
{
    for (size_t i = 0; i < run->n_steps; i++) {
        const struct step *step = &run->steps[i];

        if (step->state == run->state && *step->note != '\0')
            return true;
    }
    return *run->why != '\0';
}

static void check_runs(struct house *house, const char *mix)
{
    struct runs_filter filter = {.limit = 1000};
    struct run *runs;
    size_t good = 0;
    size_t n;

    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &n, &house->err));
    assert_true(n > 10);
    for (size_t i = 0; i < n; i++) {
        const struct run *run = house_read(house, runs[i].row);

        assert_true(run_state_final(run->state));
        good += run->state == RUN_SUCCEEDED;
        if (run->state != RUN_SUCCEEDED && !explained(run))
            fail_msg("%s: run %lld is %s and does not say why", mix,
                     (long long)run->row, run_state_name(run->state));
    }
    /* Faults are no excuse for giving up. */
    if (good * 10 < n * 6)
        fail_msg("%s: only %zu of %zu runs succeeded", mix, good, n);
}

/* Each act of the log, by the key that it carries. */
struct acts {
    const char *path; /* its end */
    bool once;        /* done once for each key, however often it is sent */
    size_t seen;
};

static bool was_done(const struct json *entry)
{
    struct str fault = json_text(json_get(entry, "fault"));
    int64_t status = 0;

    json_int(json_get(entry, "status"), &status);
    return status / 100 == 2 && !str_eq(fault, STR("401")) &&
           !str_eq(fault, STR("429")) && !str_eq(fault, STR("500")) &&
           !str_eq(fault, STR("503"));
}

static void check_acts(struct house *house, const char *mix, struct acts *acts,
                       const char *of)
{
    struct json *log = sand_get(&house->sand, "/_sandbox/log");
    struct json *keys = json_new_object();

    for (struct json_each e = json_each(log); json_next(&e);) {
        struct str path = json_text(json_get(e.value, "path"));
        struct str key = json_text(json_get(e.value, "clientRequestId"));

        if (str_eq(json_text(json_get(e.value, "method")), STR("GET")) ||
            !str_ends_fold(path, str_of(acts->path)) ||
            (of && str_find_fold(path, str_of(of)) == STR_NOWHERE) ||
            !was_done(e.value))
            continue;
        acts->seen++;
        assert_true(key.len > 0);
        if (acts->once && json_get(keys, key.at))
            fail_msg("%s: %.*s was done twice for %s", mix, STR_ARG(path),
                     key.at);
        json_set_bool(keys, key.at, true);
    }
    /* Of what may be repeated, all repetitions are of one act. */
    if (of && json_length(keys) > 1)
        fail_msg("%s: %zu acts %s on %s", mix, json_length(keys), acts->path,
                 of);
    json_free(keys);
    json_free(log);
}

static void check_log(struct house *house, const char *mix)
{
    static const char *const machines[] = {"vm-web-01", "vm-web-02",
                                           "vm-pay-01", "vm-jump-01",
                                           "vm-dev-01", "vm-etl-01"};
    struct acts renewals = {.path = "/regenerateKey", .once = true};
    struct acts stops = {.path = "/deallocate"};

    check_acts(house, mix, &renewals, NULL);
    assert_true(renewals.seen > 0);
    for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
        check_acts(house, mix, &stops, machines[i]);
    assert_true(stops.seen > 0);
}

/* What is in force is known, or known to be unknown. */
static void check_effects(struct house *house, const char *mix)
{
    struct effect *effects;
    size_t n;

    assert_good(house, effects_list(house->desk->store, false, 0, 1000,
                                    house->arena, &effects, &n, &house->err));
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++) {
        char seen[64];

        if (effects[i].state != EFFECT_OBSERVED &&
            effects[i].state != EFFECT_UNKNOWN &&
            effects[i].state != EFFECT_FAILED)
            fail_msg("%s: %s is left at %s", mix, effects[i].target,
                     effect_state_name(effects[i].state));
        if (effects[i].state == EFFECT_OBSERVED &&
            strcmp(effects[i].action, "vm-deallocate") == 0)
            assert_string_equal(
                sand_power(&house->sand, effects[i].target, seen),
                "PowerState/deallocated");
    }
}

static bool known(struct house *house, struct str name)
{
    struct err ignored;
    int64_t row;

    return events_find(house->desk->store, name, &row, &ignored);
}

/* All alerts of the subscription, page by page, and what came of them. */
static bool all_in(struct house *house, bool late)
{
    char target[1024] =
        "/subscriptions/" SAND_SUB
        "/providers/Microsoft.Security/alerts?api-version=2022-01-01";
    size_t lost = 0;
    size_t n = 0;

    (void)late;
    assert_int_equal(sand_arm(&house->sand, "GET", target, NULL), 200);
    while (*target) {
        struct json *page = sand_get(&house->sand, target);
        struct str next = json_text(json_get(page, "nextLink"));

        for (struct json_each e = json_each(json_get(page, "value"));
             json_next(&e); n++)
            lost += !known(house, json_text(json_get(e.value, "name")));
        snprintf(target, sizeof(target), "%s",
                 next.len > 0 ? next.at + strlen(house->sand.url) : "");
        json_free(page);
    }
    assert_true(n > 50);
    return lost == 0 && open_runs(house) == 0;
}

static void test_story(void **state)
{
    struct house houses[HOUSES];
    char story[64] = "/tmp/riposte-story-XXXXXX";
    int fd = mkstemp(story);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    write_story(story);
    for (size_t i = 0; i < HOUSES; i++)
        open_house(&houses[i], story, mixes[i]);
    unlink(story);
    turn_all(houses, done);
    for (size_t i = 0; i < HOUSES; i++) {
        sand_fault(&houses[i].sand, "");
        conductor_refresh(houses[i].conductor);
    }
    turn_all(houses, all_in);
    for (size_t i = 0; i < HOUSES; i++) {
        check_runs(&houses[i], mixes[i]);
        check_log(&houses[i], mixes[i]);
        check_effects(&houses[i], mixes[i]);
        house_close(&houses[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_story),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
