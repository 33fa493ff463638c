/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment_read.h - one file of the catalogue, read strictly; private to
 * catalogue.c.
 *
 * Thread: any.
 * Memory: the entry lives in the arena and borrows from the JSON, which
 * containment_keep() gives to the arena.
 */
#ifndef RIPOSTE_MODEL_CONTAINMENT_READ_H
#define RIPOSTE_MODEL_CONTAINMENT_READ_H

#include "model/containment.h"

/* ERR_INPUT names the member; *out may be half filled then. */
bool containment_read(const struct json *json, struct arena *arena,
                      struct containment *out, struct err *err);
/* Frees @json together with the arena. */
void containment_keep(struct arena *arena, struct json *json);

#endif
