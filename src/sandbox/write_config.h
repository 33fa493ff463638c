/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * write_config.h - a configuration that leads riposte to this sandbox.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_WRITE_CONFIG_H
#define RIPOSTE_SANDBOX_WRITE_CONFIG_H

#include <stdbool.h>

#include "util/err.h"

struct sandbox;

/* Writes @path, and what is secret beside it as PATH.secret and PATH.mail,
 * all with mode 0600.  ERR_LOCAL when that cannot be. */
bool write_config(const struct sandbox *sandbox, const char *path,
                  int smtp_port, struct err *err);

#endif
