/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backtest_show.h - what a backtest has found, as it is printed.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_BACKTEST_SHOW_H
#define RIPOSTE_CLI_BACKTEST_SHOW_H

#include "cli/out.h"
#include "service/backtest.h"

/* Of one rule, or of two revisions of it, as text or JSON. */
void backtest_show(struct out *out, const struct backtest_page *page);
/* Of all rules: one line for each. */
void backtest_show_all(struct out *out, const struct backtest_page *page);

#endif
