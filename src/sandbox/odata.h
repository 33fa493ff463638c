/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odata.h - does an item satisfy a $filter?
 *
 * As much of OData as the services here are asked: "name eq 'text'" and ne,
 * startswith(name,'text'), endswith, contains; several with "and" between
 * them.  Texts and names compare without case; two quotes are one.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_SANDBOX_ODATA_H
#define RIPOSTE_SANDBOX_ODATA_H

#include <stdbool.h>

#include "util/json.h"
#include "util/str.h"

/* *holds is set unless the filter is not understood; then it is false.  The
 * empty filter holds always. */
bool odata_holds(struct str filter, const struct json *item, bool *holds);

#endif
