/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench_world.h"

#include <stdio.h>

#include "util/mem.h"

#define TYPES     40
#define RESOURCES 500
#define TEXT      160

struct world {
    char types[TYPES][TEXT];
    char titles[TYPES][TEXT];
    char resources[RESOURCES][TEXT];
    char entities[RESOURCES][TEXT];
    struct event *events;
    uint64_t seed;
};

static uint32_t draw(struct world *world, uint32_t below)
{
    world->seed =
        world->seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(world->seed >> 33) % below;
}

/* The low numbers are common, as with a law of Zipf. */
static uint32_t draw_common(struct world *world, uint32_t below)
{
    return draw(world, 1 + draw(world, 1 + draw(world, below)));
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

struct world *world_new(int events)
{
    struct world *world = mem_new(sizeof(*world));
    static const char *const tactics[] = {"Execution", "InitialAccess",
                                          "Persistence", "Exfiltration"};

    world_texts(world);
    world->seed = 1;
    world->events = mem_array((size_t)events, sizeof(*world->events));
    for (int i = 0; i < events; i++) {
        struct event *event = &world->events[i];
        uint32_t type = draw_common(world, TYPES);
        uint32_t resource = draw_common(world, RESOURCES);

        event->row = i + 1;
        event->severity = (enum severity)(1 + draw(world, 4));
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
    return world;
}

void world_free(struct world *world)
{
    mem_free(world->events);
    mem_free(world);
}

const struct event *world_event(const struct world *world, int number)
{
    return &world->events[number];
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

struct rule *world_rule(int number, int rules)
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
