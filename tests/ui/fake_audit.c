/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_audit.c - an audit log, made by hand.
 */
#include "fake.h"

#include "util/mem.h"
#include "util/when.h"

static const struct {
    const char *who;
    const char *verb;
    const char *object;
    enum audit_aim aim;
    int64_t event;
    const char *why;
    const char *before;
    const char *after;
} samples[] = {
    {"riposte", "run state", "run 7", AIM_RUN, 3, "", "{\"state\":\"Running\"}",
     "{\"state\":\"Succeeded\"}"},
    {"mara", "approve", "approval 2", AIM_APPROVAL, 3, "it leaks", "", ""},
    {"omar", "rule change", "rule contain-web", AIM_RULE, 0, "auto",
     "{\"mode\":\"approve\",\"note\":\"careful\"}", "{\"mode\":\"auto\"}"},
    {"mara", "close", "event 3", AIM_EVENT, 3, "known scanner", "", ""},
    {"omar", "audit export", "/tmp/audit.jsonl", AIM_NONE, 0, "", "",
     "{\"format\":\"jsonl\",\"until\":48112}"},
};
#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

static void fill_row(const struct fake *fake, struct audit_page *page, size_t i)
{
    struct audit_record *row = &page->rows[i];
    size_t k = i % SAMPLES;

    *row = (struct audit_record){
        .seq = page->status.records - (int64_t)i,
        .when = FAKE_NOW - (int64_t)i * WHEN_MINUTE,
        .who = str_of(samples[k].who),
        .role = STR("analyst"),
        .uid = 1004,
        .verb = str_of(samples[k].verb),
        .object = str_of(samples[k].object),
        .event = samples[k].event,
        .why = str_of(samples[k].why),
        .before = str_of(samples[k].before),
        .after = str_of(samples[k].after),
        .request = STR("a587f180-1f89-418c-942b-2f74e9af9beb"),
        .host = STR("soc-1"),
        .pid = 4711,
        .epoch = k == 0 ? 12 : 0,
        .key = STR("130bc42cf73e6ca7"),
    };
    if (fake->state != FAKE_MANY)
        row->why = str_of(fake_text(fake, page->arena, "audit", i));
    page->aims[i] = samples[k].aim;
    page->rows_of[i] = 1;
}

struct audit_page *fake_audit(const struct fake *fake)
{
    struct audit_page *page = mem_new(sizeof(*page));
    size_t n = fake_rows(fake) < 40 ? fake_rows(fake) : 40;

    page->arena = arena_new();
    if (fake->state == FAKE_ERROR) {
        err_set(&page->error, ERR_LOCAL,
                "The store cannot be read: disk I/O error. Look at the disk.");
        return page;
    }
    page->n = n;
    page->more = fake->state == FAKE_MANY;
    page->status = (struct audit_status){
        .records = fake->state == FAKE_MANY ? 48112 : (int64_t)n,
        .sealed_to = fake->state == FAKE_MANY ? 48112 : 0,
        .told = {.seq = fake->state == FAKE_MANY ? 48100 : 0,
                 .when = FAKE_NOW - 10 * WHEN_MINUTE},
    };
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    page->aims = arena_array(page->arena, n + 1, sizeof(*page->aims));
    page->rows_of = arena_array(page->arena, n + 1, sizeof(*page->rows_of));
    for (size_t i = 0; i < n; i++)
        fill_row(fake, page, i);
    return page;
}

struct verify_page *fake_verify(const struct fake *fake)
{
    struct verify_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->over = true;
    page->when = FAKE_NOW;
    page->done = page->all = 48112;
    page->whole = fake->state == FAKE_MANY;
    page->verdict = "Verified to record 48112; all of it is sealed by the key.";
    if (!page->whole) {
        page->findings = arena_array(page->arena, 1, sizeof(*page->findings));
        page->findings[page->n++] =
            "Record 7 was changed: its seal does not fit what it says.";
        page->verdict = "The audit log was tampered with, in 1 place.";
    }
    return page;
}
