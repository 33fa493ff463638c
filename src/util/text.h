/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text.h - gettext, in one place.
 */
#ifndef RIPOSTE_UTIL_TEXT_H
#define RIPOSTE_UTIL_TEXT_H

#include <libintl.h>

#define _(text)              gettext(text)
#define N_(text)             text
#define _n(one, many, count) ngettext(one, many, (unsigned long)(count))

#endif
