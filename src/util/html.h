/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html.h - texts as they may stand in HTML: between tags, and as the value of
 * an attribute in either kind of quotes.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_UTIL_HTML_H
#define RIPOSTE_UTIL_HTML_H

#include "util/buf.h"

void html_put(struct buf *out, struct str text);

#endif
