/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parse_alone.h - json-c by itself, as anybody would use it: the measure for
 * whatever reads JSON.  A file of its own, since json-c's names and those of
 * util/json.h meet.
 */
#ifndef RIPOSTE_BENCH_PARSE_ALONE_H
#define RIPOSTE_BENCH_PARSE_ALONE_H

#include <stddef.h>

/* Builds a tree of each line and frees it; dies at one that is no JSON.  How
 * many there were. */
size_t parse_alone(const char *text, size_t len);

#endif
