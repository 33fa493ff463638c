/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * outside.h - what the settings say of the world outside, as the gate wants it.
 *
 * Thread: any.
 * Memory: the result borrows the settings.
 */
#ifndef RIPOSTE_SERVICE_OUTSIDE_H
#define RIPOSTE_SERVICE_OUTSIDE_H

#include "connect/gate.h"
#include "service/config.h"

bool outside_configure(const struct config *config, struct gate_config *out,
                       struct err *err);

#endif
