/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Logic Apps in Azure.  The run that asks for what one did has its number,
 * from 1 on.
 */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/when.h"

#define SUBSCRIPTION "7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"
#define WORKFLOWS                                                              \
    "/subscriptions/" SUBSCRIPTION "/resourceGroups/rg-soc/providers/"         \
    "Microsoft.Logic/workflows/"

static const char *const states[] = {"Enabled", "Disabled", "Suspended"};
static const char *const statuses[] = {"Running", "Succeeded", "Failed",
                                       "Cancelled"};

static struct json *told(const struct fake *fake, struct arena *arena, size_t n)
{
    struct json *learnt = json_new_object();
    struct json *runs = json_new_array();

    for (size_t i = 0; i < n; i++) {
        struct json *run = json_new_object();

        json_set_text(run, "name", fake_text(fake, arena, "0858", i));
        json_set_text(run, "status",
                      fake->state == FAKE_HOSTILE
                          ? fake_text(fake, arena, "status", i)
                          : statuses[i % 4]);
        json_set_text(run, "began", "2026-03-05T12:30:00Z");
        if (i % 4)
            json_set_text(run, "ended", "2026-03-05T12:31:00Z");
        if (i % 4 == 2)
            json_set_text(run, "error", fake_text(fake, arena, "title", i));
        json_add_take(runs, run);
    }
    json_set_take(learnt, "runs", runs);
    return learnt;
}

static void free_json(void *json)
{
    json_free(json);
}

static struct run_page *asked(const struct fake *fake, int64_t number)
{
    struct run_page *page = fake_runs(fake, true, number);
    struct json *with = json_new_object();
    struct step *step = arena_array(page->arena, 1, sizeof(*step));
    struct json *learnt =
        told(fake, page->arena, number == 2 ? 0 : fake_few(fake));

    json_set_text(with, "id",
                  arena_printf(page->arena, WORKFLOWS "%zu", (size_t)number));
    arena_defer(page->arena, free_json, with);
    arena_defer(page->arena, free_json, learnt);
    *step = (struct step){
        .state = number == 3 ? RUN_RUNNING : RUN_SUCCEEDED,
        .ended = number == 3 ? 0 : FAKE_NOW - 10000,
        .with = with,
        .learnt = number == 3 ? NULL : learnt,
    };
    page->rows[0].steps = step;
    page->rows[0].n_steps = 1;
    return page;
}

struct remote_page *fake_remote(const struct fake *fake, const struct ask *ask)
{
    struct remote_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->n = fake_few(fake);
    page->rows = arena_array(page->arena, page->n + 1, sizeof(*page->rows));
    for (size_t i = 0; i < page->n; i++)
        page->rows[i] = (struct remote_row){
            .id = arena_printf(page->arena, WORKFLOWS "%0*zu",
                               fake->state == FAKE_HOSTILE && i ? 2000 : 1,
                               i + 1),
            .name = fake_text(fake, page->arena, "la-tell-soc", i),
            .state = fake->state == FAKE_HOSTILE
                         ? fake_text(fake, page->arena, "state", i)
                         : states[i % 3],
            .triggers = fake_text(fake, page->arena, "manual (Request)", i),
            .changed = "2026-03-05T09:00:00Z",
            .subscription = SUBSCRIPTION,
            .group = fake_text(fake, page->arena, "rg-soc", i),
        };
    if (ask->row)
        page->asked = asked(fake, ask->row);
    return page;
}

int64_t fake_remote_run(const struct command *command)
{
    const char *name = strrchr(command->target, '/');

    return name ? strtoll(name + 1, NULL, 10) : 0;
}
