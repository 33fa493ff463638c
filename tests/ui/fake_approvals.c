/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_approvals.c - approvals, made by hand.
 */
#include "fake.h"

#include "util/mem.h"
#include "util/when.h"

#define VM                                                                     \
    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/"      \
    "rg-shop/providers/Microsoft.Compute/virtualMachines/vm-web-01"

static const char frozen_text[] =
    "{\"action\":\"vm-deallocate\",\"target\":\"" VM "\",\"class\":"
    "\"reversible\",\"note\":\"What is in memory is lost.\",\"requests\":["
    "{\"method\":\"POST\",\"url\":\"" VM "/deallocate\"}],\"undo\":["
    "{\"method\":\"PUT\",\"url\":\"" VM "/start\",\"body\":{\"why\":"
    "\"undo\"}}],\"before\":{\"power\":\"running\"},\"evidence\":{\"id\":"
    "\"2517535653831539999\",\"severity\":\"High\"}}";

/* Two of its three runs are named. */
static const char batch_text[] =
    "{\"action\":\"batch\",\"guard\":\"quota\",\"why\":\"3 of 3 in 1h are "
    "used; the next is free at 2026-03-05T13:00:00Z.\",\"items\":[{\"run\":7,"
    "\"target\":\"" VM "\",\"does\":[\"Send a mail\",\"Stop vm-web-01\"]},{"
    "\"run\":8,\"target\":\"" VM "\",\"does\":[\"Stop vm-web-01\"]}]}";

/* The target as the first one saw it, and as it is now. */
#define LOOK(value)                                                            \
    "[{\"action\":\"vm-deallocate\",\"target\":\"" VM "\",\"when\":"           \
    "\"2026-03-05T12:00:00Z\",\"found\":{\"values\":{\"statuses\":\"" value    \
    "\",\"sku\":\"D2\"}}}]"
static const char seen_text[] = LOOK("PowerState/running");
static const char live_text[] = LOOK("PowerState/stopped");

struct approval_page *fake_approvals(const struct fake *fake)
{
    struct approval_page *page = mem_new(sizeof(*page));
    struct vote *votes;

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->rows =
        arena_array(page->arena, fake_few(fake) + 1, sizeof(*page->rows));
    page->cannot =
        arena_array(page->arena, fake_few(fake) + 1, sizeof(*page->cannot));
    page->behalf =
        arena_array(page->arena, fake_few(fake) + 1, sizeof(*page->behalf));
    votes = arena_alloc(page->arena, sizeof(*votes));
    *votes = (struct vote){.person = "kim",
                           .behalf = "",
                           .yes = true,
                           .when = FAKE_NOW - WHEN_MINUTE,
                           .reason = "as discussed",
                           .seen = fake_parsed(page->arena, seen_text)};
    for (size_t i = 0; i < fake_few(fake); i++) {
        enum approval_state state =
            i < 2 ? APPROVAL_PENDING
                  : (enum approval_state)(1 + i % (APPROVAL_STATE_N - 1));

        page->behalf[i] = i == 0 && fake->state == FAKE_WIDE ? "ines" : "";
        page->cannot[i] =
            i == 1 && !fake->escalated
                ? "You asked for this yourself: somebody else must answer "
                  "it (four eyes)."
                : fake->refusal;
        page->rows[page->n++] = (struct approval){
            .row = (int64_t)i + 1,
            .run = (int64_t)i + 1,
            .event = (int64_t)i + 1,
            .rule = 1,
            .demand = {.quorum = 2, .group = "admin"},
            .escalates = i == 0 ? FAKE_NOW - WHEN_MINUTE : 0,
            .votes = votes,
            .n_votes = i < 1,
            .live = i < 2 ? fake_parsed(page->arena, live_text) : NULL,
            .title = fake->state == FAKE_MANY && i == 4
                         ? FAKE_LONG
                         : fake_text(fake, page->arena, "Stop vm-web", i),
            .requester = i == 1 ? "me" : "rule contain-web",
            .author = "jo",
            .editor = "mara",
            .class = i % 3 ? CLASS_REVERSIBLE : CLASS_IRREVERSIBLE,
            .state = state,
            .frozen =
                fake_parsed(page->arena, i == 2 ? batch_text : frozen_text),
            .batch = i == 2 ? 3 : 0,
            .digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c1"
                      "5b0f00a08",
            .asked = FAKE_NOW - (int64_t)i * WHEN_HOUR,
            .expires = FAKE_NOW + 3 * WHEN_HOUR + 59 * WHEN_MINUTE,
            .answered = state == APPROVAL_PENDING ? 0 : FAKE_NOW,
            .answered_by = state == APPROVAL_PENDING ? "" : "kim",
            .reason = state == APPROVAL_PENDING ? "" : "as discussed",
        };
    }
    return page;
}
