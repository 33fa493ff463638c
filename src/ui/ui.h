/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ui.h - the screens: one call that takes the terminal and gives it back when
 * the person leaves.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_UI_UI_H
#define RIPOSTE_UI_UI_H

#include <stdbool.h>

#include "service/config.h"
#include "util/err.h"

struct ui_options {
    bool demo; /* a line leads the newcomer through the first case */
};

/* Opens both threads and the screens, and comes back when the person leaves
 * or the line drops.  ERR_LOCAL when there is no terminal that can be used,
 * ERR_INPUT for keys of the configuration that cannot be, and whatever
 * console_open() says. */
bool ui_run(const struct config *config, const struct ui_options *options,
            struct err *err);

#endif
