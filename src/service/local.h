/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * local.h - steps that are done in the store itself (connect/local.h), in the
 * transaction that begins them: they are done, or not begun.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_LOCAL_H
#define RIPOSTE_SERVICE_LOCAL_H

#include "service/dispatch_part.h"

bool local_do(struct job *job, struct err *err);

#endif
