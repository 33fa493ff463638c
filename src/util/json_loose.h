/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_loose.h - JSON as people and their tools keep it: with comments, a byte
 * order mark, or in UTF-16.
 *
 * Templates of Azure have all of these.  Comments become blanks before the
 * text is parsed, so that lines and columns in a message are those of the
 * file.
 *
 * Thread: any.
 * Memory: the value is yours until json_free().
 */
#ifndef RIPOSTE_UTIL_JSON_LOOSE_H
#define RIPOSTE_UTIL_JSON_LOOSE_H

#include <stdbool.h>

#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

/* As json_parse(), after the above.  ERR_INPUT with line and column. */
bool json_parse_loose(struct str text, struct json **out, struct err *err);

#endif
