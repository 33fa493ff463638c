/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard_schedule.c - when a rule may fire; see guard.h.
 */
#include "engine/guard.h"

#include "util/when.h"

/* Midnight before, on the clock of the zone. */
static int64_t midnight(int64_t local)
{
    int64_t rest = local % WHEN_DAY;

    return local - (rest < 0 ? rest + WHEN_DAY : rest);
}

/* 0 is Monday; 1970-01-01 was a Thursday. */
static unsigned weekday(int64_t day)
{
    return (unsigned)(((day / WHEN_DAY + 3) % 7 + 7) % 7);
}

/* From when to when it is open on the day that begins at @day, local. */
static bool span_of(const struct schedule *schedule, int64_t day, int64_t *from,
                    int64_t *to)
{
    if (!(schedule->days >> weekday(day) & 1))
        return false;
    *from = day + schedule->from * WHEN_MINUTE;
    *to = day + schedule->to * WHEN_MINUTE;
    if (schedule->to <= schedule->from)
        *to += WHEN_DAY;
    return true;
}

static void ask_one(const struct schedule *schedule, const struct zone *zone,
                    int64_t now, bool *open, int64_t *next)
{
    int64_t local = zone_local(zone, now);
    int64_t today = midnight(local);
    int64_t from, to;

    /* What began yesterday may go on beyond midnight. */
    for (int day = -1; day <= 8; day++) {
        if (!span_of(schedule, today + day * WHEN_DAY, &from, &to))
            continue;
        *open |= local >= from && local < to;
        if (local < from) {
            from = zone_moment(zone, from);
            if (*next == 0 || from < *next)
                *next = from;
            return;
        }
    }
}

bool schedule_open(const struct schedule *schedules, size_t n, int64_t now,
                   struct zone_shelf *zones, bool *open, int64_t *next,
                   struct err *err)
{
    int64_t soonest = 0;
    bool any = n == 0;

    for (size_t i = 0; i < n; i++) {
        const struct zone *zone;

        if (!zone_shelf_get(zones, schedules[i].zone, &zone, err))
            return false;
        ask_one(&schedules[i], zone, now, &any, &soonest);
    }
    *open = any;
    *next = any ? 0 : soonest;
    return true;
}
