/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hands.h - a playbook of one action, and that asked with its own inputs.
 */
#ifndef RIPOSTE_TESTS_ENGINE_HANDS_H
#define RIPOSTE_TESTS_ENGINE_HANDS_H

#include "engine/api_hand.h"

/* With ` for double quotes, and line ends within texts. */
struct json *read_json(const char *text);
/* The one that riposte is installed with. */
struct catalogue *load_catalogue(void);

struct scene {
    struct catalogue *catalogue;
    struct playbook_reading reading;
    struct arena *arena;
    struct api_ask ask;
};

void scene_open(struct scene *scene, const char *type, const char *key,
                const char *inputs);
void scene_close(struct scene *scene);

#endif
