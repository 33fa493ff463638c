/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * moments.h - one action, and behind it one that only asks; and the moments at
 * which the engine is killed with it.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_ENDTOEND_MOMENTS_H
#define RIPOSTE_TESTS_ENDTOEND_MOMENTS_H

#include "scene.h"

/* Where the engine dies. */
enum moment {
    MOMENT_SENDING, /* the request has not left */
    MOMENT_ANSWER,  /* it was done, nobody has heard of it */
    MOMENT_FOLLOW,  /* it goes on elsewhere, and is asked after */
    MOMENT_NEXT,    /* it is done; the next step is on the way */
    MOMENT_N
};
const char *moment_name(enum moment moment);

/* An alert that was not there before. */
int64_t moments_event(struct scene *scene);
/* A run with both steps.  In @with CONFIG, BASE and SANDBOX stand for what they
 * say. */
int64_t moments_begin(struct scene *scene, const char *kind, const char *with);
/* The engine was killed there with that kind (scene->killed). */
void moments_mark(struct scene *scene, const char *kind, enum moment moment);
/* Runs until what is held is caught, is killed, and runs until the end. */
void moments_die(struct scene *scene, int64_t run, const char *kind,
                 enum moment moment, enum journal journal);

/* Tests of kinds that are killed in their own way. */
void test_script(void **state);
void test_approval(void **state);

#endif
