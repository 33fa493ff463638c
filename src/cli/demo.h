/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demo.h - a sandbox of its own for --demo: started with the screens, and gone
 * with them.
 *
 * It needs no account, no configuration and no network; what it leaves behind
 * is nothing.
 *
 * Thread: main.
 * Memory: demo_start() on the caller's storage, demo_stop() frees.
 */
#ifndef RIPOSTE_CLI_DEMO_H
#define RIPOSTE_CLI_DEMO_H

#include <stdbool.h>

#include "service/config.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/proc.h"

struct demo {
    struct arena *arena;
    char *dir; /* NULL until it was made */
    struct proc sandbox;
    const char *config; /* the file that leads to the sandbox */
    const char *store;  /* the setting "store=…" */
};

/* Starts riposte-sandbox, which is looked for beside this program, then in
 * PATH.  ERR_LOCAL when it cannot be; demo_stop() in any case. */
bool demo_start(struct demo *demo, struct err *err);
/* The rules that play in it, as riposte's own: whoever looks may approve. */
bool demo_rules(const struct config *config, struct err *err);
void demo_stop(struct demo *demo);

#endif
