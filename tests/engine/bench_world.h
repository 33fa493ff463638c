/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_world.h - events and rules to measure the engine with.
 *
 * Events come in order of a fixed seed, like those of riposte-sandbox
 * generate: 40 types and 500 resources, few of them common.
 *
 * Thread: one.
 * Memory: world_new() is yours until world_free(); a rule until rule_free().
 */
#ifndef RIPOSTE_TESTS_ENGINE_BENCH_WORLD_H
#define RIPOSTE_TESTS_ENGINE_BENCH_WORLD_H

#include "engine/rules.h"

struct world;

struct world *world_new(int events);
void world_free(struct world *world);
const struct event *world_event(const struct world *world, int number);
/* One of @rules, with a condition on columns. */
struct rule *world_rule(int number, int rules);

#endif
