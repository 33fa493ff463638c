/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_health.c - how everything stands, made by hand.
 */
#include "fake.h"

#include "util/mem.h"
#include "util/when.h"

static const struct health_row samples[] = {
    {.part = HEALTH_ENGINE,
     .grade = HEALTH_GOOD,
     .name = "lease",
     .text = "Held by bastion:4711."},
    {.part = HEALTH_ENGINE,
     .grade = HEALTH_WARN,
     .name = "https://management.azure.com",
     .text = "It asked to be left alone for 12 s more: what goes there waits."},
    {.part = HEALTH_SOURCES,
     .grade = HEALTH_BAD,
     .name = "defender-alerts",
     .text = "The service refused it: AuthorizationFailed."},
    {.part = HEALTH_TOKENS,
     .grade = HEALTH_GOOD,
     .name = "arm",
     .text = "Valid for 41m more."},
    {.part = HEALTH_CONNECTORS,
     .grade = HEALTH_NONE,
     .name = "jira",
     .text = "It was not used yet."},
    {.part = HEALTH_PERMISSIONS,
     .grade = HEALTH_WARN,
     .name = "storage-public-off",
     .text = "The identity that riposte acts with lacks "
             "Microsoft.Storage/storageAccounts/write on subscription "
             "7d2c1b4e; the role \"Storage Account Contributor\" would give "
             "it."},
    {.part = HEALTH_STORE,
     .grade = HEALTH_GOOD,
     .name = "file",
     .text = "412 MiB, and 3.1 MiB not yet written back."},
};
#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

static void add_facts(struct arena *arena, struct health_row *row)
{
    row->facts = arena_array(arena, 2, sizeof(*row->facts));
    row->facts[row->n_facts++] =
        (struct health_fact){.label = "Obtained by", .text = "secret"};
    row->facts[row->n_facts++] = (struct health_fact){
        .label = "Valid until", .text = "", .when = FAKE_NOW + WHEN_HOUR};
}

struct health_page *fake_health(const struct fake *fake)
{
    struct health_page *page = mem_new(sizeof(*page));
    size_t n = fake_rows(fake) < SAMPLES ? fake_rows(fake) : SAMPLES;

    page->arena = arena_new();
    if (fake->state == FAKE_ERROR) {
        err_set(&page->error, ERR_LOCAL,
                "The store cannot be read: disk I/O error. Look at the disk.");
        return page;
    }
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    for (; page->n < n; page->n++) {
        struct health_row *row = &page->rows[page->n];

        *row = samples[page->n];
        if (fake->state != FAKE_MANY)
            row->text = fake_text(fake, page->arena, "health", page->n);
        add_facts(page->arena, row);
    }
    return page;
}
