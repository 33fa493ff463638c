/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate.h - asks Defender for sample alerts (FACTS 4): a run like any
 * other, journalled and followed to its end.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_SIMULATE_H
#define RIPOSTE_SERVICE_SIMULATE_H

#include "service/desk.h"

/* @bundles: names separated by spaces or commas, "" for all.  The subscription
 * is the first configured one, its home region is read off the alerts that are
 * known of it.  ERR_INPUT when either cannot be told. */
bool simulate_ask(struct desk *desk, const char *bundles, int64_t *run,
                  struct err *err);

#endif
