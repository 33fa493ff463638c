/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * thread.h - starts a thread with all signals blocked, and waits for its end.
 * With chan.h the only door to pthreads.
 */
#ifndef RIPOSTE_UTIL_THREAD_H
#define RIPOSTE_UTIL_THREAD_H

#include <stdbool.h>

#include "util/err.h"

struct thread;

bool thread_start(struct thread **out, const char *name, void (*run)(void *),
                  void *with, struct err *err);
/* The calling thread runs for moments only, and should not wait for others
 * that run for long: a hint, which a kernel may not know. */
void thread_prompt(void);
/* Waits until it has ended, then frees it; NULL is fine. */
void thread_join(struct thread *thread);

#endif
