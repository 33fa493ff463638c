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

struct scene {
    struct relay http;
    struct relay smtp;
    struct house house;
    struct proc engine;
};

/* cmocka fixtures; the engine does not run yet. */
int scene_open(void **state);
int scene_close(void **state);

void scene_start(struct scene *scene);
/* kill -9. */
void scene_kill(struct scene *scene);
/* Both relays have a turn. */
void scene_turn(struct scene *scene);

/* So many runs of a rule are under way, and hold keeps them where they are;
 * what is done by hand goes on beside them. */
void scene_crowd(struct scene *scene, int n);
/* None of them was lost: hold is lifted, and they all come to a good end. */
void scene_crowd_ends(struct scene *scene, int n);

/* Puts @to in the place of each @from. */
void scene_replace(struct buf *text, const char *from, const char *to);

#endif
