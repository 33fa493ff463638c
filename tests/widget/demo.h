/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demo.h - small programs that show one widget each, for the terminal tests.
 */
#ifndef RIPOSTE_TESTS_WIDGET_DEMO_H
#define RIPOSTE_TESTS_WIDGET_DEMO_H

#include <stdbool.h>

#include "widget/canvas.h"
#include "widget/key.h"
#include "widget/term.h"

struct demo {
    struct term *term;
    const char *argument; /* the second word of the command line, or "" */
    bool over;
    void *state;
};

/* One way to call the program: "demo NAME [ARGUMENT]". */
struct demo_part {
    const char *name;
    void (*start)(struct demo *demo);
    void (*key)(struct demo *demo, const struct key *key);
    void (*draw)(struct demo *demo, const struct canvas *canvas);
    void (*end)(struct demo *demo);
};

extern const struct demo_part demo_canvas;
extern const struct demo_part demo_keys;
extern const struct demo_part demo_list;
extern const struct demo_part demo_tree;
extern const struct demo_part demo_view;
extern const struct demo_part demo_input;
extern const struct demo_part demo_form;
extern const struct demo_part demo_dialog;

#endif
