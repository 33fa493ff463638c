/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_part.h - what the files of deploy.h share.
 *
 * Private to engine/.  deploy.c walks templates and finds resources,
 * deploy_value.c evaluates values with their copy loops, deploy_expr.c reads
 * one expression, deploy_fn.c, deploy_text.c and deploy_place.c have the
 * functions, deploy_given.c looks at what was given for parameters.
 */
#ifndef RIPOSTE_ENGINE_DEPLOY_PART_H
#define RIPOSTE_ENGINE_DEPLOY_PART_H

#include <stdint.h>

#include "engine/deploy.h"
#include "model/limits.h"
#include "util/buf.h"

/* Values that one template may take: the largest filter of Azure has some
 * 100,000. */
#define DEPLOY_STEPS 4000000
#define DEPLOY_DEPTH 64
/* Bytes that it may make of others, roughly. */
#define DEPLOY_MADE (128 * LIMIT_MIB)
#define DEPLOY_LOOP 10000

/* A copy loop that is under way. */
struct deploy_loop {
    const struct deploy_loop *outer;
    struct str name;
    int64_t index;
};

/* What names mean at one place: a template's parameters and variables. */
struct deploy_scope {
    struct json *parameters;      /* values that are known */
    const struct json *declared;  /* "parameters" of the template */
    const struct json *variables; /* as they stand there */
    struct json *memo;            /* variables that have been worked out */
    const struct deploy_loop *loops;
    struct str subscription;
    struct str group;
    struct str location;
    struct str tenant;
    const char *missing; /* what to do about a parameter that has no value */
};

struct deploy {
    struct deploy_scope *scope;
    struct buf path; /* of what is being worked out, for messages */
    size_t base;     /* where the path of this variable begins */
    int64_t steps;
    size_t made; /* bytes of copies, and of what functions gave, roughly */
    int depth;
    bool unknown; /* it failed because only Azure knows */
    struct err *err;
};

/* A value: borrowed, or inside of what is owned. */
struct deploy_value {
    const struct json *json;
    struct json *own; /* NULL: borrowed */
};
void deploy_drop(struct deploy_value *value);

/* What was worked out is the caller's; a null is NULL and no failure. */
bool deploy_evaluate(struct deploy *deploy, const struct json *json,
                     struct json **out);
bool deploy_is_expression(struct str text);
bool deploy_expression(struct deploy *deploy, struct str text,
                       struct deploy_value *out);
/* Names; what comes is borrowed from the scope. */
bool deploy_parameter(struct deploy *deploy, struct str name,
                      const struct json **out);
bool deploy_variable(struct deploy *deploy, struct str name,
                     const struct json **out);

/* Are the values of the scope's parameters some that it declares? */
bool deploy_check_given(struct deploy *deploy);

/* One value more; false when there were too many. */
bool deploy_step(struct deploy *deploy);
/* A copy of that is made; false when all in all there are too many, or they are
 * too large: small templates can ask for what no machine holds. */
bool deploy_spend(struct deploy *deploy, const struct json *json);
/* ERR_INPUT with the path; always false. */
bool deploy_fail(struct deploy *deploy, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Functions whose arguments are all worked out first. */
struct deploy_call {
    struct deploy *deploy;
    struct str name;
    const struct json **args;
    size_t n;
};
struct deploy_fn {
    const char *name;
    size_t least;
    size_t most;
    bool (*run)(const struct deploy_call *call, struct json **out);
};
/* Each ends with a row that has no name. */
extern const struct deploy_fn deploy_functions[];
extern const struct deploy_fn deploy_texts[];
extern const struct deploy_fn deploy_places[];

bool deploy_arg_int(const struct deploy_call *call, size_t i, int64_t *out);
bool deploy_arg_text(const struct deploy_call *call, size_t i, struct str *out);

#endif
