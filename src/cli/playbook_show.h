/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_show.h - a playbook as it is printed: what is thought of it, for
 * people and as JSON.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_PLAYBOOK_SHOW_H
#define RIPOSTE_CLI_PLAYBOOK_SHOW_H

#include "cli/cli.h"
#include "service/playbooks.h"

/* name, trigger, verdict, why, lint, needs, lacks,
 * parameters, connections, steps. */
struct json *playbook_json(const struct config *config,
                           const struct playbook *playbook);
/* The verdict in a line or some. */
void playbook_print(struct out *out, const struct config *config,
                    const struct playbook *playbook);
/* All that is known of it. */
void playbook_print_whole(struct out *out, const struct config *config,
                          const struct playbook *playbook);

#endif
