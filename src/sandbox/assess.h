/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * assess.h - recommendations: which resource is healthy by which assessment
 * (FACTS 5).
 *
 * Everything stands on the shelf: the metadata of each assessment, one
 * assessment for each resource of the types it is about, and its findings.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_ASSESS_H
#define RIPOSTE_SANDBOX_ASSESS_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

struct sandbox;

struct assess_count {
    int healthy, unhealthy, not_applicable;
};

/* Reads data/sandbox/posture.json. */
bool assess_load(struct sandbox *sandbox, const struct json *file,
                 struct err *err);
/* Gives a resource another status by the assessment of that GUID.  ERR_INPUT
 * when there is no such assessment of it. */
bool assess_set(struct sandbox *sandbox, struct str resource, struct str name,
                struct str code, int64_t moment, struct err *err);
/* Resources of the subscription by the assessment @name. */
struct assess_count assess_count(const struct sandbox *sandbox,
                                 struct str subscription, struct str name);

#endif
