/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_entry.h - which containment of the catalogue a request is: the same
 * method and address, and a body that sets what the entry sets and nothing
 * else.
 *
 * Thread: any; pure.
 * Memory: what is found lives in the arena handed in.
 */
#ifndef RIPOSTE_ENGINE_API_ENTRY_H
#define RIPOSTE_ENGINE_API_ENTRY_H

#include "engine/api.h"

struct api_entry {
    const struct containment *entry;
    struct str target;
    const struct json *parameters; /* texts by name */
};

/* @path without host and query, as far as it is known; @body may hold
 * expressions.  Without @arena only out->entry is set.  False: it is none of
 * them. */
bool api_entry_find(const struct catalogue *catalogue, struct str method,
                    struct str path, const struct json *body,
                    struct arena *arena, struct api_entry *out);

#endif
