/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stage.h - the events that the tests of engine/ are played with: an alert
 * with everything, a sample alert, a bare one, a recommendation, a compliance
 * assessment.
 *
 * Columns are set by hand, as event_read() would set them, so that these tests
 * are about judgement alone.
 */
#ifndef RIPOSTE_TESTS_ENGINE_STAGE_H
#define RIPOSTE_TESTS_ENGINE_STAGE_H

#include "engine/query.h"
#include "engine/subject.h"
#include "model/event.h"
#include "util/json.h"

enum part { ALERT, SAMPLE, BARE, ADVICE, CONTROL, PART_COUNT };

/* 2026-03-05T12:00:00Z: the alert is one hour old. */
#define STAGE_NOW INT64_C(1772712000000)
#define VM_ID                                                                  \
    "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/"      \
    "rg-shop/providers/Microsoft.Compute/virtualMachines/vm-web-01"

struct stage {
    struct event events[PART_COUNT];
    struct json *bodies[PART_COUNT];
    struct query_subject subjects[PART_COUNT];
    struct query_env env; /* watchlists "crown" and "empty" */
    unsigned fetched;     /* how often a body was asked for */
};
void stage_init(struct stage *stage);
void stage_done(struct stage *stage);
/* Subjects that ask for their body through a callback that counts. */
void stage_lazy(struct stage *stage, enum part part);

#endif
