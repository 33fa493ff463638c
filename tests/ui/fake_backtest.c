/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_backtest.c - backtests made by hand: over, of all rules, of a pair, and
 * half way where there is one row of everything.
 */
#include "fake.h"
#include "util/mem.h"
#include "util/when.h"

#define DAYS 30

static void add_samples(const struct fake *fake, struct arena *arena,
                        const char *text, struct backtest_samples *out)
{
    for (size_t i = 0; i < 3; i++)
        out->at[out->n++] = (struct backtest_sample){
            .event = 100 + (int64_t)i,
            .when = FAKE_NOW - (int64_t)(20 - i) * WHEN_DAY,
            .reason = *text ? DECISION_DEDUPE : DECISION_FIRED,
            .title = fake_text(fake, arena, "title", i),
            .target = fake_text(fake, arena, "resource", i),
            .text = text,
        };
}

static void fill_rule(const struct fake *fake, struct arena *arena,
                      struct backtest_rule *rule, int64_t row)
{
    *rule = (struct backtest_rule){
        .name = "contain-web",
        .row = row,
        .revision = 3,
        .mode = RULE_APPROVE,
        .fired = 420 + row,
        .approvals = 420 + row,
        .closed = {[CLOSED_TRUE] = 12, [CLOSED_BENIGN] = 40},
        .taken = {[CLOSED_TRUE] = 11, [CLOSED_BENIGN] = 7},
        .bars = arena_array(arena, DAYS, sizeof(uint32_t)),
        .all_targets = 42,
    };
    rule->held[DECISION_DEDUPE] = 31;
    rule->held[DECISION_COOLDOWN] = 8;
    for (size_t i = 0; i < DAYS; i++)
        rule->bars[i] = (uint32_t)(i * i % 17);
    for (; rule->n_targets < 4; rule->n_targets++)
        rule->targets[rule->n_targets] = (struct backtest_target){
            .name = fake_text(fake, arena, "resource", rule->n_targets),
            .fired = 90 - 20 * (int64_t)rule->n_targets,
        };
    add_samples(fake, arena, "", &rule->fires);
    add_samples(fake, arena, "It has fired for this target on event 100.",
                &rule->holds);
}

struct backtest_page *fake_backtest(const struct fake *fake, bool all,
                                    bool pair)
{
    struct backtest_page *page = mem_new(sizeof(*page));
    struct backtest_report *report = &page->report;
    bool half = fake->state == FAKE_ONE;

    page->arena = arena_new();
    if (fake->state == FAKE_ERROR) {
        err_set(&page->error, ERR_LOCAL, "The store cannot be read: no disk.");
        return page;
    }
    *report = (struct backtest_report){
        .since = FAKE_NOW - DAYS * WHEN_DAY,
        .until = FAKE_NOW,
        .upto = FAKE_NOW - (half ? 15 : 0) * WHEN_DAY,
        .seen = 1000000,
        .width = WHEN_DAY,
        .n_bars = DAYS,
        .n = all    ? 30
             : pair ? 2
                    : 1,
        .only = {5, 17},
        .both = 403,
    };
    report->rules = arena_array(page->arena, report->n, sizeof(*report->rules));
    for (size_t i = 0; i < report->n; i++)
        fill_rule(fake, page->arena, &report->rules[i], (int64_t)i + 1);
    if (pair) {
        report->rules[0].revision = 2;
        add_samples(fake, page->arena, "", &report->only_samples[0]);
        add_samples(fake, page->arena, "", &report->only_samples[1]);
    }
    page->total = 1000000;
    page->done = half ? 412345 : page->total;
    page->took = half ? 412 : 950;
    page->over = !half;
    return page;
}
