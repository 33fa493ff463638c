/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/gen.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/gen_write.h"
#include "util/arena.h"
#include "util/mem.h"

#define STREAM_START  INT64_C(1735689600) /* 2025-01-01T00:00:00Z */
#define STREAM_SPAN   (90.0 * 86400.0)
#define SUBSCRIPTIONS 6
#define WORKSPACES    4
#define RECENT        5000
#define NOISE_MAX     30000

struct pool {
    struct gen_target *target;
    double *share; /* cumulated */
    size_t n;
};

struct sent {
    char name[GEN_NAME_SIZE];
    int64_t start;
};

struct gen {
    struct gen_setup setup;
    struct rng rng;
    struct arena *arena;
    struct pool pools[GEN_KIND_N];
    const struct gen_type **order; /* detections, commonest first */
    double *share;
    const char **user;
    size_t users;
    bool own_users;
    char subscription[SUBSCRIPTIONS][GUID_SIZE];
    char workspace[WORKSPACES][GUID_SIZE];
    double clock; /* seconds since 1970 */
    double step;
    unsigned burst;
    uint64_t number;
    struct sent *recent;
    size_t recents;
    char noise[NOISE_MAX + 1];
};

/* The shares of ranks 1…n when rank k gets 1/k^s, summed up. */
static void zipf(double *share, size_t n, double s)
{
    double total = 0;

    for (size_t i = 0; i < n; i++) {
        total += pow((double)(i + 1), -s);
        share[i] = total;
    }
    for (size_t i = 0; i < n; i++)
        share[i] /= total;
}

static size_t pick(const double *share, size_t n, double r)
{
    size_t low = 0, high = n - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (share[middle] < r)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void pool_add(struct gen *gen, struct pool *pool,
                     const struct gen_target *target)
{
    size_t n = pool->n + 1;

    pool->target = mem_grow(pool->target, n, sizeof(*pool->target));
    pool->share = mem_grow(pool->share, n, sizeof(*pool->share));
    pool->target[pool->n] = (struct gen_target){
        .subscription = arena_text(gen->arena, target->subscription),
        .group = arena_text(gen->arena, target->group),
        .location = arena_text(gen->arena, target->location),
        .name = arena_text(gen->arena, target->name),
        .id = arena_text(gen->arena, target->id),
    };
    pool->n = n;
}

void gen_add_target(struct gen *gen, enum gen_kind kind,
                    const struct gen_target *target)
{
    struct pool *pool = &gen->pools[kind];

    pool_add(gen, pool, target);
    zipf(pool->share, pool->n, 1.05);
}

void gen_add_user(struct gen *gen, const char *name)
{
    if (!gen->own_users)
        gen->users = 0;
    gen->own_users = true;
    gen->user = mem_grow(gen->user, gen->users + 1, sizeof(*gen->user));
    gen->user[gen->users++] = arena_text(gen->arena, name);
}

static struct gen_target invent(struct gen *gen, enum gen_kind kind, size_t i)
{
    static const char *const stages[] = {"prod", "dev", "shared", "hub"};
    static const char *const areas[] = {"web", "data", "core", "ml", "pay"};
    static const char *const uses[] = {"web",  "sql", "etl",
                                       "jump", "api", "ci"};
    struct rng *rng = &gen->rng;
    const struct gen_kind_text *text = &gen_kinds[kind];
    struct gen_target out;

    out.subscription = gen->subscription[rng_below(rng, SUBSCRIPTIONS)];
    out.group =
        arena_printf(gen->arena, "rg-%s-%s-%02u", stages[rng_below(rng, 4)],
                     areas[rng_below(rng, 5)], rng_below(rng, 20));
    out.location = gen_regions[rng_below(rng, (uint32_t)gen_regions_n)];
    if (!text->provider[0]) {
        out.name = arena_printf(gen->arena, "sub-%02zu", i);
        out.id =
            arena_printf(gen->arena, "/subscriptions/%s", out.subscription);
        return out;
    }
    out.name = arena_printf(gen->arena,
                            kind == GEN_STORAGE ? "%s%s%03zu" : "%s-%s-%03zu",
                            text->prefix, uses[rng_below(rng, 6)], i);
    out.id =
        arena_printf(gen->arena,
                     "/subscriptions/%s/resourceGroups/%s/providers/%s"
                     "/%s",
                     out.subscription, out.group, text->provider, out.name);
    return out;
}

static void invent_estate(struct gen *gen)
{
    unsigned total = gen->setup.resources;
    unsigned each = total / GEN_KIND_N ? total / GEN_KIND_N : 1;

    for (unsigned kind = 0; total && kind < GEN_KIND_N; kind++) {
        struct pool *pool = &gen->pools[kind];
        unsigned n = each;

        /* Machines take what is left, as they do in real estates. */
        if (kind == GEN_VM && total > each * (GEN_KIND_N - 1))
            n = total - each * (GEN_KIND_N - 1);
        for (unsigned i = 0; i < n; i++) {
            struct gen_target target = invent(gen, kind, i);

            pool_add(gen, pool, &target);
        }
        zipf(pool->share, pool->n, 1.05);
    }
}

static void shuffle_types(struct gen *gen)
{
    gen->order = mem_array(gen_types_n, sizeof(*gen->order));
    gen->share = mem_array(gen_types_n, sizeof(*gen->share));
    for (size_t i = 0; i < gen_types_n; i++)
        gen->order[i] = &gen_types[i];
    for (size_t i = gen_types_n - 1; i > 0; i--) {
        size_t other = rng_below(&gen->rng, (uint32_t)(i + 1));
        const struct gen_type *held = gen->order[i];

        gen->order[i] = gen->order[other];
        gen->order[other] = held;
    }
    zipf(gen->share, gen_types_n, 1.1);
}

struct gen *gen_new(const struct gen_setup *setup)
{
    struct gen *gen = mem_new(sizeof(*gen));

    gen->setup = *setup;
    gen->arena = arena_new();
    rng_init(&gen->rng, setup->seed);
    shuffle_types(gen);
    for (size_t i = 0; i < SUBSCRIPTIONS; i++)
        rng_guid(&gen->rng, gen->subscription[i]);
    for (size_t i = 0; i < WORKSPACES; i++)
        rng_guid(&gen->rng, gen->workspace[i]);
    gen->users = gen_users_n;
    gen->user = mem_array(gen->users, sizeof(*gen->user));
    for (size_t i = 0; i < gen->users; i++)
        gen->user[i] = gen_users[i];
    invent_estate(gen);
    gen->clock = (double)STREAM_START;
    gen->step = STREAM_SPAN / (double)(setup->count ? setup->count : 1);
    if (setup->repeated > 0)
        gen->recent = mem_array(RECENT, sizeof(*gen->recent));
    return gen;
}

void gen_free(struct gen *gen)
{
    if (!gen)
        return;
    for (size_t i = 0; i < GEN_KIND_N; i++) {
        mem_free(gen->pools[i].target);
        mem_free(gen->pools[i].share);
    }
    mem_free(gen->order);
    mem_free(gen->share);
    mem_free(gen->user);
    mem_free(gen->recent);
    arena_free(gen->arena);
    mem_free(gen);
}

const char *gen_subscription(const struct gen *gen)
{
    return gen->subscription[0];
}

/* Quiet stretches, then a burst: what a real queue looks like. */
static void advance(struct gen *gen)
{
    if (gen->burst) {
        gen->burst--;
        gen->clock += gen->step * 0.02 * rng_real(&gen->rng);
        return;
    }
    gen->clock += gen->step * 2.2 * rng_real(&gen->rng);
    if (rng_real(&gen->rng) < 0.02) {
        double length = 10 / (rng_real(&gen->rng) + 0.02);

        gen->burst = length < 400 ? (unsigned)length : 400;
    }
}

static void draw_address(struct gen *gen, char out[16])
{
    static const char *const nets[] = {"192.0.2", "198.51.100", "203.0.113"};
    uint32_t n = rng_below(&gen->rng, 768);

    snprintf(out, 16, "%s.%u", nets[n % 3], n / 3);
}

static void draw_noise(struct gen *gen, const char *alphabet, size_t len)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < len; i++) {
        if (i % 10 == 0)
            bits = rng_next(&gen->rng);
        gen->noise[i] = alphabet[bits & 63];
        bits >>= 6;
    }
    gen->noise[len] = '\0';
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                               "qrstuvwxyz0123456789+/";

static void draw_type(struct gen *gen, const struct gen_wish *wish,
                      struct gen_plan *plan)
{
    const struct pool *pool;

    plan->type = wish->type;
    plan->target = wish->target;
    while (!plan->type) {
        const struct gen_type *type =
            gen->order[pick(gen->share, gen_types_n, rng_real(&gen->rng))];

        if (gen->pools[type->kind].n)
            plan->type = type;
    }
    pool = &gen->pools[plan->type->kind];
    if (!plan->target)
        plan->target =
            &pool->target[pick(pool->share, pool->n, rng_real(&gen->rng))];
}

static const char *draw_severity(struct gen *gen, const struct gen_type *type)
{
    uint32_t r = rng_below(&gen->rng, 100);
    unsigned i = 0;

    while (i + 1 < GEN_SEVERITY_N && r >= type->weight[i]) {
        r -= type->weight[i];
        i++;
    }
    return gen_severities[i];
}

static const char *draw_status(struct gen *gen)
{
    uint32_t r = rng_below(&gen->rng, 100);

    return r < 70   ? "Active"
           : r < 76 ? "InProgress"
           : r < 90 ? "Resolved"
                    : "Dismissed";
}

static void draw_texts(struct gen *gen, const struct gen_wish *wish,
                       struct gen_plan *plan)
{
    struct rng *rng = &gen->rng;
    double length = 24 / (pow(rng_real(rng), 0.85) + 0.0004);

    plan->user = gen->user[rng_below(rng, (uint32_t)gen->users)];
    plan->process = &gen_processes[rng_below(rng, (uint32_t)gen_processes_n)];
    plan->arguments = gen_commands[rng_below(rng, (uint32_t)gen_commands_n)];
    plan->user_tail = plan->arguments_tail = "";
    if (rng_real(rng) < gen->setup.hostile) {
        plan->user_tail = gen_hostile[rng_below(rng, (uint32_t)gen_hostile_n)];
        plan->arguments_tail =
            gen_hostile[rng_below(rng, (uint32_t)gen_hostile_n)];
    }
    draw_noise(gen, alphabet, length < NOISE_MAX ? (size_t)length : NOISE_MAX);
    plan->noise = gen->noise;
    plan->command = wish->command;
    if (wish->user) {
        plan->user = wish->user;
        plan->user_tail = "";
    }
}

static void draw_extras(struct gen *gen, const struct gen_wish *wish,
                        struct gen_plan *plan)
{
    struct rng *rng = &gen->rng;

    plan->place = &gen_places[rng_below(rng, (uint32_t)gen_places_n)];
    draw_address(gen, plan->address);
    if (wish->address)
        snprintf(plan->address, sizeof(plan->address), "%s", wish->address);
    snprintf(plan->sid, sizeof(plan->sid), "S-1-5-21-%u-%u-%u",
             (unsigned)rng_below(rng, UINT32_C(1) << 31),
             (unsigned)rng_below(rng, UINT32_C(1) << 31),
             1000 + (unsigned)(gen->number % 9000));
    if (plan->type->is_incident || rng_real(rng) < 0.05) {
        double n = 2 / (rng_real(rng) + 0.03);

        plan->more_n = n < GEN_MANY ? (unsigned)n : GEN_MANY;
        for (unsigned i = 0; i < plan->more_n; i++)
            draw_address(gen, plan->more[i]);
    }
    plan->pid = rng_below(rng, 32768);
    plan->attempts = (unsigned)(1 / (rng_real(rng) + 0.0005));
    plan->score = rng_real(rng) * 100;
    plan->workspace =
        rng_real(rng) < 0.4 ? gen->workspace[gen->number % WORKSPACES] : NULL;
    plan->steps = 1 + (unsigned)(rng_real(rng) * rng_real(rng) * 5);
    plan->has_process = rng_real(rng) >= 0.55 || wish->command;
    plan->has_account = rng_real(rng) >= 0.40 || wish->user;
    plan->has_link = rng_real(rng) < 0.3;
    plan->has_evidence = rng_real(rng) < 0.25;
}

static int64_t ticks(double second)
{
    return (int64_t)(second * 1e7);
}

/* A new name, or one that was sent before: what a poller sees when the
 * status of an alert has changed meanwhile. */
static void draw_name(struct gen *gen, struct gen_plan *plan,
                      char name[GEN_NAME_SIZE])
{
    char guid[GUID_SIZE];

    if (gen->recents && rng_real(&gen->rng) < gen->setup.repeated) {
        const struct sent *sent =
            &gen->recent[rng_below(&gen->rng, (uint32_t)gen->recents)];

        memcpy(name, sent->name, GEN_NAME_SIZE);
        plan->start = sent->start;
        return;
    }
    gen_name(plan->start, rng_guid(&gen->rng, guid), name);
    if (gen->recent) {
        size_t at = gen->recents < RECENT ? gen->recents++
                                          : rng_below(&gen->rng, RECENT);

        memcpy(gen->recent[at].name, name, GEN_NAME_SIZE);
        gen->recent[at].start = plan->start;
    }
}

void gen_alert_as(struct gen *gen, const struct gen_wish *wish, struct buf *out)
{
    struct rng *rng = &gen->rng;
    char name[GEN_NAME_SIZE], key[GEN_KEY_SIZE];
    struct gen_plan plan = {.name = name, .key = key};
    double now;

    if (!wish->moment)
        advance(gen);
    now = wish->moment ? (double)wish->moment / 1000 : gen->clock;
    plan.number = ++gen->number;
    draw_type(gen, wish, &plan);
    plan.severity = draw_severity(gen, plan.type);
    plan.status = draw_status(gen);
    plan.start = ticks(now);
    draw_name(gen, &plan, name);
    plan.end = plan.start + ticks(60 + rng_real(rng) * 900);
    plan.generated = ticks(now);
    plan.processed = plan.generated + ticks(rng_real(rng) * 30);
    draw_noise(gen, alphabet, 43);
    snprintf(key, sizeof(key), "%.43s=", gen->noise);
    draw_texts(gen, wish, &plan);
    draw_extras(gen, wish, &plan);
    plan.severity = wish->severity ? wish->severity : plan.severity;
    plan.status = wish->status ? wish->status : plan.status;
    plan.title = wish->title ? wish->title : plan.type->title;
    plan.text = wish->text ? wish->text : plan.type->text;
    plan.key = wish->key ? wish->key : key;
    plan.is_sample = wish->is_sample;
    gen_write(&plan, out);
}

void gen_alert(struct gen *gen, struct buf *out)
{
    gen_alert_as(gen, &(struct gen_wish){0}, out);
}
