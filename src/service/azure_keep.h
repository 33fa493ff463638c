/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure_keep.h - the kept list, for those who read it.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AZURE_KEEP_H
#define RIPOSTE_SERVICE_AZURE_KEEP_H

#include "service/desk_part.h"

/* {id in lower case: {"resource": {…}}}; the caller frees it. */
bool azure_load(struct desk *desk, struct json **out, struct err *err);

#endif
