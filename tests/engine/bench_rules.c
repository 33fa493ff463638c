/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_rules - how many events a second go through 10 to 10,000
 * rules whose conditions are on columns?
 *
 * Prints one line for each: rules, events, milliseconds, events a second, how
 * many fired.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench_world.h"
#include "util/mem.h"
#include "util/when.h"

#define EVENTS 100000

static void run(const struct world *world, int n)
{
    struct query_env env = {.now = EVENTS};
    struct rule **rules = mem_array((size_t)n, sizeof(*rules));
    struct ruleset *set;
    int64_t began, ended;
    size_t fired = 0;

    for (int i = 0; i < n; i++)
        rules[i] = world_rule(i, n);
    set = ruleset_new((const struct rule *const *)rules, (size_t)n, &env);
    began = when_monotonic();
    for (int i = 0; i < EVENTS; i++) {
        struct query_subject subject;
        struct occasion occasion = {
            .subject = &subject, .changes = CHANGE_NEW, .now = EVENTS};
        const uint32_t *which;

        query_subject_init(&subject, world_event(world, i), NULL);
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
    struct world *world = world_new(EVENTS);

    run(world, 10);
    run(world, 100);
    run(world, 1000);
    run(world, 10000);
    world_free(world);
    return EXIT_SUCCESS;
}
