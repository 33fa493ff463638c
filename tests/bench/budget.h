/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * budget.h - work of a fixed size whose instructions are counted.
 *
 * Only what runs inside budget_measured() counts: callgrind is told its name.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_BENCH_BUDGET_H
#define RIPOSTE_BENCH_BUDGET_H

void budget_measured(void (*run)(void *with), void *with);

/* j, a hundred times: from the key to what is written to the terminal. */
void budget_key(void);

#endif
