/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure_keep.h - the kept lists, for those who read it.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AZURE_KEEP_H
#define RIPOSTE_SERVICE_AZURE_KEEP_H

#include "service/desk_part.h"

enum azure_list { AZURE_AUTOMATIONS, AZURE_WORKFLOWS, AZURE_N };

/* {id in lower case: {"resource": {…}}}; the caller frees it. */
bool azure_load(struct desk *desk, enum azure_list which, struct json **out,
                struct err *err);

#endif
