/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * health_part.h - what the files of the health page share.
 */
#ifndef RIPOSTE_SERVICE_HEALTH_PART_H
#define RIPOSTE_SERVICE_HEALTH_PART_H

#include "service/health.h"
#include "util/when.h"

/* Under this name the store keeps what the engine knows. */
#define HEALTH_STATE "health"

struct health {
    struct desk *desk;
    struct health_page *page;
    int64_t now;
};
/* "12 s", then as when_age(); @span in milliseconds. */
const char *health_span(int64_t span, char out[WHEN_TEXT_SIZE]);
/* One row more; facts go to the newest. */
void health_add(struct health *health, enum health_part part,
                enum health_grade grade, const char *name, const char *text);
void health_fact(struct health *health, const char *label, const char *text);
void health_when(struct health *health, const char *label, int64_t when);

/* health_outside.c */
bool health_tokens(struct health *health, struct err *err);
bool health_connectors(struct health *health, struct err *err);
bool health_permissions(struct health *health, struct err *err);

#endif
