/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy.h - what an ARM template or a policy would deploy, worked out here:
 * parameters, variables, functions, copy loops, nested deployments.
 *
 * Only so much of the template language as templates of automations use; what
 * needs Azure to be known (a key, a reference) is refused where a value is
 * needed, and left out where it is a secret that is never read anyway.
 * Evaluation is bounded in steps and in memory, so that a template cannot keep
 * riposte busy, or fill the machine.
 *
 * Thread: any; pure.
 * Memory: resources live in the arena handed in.
 */
#ifndef RIPOSTE_ENGINE_DEPLOY_H
#define RIPOSTE_ENGINE_DEPLOY_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

/* Where it would be deployed, and with what. */
struct deploy_given {
    const struct json *parameters; /* name: value; NULL: none */
    struct str subscription;       /* GUID; "": not known */
    struct str group;              /* "": not known */
    struct str location;           /* of the group; "": not known */
    struct str tenant;             /* GUID; "": not known */
};

/* One resource that would come to be, with its values worked out. */
struct deploy_resource {
    const struct json *resource;
    const char *path;         /* where it stands: "resources[1]" */
    const char *subscription; /* where it would lie; "": not known */
    const char *group;
    /* Of each action the trigger whose callback is asked for; NULL: none. */
    const char **triggers;
    size_t n_triggers;
};

/* Has it resources, or is it a policy that deploys some? */
bool deploy_is(const struct json *json);
/* All resources of @type, in the order of the template.  ERR_INPUT says where
 * and what to do: a parameter that has no value names itself. */
bool deploy_find(const struct json *json, const char *type,
                 const struct deploy_given *given, struct arena *arena,
                 struct deploy_resource **out, size_t *n, struct err *err);

/* Is the text an expression that only Azure can work out, since it asks for a
 * key, a reference, the moment of the deployment? */
bool deploy_asks_azure(struct str text);

/* The text as a template has it: one that would begin an expression is
 * escaped. */
struct json *deploy_literal(const struct json *json);

#endif
