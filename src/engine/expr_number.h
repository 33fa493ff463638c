/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_number.h - numbers as texts, in the formats of .NET.
 *
 * The standard formats C D E F G N P R X and custom ones of 0 # . , % ; and
 * quoted text, in the styles of some languages.  A real has fifteen digits, of
 * which halves are rounded away from zero, as Logic Apps do it.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_ENGINE_EXPR_NUMBER_H
#define RIPOSTE_ENGINE_EXPR_NUMBER_H

#include <stdbool.h>

#include "util/buf.h"
#include "util/json.h"
#include "util/str.h"

struct number_style {
    const char *name; /* "en-US" */
    const char *point;
    const char *group;
    const char *before; /* of an amount of money */
    const char *behind;
};

/* Without case; the empty text is "en-US".  NULL: it is not known. */
const struct number_style *number_style(struct str name);
/* False: the format is not understood, or not for that number. */
bool number_put(const struct json *value, struct str format,
                const struct number_style *style, struct buf *out);
/* With groups anywhere before the point, and a sign at either end. */
bool number_read(struct str text, const struct number_style *style,
                 double *out);

#endif
