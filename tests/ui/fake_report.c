/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_report.c - figures of a period, made by hand.
 */
#include "fake.h"

#include "util/mem.h"
#include "util/when.h"

static struct report_spans spans(int64_t n, int64_t median, int64_t p90)
{
    return (struct report_spans){.n = n, .median = median, .p90 = p90};
}

static void fill_figures(struct report_figures *f, size_t i)
{
    int64_t k = (int64_t)i;

    *f = (struct report_figures){
        .rule = k + 1,
        .removed = i == 6,
        .made = FAKE_NOW - (20 + k * 9) * WHEN_DAY,
        .last_fired = i % 3 == 2 ? 0 : FAKE_NOW - k * WHEN_HOUR,
    };
    if (i % 3 == 2)
        return;
    f->fired = 37 * k + 12;
    f->shadowed = i % 4 == 1 ? 14 : 0;
    f->held[DECISION_DEDUPE] = k * 11;
    f->held[DECISION_COOLDOWN] = k * 3;
    f->reviewed[REVIEW_TRUE] = i % 2 ? 0 : 11;
    f->reviewed[REVIEW_BENIGN] = i % 2 ? 9 : 1;
    f->approvals[APPROVAL_APPROVED] = k + 2;
    f->approvals[APPROVAL_DENIED] = 1;
    f->answers = spans(k + 3, 4 * WHEN_MINUTE, 3 * WHEN_HOUR);
    f->runs[RUN_SUCCEEDED] = k + 9;
    f->runs[RUN_FAILED] = i == 3 ? 5 : 0;
    f->effects[EFFECT_OBSERVED] = 5;
    f->effects[EFFECT_UNDONE] = i == 4 ? 3 : 1;
    f->in_force = i == 4 ? 8 : 6;
    f->undone = f->effects[EFFECT_UNDONE];
}

static void add_parts(struct report_page *page, size_t parts)
{
    page->n_parts = parts;
    page->parts = arena_array(page->arena, parts, sizeof(*page->parts));
    for (size_t i = 0; i < parts; i++) {
        for (size_t k = SEVERITY_INFORMATIONAL; k < SEVERITY_CRITICAL; k++) {
            page->parts[i].count[k] = (int64_t)((i * i + k) % (7 * k + 3));
            page->report.events += page->parts[i].count[k];
        }
    }
}

static void add_times(struct report *report)
{
    report->reviewed[REVIEW_TRUE] = 31;
    report->reviewed[REVIEW_BENIGN] = 9;
    report->taken_up[BY_PEOPLE] = spans(212, 14 * WHEN_MINUTE, 5 * WHEN_HOUR);
    report->taken_up[BY_RULES] = spans(1844, 2000, 41000);
    report->contained[BY_RULES] = spans(30, 95000, 12 * WHEN_MINUTE);
}

struct report_page *fake_report(const struct fake *fake, const struct ask *ask)
{
    struct report_page *page = mem_new(sizeof(*page));
    size_t n = fake_rows(fake) < 12 ? fake_rows(fake) : 12;

    page->arena = arena_new();
    page->period =
        (struct report_period){.since = ask->since, .until = FAKE_NOW};
    if (fake->state == FAKE_ERROR) {
        err_set(&page->error, ERR_LOCAL,
                "The store cannot be read: disk I/O error. Look at the disk.");
        return page;
    }
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    page->report.rows =
        arena_array(page->arena, n + 1, sizeof(*page->report.rows));
    page->n_parts = ask->count;
    page->parts = arena_array(page->arena, ask->count, sizeof(*page->parts));
    if (n > 1) {
        add_parts(page, ask->count);
        add_times(&page->report);
        if (fake->state == FAKE_MANY) {
            page->report.glass[APPROVAL_APPROVED] = 2;
            page->report.glass[APPROVAL_PENDING] = 1;
        }
    }
    for (; page->n < n; page->n++) {
        struct report_row *row = &page->rows[page->n];
        size_t i = page->n;

        fill_figures(&page->report.rows[i], i);
        *row = (struct report_row){
            .figures = &page->report.rows[i],
            .name = fake_text(fake, page->arena, "contain", i),
            .mode = i == 6 ? RULE_OFF : (enum rule_mode)(1 + i % 3),
        };
        report_advise(&page->period, row, page->arena);
    }
    page->report.n = n;
    return page;
}
