/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppressions.h - Defender's suppression rules (FACTS 7): how their list is
 * read, and their paths.
 *
 * They are no events, so they are no source that can be configured; but their
 * list is walked like that of a source, subscription by subscription.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_SUPPRESSIONS_H
#define RIPOSTE_CONNECT_SUPPRESSIONS_H

#include "connect/source.h"

extern const struct source source_suppressions;

#define SUPPRESSIONS_PATH    "/providers/Microsoft.Security/alertsSuppressionRules"
#define SUPPRESSIONS_VERSION "2019-01-01-preview"

#endif
