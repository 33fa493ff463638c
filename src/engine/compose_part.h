/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose_part.h - what writing and reading of composed playbooks share; for
 * the files of compose.h only.
 */
#ifndef RIPOSTE_ENGINE_COMPOSE_PART_H
#define RIPOSTE_ENGINE_COMPOSE_PART_H

#include "engine/compose.h"

#define COMPOSE_APPROVAL "approval"
#define COMPOSE_SCHEMA                                                         \
    "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/"   \
    "2016-06-01/workflowdefinition.json#"

struct compose_start {
    const char *name; /* of the trigger */
    const char *key;  /* of its connection; NULL: none */
    const char *path;
};
extern const struct compose_start compose_starts[START_N];

struct compose_function {
    const char *name;
    const char *function;
    bool negated;
};
extern const struct compose_function compose_functions[COMPOSE_OP_N];

/* What the steps of one list have come to: from it follows what the next one
 * runs after. */
struct compose_order {
    struct json *main; /* of a step behind: those it waits for */
    struct json *base; /* of one beside the last */
    const char *last;
    bool failing; /* the last runs on failure */
};
void compose_order_init(struct compose_order *order);
void compose_order_done(struct compose_order *order);
/* The caller's. */
struct json *compose_after(const struct compose_order *order,
                           enum compose_when when);
/* @name must live as long. */
void compose_order_step(struct compose_order *order, enum compose_when when,
                        const char *name);

#endif
