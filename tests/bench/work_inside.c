/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_inside.c - what needs no screen: ingest beside json-c alone, and rules.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "machine.h"
#include "parse_alone.h"
#include "service/config.h"
#include "service/ingest.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/when.h"

#define RULES_PROGRAM "tests/engine/bench_rules"
#define RULES         100
#define MANY          10000

/* ---- ingest ---- */

static void remove_store(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char name[600];

        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* Events a second, through the same door as `event ingest'. */
static double ingest(struct str text, const char *path)
{
    char set[600];
    const char *sets[] = {set, NULL};
    struct ingest_count count = {.added = 0};
    struct config *config;
    struct desk *desk;
    struct err err = {0};
    int64_t begun;
    double taken;

    snprintf(set, sizeof(set), "store=%s", path);
    remove_store(path);
    if (!config_load(NULL, sets, &config, &err))
        die("%s", err.text);
    begun = machine_now();
    if (!desk_open(config, DESK_ACT, &desk, &err) ||
        !ingest_text(desk, text, "file", false, when_now(), NULL, NULL, &count,
                     &err))
        die("%s", err.text);
    desk_close(desk);
    taken = machine_since(begun);
    config_free(config);
    remove_store(path);
    return (double)count.added / taken * 1000;
}

static void add_ingest(struct bench *bench, double share, double rate,
                       double alone)
{
    struct result result = {
        .id = "ingest",
        .work = "ingest, durable, of what json-c alone reads",
        .unit = "×",
        .sense = SENSE_ABOVE,
        .value = share,
        .limit = 0.35,
        .goal = 0.6,
    };

    results_add(&bench->results, &result);
    result = (struct result){
        .id = "ingest-rate",
        .work = "ingest, durable",
        .unit = "/s",
        .sense = SENSE_NONE,
        .value = rate,
        .beside = alone,
        .beside_name = "json-c alone",
    };
    results_add(&bench->results, &result);
}

void work_ingest(struct bench *bench)
{
    char path[560];
    struct figures shares;
    struct figures rates;
    struct figures alone;
    struct err err = {0};
    struct str text;

    snprintf(path, sizeof(path), "%s/ingest.db", bench->dir);
    if (!file_map(bench->alerts, &text, &err))
        die("%s", err.text);
    figures_init(&shares);
    figures_init(&rates);
    figures_init(&alone);
    for (int run = 0; run < bench->runs; run++) {
        int64_t begun = machine_now();
        double parsed = (double)parse_alone(text.at, text.len) /
                        machine_since(begun) * 1000;
        double rate = ingest(text, path);

        figures_add(&alone, parsed);
        figures_add(&rates, rate);
        figures_add(&shares, rate / parsed);
    }
    add_ingest(bench, figures_median(&shares), figures_median(&rates),
               figures_median(&alone));
    file_unmap(text);
    figures_done(&shares);
    figures_done(&rates);
    figures_done(&alone);
}

/* ---- rules ---- */

/* What @RULES rules do in a second, and how much more @MANY of them take. */
struct matched {
    double rate;
    double share;
};

static struct matched match_once(void)
{
    FILE *lines = popen(RULES_PROGRAM, "r");
    struct matched matched = {.rate = 0};
    char line[256];
    double many = 0;

    if (lines == NULL)
        die("%s cannot be started", RULES_PROGRAM);
    while (fgets(line, sizeof(line), lines) != NULL) {
        double found;
        int rules;

        if (sscanf(line, "%d rules %*d events %*d ms %lf", &rules, &found) != 2)
            continue;
        if (rules == RULES)
            matched.rate = found;
        if (rules == MANY)
            many = found;
    }
    if (pclose(lines) != 0 || matched.rate <= 0 || many <= 0)
        die("%s failed", RULES_PROGRAM);
    matched.share = matched.rate / many;
    return matched;
}

void work_rules(struct bench *bench)
{
    struct figures rates;
    struct figures shares;
    struct result result = {
        .id = "rules",
        .work = "100 rules over 100,000 events",
        .unit = "/s",
        .sense = SENSE_ABOVE,
        .limit = 1000000,
    };

    figures_init(&rates);
    figures_init(&shares);
    for (int run = 0; run < bench->runs; run++) {
        struct matched matched = match_once();

        figures_add(&rates, matched.rate);
        figures_add(&shares, matched.share);
    }
    result.value = figures_median(&rates);
    results_add(&bench->results, &result);
    result = (struct result){
        .id = "rules-many",
        .work = "10,000 rules over the same, of what 100 take",
        .unit = "×",
        .sense = SENSE_BELOW,
        .value = figures_median(&shares),
        .limit = 4,
    };
    results_add(&bench->results, &result);
    figures_done(&rates);
    figures_done(&shares);
}
