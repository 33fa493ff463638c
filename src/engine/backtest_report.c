/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backtest_report.c - counts what became of each rule, and tells it.
 */
#include "engine/backtest_part.h"

#include "util/mem.h"
#include "util/when.h"

/* ---- the period -----------------------------------------------------------*/

void backtest_lay_out(struct backtest *test)
{
    struct backtest_report *told = &test->told;
    int64_t span = told->until - told->since;

    if (span < 1)
        span = 1;
    told->width = span <= 3 * WHEN_DAY ? WHEN_HOUR : WHEN_DAY;
    while (span / told->width >= BACKTEST_BARS)
        told->width *= 2;
    told->n_bars = (size_t)((span + told->width - 1) / told->width);
    for (size_t i = 0; i < test->setup.n && !test->setup.brief; i++)
        test->trials[i].told.bars =
            arena_array(test->arena, told->n_bars, sizeof(uint32_t));
}

double backtest_daily(const struct backtest_report *report,
                      const struct backtest_rule *rule)
{
    double days = (double)(report->upto - report->since) / (double)WHEN_DAY;

    return (double)rule->fired / (days > 1 ? days : 1);
}

int64_t backtest_held(const struct backtest_rule *rule)
{
    int64_t held = 0;

    for (int i = 0; i < DECISION_REASON_N; i++)
        held += rule->held[i];
    return held;
}

/* ---- counting -------------------------------------------------------------*/

void backtest_count_closing(struct backtest *test, const struct event *event,
                            int64_t closing)
{
    for (size_t i = 0; i < test->setup.n; i++) {
        if (test->trials[i].kinds >> event->kind & 1)
            test->trials[i].told.closed[closing]++;
    }
}

static void add_sample(struct backtest *test, struct backtest_samples *samples,
                       const struct outcome *outcome)
{
    const struct event *event = outcome->event;

    if (samples->n == BACKTEST_SAMPLES)
        return;
    samples->at[samples->n++] = (struct backtest_sample){
        .event = event->row,
        .when = event->time,
        .reason = outcome->reason,
        .title = arena_str(test->arena, event->column[COLUMN_TITLE]).at,
        .target = arena_str(test->arena, outcome->target).at,
        .text = arena_text(test->arena, outcome->text),
    };
}

static void count_target(struct trial *trial, struct str target)
{
    uint32_t number = trial->targets.count < TARGETS_MOST
                          ? map_add(&trial->targets, target)
                          : map_find(&trial->targets, target);

    if (number == MAP_NONE)
        return;
    if (number >= trial->target_room) {
        uint32_t room = 2 * number + 64;

        trial->target_fired =
            mem_grow(trial->target_fired, room, sizeof(int64_t));
        for (uint32_t i = trial->target_room; i < room; i++)
            trial->target_fired[i] = 0;
        trial->target_room = room;
    }
    trial->target_fired[number]++;
}

static void count_bar(struct backtest *test, struct backtest_rule *rule,
                      int64_t when)
{
    int64_t bar = (when - test->told.since) / test->told.width;

    if (when >= test->told.since && bar < (int64_t)test->told.n_bars)
        rule->bars[bar]++;
}

static void count_fired(struct backtest *test, struct trial *trial,
                        const struct outcome *outcome)
{
    struct backtest_rule *told = &trial->told;

    told->fired++;
    if (outcome->reason != DECISION_FIRED)
        told->tripped++;
    else if (!(outcome->event->flags & EVENT_SAMPLE))
        told->approvals += (int64_t)outcome->asks;
    if (test->setup.brief)
        return;
    count_bar(test, told, outcome->event->time);
    count_target(trial, outcome->target);
    add_sample(test, &told->fires, outcome);
}

void backtest_count(struct backtest *test, size_t index,
                    const struct outcome *outcome)
{
    struct trial *trial = &test->trials[index];

    if (outcome->closing >= 0 && trial->last_closed != outcome->event->row) {
        trial->last_closed = outcome->event->row;
        trial->told.taken[outcome->closing]++;
    }
    if (outcome->goes) {
        count_fired(test, trial, outcome);
        return;
    }
    trial->told.held[outcome->reason]++;
    if (!test->setup.brief)
        add_sample(test, &trial->told.holds, outcome);
}

void backtest_count_pair(struct backtest *test, const struct outcome *outcome)
{
    bool *fired = test->fired;
    struct backtest_report *told = &test->told;

    if (fired[0] && fired[1]) {
        told->both++;
        add_sample(test, &told->both_samples, outcome);
    } else if (fired[0] || fired[1]) {
        told->only[fired[1]]++;
        add_sample(test, &told->only_samples[fired[1]], outcome);
    }
    fired[0] = fired[1] = false;
}

/* ---- telling --------------------------------------------------------------*/

/* The greatest first; of equals the one that came first. */
static void tell_targets(const struct trial *trial, struct arena *arena,
                         struct backtest_rule *out)
{
    out->all_targets = trial->targets.count;
    for (uint32_t i = 0; i < trial->targets.count; i++) {
        int64_t fired = trial->target_fired[i];
        size_t at = out->n_targets;

        while (at > 0 && out->targets[at - 1].fired < fired)
            at--;
        if (at == BACKTEST_TARGETS)
            continue;
        if (out->n_targets < BACKTEST_TARGETS)
            out->n_targets++;
        for (size_t k = out->n_targets - 1; k > at; k--)
            out->targets[k] = out->targets[k - 1];
        out->targets[at] = (struct backtest_target){
            .name = map_text(&trial->targets, i).at, .fired = fired};
    }
    for (size_t i = 0; i < out->n_targets; i++)
        out->targets[i].name = arena_text(arena, out->targets[i].name);
}

static void tell_samples(struct backtest_samples *samples, struct arena *arena)
{
    for (size_t i = 0; i < samples->n; i++) {
        struct backtest_sample *sample = &samples->at[i];

        sample->title = arena_text(arena, sample->title);
        sample->target = arena_text(arena, sample->target);
        sample->text = arena_text(arena, sample->text);
    }
}

static void tell_rule(const struct backtest *test, const struct trial *trial,
                      struct arena *arena, struct backtest_rule *out)
{
    *out = trial->told;
    out->name = arena_text(arena, out->name);
    out->fault = arena_text(arena, out->fault);
    tell_targets(trial, arena, out);
    tell_samples(&out->fires, arena);
    tell_samples(&out->holds, arena);
    if (!trial->told.bars)
        return;
    out->bars = arena_array(arena, test->told.n_bars, sizeof(uint32_t));
    for (size_t i = 0; i < test->told.n_bars; i++)
        out->bars[i] = trial->told.bars[i];
}

void backtest_tell(struct backtest *test, struct arena *arena,
                   struct backtest_report *out)
{
    size_t n = test->setup.n;

    *out = test->told;
    out->n = n;
    out->rules = arena_array(arena, n + 1, sizeof(*out->rules));
    for (size_t i = 0; i < n; i++)
        tell_rule(test, &test->trials[i], arena, &out->rules[i]);
    tell_samples(&out->only_samples[0], arena);
    tell_samples(&out->only_samples[1], arena);
    tell_samples(&out->both_samples, arena);
}
