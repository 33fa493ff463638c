/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_plays.c - playbooks that run and wait for approvals: how many are
 * started a second, and how much memory do they take?  And how many rehearsals
 * of one with ten actions are there a second?
 *
 *     bench_plays RUNS
 *
 * The status is 1 when one of them does not wait, when all of them together
 * take more than 100 MB, or, from 10,000 runs on, when there are no more than
 * 5,000 rehearsals a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "service/conductor.h"
#include "service/desk_part.h"
#include "service/playbooks.h"
#include "service/plays.h"

/* Sanitizers keep what was freed. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MOST (1000.0 * 1000 * 1000)
#else
#define MOST (100.0 * 1000 * 1000)
#endif
#define LEAST 5000.0 /* rehearsals a second */
#define WHOLE 10000

/* The event tells what is to be stopped, and is a few thousand bytes long. */
static const char playbook[] =
    "{\"name\":\"wait\",\"type\":\"Microsoft.Logic/workflows\",\"properties\":"
    "{\"definition\":{\"$schema\":\"https://schema.management.azure.com/"
    "providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#\","
    "\"contentVersion\":\"1.0.0.0\",\"parameters\":{},\"triggers\":{\"manual\":"
    "{\"type\":\"Request\",\"kind\":\"Http\"}},\"actions\":{\"Name\":{\"type\":"
    "\"Compose\",\"inputs\":\"@triggerBody()?['vm']\",\"runAfter\":{}},"
    "\"Stop\":{\"type\":\"Http\",\"inputs\":{\"method\":\"DELETE\",\"uri\":"
    "\"https://management.azure.com/subscriptions/"
    "7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg/providers/"
    "Microsoft.Compute/virtualMachines/@{outputs('Name')}"
    "?api-version=2023-09-01\",\"authentication\":{\"type\":"
    "\"ManagedServiceIdentity\"}},\"runAfter\":{\"Name\":[\"Succeeded\"]}}},"
    "\"outputs\":{}},\"parameters\":{}}}";

/* What those that are published do: started by an alert, a loop over what it
 * is about, a question, requests, variables. */
#define THEN(of) "\"runAfter\":{\"" of "\":[\"Succeeded\"]}"
static const char event_driven[] =
    "{\"name\":\"ten\",\"type\":\"Microsoft.Logic/workflows\",\"properties\":"
    "{\"definition\":{\"$schema\":\"https://schema.management.azure.com/"
    "providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#\","
    "\"contentVersion\":\"1.0.0.0\",\"parameters\":{},\"triggers\":{\"manual\":"
    "{\"type\":\"Request\",\"kind\":\"Http\"}},\"actions\":{"
    "\"Count\":{\"type\":\"InitializeVariable\",\"inputs\":{\"variables\":[{"
    "\"name\":\"n\",\"type\":\"integer\",\"value\":0}]},\"runAfter\":{}},"
    "\"Name\":{\"type\":\"Compose\",\"inputs\":\"@{triggerBody()?['Name']} on "
    "@{last(split(triggerBody()?['Id'],'/'))}\"," THEN(
        "Count") "},"
                 "\"Parts\":{\"type\":\"ParseJson\",\"inputs\":{\"content\":"
                 "\"@triggerBody()\",\"schema\":{\"type\":\"object\"}}," THEN(
                     "Name") "},"
                             "\"Those\":{\"type\":\"Query\",\"inputs\":{"
                             "\"from\":"
                             "\"@body('Parts')?['Entities']\",\"where\":"
                             "\"@equals(item()?['Type'],'ip')\"}," THEN(
                                 "Parts") "},"
                                          "\"Each\":{\"type\":\"Foreach\","
                                          "\"foreach\":\"@body('Those')\","
                                          "\"actions\":{\"More\":{\"type\":"
                                          "\"IncrementVariable\",\"inputs\":{"
                                          "\"name\":\"n\",\"value\":1},"
                                          "\"runAfter\":{}}}," THEN(
                                              "Those") "},"
                                                       "\"Any\":{\"type\":"
                                                       "\"If\",\"expression\":{"
                                                       "\"and\":[{\"greater\":["
                                                       "\"@variables('n')\",0]}"
                                                       "]},\"actions\":{"
                                                       "\"Ask\":{\"type\":"
                                                       "\"Http\","
                                                       "\"inputs\":{\"method\":"
                                                       "\"GET\",\"uri\":"
                                                       "\"https://"
                                                       "management.azure.com"
                                                       "@{triggerBody()?['Id']}"
                                                       "?api-version=2023-09-"
                                                       "01\","
                                                       "\"authentication\":{"
                                                       "\"type\":"
                                                       "\"ManagedServiceIdentit"
                                                       "y\"}},\"runAfter\":{}}}"
                                                       ","
                                                       "\"else\":{\"actions\":{"
                                                       "}}," THEN(
                                                           "Each") "},"
                                                                   "\"Line\":{"
                                                                   "\"type\":"
                                                                   "\"Compose\""
                                                                   ",\"inputs\""
                                                                   ":\"@concat("
                                                                   "outputs('"
                                                                   "Name'),': "
                                                                   "',"
                                                                   "string("
                                                                   "variables('"
                                                                   "n')))"
                                                                   "\"," THEN(
                                                                       "Any") "},"
                                                                              "\"Stop\":{\"type\":\"Http\",\"inputs\":{\"method\":\"POST\",\"uri\":"
                                                                              "\"https://management.azure.com@{triggerBody()?['Id']}/deallocate"
                                                                              "?api-version=2023-09-01\",\"authentication\":{\"type\":"
                                                                              "\"ManagedServiceIdentity\"}}," THEN(
                                                                                  "Line") "}},"
                                                                                          "\"outputs\":{}},\"parameters\":{}}}";
static const char event_text[] =
    "{\"Name\":\"Brute force\",\"Id\":\"/subscriptions/"
    "7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg/providers/"
    "Microsoft.Compute/virtualMachines/vm-1\",\"Entities\":[{\"Type\":\"ip\","
    "\"Address\":\"203.0.113.7\"},{\"Type\":\"host\",\"HostName\":\"vm-1\"}]}";

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long all = 0, here = 0;

    if (!file || fscanf(file, "%ld %ld", &all, &here) != 2)
        exit(99);
    fclose(file);
    return (double)here * (double)sysconf(_SC_PAGESIZE);
}

static void give_up(const struct err *err)
{
    fprintf(stderr, "bench_plays: %s\n", err->text);
    exit(99);
}

static void keep(struct desk *desk)
{
    const struct playbook_given given = {.catalogue = desk->catalogue};
    struct playbook_reading reading;
    struct json *json;
    struct err err = {0};

    playbook_reading_init(&reading);
    if (!json_parse(str_of(playbook), &json, &err) ||
        !playbook_read_all(json, &given, &reading, &err) ||
        !playbook_store(desk, &reading, &err) ||
        !playbook_mode(desk, STR("wait"), RULE_APPROVE, &err))
        give_up(&err);
    json_free(json);
    playbook_reading_done(&reading);
}

static struct json *body_of(int number)
{
    struct json *body = json_new_object();
    char text[4000];

    snprintf(text, sizeof(text), "vm-%d", number);
    json_set_text(body, "vm", text);
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    json_set_text(body, "more", text);
    return body;
}

static void start_all(struct desk *desk, int count)
{
    struct err err = {0};

    for (int i = 0; i < count; i++) {
        struct json *body = body_of(i);
        const struct play_wish wish = {.name = "wait", .body = body};
        int64_t run;

        if (!playbook_run(desk, &wish, &run, &err))
            give_up(&err);
        json_free(body);
    }
}

/* An engine that has nothing to do with them but to wait. */
static void engine_turns(struct desk *desk)
{
    struct conductor *conductor;
    struct err err = {0};
    bool worked;

    if (!conductor_new(desk, false, &conductor, &err))
        give_up(&err);
    for (int i = 0; i < 20; i++) {
        if (!conductor_step(conductor, 10, -1, &worked, &err))
            give_up(&err);
    }
    conductor_free(conductor);
}

/* How many a second, on one core. */
static double rehearsals(int count)
{
    const struct playbook_given given = {.catalogue = NULL};
    struct playbook_reading reading;
    struct json *json, *event;
    struct err err = {0};
    double began;

    playbook_reading_init(&reading);
    if (!json_parse(str_of(event_driven), &json, &err) ||
        !json_parse(str_of(event_text), &event, &err) ||
        !playbook_read_all(json, &given, &reading, &err))
        give_up(&err);
    began = now();
    for (int i = 0; i < count; i++) {
        const struct rehearsal_given with = {.event = event, .now = 1};
        struct rehearsal *rehearsal;

        if (!rehearse(&reading.playbooks[0], &with, &rehearsal, &err))
            give_up(&err);
        if (!rehearsal_good(rehearsal) || rehearsal_steps(rehearsal) < 10) {
            err_set(&err, ERR_BUG, "The rehearsal is not whole.");
            give_up(&err);
        }
        rehearsal_free(rehearsal);
    }
    began = now() - began;
    json_free(json);
    json_free(event);
    playbook_reading_done(&reading);
    return count / began;
}

static bool rehearse_all(int count)
{
    double each = rehearsals(count);

    printf("plays: rehearsals of a playbook of ten actions: %.0f a second\n",
           each);
    return count < WHOLE || each > LEAST;
}

static int run(const char *dir, int count)
{
    char store[200], plain[] = "network.proxy=";
    const char *sets[] = {store, plain, NULL};
    struct config *config;
    struct desk *desk = NULL;
    struct err err = {0};
    int64_t waiting = 0;
    double began, took, memory;

    snprintf(store, sizeof(store), "store=%s/riposte.db", dir);
    if (!config_load("/dev/null", sets, &config, &err) ||
        !desk_open(config, DESK_ACT, &desk, &err))
        give_up(&err);
    keep(desk);
    began = now();
    start_all(desk, count);
    took = now() - began;
    engine_turns(desk);
    memory = resident();
    if (!approvals_pending(desk->store, &waiting, &err))
        give_up(&err);
    printf("plays: %d runs of a playbook wait for approvals: %.0f started a "
           "second, %.1f MB in memory\n",
           count, count / took, memory / 1e6);
    desk_close(desk);
    config_free(config);
    return waiting == count && memory < MOST ? 0 : 1;
}

int main(int argc, char **argv)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char dir[] = "/tmp/riposte-bench-XXXXXX";
    int count = argc > 1 ? atoi(argv[1]) : 10000;
    int status;

    if (count < 1 || !mkdtemp(dir))
        return 99;
    status = rehearse_all(count) ? 0 : 1;
    if (run(dir, count) != 0)
        status = 1;
    for (size_t i = 0; i < 3; i++) {
        char path[200];

        snprintf(path, sizeof(path), "%s/riposte.db%s", dir, ends[i]);
        unlink(path);
    }
    rmdir(dir);
    return status;
}
