/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/contain.h"
#include "service/rulebook.h"
#include "service/vote.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/when.h"

#define SETS 24

/* riposte's own catalogue looks every five seconds; a test has no time. */
static void hasten(const char *name, struct buf *text)
{
    static const struct {
        const char *from, *to;
    } spans[] = {{"\"every\": \"5s\"", "\"every\": \"200ms\""},
                 {"\"every\": \"10s\"", "\"every\": \"200ms\""},
                 {"\"within\": \"5m\"", "\"within\": \"40s\""},
                 {"\"within\": \"2m\"", "\"within\": \"40s\""},
                 {"\"within\": \"10m\"", "\"within\": \"40s\""}};
    struct arena *arena = arena_new();
    const char *data = getenv("RIPOSTE_DATADIR");
    struct err err;
    struct buf in;

    buf_init(&in);
    if (!file_read(arena_printf(arena, "%s/containment/%s",
                                data ? data : "data", name),
                   65536, &in, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < in.len;) {
        size_t k;

        for (k = 0; k < sizeof(spans) / sizeof(spans[0]); k++) {
            if (str_starts(str_sub(buf_view(&in), i, in.len),
                           str_of(spans[k].from)))
                break;
        }
        if (k < sizeof(spans) / sizeof(spans[0])) {
            buf_text(text, spans[k].to);
            i += strlen(spans[k].from);
        } else {
            buf_char(text, in.at[i++]);
        }
    }
    buf_done(&in);
    arena_free(arena);
}

static void write_entry(struct house *house, const char *file, const char *json)
{
    char path[600];

    snprintf(path, sizeof(path), "%s/containment", house->sand.dir);
    assert_good(house, file_make_dir(path, &house->err));
    snprintf(path, sizeof(path), "%s/containment/%s", house->sand.dir, file);
    assert_good(house, file_write(path, str_of(json), &house->err));
}

void house_entry(struct house *house, const char *file, const char *json)
{
    write_entry(house, file, json);
    desk_close(house->desk);
    house->desk = NULL;
    house->desk = house_desk(house, "ann");
}

static void write_catalogue(struct house *house)
{
    static const char *const names[] = {
        "vm-deallocate.json",   "storage-public-off.json",
        "user-disable.json",    "vm-isolate.json",
        "blob-quarantine.json", "machine-isolate.json"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct buf text;

        buf_init(&text);
        hasten(names[i], &text);
        write_entry(house, names[i], text.at);
        buf_done(&text);
    }
}

struct desk *house_desk(struct house *house, const char *person)
{
    struct desk *desk;

    assert_good(house, desk_open(house->config, DESK_ACT, &desk, &house->err));
    snprintf(desk->person, sizeof(desk->person), "%s", person);
    desk_begins(desk, 0);
    return desk;
}

void house_open(struct house *house, const char *const *options,
                const char *const *sets)
{
    const char *all[SETS] = {NULL};
    char store[320];
    char catalogue[320];
    size_t n = 0;

    *house = (struct house){.arena = arena_new()};
    sand_start(&house->sand, options);
    write_catalogue(house);
    snprintf(store, sizeof(store), "store=%s/store.db", house->sand.dir);
    snprintf(catalogue, sizeof(catalogue),
             "containment.directory=%s/containment", house->sand.dir);
    all[n++] = store;
    all[n++] = catalogue;
    for (; sets && *sets; sets++) {
        assert_true(n < SETS - 1);
        all[n++] = *sets;
    }
    assert_good(house, config_load(house->sand.config, all, &house->config,
                                   &house->err));
    house->desk = house_desk(house, "ann");
    house->second = house_desk(house, "bob");
}

void house_close(struct house *house)
{
    house_engine_end(house);
    desk_close(house->desk);
    desk_close(house->second);
    config_free(house->config);
    arena_free(house->arena);
    sand_stop(&house->sand);
}

int house_setup(void **state)
{
    static const char *const options[] = {"--scenario", "none", "--speed", "20",
                                          NULL};
    struct house *house = mem_new(sizeof(*house));

    house_open(house, options, NULL);
    *state = house;
    return 0;
}

int house_teardown(void **state)
{
    house_close(*state);
    mem_free(*state);
    return 0;
}

void house_engine(struct house *house, bool poll)
{
    assert_null(house->conductor);
    assert_good(house, conductor_new(house->desk, poll, &house->conductor,
                                     &house->err));
}

void house_engine_end(struct house *house)
{
    conductor_free(house->conductor);
    house->conductor = NULL;
}

bool house_until(struct house *house,
                 bool (*holds)(struct house *house, const void *with),
                 const void *with, int64_t milliseconds)
{
    int64_t until = when_monotonic() + milliseconds;
    bool worked;

    while (!holds(house, with)) {
        if (when_monotonic() >= until)
            return false;
        assert_good(house, conductor_step(house->conductor, 50, -1, &worked,
                                          &house->err));
    }
    return true;
}

const struct run *house_read(struct house *house, int64_t run)
{
    struct run *out = arena_alloc(house->arena, sizeof(*out));

    assert_good(house, runs_get(house->desk->store, run, house->arena, out,
                                &house->err));
    return out;
}

static bool run_rests(struct house *house, const void *with)
{
    struct arena *arena = arena_new();
    struct run run;
    bool rests = false;

    assert_good(house, runs_get(house->desk->store, *(const int64_t *)with,
                                arena, &run, &house->err));
    rests = run_state_final(run.state) || run.state == RUN_WAITING;
    arena_free(arena);
    return rests;
}

void house_tell(struct house *house, int64_t run)
{
    const struct run *now = house_read(house, run);
    int64_t moment = when_now();

    for (size_t i = 0; i < now->n_steps; i++) {
        const struct step *step = &now->steps[i];

        print_message("%s: %s, journal %d, attempt %d, due in %lld ms: %s\n",
                      step->name, run_state_name(step->state),
                      (int)step->journal, step->attempts,
                      (long long)(step->due - moment), step->note);
    }
}

bool house_contain(struct desk *desk, const char *action, const char *target,
                   int64_t event, const char *why, int64_t *run,
                   struct err *err)
{
    struct contain_wish wish = {
        .action = action,
        .target = target,
        .event = event,
        .why = why,
    };

    return contain_wish(desk, &wish, run, err);
}

bool house_answer(struct desk *desk, int64_t approval, bool approve,
                  const char *reason, struct err *err)
{
    return approval_answer(desk, approval, NULL, approve, reason, err);
}

bool house_may_answer(const struct desk *desk, const struct approval *approval,
                      struct err *err)
{
    struct arena *arena = arena_new();
    struct approval filled = *approval;
    struct standing ignored;
    bool ok =
        vote_fill(desk, &filled, arena, err) &&
        vote_standing(desk, &filled, true, when_now(), arena, &ignored, err);

    arena_free(arena);
    return ok;
}

enum run_state house_run(struct house *house, int64_t run)
{
    if (!house_until(house, run_rests, &run, HOUSE_WAIT)) {
        house_tell(house, run);
        fail_msg("Run %lld does not come to an end", (long long)run);
    }
    return house_read(house, run)->state;
}

static bool idle(struct house *house, const void *with)
{
    (void)with;
    return conductor_idle(house->conductor);
}

void house_rest(struct house *house)
{
    if (!house_until(house, idle, NULL, HOUSE_WAIT))
        fail_msg("The engine does not come to rest");
}

int64_t house_newest(struct house *house, size_t n)
{
    struct runs_filter filter = {.limit = n + 1};
    struct run *runs;
    size_t count;

    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &count, &house->err));
    assert_true(count > n);
    return runs[n].row;
}

const struct effect *house_effect(struct house *house, int64_t effect)
{
    struct effect *out = arena_alloc(house->arena, sizeof(*out));

    assert_good(house, effects_get(house->desk->store, effect, house->arena,
                                   out, &house->err));
    return out;
}

const struct effect *house_last_effect(struct house *house)
{
    struct effect *effects;
    size_t n;

    assert_good(house, effects_list(house->desk->store, false, 0, 1,
                                    house->arena, &effects, &n, &house->err));
    assert_int_equal(n, 1);
    return effects;
}

const struct event *house_event(struct house *house, int64_t event)
{
    struct event *out = arena_alloc(house->arena, sizeof(*out));

    assert_good(house, events_get(house->desk->store, event, true, house->arena,
                                  out, &house->err));
    return out;
}

const struct approval *house_waiting(struct house *house)
{
    struct approvals_filter filter = {.pending = true, .limit = 10};
    struct approval *approvals;
    size_t n;

    assert_good(house, approvals_list(house->desk->store, &filter, house->arena,
                                      &approvals, &n, &house->err));
    assert_int_equal(n, 1);
    return approvals;
}

static const char *or_else(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

struct str house_alert(struct house *house, const struct house_alert *alert)
{
    const char *resource = or_else(alert->resource, SAND_VM);
    const char *text = arena_printf(
        house->arena,
        "{\"id\":\"" SAND_SHOP "/providers/Microsoft.Security/locations/"
        "westeurope/alerts/%s\",\"name\":\"%s\","
        "\"type\":\"Microsoft.Security/Locations/alerts\",\"properties\":{"
        "\"systemAlertId\":\"%s\",\"alertType\":\"%s\","
        "\"alertDisplayName\":\"%s\",\"severity\":\"%s\",\"status\":\"%s\","
        "\"intent\":\"InitialAccess\",\"timeGeneratedUtc\":\"%s\","
        "\"compromisedEntity\":\"%s\",\"resourceIdentifiers\":["
        "{\"type\":\"AzureResource\",\"azureResourceId\":\"%s\"}],"
        "\"entities\":[],\"extendedProperties\":{\"Attacker IP\":"
        "\"203.0.113.9\"}}}",
        alert->name, alert->name, alert->name,
        or_else(alert->type, "VM_BruteForce"),
        or_else(alert->title, "Brute force"), or_else(alert->severity, "High"),
        or_else(alert->status, "Active"),
        or_else(alert->time, "2026-03-05T12:00:00Z"),
        strrchr(resource, '/') ? strrchr(resource, '/') + 1 : resource,
        resource);

    if (alert->there)
        sand_alert(&house->sand, text);
    return str_of(text);
}

struct ingest_count house_ingest(struct house *house, struct str text,
                                 bool standing)
{
    struct ingest_count count = {0};

    assert_good(house,
                ingest_text(house->desk, text, "file", standing, when_now(),
                            NULL, NULL, &count, &house->err));
    return count;
}

int64_t house_take(struct house *house, const struct house_alert *alert)
{
    struct str text = house_alert(house, alert);
    int64_t row;

    house_ingest(house, text, false);
    assert_good(house, events_find(house->desk->store, str_of(alert->name),
                                   &row, &house->err));
    return row;
}

int64_t house_rule(struct house *house, struct desk *desk, const char *json)
{
    struct json *parsed;
    struct rule *rule;
    int64_t row;

    assert_good(house, json_parse(str_of(json), &parsed, &house->err));
    assert_good(house, rule_from_json(parsed, &rule, &house->err));
    assert_good(house, rulebook_save(desk, rule, &house->err));
    row = rule->row;
    rule_free(rule);
    json_free(parsed);
    return row;
}
