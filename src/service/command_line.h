/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command_line.h - an act of the screens as the command line that does the
 * same, for the command log: every act in a screen has a command.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_SERVICE_COMMAND_LINE_H
#define RIPOSTE_SERVICE_COMMAND_LINE_H

#include <stddef.h>

#include "service/console.h"
#include "util/buf.h"

/* One word, quoted for a shell. */
void command_quote(const char *text, struct buf *out);
/* Quoted for a shell; cut at @room. */
void command_line(const struct command *command, char *out, size_t room);

#endif
