/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_runs.c - a thousand runs at once: an engine, a sandbox with a thousand
 * storage accounts, and an alert for each, whose public access is switched
 * off.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"
#include "model/limits.h"
#include "bench.h"
#include "store/events.h"
#include "store/runs.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/proc.h"
#include "util/when.h"

#define RUNS   1000
#define LOOK   50
#define MOST   (600 * WHEN_SECOND)
#define SUB    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"
#define PLACE  SUB "/resourceGroups/rg-shop/providers/"
#define STORES PLACE "Microsoft.Storage/storageAccounts/"
#define RULE                                                                   \
    "{\"name\":\"close\",\"mode\":\"auto\",\"conditions\":[{\"all\":[{"        \
    "\"property\":\"AlertType\",\"operator\":\"==\",\"value\":"                \
    "\"Storage_Bench\"}]}],\"actions\":[{\"kind\":\"contain\",\"with\":"       \
    "{\"action\":\"storage-public-off\"}}]}"

struct scene {
    struct bench *bench;
    struct proc sandbox;
    struct proc engine;
    char data[600];
    char config[600];
    char store[600];
};

static void must(bool ok, const struct err *err)
{
    if (!ok)
        die("%s", err->text);
}

/* ---- the sandbox's accounts ---- */

static const struct json *find_account(const struct json *resources)
{
    for (struct json_each e = json_each(resources); json_next(&e);) {
        if (str_eq(json_text(json_get(e.value, "id")),
                   STR(STORES "stcontososhop")))
            return e.value;
    }
    die("the estate has no storage account");
}

static void add_accounts(struct json *resources)
{
    const struct json *like = find_account(resources);

    for (int i = 0; i < RUNS; i++) {
        struct json *more = json_copy(like);
        char id[256];

        snprintf(id, sizeof(id), STORES "stbench%04d", i);
        json_set_text(more, "id", id);
        json_add_take(resources, more);
    }
}

/* The data of the tree, with another estate. */
static void write_data(struct scene *scene)
{
    static const char *const same[] = {"sandbox/automations.json",
                                       "sandbox/posture.json", "scenarios"};
    const char *from = getenv("RIPOSTE_DATADIR");
    char old[600];
    char new[600];
    struct json *estate = NULL;
    struct err err = {0};
    struct buf text;

    buf_init(&text);
    snprintf(scene->data, sizeof(scene->data), "%s/data", scene->bench->dir);
    snprintf(new, sizeof(new), "%.500s/sandbox", scene->data);
    must(file_make_dir(new, &err), &err);
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        snprintf(old, sizeof(old), "%.300s/%s", from, same[i]);
        snprintf(new, sizeof(new), "%.500s/%s", scene->data, same[i]);
        unlink(new);
        if (symlink(old, new) != 0)
            die("cannot make %s", new);
    }
    snprintf(old, sizeof(old), "%.300s/sandbox/estate.json", from);
    snprintf(new, sizeof(new), "%.500s/sandbox/estate.json", scene->data);
    must(file_read(old, LIMIT_SCENARIO_FILE, &text, &err) &&
             json_parse(buf_view(&text), &estate, &err),
         &err);
    add_accounts(json_member(estate, "resources"));
    buf_clear(&text);
    json_write(estate, JSON_COMPACT, &text);
    must(file_write(new, buf_view(&text), &err), &err);
    json_free(estate);
    buf_done(&text);
}

/* ---- the alerts ---- */

static void write_alerts(const char *path)
{
    char now[WHEN_TEXT_SIZE];
    struct err err = {0};
    struct buf out;

    buf_init(&out);
    when_iso(when_now(), now);
    for (int i = 0; i < RUNS; i++)
        buf_printf(
            &out,
            "{\"id\":\"" PLACE
            "Microsoft.Security/locations/westeurope/alerts/bench-%04d\","
            "\"name\":\"bench-%04d\",\"type\":\"Microsoft.Security/Locations/"
            "alerts\",\"properties\":{\"systemAlertId\":\"bench-%04d\","
            "\"alertType\":\"Storage_Bench\",\"alertDisplayName\":\"Bench\","
            "\"severity\":\"High\",\"status\":\"Active\","
            "\"timeGeneratedUtc\":\"%s\",\"resourceIdentifiers\":[{\"type\":"
            "\"AzureResource\",\"azureResourceId\":\"" STORES
            "stbench%04d\"}],\"entities\":[]}}\n",
            i, i, i, now, i);
    must(file_write(path, buf_view(&out), &err), &err);
    buf_done(&out);
}

/* ---- the run of all ---- */

static void start_sandbox(struct scene *scene)
{
    const char *const argv[] = {scene->bench->sandbox,
                                "--die-with-parent",
                                "--scenario",
                                "none",
                                "--rate",
                                "1000000/1000000",
                                "--speed",
                                "60",
                                "--write-config",
                                scene->config,
                                NULL};
    const char *from = getenv("RIPOSTE_DATADIR");
    char kept[600];
    struct err err = {0};
    struct buf line;

    snprintf(kept, sizeof(kept), "%s", from);
    setenv("RIPOSTE_DATADIR", scene->data, 1);
    must(proc_start(&scene->sandbox, argv, &err), &err);
    setenv("RIPOSTE_DATADIR", kept, 1);
    buf_init(&line);
    must(proc_line(&scene->sandbox, 30 * WHEN_SECOND, &line, &err), &err);
    buf_done(&line);
}

static void start_engine(struct scene *scene)
{
    const char *const argv[] = {
        scene->bench->riposte, "--config", scene->config, "--store",
        scene->store,          "serve",    NULL};
    struct err err = {0};

    must(proc_start(&scene->engine, argv, &err), &err);
}

static void open_scene(struct scene *scene, struct bench *bench)
{
    char rule[600];
    struct err err = {0};

    *scene = (struct scene){.bench = bench};
    snprintf(scene->config, sizeof(scene->config), "%s/runs.conf", bench->dir);
    snprintf(scene->store, sizeof(scene->store), "%s/runs.db", bench->dir);
    snprintf(rule, sizeof(rule), "%s/runs-rule.json", bench->dir);
    unlink(scene->store);
    write_data(scene);
    start_sandbox(scene);
    must(file_write(rule, STR(RULE), &err), &err);
    {
        const char *const argv[] = {bench->riposte, "--config",   scene->config,
                                    "--store",      scene->store, "rule",
                                    "import",       rule,         NULL};

        bench_run(argv);
    }
    start_engine(scene);
}

static void close_scene(struct scene *scene)
{
    proc_stop(&scene->engine);
    proc_stop(&scene->sandbox);
    unlink(scene->store);
}

/* All come in at once. */
static void ingest(struct scene *scene)
{
    char alerts[600];

    snprintf(alerts, sizeof(alerts), "%s/runs.ndjson", scene->bench->dir);
    write_alerts(alerts);
    {
        const char *const argv[] = {scene->bench->riposte,
                                    "--config",
                                    scene->config,
                                    "--store",
                                    scene->store,
                                    "event",
                                    "ingest",
                                    alerts,
                                    NULL};

        bench_run(argv);
    }
    unlink(alerts);
}

static void wait_end(struct scene *scene, struct store *store)
{
    int64_t until = when_monotonic() + MOST;
    struct counters counters = {.runs_open = 1};
    struct err err = {0};

    while (counters.runs_open > 0) {
        struct pollfd said = {.fd = scene->engine.output, .events = POLLIN};

        if (when_monotonic() > until)
            die("%lld runs do not come to an end",
                (long long)counters.runs_open);
        poll(&said, 1, LOOK);
        must(counters_get(store, &counters, &err), &err);
    }
}

/* From the moment at which the alert was stored to the moment at which it was
 * seen that its target is contained. */
static void measure(struct store *store, struct figures *times, double *seconds)
{
    struct arena *arena = arena_new();
    int64_t first = INT64_MAX;
    int64_t last = 0;
    struct effect *effects;
    struct err err = {0};
    size_t n;

    must(effects_list(store, false, 0, 2 * RUNS, arena, &effects, &n, &err),
         &err);
    for (size_t i = 0; i < n; i++) {
        struct event event;

        if (effects[i].state != EFFECT_OBSERVED)
            die("%s is %s", effects[i].target,
                effect_state_name(effects[i].state));
        must(events_get(store, effects[i].event, true, arena, &event, &err),
             &err);
        figures_add(times, (double)(effects[i].observed - event.arrived));
        if (event.arrived < first)
            first = event.arrived;
        if (effects[i].observed > last)
            last = effects[i].observed;
    }
    if (n != RUNS)
        die("%zu of %d targets are contained", n, RUNS);
    *seconds = (double)(last - first) / 1000;
    arena_free(arena);
}

static void add_results(struct bench *bench, const struct figures *times,
                        double seconds, double resident)
{
    const struct result results[] = {
        {.id = "runs-second",
         .work = "1,000 containments at once, runs per second",
         .unit = "/s",
         .sense = SENSE_ABOVE,
         .value = RUNS / seconds,
         .limit = 20},
        {.id = "runs-memory",
         .work = "1,000 containments at once, memory at most",
         .unit = "MB",
         .sense = SENSE_BELOW,
         .value = resident,
         .limit = 200},
        {.id = "runs-observed-median",
         .work = "alert to observed containment, median of 1,000",
         .unit = "ms",
         .sense = SENSE_NONE,
         .value = figures_median(times)},
        {.id = "runs-observed",
         .work = "alert to observed containment, p99 of 1,000",
         .unit = "ms",
         .sense = SENSE_NONE,
         .value = figures_percentile(times, 99)},
    };

    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
        results_add(&bench->results, &results[i]);
}

void work_runs(struct bench *bench)
{
    struct figures times;
    struct store *store;
    struct scene scene;
    struct err err = {0};
    double resident;
    double seconds;

    figures_init(&times);
    open_scene(&scene, bench);
    ingest(&scene);
    must(store_open(scene.store, STORE_READ, &store, &err), &err);
    wait_end(&scene, store);
    resident = machine_resident_peak(scene.engine.pid);
    measure(store, &times, &seconds);
    store_close(store);
    close_scene(&scene);
    add_results(bench, &times, seconds, resident);
    figures_done(&times);
}
