/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_rules - how many events a second go through 100 and through 10,000
 * rules whose conditions are on columns?
 *
 * Prints one line for each: rules, events, milliseconds, events a second, how
 * many fired.  Events come in order of a fixed seed, like those of
 * riposte-sandbox generate: 40 types and 500 resources, few of them common.
 */
#include <stdio.h>
#include <stdlib.h>

#include "engine/rules.h"
#include "util/mem.h"
#include "util/when.h"

#define EVENTS    100000
#define TYPES     40
#define RESOURCES 500
#define TEXT      160

struct world {
    char types[TYPES][TEXT];
    char titles[TYPES][TEXT];
    char resources[RESOURCES][TEXT];
    char entities[RESOURCES][TEXT];
    struct event *events;
};

static uint64_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* The low numbers are common, as with a law of Zipf. */
static uint32_t draw_common(uint32_t below)
{
    return draw(1 + draw(1 + draw(below)));
}

static void world_texts(struct world *world)
{
    for (int i = 0; i < TYPES; i++) {
        snprintf(world->types[i], TEXT, "VM_Detection%02d", i);
        snprintf(world->titles[i], TEXT,
                 "Suspicious activity number %02d was detected on a machine",
                 i);
    }
    for (int i = 0; i < RESOURCES; i++) {
        snprintf(world->entities[i], TEXT, "vm-%03d", i);
        snprintf(world->resources[i], TEXT,
                 "/subscriptions/11111111-1111-1111-1111-%012d/resourceGroups/"
                 "rg-%02d/providers/Microsoft.Compute/virtualMachines/vm-%03d",
                 i % 5, i % 20, i);
    }
}

static void world_init(struct world *world)
{
    static const char *const tactics[] = {"Execution", "InitialAccess",
                                          "Persistence", "Exfiltration"};

    world_texts(world);
    world->events = mem_array(EVENTS, sizeof(*world->events));
    for (int i = 0; i < EVENTS; i++) {
        struct event *event = &world->events[i];
        uint32_t type = draw_common(TYPES);
        uint32_t resource = draw_common(RESOURCES);

        event->row = i + 1;
        event->severity = (enum severity)(1 + draw(4));
        event->time = i;
        for (int c = 0; c < EVENT_COLUMN_N; c++)
            event->column[c] = STR_NONE;
        event->column[COLUMN_TYPE] = str_of(world->types[type]);
        event->column[COLUMN_TITLE] = str_of(world->titles[type]);
        event->column[COLUMN_STATUS] = STR("Active");
        event->column[COLUMN_RESOURCE] = str_of(world->resources[resource]);
        event->column[COLUMN_ENTITY] = str_of(world->entities[resource]);
        event->column[COLUMN_TACTIC] = str_of(tactics[type % 4]);
        event->column[COLUMN_PRODUCT] = STR("Servers");
        event->column[COLUMN_SOURCE] = STR("defender-alerts");
    }
}

/* What analysts write: a kind of alert on some machines, at some severity. */
static const char *write_query(char out[512], int number, int rules)
{
    int spread = rules / 10;

    switch (number % 5) {
    case 0:
        snprintf(out, 512,
                 "AlertType == 'VM_Detection%02d' and ResourceName == 'vm-%03d'"
                 " and Severity >= 'Medium'",
                 number % TYPES, number % spread);
        break;
    case 1:
        snprintf(out, 512,
                 "AlertDisplayName contains 'number %02d' and "
                 "CompromisedEntity =~ 'VM-%03d'",
                 number % TYPES, number % spread);
        break;
    case 2:
        snprintf(out, 512,
                 "CompromisedEntity in ('vm-%03d', 'vm-%03d') and Severity == "
                 "'High' and Tactics has 'Execution'",
                 number % spread, number % spread + 1);
        break;
    case 3:
        snprintf(out, 512,
                 "ResourceGroup == 'rg-%05d' and AlertType startswith "
                 "'VM_Detection%d' and Severity >= 'High'",
                 number, number % 10);
        break;
    default:
        snprintf(out, 512,
                 "AlertDisplayName has 'activity%05d' or AlertType == "
                 "'SQL_%05d'",
                 number, number);
        break;
    }
    return out;
}

static struct rule *make_rule(int number, int rules)
{
    struct rule *rule = rule_new();
    char query[512];

    rule->row = number + 1;
    rule->order = number;
    rule->mode = RULE_AUTO;
    rule->n_sets = 1;
    rule->sets = arena_alloc(rule->arena, sizeof(*rule->sets));
    rule->sets[0].n = 1;
    rule->sets[0].all = arena_alloc(rule->arena, sizeof(*rule->sets[0].all));
    rule->sets[0].all[0].query =
        arena_text(rule->arena, write_query(query, number, rules));
    return rule;
}

static void run(const struct world *world, int n)
{
    struct query_env env = {.now = EVENTS};
    struct rule **rules = mem_array((size_t)n, sizeof(*rules));
    struct ruleset *set;
    int64_t began, ended;
    size_t fired = 0;

    for (int i = 0; i < n; i++)
        rules[i] = make_rule(i, n);
    set = ruleset_new((const struct rule *const *)rules, (size_t)n, &env);
    began = when_monotonic();
    for (int i = 0; i < EVENTS; i++) {
        struct query_subject subject;
        struct occasion occasion = {
            .subject = &subject, .changes = CHANGE_NEW, .now = EVENTS};
        const uint32_t *which;

        query_subject_init(&subject, &world->events[i], NULL);
        fired += ruleset_match(set, &occasion, &which);
        query_subject_done(&subject);
    }
    ended = when_monotonic();
    printf("%6d rules  %d events  %6lld ms  %9.0f events/s  %zu fired\n", n,
           EVENTS, (long long)(ended - began),
           EVENTS * 1000.0 / (double)(ended - began ? ended - began : 1),
           fired);
    ruleset_free(set);
    for (int i = 0; i < n; i++)
        rule_free(rules[i]);
    mem_free(rules);
}

int main(void)
{
    static struct world world;

    world_init(&world);
    run(&world, 100);
    run(&world, 1000);
    run(&world, 10000);
    mem_free(world.events);
    return EXIT_SUCCESS;
}
