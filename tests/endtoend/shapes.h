/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shapes.h - kill -9 at each request of one containment of each shape, there
 * and back: when the answer is lost, and, of what does more than ask, when the
 * request is.  The engine that comes after finishes what may be repeated; what
 * may not is sent once, and left to a person.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_ENDTOEND_SHAPES_H
#define RIPOSTE_TESTS_ENDTOEND_SHAPES_H

#include "scene.h"

/* Three programs share the work. */
enum shapes_part {
    SHAPES_MACHINES, /* virtual machines, by Azure Resource Manager */
    SHAPES_DATA,     /* storage accounts, blobs, secrets */
    SHAPES_BEYOND,   /* users and machines: Graph, Defender for Endpoint */
};

void shapes_killed(struct scene *scene, enum shapes_part part);
/* Whoever adds an entry to the catalogue that goes another way than those that
 * are killed adds its shape to the table. */
void shapes_complete(struct scene *scene);

#endif
