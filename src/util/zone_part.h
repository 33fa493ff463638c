/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zone_part.h - the rule at the end of a compiled zone, as POSIX writes $TZ:
 * "CET-1CEST,M3.5.0,M10.5.0/3".
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_ZONE_PART_H
#define RIPOSTE_UTIL_ZONE_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

/* When in a year the clock is put forward or back. */
struct zone_turn {
    enum { TURN_MONTH, TURN_JULIAN, TURN_DAY } kind;
    int month, week, day; /* Mm.w.d; day alone for the others */
    int second;           /* after midnight, local; may be negative */
};

struct zone_rule {
    int standard; /* seconds east of UTC */
    int summer;
    bool turns; /* has summer time */
    struct zone_turn start, end;
};

bool zone_rule_parse(struct str text, struct zone_rule *out);
/* Seconds east of UTC at that second. */
int zone_rule_offset(const struct zone_rule *rule, int64_t second);

#endif
