/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * function.h - Azure Functions with a key: plain ones, and durable ones, which
 * go on by themselves (FACTS 11).
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_FUNCTION_H
#define RIPOSTE_SANDBOX_FUNCTION_H

struct functions;

struct functions *functions_new(void);
void functions_free(struct functions *functions);

#endif
