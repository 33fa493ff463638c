/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recurrence.h"

#include "engine/expr_time.h"
#include "util/text.h"
#include "util/when.h"

/* Nothing that recurs is further away. */
#define DAYS_AHEAD (366 * 5)

enum unit {
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_YEAR,
    UNIT_N
};

static const struct {
    const char *name;
    int64_t span; /* 0: it is none */
} units[UNIT_N] = {
    [UNIT_SECOND] = {"Second", WHEN_SECOND},
    [UNIT_MINUTE] = {"Minute", WHEN_MINUTE},
    [UNIT_HOUR] = {"Hour", WHEN_HOUR},
    [UNIT_DAY] = {"Day", WHEN_DAY},
    [UNIT_WEEK] = {"Week", 7 * WHEN_DAY},
    [UNIT_MONTH] = {"Month", 0},
    [UNIT_YEAR] = {"Year", 0},
};

struct recurrence {
    enum unit unit;
    int64_t interval;
    int64_t start;    /* in local time, as all that follows */
    bool started;     /* it has said so itself */
    uint64_t minutes; /* bit for each; 0: that of the start */
    uint32_t hours;
    uint32_t week_days;  /* bit 0: Sunday; 0: any */
    uint32_t month_days; /* bit 1: the first; 0: that of the start */
    const char *zone;    /* IANA; NULL: UTC */
    const struct expr_outside *outside;
};

/* ---- read -----------------------------------------------------------------*/

static bool fail(const char *name, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("\"recurrence.%s\" cannot be read; nothing starts the "
                     "playbook by the clock."),
                   name);
}

static bool read_unit(const struct json *json, struct recurrence *out,
                      struct err *err)
{
    struct str text = json_text(json_find(json, STR("frequency")));

    for (int i = 0; i < UNIT_N; i++) {
        if (str_eq_fold(text, str_of(units[i].name))) {
            out->unit = (enum unit)i;
            return true;
        }
    }
    return fail("frequency", err);
}

static bool to_local(const struct recurrence *r, int64_t moment, bool back,
                     int64_t *out, struct err *err)
{
    if (r->zone && r->outside->zone)
        return r->outside->zone(r->zone, back, moment, out, err);
    *out = moment;
    return true;
}

static bool read_zone(const struct json *json, struct recurrence *out,
                      struct err *err)
{
    struct str name = json_text(json_find(json, STR("timeZone")));

    if (str_empty(name) || str_eq_fold(name, STR("UTC")))
        return true;
    out->zone = stamp_zone(name);
    return out->zone || fail("timeZone", err);
}

/* Without an offset it is meant in the zone. */
static bool read_start(const struct json *json, int64_t since,
                       struct recurrence *out, struct err *err)
{
    struct str text = json_text(json_find(json, STR("startTime")));
    struct stamp stamp;
    int64_t moment;

    if (str_empty(text))
        return to_local(out, since, false, &out->start, err);
    if (!stamp_read(text, &stamp))
        return fail("startTime", err);
    out->started = true;
    moment = (stamp.ticks - STAMP_EPOCH) / STAMP_MILLI;
    if (stamp.utc)
        return to_local(out, moment, false, &out->start, err);
    out->start = moment;
    return true;
}

static bool read_bits(const struct json *list, int64_t least, int64_t most,
                      uint64_t *out)
{
    for (struct json_each e = json_each(list); json_next(&e);) {
        int64_t value;

        if (!json_int(e.value, &value) || value < least || value > most)
            return false;
        *out |= UINT64_C(1) << value;
    }
    return true;
}

static bool read_week_days(const struct json *list, uint32_t *out)
{
    for (struct json_each e = json_each(list); json_next(&e);) {
        int day = 0;

        while (day < 7 &&
               !str_eq_fold(json_text(e.value), str_of(stamp_weekday(day))))
            day++;
        if (day == 7)
            return false;
        *out |= 1U << day;
    }
    return true;
}

static bool read_schedule(const struct json *json, struct recurrence *out,
                          struct err *err)
{
    uint64_t hours = 0;
    uint64_t month_days = 0;

    if (!read_bits(json_find(json, STR("minutes")), 0, 59, &out->minutes))
        return fail("schedule.minutes", err);
    if (!read_bits(json_find(json, STR("hours")), 0, 23, &hours))
        return fail("schedule.hours", err);
    if (!read_bits(json_find(json, STR("monthDays")), 1, 31, &month_days))
        return fail("schedule.monthDays", err);
    if (!read_week_days(json_find(json, STR("weekDays")), &out->week_days))
        return fail("schedule.weekDays", err);
    out->hours = (uint32_t)hours;
    out->month_days = (uint32_t)month_days;
    return true;
}

static bool read_all(const struct json *trigger, int64_t since,
                     struct recurrence *out, struct err *err)
{
    const struct json *json = json_find(trigger, STR("recurrence"));
    const struct json *interval = json_find(json, STR("interval"));

    out->interval = 1;
    if (interval && (!json_int(interval, &out->interval) || out->interval < 1 ||
                     out->interval > 100000))
        return fail("interval", err);
    return read_unit(json, out, err) && read_zone(json, out, err) &&
           read_start(json, since, out, err) &&
           read_schedule(json_find(json, STR("schedule")), out, err);
}

/* ---- looked for -----------------------------------------------------------*/

static struct stamp stamp_at(int64_t local)
{
    return (struct stamp){.ticks = local * STAMP_MILLI + STAMP_EPOCH};
}

/* Days since the week, Monday first, in which 1970 began. */
static int64_t week_of(int64_t day)
{
    return (day + 3) / 7;
}

static bool day_fits(const struct recurrence *r, int64_t day)
{
    struct stamp_parts at = stamp_parts(stamp_at(day * WHEN_DAY));
    struct stamp_parts first = stamp_parts(stamp_at(r->start));
    int64_t from = r->start / WHEN_DAY;
    int64_t months = (at.year - first.year) * 12 + (at.month - first.month);

    if (day < from)
        return false;
    switch (r->unit) {
    case UNIT_DAY:
        return (day - from) % r->interval == 0;
    case UNIT_WEEK:
        return (week_of(day) - week_of(from)) % r->interval == 0 &&
               (r->week_days ? (r->week_days >> at.weekday & 1) != 0
                             : at.weekday == first.weekday);
    case UNIT_MONTH:
        return months % r->interval == 0 &&
               (r->month_days ? (r->month_days >> at.day & 1) != 0
                              : at.day == first.day);
    case UNIT_YEAR:
        return (at.year - first.year) % r->interval == 0 &&
               at.month == first.month && at.day == first.day;
    default:
        return true;
    }
}

/* The first moment of that day behind @after. */
static bool in_day(const struct recurrence *r, int64_t day, int64_t after,
                   int64_t *out)
{
    int64_t rest = r->start % WHEN_DAY;
    int64_t hour = rest / WHEN_HOUR;
    int64_t minute = rest % WHEN_HOUR / WHEN_MINUTE;
    bool exact = r->hours == 0 && r->minutes == 0;

    for (int64_t h = 0; h < 24; h++) {
        if (r->hours ? (r->hours >> h & 1) == 0 : h != hour)
            continue;
        for (int64_t m = 0; m < 60; m++) {
            int64_t at = day * WHEN_DAY + h * WHEN_HOUR + m * WHEN_MINUTE +
                         (exact ? rest % WHEN_MINUTE : 0);

            if (r->minutes ? (r->minutes >> m & 1) == 0
                           : m != (r->hours ? 0 : minute))
                continue;
            if (at > after && at >= r->start) {
                *out = at;
                return true;
            }
        }
    }
    return false;
}

/* Seconds, minutes and hours go on whatever the clock on the wall says. */
static void by_span(const struct recurrence *r, int64_t after, int64_t *out)
{
    int64_t span = r->interval * units[r->unit].span;

    if (after < r->start)
        *out = r->started ? r->start : r->start + span;
    else
        *out = r->start + ((after - r->start) / span + 1) * span;
}

bool recurrence_next(const struct json *trigger, int64_t since, int64_t after,
                     const struct expr_outside *outside, int64_t *out,
                     struct err *err)
{
    struct recurrence r = {.outside = outside};
    int64_t local;
    int64_t found;

    if (!read_all(trigger, since, &r, err) ||
        !to_local(&r, after, false, &local, err))
        return false;
    if (r.unit <= UNIT_HOUR) {
        by_span(&r, local, &found);
        return to_local(&r, found, true, out, err);
    }
    for (int64_t day = local / WHEN_DAY; day < local / WHEN_DAY + DAYS_AHEAD;
         day++) {
        if (day_fits(&r, day) && in_day(&r, day, local, &found))
            return to_local(&r, found, true, out, err);
    }
    return fail("schedule", err);
}
