/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene.h - a house, and an engine in a process of its own that can be killed;
 * everything between it and the sandbox goes through relays.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_ENDTOEND_SCENE_H
#define RIPOSTE_TESTS_ENDTOEND_SCENE_H

#include "relay.h"
#include "service/house.h"
#include "util/buf.h"

#define SCENE_KINDS 64

struct scene {
    struct relay http;
    struct relay smtp;
    struct house house;
    struct proc engine;
    int64_t crowd; /* the rule of its runs; 0: there is none */
    /* For each kind of action, as action_at() counts, what it was killed at
     * (moments.h). */
    unsigned killed[SCENE_KINDS];
};

#define SCENE_CROWD 1000
#define SCENE_WAIT  60000

/* cmocka fixtures; the engine does not run yet. */
int scene_open(void **state);
int scene_close(void **state);

void scene_start(struct scene *scene);
/* kill -9. */
void scene_kill(struct scene *scene);
/* Both relays have a turn. */
void scene_turn(struct scene *scene);

enum run_state scene_state(struct scene *scene, int64_t run);
/* The step of it that is under way; NULL: it has ended. */
const struct step *scene_step(struct scene *scene, int64_t run);
/* Turns until what is held is caught, and until the run has ended; @what says
 * what it was about, for a test that fails. */
void scene_until_caught(struct scene *scene, const char *what);
enum run_state scene_until_final(struct scene *scene, int64_t run,
                                 const char *what);

/*
 * SCENE_CROWD runs of a rule are under way, each with the one action
 * {"kind": …, "with": …}: at once, or, when they wait, in hours from now, an
 * hour apart, as `resume --apart` leaves them.  A fixture, and a last test:
 * they all waited through the tests in between, none was lost, and now all come
 * to a good end.
 */
void scene_crowd(struct scene *scene, const char *action, bool there,
                 bool wait);
void scene_crowd_ends(struct scene *scene);
int scene_open_crowded(void **state);
void test_crowd_ends(void **state);

/* Puts @to in the place of each @from. */
void scene_replace(struct buf *text, const char *from, const char *to);

#endif
